"""What came in and what became of it: counted by reason, never silently lost."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass

_RECENT = 300  # frames over which latency and rate are reported


@dataclass(frozen=True, slots=True)
class TallySnapshot:
    """Counts since the node was configured, and figures over the last frames.

    Attributes:
        received: Complete frames that came in.
        mapped: Frames that are in the memory.
        dropped: Frames and messages that were not used, by reason.
        latency_s: From capture to memory: median and 95th percentile; NaN before the first frame.
        rate_hz: Mapped frames per second.
        age_s: Since the last mapped frame; NaN before the first.
    """

    received: int
    mapped: int
    dropped: Mapping[str, int]
    latency_s: tuple[float, float]
    rate_hz: float
    age_s: float


class Tally:
    """Counters that several threads may use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._received = 0
        self._mapped = 0
        self._dropped: Counter[str] = Counter()
        self._recent: deque[tuple[float, float]] = deque(maxlen=_RECENT)

    def receive(self) -> None:
        """A complete frame came in."""
        with self._lock:
            self._received += 1

    def drop(self, reason: str, count: int = 1) -> None:
        """So many frames or messages were not used."""
        with self._lock:
            self._dropped[reason] += count

    def map(self, *, at_s: float, latency_s: float) -> None:
        """A frame is in the memory, at a time of a clock that only goes forward."""
        with self._lock:
            self._mapped += 1
            self._recent.append((at_s, latency_s))

    def snapshot(self, now_s: float, unmatched: Mapping[str, int]) -> TallySnapshot:
        """All figures, at a time of the same clock.

        Args:
            now_s: The time.
            unmatched: Messages that became part of no frame, by reason.
        """
        with self._lock:
            times = [at for at, _ in self._recent if at > now_s - 10.0]
            last_s = self._recent[-1][0] if self._recent else float("nan")
            return TallySnapshot(
                received=self._received,
                mapped=self._mapped,
                dropped=dict(sorted((*self._dropped.items(), *unmatched.items()))),
                latency_s=_percentiles(sorted(latency for _, latency in self._recent)),
                rate_hz=_rate(times, now_s),
                age_s=now_s - last_s,
            )


def _rate(times_s: list[float], now_s: float) -> float:
    """Frames per second over the last ten seconds, or since the first of them."""
    if len(times_s) < 2:
        return 0.0
    return (len(times_s) - 1) / max(now_s - times_s[0], 1e-9)


def _percentiles(values: list[float]) -> tuple[float, float]:
    if not values:
        return float("nan"), float("nan")
    return values[len(values) // 2], values[min(int(0.95 * len(values)), len(values) - 1)]
