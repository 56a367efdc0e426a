"""Following things while a recording is mapped, at a bounded share of the time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from whereseen.memory.frames import Float64
from whereseen.memory.io.geometry_view import geometry_of
from whereseen.memory.spatial.upright import estimate_up
from whereseen.memory.spatial_memory import SpatialMemory

_MOST_CREDIT_S = 2.0
_NS = 1e9
_UPRIGHT = 0.99  # cosine of the angle between z and what seems to be up


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowConfig:
    """How much time things and rooms may take.

    Attributes:
        share: Processor time for asking where things are, as a share of that for the frames.
        graph_s: Time of frames between two looks at rooms and relations.
    """

    share: float = 0.3
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
        self._credit_s = 0.0
        self._looked_ns: int | None = None

    def step(self, frame_s: float) -> None:
        """After a frame: ask for as many labels as there is time for.

        Args:
            frame_s: Processor time that the frame took.
        """
        self._credit_s = min(self._credit_s + self._config.share * frame_s, _MOST_CREDIT_S)
        while self._credit_s > 0.0:
            start_s = self._clock_s()
            label = self._memory.objects.refresh_next()
            if label is None:
                self._look()
            self._spend(self._clock_s() - start_s)
            if label is None:
                break

    def finish(self) -> None:
        """After the last frame: ask for every label once more, and look at the rooms."""
        start_s = self._clock_s()
        while self._memory.objects.refresh_next(0.0):
            pass
        self._look(is_last=True)
        self._spend(self._clock_s() - start_s)

    def _look(self, *, is_last: bool = False) -> None:
        now_ns = self._memory.objects.now_ns
        if self._looked_ns is None:
            self._looked_ns = now_ns
        is_due = now_ns - self._looked_ns >= self._config.graph_s * _NS
        if (is_due or is_last) and is_upright(self._memory):
            self._looked_ns = now_ns
            look_at_rooms(self._memory)

    def _spend(self, taken_s: float) -> None:
        self._credit_s -= taken_s
        self.spent_s += taken_s


def look_at_rooms(memory: SpatialMemory) -> None:
    """Bring rooms and relations up to date; the very first look is believed at once."""
    is_first = memory.graph.rows().looked_ns < 0
    memory.graph.refresh(confirmations=1 if is_first else None)


def is_upright(memory: SpatialMemory) -> bool:
    """Whether z of the map is up, without which there are neither rooms nor relations."""
    up: Float64 = estimate_up(geometry_of(memory).points_map, memory.trajectory.mean_up)
    return bool(up[2] >= _UPRIGHT)
