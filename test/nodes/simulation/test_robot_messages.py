import numpy as np
import pytest

from whereseen.nodes.convert.pose import xyz_of
from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.recording.frame_names import FrameNames
from whereseen.nodes.simulation.robot_messages import RobotMessages, truth_message
from whereseen.nodes.transforms.buffer import TransformBuffer
from whereseen.nodes.transforms.messages import edge_of
from whereseen.sim.modelling.placing import pose
from whereseen.sim.world.robot import rover

STAMP_NS = 7_000_000_000
JOINTS = {"head_pan": 0.4, "head_tilt": 0.3, "lift": 0.5, "arm": 0.2}


@pytest.fixture
def messages():
    return RobotMessages(FrameNames(), rover())


def test_the_tree_of_frames_leads_from_the_map_to_the_camera(messages):
    T_map_odom, T_odom_base = pose((0.1, 0.2, 0.0), 5.0), pose((1.0, 2.0, 0.0), 90.0)
    buffer = TransformBuffer()
    for edge in messages.moving(T_map_odom, T_odom_base, JOINTS, stamp_ns=STAMP_NS):
        buffer.insert(edge_of(edge))
    for edge in messages.fixed(stamp_ns=STAMP_NS):
        buffer.insert_static(edge_of(edge))
    found = buffer.lookup("map", "camera_color_optical_frame", STAMP_NS).T_target_source
    T_map_base = T_map_odom @ T_odom_base
    assert found == pytest.approx(rover().camera_pose(T_map_base, JOINTS), abs=1e-9)
    gripper = buffer.lookup("map", "gripper", STAMP_NS).T_target_source
    assert gripper == pytest.approx(rover().gripper_pose(T_map_base, JOINTS), abs=1e-9)


def test_every_frame_has_one_parent(messages):
    edges = messages.moving(np.eye(4), np.eye(4), {}, stamp_ns=STAMP_NS)
    children = [edge.child_frame_id for edge in (*edges, *messages.fixed(stamp_ns=STAMP_NS))]
    assert len(children) == len(set(children))
    assert "camera_link" in children
    assert "map" not in children


def test_odometry_tells_pose_and_velocity(messages):
    told = messages.odometry(pose((1.0, 2.0, 0.0), 90.0), (0.3, -0.5), stamp_ns=STAMP_NS)
    assert (told.header.frame_id, told.child_frame_id) == ("odom", "base_link")
    assert ns_of(told.header.stamp) == STAMP_NS
    position, turn = told.pose.pose.position, told.pose.pose.orientation
    assert (position.x, position.y) == pytest.approx((1.0, 2.0))
    assert turn.z == pytest.approx(np.sqrt(0.5))
    assert (told.twist.twist.linear.x, told.twist.twist.angular.z) == (0.3, -0.5)


def test_joints_are_told_by_name(messages):
    told = messages.joint_states(JOINTS, stamp_ns=STAMP_NS)
    assert dict(zip(told.name, told.position, strict=True)) == JOINTS


def test_the_truth_is_told_as_entities(world):
    told = truth_message(world.truth(), frame_id="map")
    assert len(told.entities) == len(world.truth().objects) == 8
    assert [each.id for each in told.entities] == sorted(each.id for each in told.entities)
    labels = world.labels()
    for each in told.entities:
        (truth,) = (it for it in world.truth().objects.values() if it.instance == each.id)
        low, high = truth.box_m
        assert each.label == labels[each.id]
        assert xyz_of(each.pose.position) == pytest.approx((low + high) / 2)
        assert xyz_of(each.size) == pytest.approx(high - low)
