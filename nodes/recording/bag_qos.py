"""Quality of service as bags write it down, and as publishers and subscriptions take it."""

from __future__ import annotations

from collections.abc import Sequence

from rclpy.duration import Duration
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy
from rosbags.interfaces import (
    Qos,
    QosDurability,
    QosHistory,
    QosLiveliness,
    QosReliability,
    QosTime,
)

from whereseen.nodes.recording.bag_message import BagTopic

TF_STATIC = "/tf_static"

_NS_PER_S = 1_000_000_000
_DEFAULT_DEPTH = 10
_MOST_DEPTH = 1000
_MOST_LATCHED_DEPTH = 100


def offered(topic: BagTopic) -> QoSProfile:
    """What to offer when a recorded topic is published again, by one publisher for all.

    Durability and depth are as recorded. It is always reliable, which serves subscribers of both
    kinds, and has no deadline or lifespan, which another rate of playing would break.
    """
    if is_latched(topic):
        depth = _latched_depth(topic)
        return _profile(depth, ReliabilityPolicy.RELIABLE, DurabilityPolicy.TRANSIENT_LOCAL)
    depth = max((qos.depth for qos in topic.offered_qos), default=_DEFAULT_DEPTH)
    return _profile(
        max(_DEFAULT_DEPTH, depth), ReliabilityPolicy.RELIABLE, DurabilityPolicy.VOLATILE
    )


def is_latched(topic: BagTopic) -> bool:
    """Tell whether late subscribers got messages of a topic when it was recorded."""
    durabilities = {qos.durability for qos in topic.offered_qos}
    return QosDurability.TRANSIENT_LOCAL in durabilities or topic.name == TF_STATIC


def requested(offers: Sequence[QoSProfile], *, depth: int) -> QoSProfile:
    """What to ask for so that every one of the publishers is heard: the least any of them gives."""
    reliable = all(qos.reliability == ReliabilityPolicy.RELIABLE for qos in offers)
    latched = all(qos.durability == DurabilityPolicy.TRANSIENT_LOCAL for qos in offers)
    return _profile(
        depth,
        ReliabilityPolicy.RELIABLE if reliable else ReliabilityPolicy.BEST_EFFORT,
        DurabilityPolicy.TRANSIENT_LOCAL if latched else DurabilityPolicy.VOLATILE,
    )


def as_recorded(quality: QoSProfile) -> Qos:
    """A publisher's quality of service, as bags hold it."""
    return Qos(
        history=QosHistory(quality.history.value),
        depth=quality.depth,
        reliability=QosReliability(quality.reliability.value),
        durability=QosDurability(quality.durability.value),
        deadline=_time(quality.deadline),
        lifespan=_time(quality.lifespan),
        liveliness=QosLiveliness(quality.liveliness.value),
        liveliness_lease_duration=_time(quality.liveliness_lease_duration),
        avoid_ros_namespace_conventions=bool(quality.avoid_ros_namespace_conventions),
    )


def _latched_depth(topic: BagTopic) -> int:
    """How many messages a late subscriber would have got from all publishers together."""
    if topic.name == TF_STATIC:  # each of its messages may hold other edges
        return max(1, min(topic.message_count, _MOST_LATCHED_DEPTH))
    depths = [max(1, qos.depth) for qos in topic.offered_qos]
    return min(sum(depths), _MOST_LATCHED_DEPTH)


def _profile(
    depth: int, reliability: ReliabilityPolicy, durability: DurabilityPolicy
) -> QoSProfile:
    return QoSProfile(
        history=HistoryPolicy.KEEP_LAST,
        depth=min(depth, _MOST_DEPTH),
        reliability=reliability,
        durability=durability,
    )


def _time(duration: Duration) -> QosTime:
    return QosTime(*divmod(duration.nanoseconds, _NS_PER_S))
