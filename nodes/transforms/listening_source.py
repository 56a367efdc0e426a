"""A buffer that listens: subscriptions fill it, and threads can wait for what comes."""

from __future__ import annotations

from collections.abc import Callable

from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.clock import JumpHandle, JumpThreshold, TimeJump
from rclpy.duration import Duration
from rclpy.node import Node
from tf2_msgs.msg import TFMessage

from whereseen.memory.frames import Float64
from whereseen.nodes import qos
from whereseen.nodes.transforms.arrivals import Arrivals
from whereseen.nodes.transforms.buffer import Buffer, Found
from whereseen.nodes.transforms.edge import Edge, Refusal
from whereseen.nodes.transforms.errors import TransformError
from whereseen.nodes.transforms.messages import edge_of

# A shorter step back leaves the cache as it is, as in tf2_ros.
_BACK = JumpThreshold(min_forward=None, min_backward=Duration(seconds=-1), on_clock_change=True)


class ListeningSource:
    """A TransformSource on `/tf` and `/tf_static`, over a buffer of either kind."""

    def __init__(self, node: Node, buffer: Buffer) -> None:
        self._node = node
        self._buffer = buffer
        self._arrivals = Arrivals()
        self._subscriptions = _subscribe(
            node, self._taker(buffer.insert), self._taker(buffer.insert_static)
        )
        self._jumps: JumpHandle = node.get_clock().create_jump_callback(
            _BACK, post_callback=self._on_jump
        )

    def lookup(self, target: str, source: str, stamp_ns: int) -> Float64:
        """`T_target_source` (4, 4) at a time, without waiting; raises TransformError."""
        return self._buffer.lookup(target, source, stamp_ns).T_target_source

    def latest(self, target: str, source: str) -> Found:
        """`T_target_source` at the latest common time, and that time; raises TransformError."""
        return self._buffer.lookup(target, source, 0)

    def can_transform(self, target: str, source: str, stamp_ns: int) -> bool:
        """Whether `lookup` would succeed."""
        try:
            self._buffer.lookup(target, source, stamp_ns)
        except TransformError:
            return False
        return True

    def wait_for(self, target: str, source: str, stamp_ns: int, timeout_s: float) -> Float64:
        """`lookup`, once data has come that lets it succeed; see TransformSource."""
        return self._arrivals.first(lambda: self.lookup(target, source, stamp_ns), timeout_s)

    def clear(self) -> None:
        """Forget what was known over time, as time jumped back; static transforms stay."""
        self._buffer.clear()

    def refused(self) -> dict[str, int]:
        """How many transforms that came in were not usable, by reason."""
        return {reason.value: count for reason, count in self._buffer.refused().items()}

    def close(self) -> None:
        """Stop listening, and wake who waits; again does nothing."""
        self._arrivals.close()
        while self._subscriptions:
            self._node.destroy_subscription(self._subscriptions.pop())
            self._jumps.unregister()

    def _taker(self, insert: Callable[[Edge], Refusal | None]) -> Callable[[TFMessage], None]:
        def take(message: TFMessage) -> None:
            for transform in message.transforms:
                insert(edge_of(transform))
            self._arrivals.announce()

        return take

    def _on_jump(self, jump: TimeJump) -> None:
        self._node.get_logger().warning("the clock jumped back: transforms are cleared")
        self._buffer.clear()


def _subscribe(
    node: Node, on_tf: Callable[[TFMessage], None], on_tf_static: Callable[[TFMessage], None]
) -> list[object]:
    # A group of its own: no other callback holds transforms up, and they come in in order.
    group = MutuallyExclusiveCallbackGroup()
    return [
        node.create_subscription(TFMessage, topic, take, profile, callback_group=group)
        for topic, take, profile in (
            ("/tf", on_tf, qos.tf()),
            ("/tf_static", on_tf_static, qos.tf_static()),
        )
    ]
