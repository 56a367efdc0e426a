"""Places where a robot can stand, and the ways between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float64
from whereseen.memory.graph.doors import borders
from whereseen.memory.graph.floor_grid import Mask, distance_within
from whereseen.memory.graph.partition import Labels
from whereseen.memory.graph.rooms import Storey
from whereseen.memory.knobs import knob, require_in_range
from whereseen.memory.spatial.kernels.flood import flood

_LEVEL_M = 0.01
_SEEN_SHARE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class TopologyConfig:
    """How densely a map has places.

    Attributes:
        spacing_m: Least distance between two places.
        clearance_m: Narrower ways are none.
    """

    spacing_m: float = knob(1.5, "Least distance between two places.", low=0.2, high=20.0)
    clearance_m: float = knob(
        0.25, "Distance to all that stands, below which there is no way.", low=0.05, high=2.0
    )

    def __post_init__(self) -> None:
        require_in_range(self)


@dataclass(frozen=True, slots=True)
class StandingPlace:
    """A place with room around it.

    Attributes:
        number: From 0 in each topology, by storeys.
        storey: Number of its storey.
        room_id: Identity of its room, 0 for none.
        position_m: On the floor, in the level frame.
        clearance_m: Distance to what stands nearest.
    """

    number: int
    storey: int
    room_id: int
    position_m: Metres3
    clearance_m: float


@dataclass(frozen=True, slots=True)
class Way:
    """One can go straight on from one place to another.

    Attributes:
        places: Their numbers, the smaller one first.
        via_m: Where it is narrowest, in the level frame.
        length_m: About how far it is.
        clearance_m: Distance to what stands where it is narrowest.
        is_door: Whether it leads to another room.
    """

    places: tuple[int, int]
    via_m: Metres3
    length_m: float
    clearance_m: float
    is_door: bool


@dataclass(frozen=True, slots=True)
class Topology:
    """Places and ways of a map."""

    places: tuple[StandingPlace, ...] = ()
    ways: tuple[Way, ...] = ()


def topology_of(storeys: tuple[Storey, ...], config: TopologyConfig | None = None) -> Topology:
    """Spread places over all storeys, the roomiest first, and join those that touch.

    The parts that are nearest to each place, with what stands between them, are those of a
    watershed; where two parts touch there is a way.

    Args:
        storeys: With their rooms.
        config: How densely.
    """
    places: list[StandingPlace] = []
    ways: list[Way] = []
    for number, storey in enumerate(storeys):
        own, between = _of_storey(storey, number, len(places), config or TopologyConfig())
        places += own
        ways += between
    return Topology(tuple(places), tuple(ways))


def _of_storey(
    storey: Storey, number: int, first: int, config: TopologyConfig
) -> tuple[list[StandingPlace], list[Way]]:
    grid = storey.grid
    clearance = distance_within(grid.open & ~grid.blocked & (storey.ids > 0)) * grid.cell_m
    clearance = np.where(_seen(clearance >= config.clearance_m, grid.walkable), clearance, 0.0)
    cells = _spread(clearance, config, grid.cell_m)
    if not len(cells):
        return [], []
    seeds: Labels = np.zeros(clearance.shape, dtype=np.int32)
    seeds[cells[:, 0], cells[:, 1]] = 1 + np.arange(len(cells))
    passable = np.where(clearance >= config.clearance_m, clearance, -_LEVEL_M)
    parts = np.asarray(flood(seeds, (passable / _LEVEL_M).astype(np.int32)))
    points = grid.centres_m(cells)
    places = [
        StandingPlace(
            number=first + each,
            storey=number,
            room_id=int(storey.ids[row, column]),
            position_m=(float(points[each, 0]), float(points[each, 1]), grid.floor_m),
            clearance_m=float(clearance[row, column]),
        )
        for each, (row, column) in enumerate(cells.tolist())
    ]
    ways = []
    for (one, other), border in borders(parts):
        a, b = places[one - 1], places[other - 1]
        widest = np.unravel_index(np.argmax(np.where(border, clearance, -1.0)), border.shape)
        middle = grid.centres_m([widest])[0]
        length = sum(float(np.hypot(*(points[each - 1] - middle))) for each in (one, other))
        via = (float(middle[0]), float(middle[1]), grid.floor_m)
        narrow = float(clearance[widest])
        ways.append(Way((a.number, b.number), via, length, narrow, a.room_id != b.room_id))
    return places, ways


def _seen(passable: Mask, walkable: Mask) -> Mask:
    """Passable cells (H, W) of parts whose floor was seen, as that inside of a wardrobe was not."""
    parts, count = ndimage.label(passable)
    shares = ndimage.mean(walkable, parts, np.arange(count + 1))
    return np.asarray(passable & (np.asarray(shares) >= _SEEN_SHARE)[parts])


def _spread(clearance: Float64, config: TopologyConfig, cell_m: float) -> Labels:
    """Rows and columns (N, 2) of the widest cells, none nearer to another than the spacing."""
    passable = clearance >= config.clearance_m
    left = np.where(passable, clearance, 0.0)
    reach = int(np.ceil(config.spacing_m / cell_m))
    away = np.hypot(*np.mgrid[-reach : reach + 1, -reach : reach + 1]) * cell_m
    disc = away < config.spacing_m
    found = []
    while left.any():
        row, column = (int(each) for each in np.unravel_index(int(left.argmax()), left.shape))
        found.append((row, column))
        top, start = max(row - reach, 0), max(column - reach, 0)
        window = (slice(top, row + reach + 1), slice(start, column + reach + 1))
        part = left[window]
        near = disc[top - row + reach :, start - column + reach :][: part.shape[0], : part.shape[1]]
        # Behind a wall a place may be near: only what is joined to this one is taken.
        joined, _ = ndimage.label(passable[window])
        part[near & (joined == joined[row - top, column - start])] = 0.0
    return np.array(found, dtype=np.int32).reshape(-1, 2)
