"""Frames of recordings as messages, and the chain of tf frames that is their pose."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rclpy.qos import DurabilityPolicy, ReliabilityPolicy

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64, from_quaternion
from whereseen.memory.observation import LabelImage, Observation
from whereseen.nodes.convert.camera import raw_camera_of
from whereseen.nodes.convert.image import colour_of, depth_m_of, label_ids_of
from whereseen.nodes.convert.pose import matrix_of_transform
from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.recording.frame_messages import FrameMessages
from whereseen.nodes.recording.frame_names import FrameNames

STAMP_NS = 1_700_000_000_123_456_789
K = [[5.0, 0.0, 1.5], [0.0, 6.0, 0.5], [0.0, 0.0, 1.0]]


def observed(T_map_camera: Float64 | None = None, labels: LabelImage | None = None) -> Observation:
    rgb = np.arange(2 * 4 * 3, dtype=np.uint8).reshape(2, 4, 3)
    depth_m = np.array([[0.0, np.nan, np.inf, 0.5], [1.0, 1.2345, 2.0, 3.0]], np.float32)
    pose = np.eye(4) if T_map_camera is None else T_map_camera
    return Observation.checked(
        rgb, depth_m, intrinsics=K, T_map_camera=pose, stamp_ns=STAMP_NS, labels=labels
    )


number = st.floats(-1e3, 1e3)


@settings(deadline=None, derandomize=True)
@given(
    xyz=st.tuples(number, number, number),
    xyzw=st.tuples(*[st.floats(-1.0, 1.0)] * 4).filter(lambda q: np.linalg.norm(q) > 0.1),
)
def test_the_chain_of_frames_is_the_pose(
    xyz: tuple[float, float, float], xyzw: tuple[float, float, float, float]
) -> None:
    T_map_camera = observed(from_quaternion(xyz, xyzw)).T_map_camera
    names = FrameNames()
    edges = names.moving(T_map_camera, stamp_ns=STAMP_NS) + names.fixed(stamp_ns=STAMP_NS)
    product, parent = np.eye(4), "map"
    for edge in edges:
        assert edge.header.frame_id == parent
        assert ns_of(edge.header.stamp) == STAMP_NS
        product, parent = product @ matrix_of_transform(edge.transform), edge.child_frame_id
    assert parent == "camera_color_optical_frame"
    assert np.abs(product - T_map_camera).max() < 1e-9


def test_the_base_looks_along_its_x_with_z_up() -> None:
    # A camera at (1, 2, 3) that looks along x of the map: its right is -y, its down is -z.
    T_map_camera = np.array(
        [[0.0, 0.0, 1.0, 1.0], [-1.0, 0.0, 0.0, 2.0], [0.0, -1.0, 0.0, 3.0], [0, 0, 0, 1.0]]
    )
    _, odom_base = FrameNames().moving(T_map_camera, stamp_ns=STAMP_NS)
    position, turn = odom_base.transform.translation, odom_base.transform.rotation
    assert (position.x, position.y, position.z) == pytest.approx((1.0, 2.0, 3.0))
    assert (turn.x, turn.y, turn.z, turn.w) == pytest.approx((0.0, 0.0, 0.0, 1.0))


def test_frames_need_names_that_differ() -> None:
    with pytest.raises(InvalidConfig, match="differ"):
        FrameNames(odom="map")
    with pytest.raises(InvalidConfig, match="differ"):
        FrameNames(base="")


def test_a_frame_becomes_tf_first_then_images_of_the_same_stamp_and_frame() -> None:
    labels = LabelImage(np.array([[0, 1, -1, 1]] * 2, np.int32), ("wall", "mug"))
    frame = observed(labels=labels)
    messages = FrameMessages(FrameNames(camera="eye"), "16UC1")
    outgoing = messages.of(frame)
    assert [one.topic for one in outgoing] == [
        "/tf",
        "rgb/camera_info",
        "depth/image",
        "labels/image",
        "rgb/image",
    ]
    _, info, depth, classes, colour = (one.message for one in outgoing)
    for message in (info, depth, classes, colour):
        assert ns_of(message.header.stamp) == STAMP_NS
        assert message.header.frame_id == "eye"
    assert raw_camera_of(info).intrinsics.tolist() == K
    assert (info.width, info.height) == (4, 2)
    assert np.array_equal(colour_of(colour), frame.rgb)
    assert label_ids_of(classes).tolist() == [[0, 1, -1, 1]] * 2
    assert depth.encoding == "16UC1"
    expected = np.array([[0.0, 0.0, 0.0, 0.5], [1.0, 1.234, 2.0, 3.0]], np.float32)
    assert np.abs(depth_m_of(depth) - expected).max() < 1e-3
    named = messages.label_names(labels, STAMP_NS).message
    assert (list(named.names), ns_of(named.header.stamp)) == (["wall", "mug"], STAMP_NS)


def test_depth_in_metres_keeps_every_bit() -> None:
    frame = observed()
    depth = next(
        one.message
        for one in FrameMessages(FrameNames(), "32FC1").of(frame)
        if one.topic == "depth/image"
    )
    assert depth.encoding == "32FC1"
    assert bytes(depth.data) == frame.depth_m.tobytes()


def test_channels_serve_subscribers_of_both_kinds_and_late_ones() -> None:
    labels = LabelImage(np.zeros((2, 4), np.int32), ("wall",))
    messages = FrameMessages(FrameNames(), "16UC1")
    channels = {channel.topic: channel for channel in messages.channels(observed(labels=labels))}
    assert {c.quality.reliability for c in channels.values()} == {ReliabilityPolicy.RELIABLE}
    latched = {
        topic
        for topic, channel in channels.items()
        if channel.quality.durability == DurabilityPolicy.TRANSIENT_LOCAL
    }
    assert latched == {"/tf_static", "labels/names"}
    assert set(channels) - latched == {
        "/tf",
        "rgb/camera_info",
        "depth/image",
        "rgb/image",
        "labels/image",
    }
    assert "labels/image" not in {c.topic for c in messages.channels(observed())}
