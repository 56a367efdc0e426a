"""Following things while a recording is mapped, a little after each frame."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from whereseen.memory.frames import Float64
from whereseen.memory.io.geometry_view import geometry_of
from whereseen.memory.spatial.upright import estimate_up
from whereseen.memory.spatial_memory import SpatialMemory

_NS = 1e9
_UPRIGHT = 0.7  # cosine of the angle between z and up in the images: cameras look down
_LEVEL = 0.99  # between z and up as floors and tables have it


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowConfig:
    """How much time things and rooms may take.

    Attributes:
        labels: Labels that are asked for after a frame, at most: equal frames make equal maps,
            which a bound on time would not give.
        graph_s: Time of frames between two looks at rooms and relations.
    """

    labels: int = 1
    graph_s: float = 60.0


class Follower:
    """Asks where things are between frames, and looks at rooms and relations now and then.

    Args:
        memory: Whose things.
        config: How much time that may take.
        clock_s: Processor time, which only goes forward.

    Attributes:
        spent_s: Processor time taken so far.
    """

    def __init__(
        self,
        memory: SpatialMemory,
        config: FollowConfig | None = None,
        *,
        clock_s: Callable[[], float] = time.process_time,
    ) -> None:
        self.spent_s = 0.0
        self._memory = memory
        self._config = config or FollowConfig()
        self._clock_s = clock_s
        self._looked_ns: int | None = None

    def step(self) -> None:
        """After a frame: ask for the labels whose turn it is, and look at rooms if that is due."""
        start_s = self._clock_s()
        for _ in range(self._config.labels):
            if self._memory.objects.refresh_next() is None:
                break
        self._look()
        self.spent_s += self._clock_s() - start_s

    def finish(self) -> None:
        """After the last frame: ask for every label once more, and look at the rooms."""
        start_s = self._clock_s()
        while self._memory.objects.refresh_next(0.0):
            pass
        self._look(is_last=True)
        self.spent_s += self._clock_s() - start_s

    def _look(self, *, is_last: bool = False) -> None:
        now_ns = self._memory.objects.now_ns
        if self._looked_ns is None:
            self._looked_ns = now_ns
        is_due = now_ns - self._looked_ns >= self._config.graph_s * _NS
        if not (is_due or is_last):
            return
        self._looked_ns = now_ns
        if is_upright(self._memory):
            look_at_rooms(self._memory)


def look_at_rooms(memory: SpatialMemory) -> None:
    """Bring rooms and relations up to date; the very first look is believed at once."""
    is_first = memory.graph.rows().looked_ns < 0
    memory.graph.refresh(confirmations=1 if is_first else None)


def is_upright(memory: SpatialMemory) -> bool:
    """Whether z of the map is up, without which there are neither rooms nor relations."""
    up: Float64 = memory.trajectory.mean_up
    if up[2] >= _UPRIGHT:
        return True
    return bool(estimate_up(geometry_of(memory).points_map, up)[2] >= _LEVEL)
