"""Furniture for a room: which pieces, and where each stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from whereseen.sim.catalogue.kinds import Catalogue, FurnitureKind
from whereseen.sim.generation.candidates import candidates, is_beside
from whereseen.sim.generation.naming import Names
from whereseen.sim.generation.room_kinds import KITCHEN
from whereseen.sim.generation.room_space import RoomSpace, space_of
from whereseen.sim.generation.stand import Looks, Stand, looks_of
from whereseen.sim.generation.taste import cost_of, faced_by, lane_between
from whereseen.sim.scene.description import FurnitureItem, Room, Scene

_ROUNDS = 6  # of furnishing a room, twice as many for a kitchen; the best is taken
_WHIMS = (0.15, 1.5)  # how much chance there is in the first round, and in the last
_NEEDED = 2.5  # how much worse it is if it is sure to be in such a room
_TRIES = 30
_MISSING = 2.0  # how bad it is that a piece has no place
_BEST = 2.0  # what the last pieces can make good at most
_HEAD_M = 1.45  # what hangs as high is in no robot's way
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
        self._styles.clear()
        wanted = list(self._wanted(serves))
        rounds = _ROUNDS * (2 if KITCHEN in serves else 1)
        best, least = space_of(scene, room), np.inf
        for whim in np.linspace(*_WHIMS, rounds):
            total, space = self._try(space_of(scene, room), wanted, float(whim), least)
            if total < least:
                best, least = space, total
        return best

    def _try(
        self, space: RoomSpace, wanted: Sequence[tuple[Looks, bool]], whim: float, least: float
    ) -> tuple[float, RoomSpace]:
        """Place everything, one after the other; how bad the result is, and the result.

        Stops early if it is bound to become worse than the least so far.
        """
        total = 0.0
        for looks, is_sure in self._ordered(wanted):
            cost, place = self._place(looks, space, whim)
            if place is not None:
                _add(space, place)
            elif is_sure:
                cost *= _NEEDED
            total += cost
            if total > least + _BEST:
                break
        return total, space

    def _wanted(self, serves: Sequence[str]) -> Iterator[tuple[Looks, bool]]:
        """What to put into a room, and whether such a room surely has it."""
        for kind in self._catalogue.furniture.values():
            means = [kind.rooms.get(room, 0.0) for room in serves]
            mean = max([means[0], *(each for each in means[1:] if each >= _SURE)])
            sure = int(mean)
            count = sure + int(self._rng.random() < mean - sure)
            yield from ((self._looks(kind), mean >= number + _SURE) for number in range(count))

    def _looks(self, kind: FurnitureKind) -> Looks:
        """A kind in the style of the room: what comes in the same styles matches."""
        style = self._styles.setdefault(kind.styles, str(self._rng.choice(kind.styles)))
        key = (kind.name, style)
        if key not in self._looks_of:
            self._looks_of[key] = looks_of(kind, style)
        return self._looks_of[key]

    def _ordered(self, wanted: Sequence[tuple[Looks, bool]]) -> list[tuple[Looks, bool]]:
        """What is sure before what is not, large before small, with chance.

        What stands beside something comes right after what is like that.
        """
        stages = {looks.kind.name: _stage(looks, is_sure) for looks, is_sure in reversed(wanted)}
        turns = []
        for index, (looks, is_sure) in enumerate(wanted):
            kind, size = looks.kind, -looks.area_m2 * float(self._rng.uniform(0.7, 1.3))
            stage = _stage(looks, is_sure)
            if is_beside(looks):
                stage = 0.5 + min((stages[name] for name in kind.companions if name in stages),
                                  default=stage)  # fmt: skip
            turns.append((stage, self._depth(kind) if is_beside(looks) else 0.0, size, index))
        return [wanted[index] for *_, index in sorted(turns)]

    def _depth(self, kind: FurnitureKind, deepest: int = 4) -> float:
        """How many companions deep it hangs on others, which come first."""
        known = [self._catalogue.furniture[name] for name in kind.companions
                 if name in self._catalogue.furniture and name != kind.name]  # fmt: skip
        if not known or not deepest:
            return 0.0
        return 1.0 + min(self._depth(each, deepest - 1) for each in known)

    def _place(self, looks: Looks, space: RoomSpace, whim: float) -> tuple[float, Stand | None]:
        """The best place where it is in nobody's way, and how bad it is; None if there is none."""
        found = {(each.at_m, each.yaw_deg): each for each in candidates(looks, space, self._rng)}
        possible = [each for each in found.values() if space.contains(each)]
        costs = np.array([cost_of(each, space) for each in possible])
        is_large = not (looks.is_flat or looks.is_hanging or is_beside(looks))
        moods = self._rng.uniform(0.0, whim if is_large else _WHIMS[0], len(possible))
        tries = 0
        for index in np.argsort(costs + moods, kind="stable"):
            best: Stand = possible[index]
            if not space.allows(best):
                continue
            if looks.is_flat or looks.up_m[0] > _HEAD_M or space.is_passable([best]):
                return float(costs[index]), best
            tries += 1
            if tries == _TRIES:
                break
        return _MISSING + looks.area_m2, None


def _stage(looks: Looks, is_sure: bool) -> float:
    if looks.is_flat:
        return 6.0
    if looks.is_hanging:
        return 5.0
    middle = looks.kind.standing == "middle"
    return (1.0 if middle else 0.0) + (0.0 if is_sure else 3.0)


def _add(space: RoomSpace, place: Stand) -> None:
    """Let a piece stand; what it is to be seen from keeps its view."""
    for each in space.stands:
        if each.kind.name in faced_by(place.kind):
            lane = lane_between(place, each)
            if lane is not None:
                space.lanes.append(lane)
    space.stands.append(place)


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
