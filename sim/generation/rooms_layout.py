"""Cutting a rectangle into rooms: two rows, a hallway between them, a large room across one end.

Many ways are drawn at random, and the one with the most believable rooms is taken. Coordinates are
those of the middle lines of the walls.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from whereseen.sim.generation.room_kinds import HALLWAY, LIVING, room_kind, served_kinds

_TRIES = 100  # for each room
_GRID_M = 0.05
_SERVED_M2 = 4.0  # more for each kind of room that a living room stands for
_DOOR_NEEDS_M = 1.25  # of a wall that two rooms share

# How bad it is to go from one room to another: what is not listed is 6.
_WAYS: dict[frozenset[str], float] = {
    frozenset({LIVING, "kitchen"}): 1.0,
    frozenset({LIVING, "dining room"}): 1.0,
    frozenset({"kitchen", "dining room"}): 1.0,
    frozenset({LIVING, "bedroom"}): 2.5,
    frozenset({LIVING, "office"}): 1.5,
    frozenset({LIVING, "bathroom"}): 3.5,
    frozenset({"bedroom", "bathroom"}): 3.0,
    frozenset({"bedroom", "office"}): 3.0,
    frozenset({"kitchen", "laundry"}): 1.0,
    frozenset({"kitchen", "storage room"}): 1.0,
    frozenset({"bathroom", "laundry"}): 2.5,
}
_PRIVATE = ("bathroom", "bedroom", "children's room", "laundry", "storage room")  # no passages


@dataclass(frozen=True, slots=True)
class Cell:
    """A rectangle of the floor plan that is to be a room of a kind."""

    kind: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def sides_m(self) -> tuple[float, float]:
        """Its shorter and its longer side."""
        width, depth = self.x1 - self.x0, self.y1 - self.y0
        return min(width, depth), max(width, depth)

    def mirrored(self, *, x: bool, y: bool, turned: bool) -> Cell:
        """The same seen in a mirror, or on its side; lengths from 0 on."""
        x0, x1 = (-self.x1, -self.x0) if x else (self.x0, self.x1)
        y0, y1 = (-self.y1, -self.y0) if y else (self.y0, self.y1)
        return Cell(self.kind, y0, x0, y1, x1) if turned else Cell(self.kind, x0, y0, x1, y1)


@dataclass(frozen=True, slots=True)
class Shared:
    """A piece of wall along an axis, from `low` to `high` of it, at `at` of the other axis."""

    along: str
    at: float
    low: float
    high: float


def shared_wall(one: Cell, other: Cell) -> Shared | None:
    """The wall that two rooms share, if there is any."""
    low, high = max(one.y0, other.y0), min(one.y1, other.y1)
    for at, facing in ((one.x1, other.x0), (one.x0, other.x1)):
        if abs(at - facing) < 1e-6 and high - low > 1e-6:
            return Shared("y", at, low, high)
    low, high = max(one.x0, other.x0), min(one.x1, other.x1)
    for at, facing in ((one.y1, other.y0), (one.y0, other.y1)):
        if abs(at - facing) < 1e-6 and high - low > 1e-6:
            return Shared("x", at, low, high)
    return None


def ways(cells: Sequence[Cell], wall_m: float) -> list[tuple[int, int]]:
    """Between which rooms there are doorways, so that all are connected in the best way.

    Returns:
        Pairs of indices; fewer than needed if the rooms cannot be connected.
    """
    found = sorted(_possible(cells, wall_m))
    group = list(range(len(cells)))
    chosen = []
    for cost, i, j in found:
        if group[i] != group[j]:
            group = [group[i] if each == group[j] else each for each in group]
        elif cost > 1.0:
            continue
        chosen.append((i, j))
    return chosen


def way_cost(one: str, other: str) -> float:
    """How bad it is to go from a room of one kind to one of another."""
    if HALLWAY in (one, other):
        return 0.5
    return _WAYS.get(frozenset({one, other}), 6.0)


def _possible(cells: Sequence[Cell], wall_m: float) -> Iterator[tuple[float, int, int]]:
    for (i, one), (j, other) in combinations(enumerate(cells), 2):
        wall = shared_wall(one, other)
        if wall is not None and wall.high - wall.low - wall_m >= _DOOR_NEEDS_M:
            yield way_cost(one.kind, other.kind), i, j


def lay_out(kinds: Sequence[str], wall_m: float, rng: np.random.Generator) -> list[Cell]:
    """Cut a floor plan into rooms of the given kinds, in any order."""
    best, least = _layout(kinds, rng), np.inf
    for _ in range(_TRIES * len(kinds)):
        cells = _layout(kinds, rng)
        faults = sum(_room_faults(cell, wall_m) for cell in cells)
        if faults < least:
            faults += _plan_faults(cells, wall_m)
        if faults < least:
            best, least = cells, faults
    turns = rng.random(3) < 0.5
    cells = [
        cell.mirrored(x=bool(turns[0]), y=bool(turns[1]), turned=bool(turns[2])) for cell in best
    ]
    x0, y0 = min(cell.x0 for cell in cells), min(cell.y0 for cell in cells)
    return [
        Cell(cell.kind, *(round(float(v), 4) for v in
             (cell.x0 - x0, cell.y0 - y0, cell.x1 - x0, cell.y1 - y0)))
        for cell in cells
    ]  # fmt: skip


def _layout(kinds: Sequence[str], rng: np.random.Generator) -> list[Cell]:
    """One way to cut, good or bad: rows of rooms above and below, a hallway, a room at the end."""
    rest = [kind for kind in kinds if kind not in (HALLWAY, LIVING)]
    rng.shuffle(rest)
    areas = {i: rng.uniform(*room_kind(kind).area_m2) for i, kind in enumerate(rest)}
    split = int(rng.integers(max(1, (len(rest) - 1) // 2), len(rest) // 2 + 2)) if rest else 0
    rows = [list(range(split)), list(range(split, len(rest)))]
    depths = [_snap(rng.uniform(2.4, 4.6)) if row else 0.0 for row in rows]
    hall = _snap(rng.uniform(1.4, 1.8)) if HALLWAY in kinds else 0.0
    whole = sum(depths) + hall
    # The living room reaches over both rows, or over the hallway and the upper row.
    reach = whole if not rest or not hall or rng.random() < 0.35 else depths[0] + hall
    living = rng.uniform(*room_kind(LIVING).area_m2)
    living += _SERVED_M2 * (len(served_kinds(LIVING, kinds)) - 1)
    if not rest:
        wide = _snap(float(np.sqrt(living * rng.uniform(1.0, 1.5))))
        return [Cell(LIVING, 0.0, 0.0, wide, _snap(living / wide))]
    end = _snap(living / reach)
    natural = [
        sum(areas[i] for i in row) / depth if row else 0.0
        for row, depth in zip(rows, depths, strict=True)
    ]
    # Under a living room that does not reach down, the lower row goes on.
    over = 0.0 if reach == whole else end
    lengths = [natural[0] + over, natural[1]] if rows[1] else [natural[0] + over] * 2
    length = _snap(float(np.mean(lengths)))
    top = depths[1] + hall
    cells = list(_row(rest, areas, rows[0], (0.0, length - over, top, top + depths[0])))
    cells += _row(rest, areas, rows[1], (0.0, length, 0.0, depths[1]))
    left = length - over
    cells.append(Cell(LIVING, left, whole - reach, left + end, whole))
    if hall:
        cells.append(Cell(HALLWAY, 0.0, depths[1], left, top))
    return cells


def _row(
    kinds: Sequence[str],
    areas: dict[int, float],
    row: Sequence[int],
    box_m: tuple[float, float, float, float],
) -> Iterator[Cell]:
    """Rooms side by side that fill a box (x0, x1, y0, y1), as wide as their areas want."""
    if not row:
        return
    x0, x1, y0, y1 = box_m
    edges = np.cumsum([0.0, *(areas[i] for i in row)])
    edges = x0 + edges / max(edges[-1], 1e-9) * (x1 - x0)
    snapped = [x0, *(_snap(float(edge)) for edge in edges[1:-1]), x1]
    for i, left, right in zip(row, snapped[:-1], snapped[1:], strict=True):
        yield Cell(kinds[i], left, y0, right, y1)


def _plan_faults(cells: Sequence[Cell], wall_m: float) -> float:
    """How far ways and outline are from those that people would build."""
    total = 0.0
    chosen = ways(cells, wall_m)
    group = {i for pair in chosen for i in pair}
    if len(cells) > 1 and len(group) < len(cells):
        total += 100.0
    total += sum(way_cost(cells[i].kind, cells[j].kind) for i, j in chosen)
    passed = [i for pair in chosen for i in pair]
    total += sum(
        4.0 * (passed.count(i) - 1)
        for i, cell in enumerate(cells)
        if cell.kind in _PRIVATE and passed.count(i) > 1
    )
    wide = max(cell.x1 for cell in cells) - min(cell.x0 for cell in cells)
    deep = max(cell.y1 for cell in cells) - min(cell.y0 for cell in cells)
    return total + 3.0 * max(0.0, wide / deep - 1.6, deep / wide - 1.6)


def _room_faults(cell: Cell, wall_m: float) -> float:
    kind = room_kind(cell.kind)
    short, long = (side - wall_m for side in cell.sides_m)
    if short <= 0.5:
        return 1000.0
    low, high = kind.area_m2
    area = short * long
    faults = 8.0 * max(0.0, low - area, area - high) / low
    faults += 20.0 * max(0.0, kind.least_m - short)
    longest = 14.0 if cell.kind == HALLWAY else 1.7
    return float(faults + 6.0 * max(0.0, long / short - longest))


def _snap(value_m: float) -> float:
    return round(value_m / _GRID_M) * _GRID_M
