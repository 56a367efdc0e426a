"""What stays in a symbolic home: rooms, furniture, where one stands before it, how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float64
from whereseen.sim.catalogue.household import household
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.modelling.placing import box_of
from whereseen.sim.recalling.premises import EYE_M, Premises, Spotted, is_hidden
from whereseen.sim.scene.home import Home, Piece

AREAS = 9
_THINGS = 30
_FEWEST_ROOMS, _MOST_ROOMS = 4, 6
_LOOK_ALIKES = 0.2
_RANGE_M = 3.5  # of what is recognised
_FAR_M = 40.0  # of what no way leads to


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a home that is looked at in one go.

    Attributes:
        name: Of its room, with a number.
        room: Name of the room.
        stands: Numbers of the places to stand at.
        looks: Those of them from which all its furniture is in view, in the order of a way.
    """

    name: str
    room: str
    stands: tuple[int, ...]
    looks: tuple[int, ...]


class Grounds(Premises):
    """A home with stands: one before each piece of furniture that carries things, one a room.

    Attributes:
        pieces: Names of the furniture, by stand; empty for the stand of a room.
        rooms: Names of the rooms, by stand.
        areas: All of them, at most nine.
        area_of: Number of the area, by stand.
        lengths_m: (S, S) ways between stands.
        boxes: Lower and upper corners (3,) of furniture, by name.
    """

    def __post_init__(self) -> None:
        """Look at the home once."""
        super().__post_init__()
        if not self.viewpoints:
            return
        named = {_at(piece.T_map_piece): name for name, piece in self._carrying()}
        self.pieces = tuple(named.get(view.target_m[:2], "") for view in self.viewpoints)
        self.rooms = tuple(self._room_of(stand) for stand in range(len(self.viewpoints)))
        self.stand_of = {name: at for at, name in enumerate(self.pieces) if name}
        self.room_stands = {r: at for at, r in enumerate(self.rooms) if not self.pieces[at]}
        points = np.array([view.at_m for view in self.viewpoints])
        assert self._ways is not None
        self.lengths_m = np.minimum(self._ways.lengths_m(points), _FAR_M)
        self._shown: dict[int, tuple[str, ...]] = {}
        self._spotted: dict[tuple[Metres3, float], Spotted] = {}
        self.boxes = {name: self._box(name) for name, _ in self._carrying()}

    def part(self) -> Grounds:
        """Part the home into areas, once its walls are known."""
        groups = _groups(self.rooms, self.lengths_m)
        counts: dict[str, int] = {}
        found = []
        for group in groups:
            room = self.rooms[group[0]]
            counts[room] = counts.get(room, 0) + 1
            looks = _in_turn(self._covering(group), self.lengths_m)
            found.append(Area(f"{room}, part {counts[room]}", room, tuple(group), looks))
        self.areas = tuple(found)
        self.area_of = {at: n for n, area in enumerate(self.areas) for at in area.stands}
        return self

    def _covering(self, group: Sequence[int]) -> list[int]:
        """Few stands from which all furniture of a group is in view."""
        left = {self.pieces[at] for at in group if self.pieces[at]}
        found: list[int] = []
        while left:
            shown = {at: {name for name in left if self.shows(at, name)} for at in group}
            best = max(group, key=lambda at: (len(shown[at]), -at))
            found.append(best)
            left -= shown[best]
        return found or list(group[:1])

    def sees(self, viewpoint: int, position_m: Metres3, support: str) -> bool:
        """As `Premises.sees`; who stands before furniture sees all of it."""
        if support and support == self.pieces[viewpoint]:
            return True
        return super().sees(viewpoint, position_m, support)

    def _sees(self, viewpoint: int, position_m: Metres3, support: str) -> bool:
        """Whoever looks turns round once: nothing is out of view but what is hidden or far."""
        eye, point = np.array([*self.viewpoints[viewpoint].at_m, EYE_M]), np.array(position_m)
        if np.linalg.norm(point - eye) > _RANGE_M:
            return False
        others = np.array([owner != support for owner in self._owners], dtype=bool)
        low, high = self._walls
        return not is_hidden(eye, point, low[others], high[others])

    def spotted(self, position_m: Metres3, size_m: Metres3) -> Spotted:
        """As `Premises.spotted`; worked out once for each place."""
        key = (position_m, size_m[2])
        if key not in self._spotted:
            self._spotted[key] = super().spotted(position_m, size_m)
        return self._spotted[key]

    def shows(self, stand: int, name: str) -> bool:
        """Whether a piece of furniture is in view from a stand."""
        low, high = self.boxes[name]
        x, y, z = (float(each) for each in (low + high) / 2.0)
        return self.sees(stand, (x, y, z), name)

    def shown_from(self, stand: int) -> tuple[str, ...]:
        """Names of the furniture in view from a stand."""
        if stand not in self._shown:
            self._shown[stand] = tuple(each for each in self.stand_of if self.shows(stand, each))
        return self._shown[stand]

    def stand_for(self, position_m: Metres3, support: str) -> int:
        """Where to stand to reach what is somewhere."""
        if support in self.stand_of:
            return self.stand_of[support]
        room = self.room_at(position_m[0], position_m[1])
        return self.room_stands.get(room, self.nearest(position_m[0], position_m[1]))

    def nearest(self, x: float, y: float) -> int:
        """The stand that is nearest to a point of the floor plan."""
        apart = [np.hypot(x - view.at_m[0], y - view.at_m[1]) for view in self.viewpoints]
        return int(np.argmin(apart))

    def label_of(self, name: str) -> str:
        """What an annotator calls a piece of furniture."""
        return self.home.pieces[name].kind.name

    def opens(self, name: str) -> bool:
        """Whether a piece of furniture has doors or drawers before what it carries."""
        return any(surface.behind for surface in self.home.pieces[name].kind.surfaces)

    def hidden_share(self, name: str) -> float:
        """Share of the surfaces of a piece of furniture that doors and drawers hide."""
        surfaces = self.home.pieces[name].kind.surfaces
        return sum(bool(surface.behind) for surface in surfaces) / len(surfaces)

    def _carrying(self) -> list[tuple[str, Piece]]:
        return [(name, each) for name, each in self.home.pieces.items() if each.kind.surfaces]

    def _room_of(self, stand: int) -> str:
        name = self.pieces[stand]
        if name:
            return self.home.pieces[name].item.room
        return self.room_at(*self.viewpoints[stand].at_m)

    def _box(self, name: str) -> tuple[Float64, Float64]:
        piece = self.home.pieces[name]
        return box_of(piece.model.box_m(), piece.T_map_piece)


