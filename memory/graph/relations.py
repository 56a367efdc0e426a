"""What holds between things at one moment, from their boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float64
from whereseen.memory.graph.bodies import Body, Role
from whereseen.memory.graph.config import RelationConfig
from whereseen.memory.graph.floor_grid import Mask
from whereseen.memory.graph.rooms import RoomMap, Storey
from whereseen.memory.objects.boxes import Boxes

NodeId: TypeAlias = str
Cells: TypeAlias = npt.NDArray[np.int64]
WALL: NodeId = "wall"

_SLACK_M = 0.05  # boxes are as coarse as voxels
_ON_FLOOR_M = 0.15
_WALL_SHARE = 0.5  # of a side that stands against a wall


class Predicate(str, Enum):
    """Kinds of relations; the first five tell where a thing is."""

    ON = "on"
    IN = "in"
    UNDER = "under"
    HELD_BY = "held by"
    IN_ROOM = "in room"
    NEXT_TO = "next to"
    AGAINST = "against"

    @property
    def is_place(self) -> bool:
        """Whether a thing has at most one of these at a time, but for its room."""
        return self in (Predicate.ON, Predicate.IN, Predicate.UNDER, Predicate.HELD_BY)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that holds.

    Attributes:
        subject: A thing, as by `thing_node`.
        predicate: What holds.
        object: Another thing, a room, a wall or who holds it.
    """

    subject: NodeId
    predicate: Predicate
    object: NodeId


def thing_node(entity_id: int) -> NodeId:
    """The node of an entity."""
    return f"thing {entity_id}"


def room_node(room_id: int) -> NodeId:
    """The node of a room."""
    return f"room {room_id}"


def facts_of(
    bodies: Sequence[Body],
    room_map: RoomMap,
    *,
    held: Mapping[int, NodeId] | None = None,
    config: RelationConfig | None = None,
) -> frozenset[Fact]:
    """All that holds now.

    Args:
        bodies: All things that are somewhere.
        room_map: Rooms, and the walls that furniture stands against.
        held: Who holds a thing, by its identity, as a robot knows of its own hand.
        config: When relations hold.
    """
    config, hands = config or RelationConfig(), dict(held or {})
    facts = {Fact(thing_node(each), Predicate.HELD_BY, by) for each, by in hands.items()}
    standing = [body for body in bodies if body.id not in hands]
    places = supports_of(standing, config)
    facts.update(Fact(thing_node(a), said, thing_node(b)) for a, (said, b) in places.items())
    facts.update(
        Fact(thing_node(body.id), Predicate.IN_ROOM, room_node(body.room_id))
        for body in bodies
        if body.room_id
    )
    facts.update(_beside(standing, places, config))
    facts.update(
        Fact(thing_node(body.id), Predicate.AGAINST, WALL)
        for body in standing
        if body.role != Role.OBJECT and _at_wall(body, room_map.storeys, config)
    )
    return frozenset(facts)


def supports_of(
    bodies: Sequence[Body], config: RelationConfig | None = None
) -> dict[int, tuple[Predicate, int]]:
    """What each thing is on, in or under, by identity: the best one, if there is any.

    A thing is on what has a level surface just below it; in what its box lies in, if one can put
    things into that; under what it lies in otherwise, below its surface, as shoes under a bed.
    """
    if len(bodies) < 2:
        return {}
    config = config or RelationConfig()
    covered, inside = _shares(bodies)
    found: dict[int, tuple[Predicate, int]] = {}
    for at, body in enumerate(bodies):
        best = _best(at, bodies, covered[at], inside[at], config)
        if best is not None:
            found[body.id] = best
    return _without_circles(found)


def support_of(
    body: Body, others: Sequence[Body], config: RelationConfig | None = None
) -> tuple[Predicate, int] | None:
    """As `supports_of`, of one thing that carries none of the others; None if nothing carries it.

    Args:
        body: The thing.
        others: What may carry it.
        config: Limits.
    """
    if not others:
        return None
    covered, inside = _shares([*others, body])
    return _best(len(others), [*others, body], covered[-1], inside[-1], config or RelationConfig())


def _best(
    at: int, bodies: Sequence[Body], covered: Float64, inside: Float64, config: RelationConfig
) -> tuple[Predicate, int] | None:
    """What the body of a number is on, in or under, by its shares (N,) in all bodies."""
    ranked = [
        (rank, said, bodies[to].id)
        for to in np.flatnonzero(covered >= config.covered_share).tolist()
        if to != at and _may_carry(bodies[to], bodies[at])
        for rank, said in _rated(bodies[at], bodies[to], covered[to], inside[to], config)
    ]
    best = max(ranked, key=lambda each: (each[0], -each[2]), default=None)
    return None if best is None else (best[1], best[2])


def _may_carry(other: Body, body: Body) -> bool:
    """Whether a thing can be on, in or under another one at all."""
    if Role.FIXTURE in (body.role, other.role):
        return False
    if body.role.is_receptacle and not other.role.is_receptacle:
        return False
    return _footprint(other) >= _footprint(body) / 2.0


