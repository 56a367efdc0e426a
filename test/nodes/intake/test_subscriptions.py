"""Which messages of a camera and its companions become frames."""

import pytest
from rclpy.qos import ReliabilityPolicy
from sensor_msgs.msg import CameraInfo, Image
from whereseen_msgs.msg import Detections

from whereseen.nodes.config import InputConfig
from whereseen.nodes.convert.stamp import header_of
from whereseen.nodes.intake.subscriptions import Subscriptions
from whereseen.nodes.intake.tally import Tally

STEP_NS = 100_000_000


class HeardNode:
    """A node whose topics the test speaks on."""

    def __init__(self):
        self.callbacks, self.profiles = {}, {}

    def create_subscription(self, kind, topic, callback, profile, callback_group):
        self.callbacks[topic], self.profiles[topic] = callback, profile
        return topic

    def destroy_subscription(self, topic):
        del self.callbacks[topic]

    def say(self, kind, topic, number):
        self.callbacks[topic](kind(header=header_of("camera", number * STEP_NS)))


class Listened:
    """Subscriptions of such a node, and the frames that they made."""

    def __init__(self, *extra, **changes):
        self.node, self.tally, self.frames = HeardNode(), Tally(), []
        config = InputConfig(**changes)
        self.subscriptions = Subscriptions(
            self.node, config, extra, Detections, self.tally, self.frames.append,
            lambda: 0.0, lambda: None,
        )  # fmt: skip

    def see(self, number):
        for kind, topic in (
            (CameraInfo, "rgb/camera_info"),
            (Image, "depth/image"),
            (Image, "rgb/image"),
        ):
            self.node.say(kind, topic, number)


def test_label_images_are_waited_for_however_late_they_come():
    listened = Listened("labels")
    for number in range(1, 6):
        listened.see(number)
    assert listened.frames == []
    for number in range(1, 6):
        listened.node.say(Image, "labels/image", number)
    assert [frame.stamp_ns // STEP_NS for frame in listened.frames] == [1, 2, 3, 4, 5]
    assert all(frame.labels is not None for frame in listened.frames)


def test_a_frame_whose_label_image_was_left_out_is_given_up_for_the_next():
    listened = Listened("labels")
    for number in (1, 2):
        listened.see(number)
    listened.node.say(Image, "labels/image", 2)
    assert [frame.stamp_ns // STEP_NS for frame in listened.frames] == [2]
    assert listened.subscriptions.unmatched()["rgb: no partner"] == 1


def test_silent_detectors_are_not_waited_for_long():
    listened = Listened("detections")
    for number in range(1, 5):
        listened.see(number)
    assert listened.frames
    assert all(frame.detections is None for frame in listened.frames)


@pytest.mark.parametrize("size", [7, 60])
def test_sensors_queue_as_many_messages_as_the_synchronizer(size):
    listened = Listened("labels", sensor_qos="reliable", synchronizer_size=size)
    for topic in ("rgb/image", "depth/image", "rgb/camera_info", "labels/image"):
        profile = listened.node.profiles[topic]
        assert (profile.depth, profile.reliability) == (size, ReliabilityPolicy.RELIABLE)


def test_closing_ends_every_subscription():
    listened = Listened()
    assert listened.node.callbacks
    listened.subscriptions.close()
    assert listened.node.callbacks == {}
