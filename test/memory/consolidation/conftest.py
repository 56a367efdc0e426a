"""A home with a kitchen and a study, whose things, beliefs and log are written by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.graph.floor_grid import FloorGrid
from whereseen.memory.graph.keeping import rooms_text
from whereseen.memory.graph.rooms import RoomMap
from whereseen.memory.graph.rows import GraphRows
from whereseen.memory.log.memory_log import Entry
from whereseen.memory.log.records import DETECTION, LoggedEvent, LoggedObservation
from whereseen.memory.objects.entity import Belief, Cause, Entity, Kind, Status
from whereseen.memory.objects.history import ChangeRow
from whereseen.memory.objects.rows import ObjectRows, ThingRow
from whereseen.memory.spatial_memory import SpatialMemory

HOUR = 3_600_000_000_000
MIDNIGHT = 20_000 * 24 * HOUR  # 2024-10-04, UTC
TABLE, DESK = (2.0, 2.0, 0.35), (6.0, 2.0, 0.35)  # in the kitchen, in the study
FURNITURE_M = (1.6, 0.8, 0.7)
CUP_M = (0.1, 0.1, 0.1)


def at(hour: float, day: int = 0) -> int:
    return MIDNIGHT + round((24 * day + hour) * HOUR)


def on(furniture: tuple[float, float, float], right: float = 0.0) -> tuple[float, float, float]:
    return (furniture[0] + right, furniture[1], furniture[2] + 0.4)


@dataclass
class Home:
    """What is known of a home; `memory` makes a memory of it."""

    encoder: Any
    config: MemoryConfig
    now_ns: int = at(16.0)
    things: dict[int, ThingRow] = field(default_factory=dict)
    beliefs: dict[int, Belief] = field(default_factory=dict)
    changes: dict[int, ChangeRow] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def thing(self, label: str, *stays: Any, seen: int | None = None, size: Any = CUP_M) -> int:
        """A thing that was in places (position, from, until), one after the other.

        Where a stay begins as the one before ends, it moved; the last may be without an end.
        """
        number, before = len(self.things) + 1, None
        for position, start_ns, end_ns in stays:
            key = len(self.beliefs) + 1
            self.beliefs[key] = Belief(
                number, position, size, start_ns, end_ns, 0.9, Cause.SEEN, "head"
            )
            kind = Kind.APPEARED if before is None else Kind.MOVED
            self._change(kind, 0 if before is None else start_ns - HOUR // 30, start_ns, number,
                         before, key)  # fmt: skip
            before = key
        if end_ns is not None:
            self._change(Kind.VANISHED, end_ns - HOUR, end_ns, number, before, None)
        entity = Entity(
            id=number,
            label=label,
            status=Status.PRESENT if end_ns is None else Status.GONE,
            probability=0.9,
            position_m=position,
            size_m=size,
            first_seen_ns=stays[0][1],
            last_seen_ns=end_ns or seen or 0,
            image_id=None,
        )
        self.things[number] = ThingRow(entity, np.zeros((1, 3), np.float32), 8)
        return number

    def furnish(self) -> None:
        """A kitchen table and a desk, which have always been there."""
        self.thing("kitchen table", (TABLE, at(8.0), None), size=FURNITURE_M)
        self.thing("desk", (DESK, at(8.0), None), size=FURNITURE_M)

    def row(
        self,
        thing: int,
        stamp_ns: int,
        *,
        score: float = 0.9,
        look: int | None = 0,
        kind: str = DETECTION,
        event: str = "",
    ) -> None:
        """A row of the log; `look` is the axis of its vector."""
        entity = self.things[thing].entity
        observation = LoggedObservation(
            stamp_ns=stamp_ns, kind=kind, label=entity.label, entity_id=thing, score=score,
            position_m=entity.position_m, place="kitchen",
        )  # fmt: skip
        vector = None if look is None else np.eye(8, dtype=np.float32)[look]
        events = () if not event else (LoggedEvent(type=event, t0_ns=stamp_ns, t1_ns=stamp_ns),)
        self.entries.append(Entry(observation, vector, events))

    def memory(self) -> SpatialMemory:
        memory = SpatialMemory(self.encoder, self.config)
        self.fill(memory)
        return memory

    def fill(self, memory: SpatialMemory) -> None:
        things = tuple(self._seen(row) for row in self.things.values())
        memory.objects.restore(ObjectRows(things, self.beliefs, self.changes, len(things) + 1))
        memory.kept_graph.restore(GraphRows(rooms=rooms_text(two_rooms()), looked_ns=1))
        memory.log.note(self.entries)
        memory.trajectory.last_ns = self.now_ns
        memory.trajectory.stamps_ns.clear()
        memory.trajectory.positions_m.clear()
        for stamp_ns in range(at(9.0), self.now_ns + 1, HOUR // 4):
            memory.trajectory.stamps_ns.append(stamp_ns)
            x = 2.0 if stamp_ns < at(15.0) else 6.0
            memory.trajectory.positions_m.append((x, 1.0, 0.5))

    def _seen(self, row: ThingRow) -> ThingRow:
        """What is there is still seen."""
        seen_ns = row.entity.last_seen_ns or self.now_ns
        return replace(row, entity=replace(row.entity, last_seen_ns=seen_ns))

    def _change(self, kind: Kind, earliest_ns: int, latest_ns: int, *rest: Any) -> None:
        change = ChangeRow(kind, earliest_ns, latest_ns, *rest)
        self.changes[len(self.changes) + 1] = change


def two_rooms() -> RoomMap:
    """A kitchen from x = 0 to 4 m and a study from there to 8 m, both 4 m deep."""
    ids = np.ones((40, 80), np.int32)
    ids[:, 40:] = 2
    none = np.zeros(ids.shape, np.bool_)
    rooms = RoomMap()
    grid = FloorGrid(ids > 0, none, ids > 0, none, 0.1, (0, 0), 0.0)
    rooms.resume([(grid, ids)], {1: "kitchen", 2: "study"}, 3, {})
    return rooms


@pytest.fixture
def config() -> MemoryConfig:
    return MemoryConfig(voxels=VoxelConfig(memory_limit_mb=16))


@pytest.fixture
def home(one_hot: Any, config: MemoryConfig) -> Home:
    """A table, a desk, and a mug that was carried from the one to the other at 14:05."""
    found = Home(one_hot, config)
    found.furnish()
    moved_ns = at(14 + 5 / 60)
    found.thing("red mug", (on(TABLE), at(7 + 55 / 60), moved_ns), (on(DESK), moved_ns, None))
    return found


@pytest.fixture(scope="session")
def clock() -> Any:
    return at


@pytest.fixture(scope="session")
def spot() -> Any:
    """Positions on the table and on the desk, so far to the right."""
    tops = {"table": TABLE, "desk": DESK}
    return lambda name, right=0.0: on(tops[name], right)
