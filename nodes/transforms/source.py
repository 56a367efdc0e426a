"""What the nodes ask for transforms, and which of two kinds answers."""

from __future__ import annotations

from typing import Protocol

from rclpy.node import Node

from whereseen.memory.frames import Float64
from whereseen.nodes.transforms.buffer import Buffer, Found, TransformBuffer
from whereseen.nodes.transforms.listening_source import ListeningSource
from whereseen.nodes.transforms.time_cache import CacheLimits


class TransformSource(Protocol):
    """Transforms between frames, as they come in on `/tf` and `/tf_static`.

    All methods may be called from any thread. Names of frames may begin with a slash.
    """

    def lookup(self, target: str, source: str, stamp_ns: int) -> Float64:
        """`T_target_source` (4, 4) at a time, without waiting; raises TransformError."""
        ...

    def latest(self, target: str, source: str) -> Found:
        """`T_target_source` at the latest common time, and that time; raises TransformError."""
        ...

    def can_transform(self, target: str, source: str, stamp_ns: int) -> bool:
        """Whether `lookup` would succeed."""
        ...

    def wait_for(self, target: str, source: str, stamp_ns: int, timeout_s: float) -> Float64:
        """`lookup`, once data has come that lets it succeed.

        For a thread of its own, never for a callback: it sleeps, on the machine's clock. It does
        not wait for what cannot come any more, which is a time before the earliest data.

        Raises:
            TransformError: as `lookup`, after the timeout or when the source is closed.
        """
        ...

    def clear(self) -> None:
        """Forget what was known over time, as time jumped back; static transforms stay."""
        ...

    def refused(self) -> dict[str, int]:
        """How many transforms that came in were not usable, by reason."""
        ...

    def close(self) -> None:
        """Stop listening, and wake who waits."""
        ...


def make_transform_source(node: Node, limits: CacheLimits | None = None) -> TransformSource:
    """Listen to transforms: with tf2_ros where it is installed, otherwise on our own.

    Args:
        node: Node that subscribes; whoever spins it feeds the source.
        limits: How much to keep; tf2_ros heeds the duration only.
    """
    return ListeningSource(node, _make_buffer(node, limits or CacheLimits()))


def _make_buffer(node: Node, limits: CacheLimits) -> Buffer:
    try:
        from whereseen.nodes.transforms.tf2_buffer import Tf2Buffer
    except ImportError as error:
        if error.name != "tf2_ros":
            node.get_logger().warning(f"tf2_ros cannot be loaded, so it is not used: {error}")
        return TransformBuffer(limits)
    return Tf2Buffer(limits)
