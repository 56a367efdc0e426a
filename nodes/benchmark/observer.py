"""Looks at a memory node from outside, as a user's program does: an actor's process."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray
from nav_msgs.msg import OccupancyGrid
from rclpy.node import Node
from sensor_msgs.msg import PointCloud2
from visualization_msgs.msg import MarkerArray
from whereseen_msgs.msg import EntityArray
from whereseen_msgs.srv import Locate

from whereseen.nodes import qos
from whereseen.nodes.benchmark.errors import BenchmarkFailed
from whereseen.nodes.benchmark.role import Commands, pace, play, until

_OUTPUTS = {
    "/memory/voxels": (PointCloud2, qos.latched),
    "/memory/voxels_updates": (PointCloud2, qos.updates),
    "/memory/markers": (MarkerArray, qos.latched),
    "/memory/objects": (EntityArray, qos.latched),
    "/memory/map": (OccupancyGrid, qos.latched),
}
_REPLY_S = 5.0  # while the two still meet, a request may be lost
_LATE_REPLY_S = 30.0
_NO_REPLY = -1
_MOST_LOST = 12


class Observer:
    """Reads diagnostics, listens to outputs, asks.

    Args:
        node: Subscribes and calls.
    """

    def __init__(self, node: Node) -> None:
        self._node = node
        self._told: list[dict[str, str]] = []
        self._heard: Counter[str] = Counter()
        self._client = node.create_client(Locate, "/memory/locate")
        node.create_subscription(DiagnosticArray, "/diagnostics", self._note, qos.diagnostics())

    @property
    def commands(self) -> Commands:
        """What it can be told."""
        return {
            "health": self.health,
            "history": self.history,
            "listen": self.listen,
            "heard": self.heard,
            "connect": self.connect,
            "locate": self.locate,
        }

    def health(self, *, active: bool = False) -> dict[str, Any]:
        """The next diagnostics; with `active` the next of an active node."""
        self._told.clear()
        until(lambda: any(_fits(told, active) for told in self._told), "diagnostics", within_s=180)
        return dict(self._told[-1])

    def history(self) -> dict[str, Any]:
        """All diagnostics since the last look at them."""
        told, self._told = self._told, []
        return {"told": told}

    def listen(self) -> dict[str, Any]:
        """Subscribe to everything that the node publishes of its memory."""
        for topic, (kind, profile) in _OUTPUTS.items():
            self._node.create_subscription(kind, topic, self._counter(topic), profile())
        return {"topics": list(_OUTPUTS)}

    def heard(self) -> dict[str, Any]:
        """How many messages came, by topic."""
        return dict(self._heard)

    def connect(self) -> dict[str, Any]:
        """Ask until there is a reply: the first ones may be lost while processes find each other.

        Returns:
            How many questions were lost.
        """
        until(self._client.service_is_ready, "the service locate")
        lost = 0
        while self._ask("a chair", _REPLY_S)[1] == _NO_REPLY:
            lost += 1
            if lost == _MOST_LOST:
                raise BenchmarkFailed("no question is answered", got=f"{lost} lost")
        return {"lost": lost}

    def locate(self, *, texts: Sequence[str], rate_hz: float) -> dict[str, Any]:
        """Ask one question after the other, at a rate or as fast as replies come.

        Returns:
            Milliseconds from request to reply, and codes of the replies' status, -1 for none.
        """
        start_s = time.monotonic()
        latencies_ms, codes = [], []
        for number, text in enumerate(texts):
            pace(number, start_s, rate_hz)
            latency_ms, code = self._ask(text, _LATE_REPLY_S)
            latencies_ms.append(latency_ms)
            codes.append(code)
        return {"latencies_ms": latencies_ms, "codes": codes}

    def _ask(self, text: str, within_s: float) -> tuple[float, int]:
        done = threading.Event()
        start_s = time.perf_counter()
        future = self._client.call_async(Locate.Request(text=text))
        future.add_done_callback(lambda _: done.set())
        is_answered = done.wait(within_s)
        latency_ms = 1e3 * (time.perf_counter() - start_s)
        return latency_ms, int(future.result().status.code) if is_answered else _NO_REPLY

    def _counter(self, topic: str) -> Callable[[Any], None]:
        return lambda message: self._heard.update([topic])

    def _note(self, message: DiagnosticArray) -> None:
        for status in message.status:
            self._told.append({each.key: each.value for each in status.values})


def _fits(told: dict[str, str], active: bool) -> bool:
    return told.get("state") == "active" or not active


if __name__ == "__main__":
    play("benchmark_observer", lambda node: Observer(node).commands)