@lru_cache(maxsize=4)
def grounds_of(seed: int) -> Grounds:
    """A home of 4 to 6 rooms with 30 things, from a seed."""
    rooms = _FEWEST_ROOMS + seed % (_MOST_ROOMS - _FEWEST_ROOMS + 1)
    config = HomeConfig(rooms=rooms, objects=_THINGS, seed=seed, look_alikes=_LOOK_ALIKES)
    found = Grounds.of(Home(generate(config, household()), household()))
    assert isinstance(found, Grounds)
    return found.part()


def _at(T_map_piece: Float64) -> tuple[float, float]:
    return float(T_map_piece[0, 3]), float(T_map_piece[1, 3])


def _groups(rooms: Sequence[str], lengths_m: Float64) -> list[list[int]]:
    """Stands by room, the largest groups parted until there are nine."""
    groups = [
        [at for at, each in enumerate(rooms) if each == room] for room in dict.fromkeys(rooms)
    ]
    while len(groups) < AREAS:
        sizes = [len(each) * float(lengths_m[np.ix_(each, each)].max()) for each in groups]
        largest = int(np.argmax(sizes))
        if sizes[largest] <= 0.0:
            break
        groups[largest : largest + 1] = _parted(groups[largest], lengths_m)
    return groups


def _parted(group: Sequence[int], lengths_m: Float64) -> list[list[int]]:
    """Two parts, around the two stands that are farthest from each other."""
    within = lengths_m[np.ix_(group, group)]
    one, other = np.unravel_index(int(np.argmax(within)), within.shape)
    near = within[:, one] <= within[:, other]
    return [[at for at, is_near in zip(group, near, strict=True) if is_near is side]
            for side in (np.True_, np.False_)]  # fmt: skip


def _in_turn(group: Sequence[int], lengths_m: Float64) -> tuple[int, ...]:
    """The nearest next one first."""
    left, found = list(group), [group[0]]
    left.remove(group[0])
    while left:
        found.append(min(left, key=lambda at: (lengths_m[found[-1], at], at)))
        left.remove(found[-1])
    return tuple(found)
