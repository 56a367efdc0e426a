"""What is published on `/clock`."""

from __future__ import annotations

from collections.abc import Callable

from rosgraph_msgs.msg import Clock

from whereseen.nodes import qos
from whereseen.nodes.convert.stamp import time_of
from whereseen.nodes.recording.playback import Channel, Outgoing

CLOCK_CHANNEL = Channel("/clock", Clock, qos.clock())

_NS_PER_S = 1e9


class SimulatedClock:
    """Recorded time as `/clock`, so many times a second; between two restarts it only rises.

    Args:
        publish: Takes the messages.
        rate_hz: How often the time is told, in steady time.
    """

    def __init__(self, publish: Callable[[Outgoing], None], rate_hz: float) -> None:
        self._publish = publish
        self._period_ns = round(_NS_PER_S / rate_hz)
        self._told_ns = -1
        self.due_ns = 0

    def restart(self) -> None:
        """Allow the time to jump back, as at the start of a recording."""
        self._told_ns = -1

    def tell(self, recorded_ns: int, *, steady_ns: int) -> None:
        """Publish a recorded time if it is after the one before; the next is due a period later."""
        self.due_ns = steady_ns + self._period_ns
        if recorded_ns > self._told_ns:
            self._told_ns = recorded_ns
            self._publish(Outgoing(CLOCK_CHANNEL.topic, Clock(clock=time_of(recorded_ns))))
