"""Waiting for subscribers before the first message."""

from __future__ import annotations

import threading

from whereseen.nodes.recording.outlets import Outlets
from whereseen.nodes.recording.pace import Pace

_LOOK_EVERY_NS = 20_000_000
_SETTLED_AFTER_NS = 300_000_000


class Audience:
    """Knows who subscribes to what is going to be played."""

    def __init__(self, outlets: Outlets, pace: Pace) -> None:
        self._outlets = outlets
        self._pace = pace

    def gather(self, topic: str, wanted: int, timeout_ns: int, stop: threading.Event) -> bool:
        """Wait until so many subscribe to a topic; False if they do not in time, or at `stop`.

        The subscriptions of one node are discovered one after the other: it is full when nobody
        came for a moment, on any topic.
        """
        began_ns = since_ns = self._pace.now_ns()
        counts = self._outlets.subscribers()
        while not stop.is_set():
            now_ns, before, counts = self._pace.now_ns(), counts, self._outlets.subscribers()
            if counts != before:
                since_ns = now_ns
            if counts[topic] >= wanted and now_ns - since_ns >= _SETTLED_AFTER_NS:
                return True
            if now_ns - began_ns >= timeout_ns:
                return False
            self._pace.wait_until(now_ns + _LOOK_EVERY_NS, stop)
        return False
