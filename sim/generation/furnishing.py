"""Furniture for a room: which pieces, and where each stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from whereseen.sim.catalogue.kinds import Catalogue, FurnitureKind
from whereseen.sim.generation.candidates import candidates
from whereseen.sim.generation.naming import Names
from whereseen.sim.generation.room_space import RoomSpace, space_of
from whereseen.sim.generation.stand import Looks, Stand, looks_of
from whereseen.sim.generation.taste import cost_of, lane_between
from whereseen.sim.scene.description import FurnitureItem, Room, Scene

_TRIES = 30
_SURE = 0.9  # kinds that a room has as often as that are wanted where it stands for another


class Furnishing:
    """Puts furniture into rooms.

    Args:
        catalogue: All kinds.
        rng: Source of chance.
    """

    def __init__(self, catalogue: Catalogue, rng: np.random.Generator) -> None:
        self._catalogue = catalogue
        self._rng = rng
        self._looks_of: dict[tuple[str, str], Looks] = {}
        self._styles: dict[tuple[str, ...], str] = {}

    def furnish(self, scene: Scene, room: Room, serves: Sequence[str]) -> RoomSpace:
        """A room with furniture.

        Args:
            scene: The rooms and openings.
            room: One of its rooms.
            serves: Kinds of room that it stands for, its own first.
        """
        space = space_of(scene, room)
        self._styles.clear()
        for looks in self._wanted(serves):
            place = self._place(looks, space)
            if place is None:
                continue
            space.stands.append(place)
            for each in space.stands[:-1]:
                if each.kind.name in looks.kind.companions and not looks.is_hanging:
                    lane = lane_between(place, each)
                    if lane is not None:
                        space.lanes.append(lane)
        return space

    def _wanted(self, serves: Sequence[str]) -> Iterator[Looks]:
        """What to put into a room, in the order in which it gets its place."""
        wanted: list[tuple[tuple[float, ...], str, Looks]] = []
        for kind in self._catalogue.furniture.values():
            count = self._count(kind, serves)
            for _ in range(count):
                looks = self._looks(kind)
                wanted.append((self._turn(looks, serves), kind.name, looks))
        for _, _, looks in sorted(wanted, key=lambda each: each[:2]):
            yield looks

    def _count(self, kind: FurnitureKind, serves: Sequence[str]) -> int:
        means = [kind.rooms.get(room, 0.0) for room in serves]
        mean = max([means[0], *(each for each in means[1:] if each >= _SURE)])
        sure = int(mean)
        return sure + int(self._rng.random() < mean - sure)

    def _looks(self, kind: FurnitureKind) -> Looks:
        """A kind in the style of the room: what comes in the same styles matches."""
        style = self._styles.setdefault(kind.styles, str(self._rng.choice(kind.styles)))
        key = (kind.name, style)
        if key not in self._looks_of:
            self._looks_of[key] = looks_of(kind, style)
        return self._looks_of[key]

    def _turn(self, looks: Looks, serves: Sequence[str]) -> tuple[float, ...]:
        """When it is placed: what is sure before what is not, large before small."""
        kind = looks.kind
        if looks.is_flat:
            return (6.0, -looks.area_m2)
        if looks.is_hanging:
            return (5.0, -looks.area_m2)
        sure = max(kind.rooms.get(room, 0.0) for room in serves) >= _SURE
        if kind.standing == "beside":
            return (2.0, self._depth(kind), -looks.area_m2)
        stage = (0.0 if kind.standing != "middle" else 1.0) + (0.0 if sure else 3.0)
        return (stage, self._depth(kind), -looks.area_m2)

    def _depth(self, kind: FurnitureKind, deepest: int = 4) -> float:
        """How many companions deep it hangs on others, which come first."""
        known = [self._catalogue.furniture[name] for name in kind.companions
                 if name in self._catalogue.furniture and name != kind.name]  # fmt: skip
        if not known or not deepest:
            return 0.0
        return 1.0 + min(self._depth(each, deepest - 1) for each in known)

    def _place(self, looks: Looks, space: RoomSpace) -> Stand | None:
        """The best place where it is in nobody's way; None if there is none."""
        possible = [each for each in candidates(looks, space, self._rng) if space.allows(each)]
        costs = [cost_of(each, space, self._rng) for each in possible]
        for index in np.argsort(costs, kind="stable")[:_TRIES]:
            best: Stand = possible[index]
            if looks.is_flat or looks.up_m[0] > 1.45 or space.is_passable([best]):
                return best
        return None


def items_of(space: RoomSpace, names: Names) -> Iterator[FurnitureItem]:
    """The furniture of a room as the scene describes it."""
    for stand in space.stands:
        yield FurnitureItem(
            name=names.take(stand.kind.name),
            kind=stand.kind.name,
            room=space.room.name,
            at_m=(*stand.at_m, 0.0),
            yaw_deg=stand.yaw_deg,
            style=stand.looks.style,
        )