def _rated(
    body: Body, other: Body, covered: float, inside: float, config: RelationConfig
) -> Iterator[tuple[float, Predicate]]:
    """How well a thing is on, in or under one that lies below or around it, if at all."""
    low, role, levels = body.low_m[2], other.role, other.levels_m
    # The lowest voxels of a thing are shared with what it stands on.
    gaps = [abs(low + _SLACK_M / 2 - level) for level in levels]
    gap = gaps[-1] if role == Role.CLOSED else min(gaps)
    # The bottom of an open drawer is a level surface, but what lies there is in it.
    in_drawer = (
        other.is_open
        and role == Role.BOTH
        and inside >= config.inside_share
        and body.high_m[2] <= other.high_m[2]
    )
    if gap < config.gap_m and not in_drawer:
        # A book on a book on a table is on the book: what is lower is farther from it.
        yield 2.5 + covered - gap / config.gap_m + 0.25 * role.is_receptacle, Predicate.ON
    above_floor = low - other.low_m[2] > _ON_FLOOR_M
    if role == Role.CLOSED or (role == Role.BOTH and above_floor):
        if inside >= config.inside_share:
            yield 1.5 + inside, Predicate.IN
    elif role.is_receptacle and body.high_m[2] <= levels[-1] + _SLACK_M:
        # Of a shelf not every board is seen from above.
        yield 1.0 + covered, Predicate.ON if role == Role.SHELF else Predicate.UNDER


def _footprint(body: Body) -> float:
    return body.size_m[0] * body.size_m[1]


def _shares(bodies: Sequence[Body]) -> tuple[Float64, Float64]:
    """Shares (N, N) of the footprint and of the volume of each that lie in each other one."""
    boxes = Boxes.of(bodies)
    low, high = boxes.corners()
    slack = np.full(3, _SLACK_M / 2)
    lowest = np.maximum(low[:, None], (low - slack)[None])
    highest = np.minimum(high[:, None], (high + slack)[None])
    common = np.maximum(highest - lowest, 0.0) / (high - low)[:, None]
    return np.asarray(common[..., :2].prod(axis=2)), np.asarray(common.prod(axis=2))


def _without_circles(
    places: Mapping[int, tuple[Predicate, int]],
) -> dict[int, tuple[Predicate, int]]:
    """Places in which no thing is, over others, on itself; the later thing of a circle is free."""
    kept: dict[int, tuple[Predicate, int]] = {}
    for thing in sorted(places):
        at: int | None = places[thing][1]
        while at is not None and at != thing:
            at = kept[at][1] if at in kept else None
        if at is None:
            kept[thing] = places[thing]
    return kept


def _beside(
    bodies: Sequence[Body],
    places: Mapping[int, tuple[Predicate, int]],
    config: RelationConfig,
) -> Iterator[Fact]:
    """Things of one room, and at one place, that are near and have nothing between them."""
    if len(bodies) < 2:
        return
    low, high = Boxes.of(bodies).corners()
    between = np.maximum(low[:, None] - high[None], low[None] - high[:, None])
    apart = np.linalg.norm(np.maximum(between, 0.0), axis=2)
    for one, other in np.argwhere(np.triu(apart < config.near_m, 1)).tolist():
        a, b = bodies[one], bodies[other]
        alike = a.role.is_receptacle == b.role.is_receptacle
        if not alike or a.room_id != b.room_id or places.get(a.id) != places.get(b.id):
            continue
        if places.get(a.id, (0, 0))[1] != b.id and not _hidden(one, other, low, high):
            yield Fact(thing_node(a.id), Predicate.NEXT_TO, thing_node(b.id))
            yield Fact(thing_node(b.id), Predicate.NEXT_TO, thing_node(a.id))


def _hidden(one: int, other: int, low: Float64, high: Float64) -> bool:
    """Whether the line between the middles of two boxes meets a third one that holds neither."""
    middles = (low + high) / 2.0
    start, way = middles[one], middles[other] - middles[one]
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.stack([(low - start) / way, (high - start) / way])
    flat = np.abs(way) < 1e-9
    within = (start >= low) & (start <= high)
    enter = np.where(flat, np.where(within, -np.inf, np.inf), ends.min(axis=0)).max(axis=1)
    leave = np.where(flat, np.where(within, np.inf, -np.inf), ends.max(axis=0)).min(axis=1)
    meets = (enter < leave) & (enter > 0.0) & (leave < 1.0)
    meets[[one, other]] = False
    return bool(meets.any())


def _at_wall(body: Body, storeys: Iterable[Storey], config: RelationConfig) -> bool:
    """Whether one side of a piece of furniture lies along a wall."""
    for storey in storeys:
        if not -0.5 <= body.low_m[2] - storey.grid.floor_m <= 2.5:
            continue
        (x0, y0, _), (x1, y1, _) = body.low_m, body.high_m
        grid, reach = storey.grid, config.wall_m + storey.grid.cell_m
        (bottom, left), (top, right) = grid.cells_of([(x0, y0), (x1, y1)]).tolist()
        steps = range(1, round(reach / grid.cell_m) + 1)
        rows, columns = np.arange(bottom, top + 1), np.arange(left, right + 1)
        sides = (
            [(rows, np.full(rows.size, left - step)) for step in steps],
            [(rows, np.full(rows.size, right + step)) for step in steps],
            [(np.full(columns.size, bottom - step), columns) for step in steps],
            [(np.full(columns.size, top + step), columns) for step in steps],
        )
        if any(_wall_share(side, grid.walls) >= _WALL_SHARE for side in sides):
            return True
    return False


def _wall_share(side: Iterable[tuple[Cells, Cells]], walls: Mask) -> float:
    """Share of a side along which a wall lies in one of the lines of cells (rows, columns)."""
    met = None
    height, width = walls.shape
    for rows, columns in side:
        inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        line = np.zeros(rows.size, dtype=np.bool_)
        line[inside] = walls[rows[inside], columns[inside]]
        met = line if met is None else met | line
    return 0.0 if met is None or not met.size else float(met.mean())
