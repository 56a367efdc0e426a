"""Publishers for whatever is played."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Protocol

from rclpy.duration import Duration
from rclpy.node import Node
from rclpy.publisher import Publisher

from whereseen.nodes.recording.playback import Channel, Outgoing

_SLICE_NS = 50_000_000


class Outlets(Protocol):
    """Where messages go."""

    def open(self, channels: Sequence[Channel]) -> None:
        """Have a publisher for each channel, and no others."""
        ...

    def publish(self, outgoing: Outgoing) -> None:
        """Publish a message on an open channel."""
        ...

    def subscribers(self) -> dict[str, int]:
        """How many subscribers each open channel has, by topic."""
        ...

    def wait_acknowledged(self, timeout_ns: int, stop: threading.Event) -> bool:
        """Wait until every reliable subscriber has got everything; False if one has not in time."""
        ...


class NodeOutlets:
    """Publishers of a node; used by one thread at a time."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._open: dict[str, tuple[Channel, Publisher]] = {}

    def open(self, channels: Sequence[Channel]) -> None:
        """Have a publisher for each channel, and no others; what stays keeps its subscribers."""
        for topic, (channel, publisher) in list(self._open.items()):
            if channel not in channels:
                self._node.destroy_publisher(publisher)
                del self._open[topic]
        for channel in channels:
            if channel.topic not in self._open:
                self._open[channel.topic] = channel, self._publisher(channel)

    def publish(self, outgoing: Outgoing) -> None:
        """Publish a message, or the bytes of one, on an open channel."""
        self._open[outgoing.topic][1].publish(outgoing.message)

    def subscribers(self) -> dict[str, int]:
        """How many subscribers each open channel has, by topic."""
        return {
            topic: publisher.get_subscription_count()
            for topic, (_, publisher) in self._open.items()
        }

    def wait_acknowledged(self, timeout_ns: int, stop: threading.Event) -> bool:
        """Wait until every reliable subscriber has got everything; False if one has not in time.

        It tells what arrived in subscribers' queues, not what their callbacks have seen.
        """
        waiting = [publisher for _, publisher in self._open.values()]
        for _ in range(max(1, timeout_ns // _SLICE_NS)):
            if stop.is_set():
                return False
            waiting = [publisher for publisher in waiting if not _is_acknowledged(publisher)]
            if not waiting:
                return True
        return False

    def _publisher(self, channel: Channel) -> Publisher:
        return self._node.create_publisher(channel.message_class, channel.topic, channel.quality)


def _is_acknowledged(publisher: Publisher) -> bool:
    return bool(publisher.wait_for_all_acked(Duration(nanoseconds=_SLICE_NS)))
