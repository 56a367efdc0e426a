"""Subscribing to topics when they appear, as those who publish on them offer it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.subscription import Subscription
from rclpy.topic_endpoint_info import TopicEndpointInfo

from whereseen.nodes.recording.bag_message import BagMessage, BagTopic
from whereseen.nodes.recording.bag_qos import as_recorded, requested
from whereseen.nodes.recording.definitions import MessageDefinitions
from whereseen.nodes.recording.errors import UnknownStorage
from whereseen.nodes.recording.message_class import message_class
from whereseen.nodes.recording.record_config import WantedTopic

_DEPTH = 100


@dataclass(frozen=True, slots=True)
class _Followed:
    """A subscription, and what it asks for."""

    subscription: Subscription
    quality: QoSProfile


class TopicWatch:
    """Keeps subscriptions to the wanted topics that somebody publishes on.

    Args:
        node: Subscribes.
        wanted: What to.
        take: Gets every message, serialised, with the node's time.
    """

    def __init__(
        self, node: Node, wanted: Sequence[WantedTopic], take: Callable[[BagMessage], None]
    ) -> None:
        self._node = node
        self._wanted = {node.resolve_topic_name(one.name): one.type_name for one in wanted}
        self._take = take
        self._followed: dict[str, _Followed] = {}
        self._refused: set[str] = set()

    def look(self) -> None:
        """Subscribe to what appeared, and anew where publishers came that offer less."""
        for name, type_name in self._wanted.items():
            publishers = self._publishers(name, type_name)
            if publishers and name not in self._refused:
                self._follow(name, publishers)

    def close(self) -> None:
        """End all subscriptions."""
        for followed in self._followed.values():
            self._node.destroy_subscription(followed.subscription)
        self._followed.clear()

    def _publishers(self, name: str, type_name: str) -> list[TopicEndpointInfo]:
        """Publishers of the wanted type, or of that which was there first."""
        found = self._node.get_publishers_info_by_topic(name)
        known = type_name or next((info.topic_type for info in found), "")
        if any(info.topic_type != known for info in found):
            others = sorted({info.topic_type for info in found} - {known})
            self._node.get_logger().warning(
                f"{name} is not recorded as {', '.join(others)}", throttle_duration_sec=10.0
            )
        return [info for info in found if info.topic_type == known]

    def _follow(self, name: str, publishers: Sequence[TopicEndpointInfo]) -> None:
        offers = [info.qos_profile for info in publishers]
        quality = requested(offers, depth=_DEPTH)
        before = self._followed.get(name)
        if before is not None and before.quality == quality:
            return
        topic = BagTopic(name, publishers[0].topic_type, tuple(as_recorded(o) for o in offers))
        if not self._can_be_recorded(topic):
            return
        if before is not None:
            self._node.destroy_subscription(before.subscription)
        self._followed[name] = _Followed(self._subscription(topic, quality), quality)
        self._node.get_logger().info(f"recording {name} ({topic.type_name})")

    def _can_be_recorded(self, topic: BagTopic) -> bool:
        try:
            MessageDefinitions().of(topic.type_name)
            message_class(topic.type_name)
        except UnknownStorage as error:
            self._refused.add(topic.name)
            self._node.get_logger().warning(f"{topic.name} is not recorded: {error}")
            return False
        return True

    def _subscription(self, topic: BagTopic, quality: QoSProfile) -> Subscription:
        def take(data: bytes) -> None:
            now_ns = self._node.get_clock().now().nanoseconds
            self._take(BagMessage(topic, now_ns, bytes(data)))

        return self._node.create_subscription(
            message_class(topic.type_name), topic.name, take, quality, raw=True
        )
