"""What people move in a home, and what the robot is asked to fetch then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.embodiment.arm import Span
from whereseen.sim.fetching.config import FetchConfig
from whereseen.sim.scene.description import ObjectItem
from whereseen.sim.scene.fitting import Fitting
from whereseen.sim.world.ways import Ways
from whereseen.sim.world.world import World

_WIDEST_M, _LEAST_HEIGHT_M = 0.13, 0.03  # of what a hand takes from a table
_HEADROOM_M = 0.3  # for a hand
_SPARE_M = 0.06  # of the arm's length
_TRIES = 60


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to be fetched.

    Attributes:
        number: Of the errand in its home, from 0.
        name: Of the thing, in the home.
        label: What the robot is told to take.
        destination: What kind of furniture it is told to put it on.
        before: Things as they are when the robot is told, by name.
        was_on: Furniture on which the thing was before people moved it.
    """

    number: int
    name: str
    label: str
    destination: str
    before: dict[str, ObjectItem]
    was_on: str


def errands(world: World, config: FetchConfig, rng: np.random.Generator) -> Iterator[Errand]:
    """Errands in a home, each after people have moved things; what robots do plays no part.

    The thing that is asked for has been moved to other furniture, has a label that nothing else
    has, is not too wide for a hand, and lies in the open where an arm reaches; so does the
    furniture that it is to be put on. None is left out because it is hard to see or to find.

    Args:
        world: The home as it was mapped.
        config: How many.
        rng: Draws them.
    """
    places = _Places(world)
    items = {name: thing.item for name, thing in world.contents.things.items()}
    asked: set[str] = set()
    for number in range(config.trials):
        drawn = _drawn(places, items, asked, rng)
        if drawn is None:
            return
        name, was, items, destination = drawn
        asked.add(name)
        others = [each for each in places.movable(items) if each != name]
        for other in rng.permutation(np.array(others, dtype=object))[: config.moved - 1].tolist():
            items = places.moved(items, other, rng) or items
        yield Errand(number, name, world.home.label_of(items[name]), destination, items, was)


def _drawn(
    places: _Places, items: dict[str, ObjectItem], asked: set[str], rng: np.random.Generator
) -> tuple[str, str, dict[str, ObjectItem], str] | None:
    """A thing that is not asked for yet, where it was, all things after its move, where to."""
    names = [name for name in places.movable(items) if name not in asked]
    for name in rng.permutation(np.array(names, dtype=object)).tolist():
        moved = places.moved(items, name, rng)
        if moved is None:
            continue
        destination = places.destination(moved, name, rng)
        if destination:
            return name, items[name].spot.on, moved, destination
    return None


class _Places:
    """Where things can be put so that a robot can take them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._fitting = Fitting(world.home)
        self._span = Span.of(world.robot)
        free = world.free_floor.free.buffer(-0.06)
        self._floor: Float64 = Ways(free).reachable(world.drive.at[:2])
        home = world.home
        self._open = [
            (name, surface.name)
            for name, piece in home.pieces.items()
            for surface in piece.kind.surfaces
            if not surface.behind and surface.headroom_m >= _HEADROOM_M
        ]

    def movable(self, items: dict[str, ObjectItem]) -> list[str]:
        """Things that a hand can take and that are the only ones of their label."""
        home = self._world.home
        labels = [home.label_of(item) for item in items.values()]
        found = []
        for name, item in items.items():
            low, high = home.model_of(item).box_m()
            fits = min(high[:2] - low[:2]) <= _WIDEST_M and high[2] - low[2] >= _LEAST_HEIGHT_M
            if fits and labels.count(home.label_of(item)) == 1:
                found.append(name)
        return found

    def moved(
        self, items: dict[str, ObjectItem], name: str, rng: np.random.Generator
    ) -> dict[str, ObjectItem] | None:
        """All things after one was put on other furniture; None if there is no place for it."""
        item, others = items[name], list(items.values())
        for _ in range(_TRIES):
            place = self._open[int(rng.integers(len(self._open)))]
            if place[0] == item.spot.on:
                continue
            put = self._fitting.find(item, place, others, rng)
            if put is not None and self._is_reachable(put):
                return {**items, name: put}
        return None

    def destination(self, items: dict[str, ObjectItem], name: str, rng: np.random.Generator) -> str:
        """A kind of furniture where there is room for a thing within reach; empty if none is."""
        pieces, item = self._world.home.pieces, items[name]
        kinds = sorted({pieces[on].kind.name for on, _ in self._open})
        for kind in rng.permutation(np.array(kinds, dtype=object)).tolist():
            on = [place for place in self._open if pieces[place[0]].kind.name == kind]
            if any(pieces[place[0]].kind.name == _kind_under(self._world, item) for place in on):
                continue
            if all(self._has_room(item, place, items, rng) for place in on[:1]):
                return str(kind)
        return ""

    def _has_room(
        self,
        item: ObjectItem,
        place: tuple[str, str],
        items: dict[str, ObjectItem],
        rng: np.random.Generator,
    ) -> bool:
        """Whether a thing finds room on the main surface of furniture, more than once."""
        wanted = [self._fitting.find(item, place, items.values(), rng) for _ in range(4)]
        return all(put is not None and self._is_reachable(put) for put in wanted)

    def _is_reachable(self, item: ObjectItem) -> bool:
        """Whether an arm reaches a thing from where the robot can stand."""
        home, span = self._world.home, self._span
        T_map_object = home.pose_on(item.spot, item.yaw_deg, {})
        low, high = home.model_of(item).box_m()
        bottom, top = T_map_object[2, 3] + low[2], T_map_object[2, 3] + high[2]
        if not span.low_m <= (bottom + top) / 2.0 <= top <= span.high_m:
            return False
        apart = np.linalg.norm(self._floor - T_map_object[:2, 3], axis=1)
        near = (apart >= span.near_m + _SPARE_M) & (apart <= span.far_m - _SPARE_M)
        return bool(near.any())


def _kind_under(world: World, item: ObjectItem) -> str:
    """Kind of the furniture that a thing is on; empty for a floor."""
    piece = world.home.pieces.get(item.spot.on)
    return "" if piece is None else piece.kind.name
