"""Watches of those who ask over ROS: bounded in number and time, and kept when a map is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.operations.noticed import Noticed
from whereseen.memory.operations.watching import Watch, WatchFor
from whereseen.memory.spatial_memory import SpatialMemory

NOTICED = "~/noticed"  # where changes are told
_MOST = 100  # watches; each costs a comparison for every change


@dataclass(slots=True)
class _Standing:
    watch: Watch
    ends_s: float


class StandingWatches:
    """Watches by number.

    Args:
        memory: Whose changes.
    """

    def __init__(self, memory: SpatialMemory) -> None:
        self._memory = memory
        self._standing: dict[int, _Standing] = {}
        self._newest = 0

    def __len__(self) -> int:
        return len(self._standing)

    @property
    def waiting(self) -> int:
        """How many changes wait to be told."""
        return sum(len(each.watch) for each in self._standing.values())

    def begin(self, condition: WatchFor, ends_s: float) -> int:
        """Watch until a time of the steady clock; returns the number of the watch, from 1.

        Raises:
            InvalidQuery: if there are too many, or the text cannot be asked.
        """
        if len(self._standing) >= _MOST:
            raise InvalidQuery(
                "there are too many watches", got=str(len(self._standing)), remedy="End some"
            )
        watch = self._memory.watch(condition)
        self._newest += 1
        self._standing[self._newest] = _Standing(watch, ends_s)
        return self._newest

    def end(self, number: int) -> int | None:
        """End a watch; returns how many changes it had to drop, None if there is no such watch."""
        standing = self._standing.pop(number, None)
        if standing is None:
            return None
        standing.watch.close()
        return standing.watch.dropped

    def end_late(self, now_s: float) -> None:
        """End those whose time is over."""
        for number in [n for n, each in self._standing.items() if each.ends_s <= now_s]:
            self.end(number)

    def poll(self) -> Iterator[tuple[int, Noticed]]:
        """All that waits, but for what is of things that were forgotten since."""
        known = self._memory.objects.entity
        for number, standing in self._standing.items():
            for change in standing.watch.poll():
                if not change.entity_id or known(change.entity_id) is not None:
                    yield number, change

    def follow(self, memory: SpatialMemory) -> None:
        """Watch another memory from now on; what waited is of the former and is dropped."""
        self._memory = memory
        for standing in self._standing.values():
            standing.watch.close()
            standing.watch = memory.watch(standing.watch.condition)
