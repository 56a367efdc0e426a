"""The simulator node as a process of its own: seen, driven, and remembered by the memory node."""

import numpy as np
import pytest
from geometry_msgs.msg import Twist
from nav_msgs.msg import Odometry
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import Image, JointState
from whereseen_msgs import srv
from whereseen_msgs.msg import EntityArray, LabelNames, Status

from whereseen.nodes import qos
from whereseen.nodes.convert.pose import xyz_of
from whereseen.nodes.convert.stamp import ns_of

pytestmark = [pytest.mark.ros, pytest.mark.slow]
MODULE = "whereseen.nodes.sim_node"


@pytest.fixture(autouse=True)
def _needs_pybullet():
    pytest.importorskip("pybullet")


def parameters(**values):
    given = {"rooms": 1, "objects": 12, "seed": 2, "width_px": 160, "height_px": 120} | values
    pairs = (("-p", f"{name}:={str(value).lower()}") for name, value in given.items())
    return ["--ros-args", *(word for pair in pairs for word in pair)]


def test_a_robot_in_a_home_is_seen_and_driven(spawn, peer):
    images = peer.collect(Image, "rgb/image", qos.sensor_output(depth=10))
    clock = peer.collect(Clock, "/clock", qos.clock())
    odometry = peer.collect(Odometry, "odom", 50)
    truth = peer.collect(EntityArray, "sim/truth", qos.latched())
    names = peer.collect(LabelNames, "labels/names", qos.latched())
    velocity = peer.node.create_publisher(Twist, "cmd_vel", 10)
    node = spawn(MODULE, *parameters(patrol=False))
    peer.until(lambda: len(images) >= 2 and truth and names and odometry, timeout_s=60.0)
    assert (images[0].width, images[0].height) == (160, 120)
    assert np.ptp(np.frombuffer(images[-1].data, np.uint8)) > 50
    assert len(truth[0].entities) == 12
    assert {each.label for each in truth[0].entities} <= set(names[-1].names)
    assert ns_of(images[0].header.stamp) <= ns_of(clock[-1].clock)
    turn = Twist()
    turn.angular.z = 1.0

    def has_turned():
        velocity.publish(turn)
        return abs(odometry[-1].pose.pose.orientation.z) > 0.1

    peer.until(has_turned, timeout_s=20.0)
    assert node.interrupt() == 0, node.output


def test_the_gripper_that_touches_nothing_holds_nothing(spawn, peer):
    states = peer.collect(JointState, "furniture_states", 10)
    commands = peer.node.create_publisher(JointState, "furniture_commands", 10)
    node = spawn(MODULE, *parameters(patrol=False))
    peer.until(lambda: states, timeout_s=60.0)
    peer.until(lambda: commands.get_subscription_count() == 1)
    commands.publish(JointState(name=["spaceship/door"], position=[1.0]))
    node.until_printed("nothing of that name opens")
    assert node.interrupt() == 0, node.output


def test_what_the_robot_saw_is_remembered_where_it_is(spawn, peer):
    truth = peer.collect(EntityArray, "sim/truth", qos.latched())
    memory = spawn(
        "whereseen.nodes.memory_node", "--ros-args", "-p", "use_sim_time:=true",
        "-p", "encoder:=labels",
    )  # fmt: skip
    memory.until_printed("active")
    spawn(MODULE, *parameters(wait_for_subscribers=1, width_px=320, height_px=240, rate=2.0))
    peer.until(lambda: truth, timeout_s=60.0)
    right = set()

    def found():
        for each in truth[-1].entities:
            reply = peer.call(srv.Locate, "/memory/locate", srv.Locate.Request(text=each.label))
            if reply.status.code == Status.OK:
                apart = xyz_of(reply.places[0].position) - xyz_of(each.pose.position)
                right.update({each.id} if np.linalg.norm(apart) < 0.3 else ())
        return len(right) >= 4

    peer.until(found, lambda: right, timeout_s=90.0)


def test_a_home_that_is_not_there_ends_the_node(spawn, tmp_path):
    node = spawn(MODULE, *parameters(scene=tmp_path / "none.yaml"))
    assert node.wait() == 1
    assert "none.yaml" in node.output
