"""One topic of the memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from rclpy.duration import Duration
from rclpy.lifecycle import LifecycleNode
from rclpy.qos import DurabilityPolicy, QoSProfile

from whereseen.nodes.core import Core

_FLUSHED_WITHIN = Duration(nanoseconds=200_000_000)


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
        self._make: Callable[[], Any] = partial(node.create_publisher, kind, name, profile)
        self._publisher = self._make()
        self._is_latched = profile.durability == DurabilityPolicy.TRANSIENT_LOCAL
        self._holds_message = False

    @property
    def listeners(self) -> int:
        """How many subscribe; when the last leaves, what is latched is withdrawn.

        Nothing is published without listeners, so who came later would get what may be long gone.
        """
        listeners = int(self._publisher.get_subscription_count())
        if not listeners and self._holds_message:
            self._node.destroy_publisher(self._publisher)
            self._publisher, self._holds_message = self._make(), False
        return listeners

    def revision_of(self, core: Core) -> int:
        """Every change of the memory is news, unless a topic knows better."""
        return core.revision

    def send(self, message: Any) -> None:
        """Publish a message."""
        self._publisher.publish(message)
        self._holds_message = self._is_latched

    def flush(self) -> None:
        """Wait a moment until subscribers have what was sent."""
        self._publisher.wait_for_all_acked(_FLUSHED_WITHIN)

    def close(self) -> None:
        """Publish no more."""
        self._node.destroy_publisher(self._publisher)
