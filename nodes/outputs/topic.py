"""One topic of the memory."""

from __future__ import annotations

from typing import Any

from rclpy.lifecycle import LifecycleNode
from rclpy.qos import QoSProfile


class Topic:
    """A publisher, and how often something is published there at most.

    Attributes:
        topic: Its name.
        period_s: Least time between two messages.
    """

    def __init__(
        self, node: LifecycleNode, kind: Any, name: str, profile: QoSProfile, period_s: float
    ) -> None:
        self.topic = name
        self.period_s = period_s
        self._node = node
        self._publisher = node.create_publisher(kind, name, profile)

    @property
    def listeners(self) -> int:
        """How many subscribe."""
        return int(self._publisher.get_subscription_count())

    def send(self, message: Any) -> None:
        """Publish a message."""
        self._publisher.publish(message)

    def close(self) -> None:
        """Publish no more."""
        self._node.destroy_publisher(self._publisher)
