"""A memory node that a camera shows a room, watched from outside."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from dataclasses import dataclass

from whereseen.nodes.benchmark.actor import Actor, Reply, Watched
from whereseen.nodes.benchmark.probe import cpu_s

_SETTLE_S = 10.0
_MOST_TRIES = 20


@dataclass(frozen=True, slots=True)
class Run:
    """What came of showing frames at a rate.

    Attributes:
        sent, received, mapped: Frames: by the camera, as a whole by the node, into the memory.
        dropped: Frames and messages that the node did not use, by its own account.
        wall_s: Time for which frames were sent.
        node_cpu_s, camera_cpu_s: Processor time of both processes meanwhile.
        latency_ms: From stamp to memory: median and 95th percentile of the last 300 frames.
        waiting: Most frames that waited for the memory at once.
        longest_ms: The longest background step of each kind since the node was started.
    """

    sent: int
    received: int
    mapped: int
    dropped: dict[str, int]
    wall_s: float
    node_cpu_s: float
    camera_cpu_s: float
    latency_ms: tuple[float, float]
    waiting: int
    longest_ms: dict[str, float]

    @property
    def lost(self) -> int:
        """Frames that were sent and are not in the memory."""
        return self.sent - self.mapped

    @property
    def unheard(self) -> int:
        """Frames of which the transport lost a part, or all: the node cannot count them."""
        return self.sent - self.received


@dataclass(frozen=True, slots=True)
class Live:
    """The processes of a measurement.

    Attributes:
        node: The memory node.
        camera: Publishes frames.
        observer: Reads diagnostics and asks.
    """

    node: Watched
    camera: Actor
    observer: Actor

    def connect(self) -> None:
        """Show frames, which do not count, until one is mapped: the first ones may be lost.

        Raises:
            BenchmarkFailed: if none is.
        """
        self.observer.ask("health", active=True)
        for _ in range(_MOST_TRIES):
            self.camera.ask("play", rate_hz=5.0, frames=3)
            if _count(self.observer.ask("health"), "frames mapped"):
                self._settled()
                return
        raise self.node.fault("no frame is mapped")

    def show(
        self, rate_hz: float, frames: int, meanwhile: Callable[[Future[Reply]], None] | None = None
    ) -> Run:
        """Show frames at a rate.

        Args:
            rate_hz: Frames per second.
            frames: How many.
            meanwhile: Called while they are sent, with what is done when they are.

        Raises:
            BenchmarkFailed: if a process ends or does not answer.
        """
        before = self.observer.ask("health", active=True)
        self.observer.ask("history")
        cpu_before_s = cpu_s(self.node.pid)
        playing = self.camera.order("play", rate_hz=rate_hz, frames=frames)
        if meanwhile is not None:
            meanwhile(playing)
        played = self.camera.reply(playing, within_s=frames / rate_hz + 120.0)
        after = self._settled()
        told = [*self.observer.ask("history")["told"], after]
        return Run(
            sent=int(played["sent"]),
            received=_count(after, "frames received") - _count(before, "frames received"),
            mapped=_count(after, "frames mapped") - _count(before, "frames mapped"),
            dropped=_dropped(before, after),
            wall_s=float(played["wall_s"]),
            node_cpu_s=cpu_s(self.node.pid) - cpu_before_s,
            camera_cpu_s=float(played["cpu_s"]),
            latency_ms=(_latency(after, "median"), _latency(after, "95th percentile")),
            waiting=max(_count(each, "frames waiting") for each in told),
            longest_ms=_longest(after),
        )

    def _settled(self) -> Reply:
        """Diagnostics when nothing waits any more, or does so for good."""
        deadline_s = time.monotonic() + _SETTLE_S
        last = self.observer.ask("health")
        while True:
            now = self.observer.ask("health")
            still = now["frames mapped"] == last["frames mapped"] and now["frames waiting"] == "0"
            if still or time.monotonic() > deadline_s:
                return now
            last = now


def while_playing(playing: Future[Reply], period_s: float, look: Callable[[], None]) -> None:
    """Look at something again and again until the camera is done."""
    while not wait_for([playing], timeout=period_s).done:
        look()


def _count(told: Reply, key: str) -> int:
    return int(told.get(key, "0"))


def _dropped(before: Reply, after: Reply) -> dict[str, int]:
    found = {
        key.removeprefix("dropped: "): _count(after, key) - _count(before, key)
        for key in after
        if key.startswith("dropped: ")
    }
    return {reason: count for reason, count in found.items() if count}


def _latency(told: Reply, which: str) -> float:
    text = told.get(f"latency, {which} [ms]", "")
    return float(text) if text else float("nan")


def _longest(told: Reply) -> dict[str, float]:
    prefix, suffix = "longest step, ", " [ms]"
    return {
        key.removeprefix(prefix).removesuffix(suffix): float(value)
        for key, value in told.items()
        if key.startswith(prefix)
    }
