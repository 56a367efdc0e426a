from __future__ import annotations

from rclpy.duration import Duration
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from rosbags.interfaces import QosDurability, QosHistory, QosReliability, QosTime

from whereseen.nodes.recording.bag_message import BagTopic
from whereseen.nodes.recording.bag_qos import as_recorded, is_latched, offered, requested

BEST_EFFORT, RELIABLE = ReliabilityPolicy.BEST_EFFORT, ReliabilityPolicy.RELIABLE
VOLATILE, TRANSIENT = DurabilityPolicy.VOLATILE, DurabilityPolicy.TRANSIENT_LOCAL


def profile(reliability: ReliabilityPolicy, durability: DurabilityPolicy) -> QoSProfile:
    return QoSProfile(depth=3, reliability=reliability, durability=durability)


def test_a_subscription_asks_for_the_least_that_any_publisher_offers() -> None:
    sensor, latched = profile(BEST_EFFORT, VOLATILE), profile(RELIABLE, TRANSIENT)
    for offers, expected in (
        ([sensor], (BEST_EFFORT, VOLATILE)),
        ([latched], (RELIABLE, TRANSIENT)),
        ([latched, latched], (RELIABLE, TRANSIENT)),
        ([latched, sensor], (BEST_EFFORT, VOLATILE)),
        ([latched, profile(RELIABLE, VOLATILE)], (RELIABLE, VOLATILE)),
    ):
        quality = requested(offers, depth=7)
        assert (quality.reliability, quality.durability, quality.depth) == (*expected, 7)


def test_what_is_recorded_says_all_that_was_offered() -> None:
    quality = profile(BEST_EFFORT, TRANSIENT)
    quality.deadline = Duration(seconds=1.5)
    recorded = as_recorded(quality)
    assert recorded.history == QosHistory.KEEP_LAST
    assert recorded.depth == 3
    assert recorded.reliability == QosReliability.BEST_EFFORT
    assert recorded.durability == QosDurability.TRANSIENT_LOCAL
    assert recorded.deadline == QosTime(1, 500_000_000)
    assert recorded.lifespan == QosTime(0, 0)


def test_one_publisher_offers_what_all_of_them_did_together() -> None:
    latched = as_recorded(profile(RELIABLE, TRANSIENT))
    sensor = as_recorded(profile(BEST_EFFORT, VOLATILE))
    two = offered(BagTopic("/map", "t", (latched, latched), message_count=9))
    assert (two.reliability, two.durability, two.depth) == (RELIABLE, TRANSIENT, 6)
    once = offered(BagTopic("/rgb", "t", (sensor,), message_count=9))
    assert (once.reliability, once.durability, once.depth) == (RELIABLE, VOLATILE, 10)
    unknown = offered(BagTopic("/rgb", "t"))
    assert (unknown.reliability, unknown.durability, unknown.depth) == (RELIABLE, VOLATILE, 10)


def test_static_tf_is_latched_with_all_its_messages_whatever_a_bag_says() -> None:
    topic = BagTopic("/tf_static", "tf2_msgs/msg/TFMessage", message_count=4)
    assert is_latched(topic)
    quality = offered(topic)
    assert (quality.durability, quality.depth) == (TRANSIENT, 4)
    assert offered(BagTopic("/tf_static", "t", message_count=10**6)).depth == 100
