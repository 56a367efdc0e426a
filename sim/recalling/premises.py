"""What does not move in a home: rooms, furniture, and what the robot can see from where."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float64
from whereseen.sim.recalling.surfaces import Surfaces
from whereseen.sim.scene.home import Home, Piece
from whereseen.sim.scene.solids import solids_of
from whereseen.sim.world.touring import TourConfig, Viewpoint, viewpoints_of
from whereseen.sim.world.ways import Ways
from whereseen.sim.world.world import World

EYE_M = 1.32
_STEP_M = 0.4
_CELL_M = 0.2  # of the grid of ways
_SPEED_M_S = 0.5


@dataclass(frozen=True, slots=True)
class Spotted:
    """Where a point lies.

    Attributes:
        room: Name of the room, empty outside.
        support: Name of the furniture, empty on the floor.
        relation: `on` or `in` that.
        surface: Name of its surface.
    """

    room: str
    support: str = ""
    relation: str = ""
    surface: str = ""


@dataclass(slots=True)
class Premises:
    """A home's rooms and furniture, with the robot's viewpoints.

    Attributes:
        home: The home.
        viewpoints: Where the robot stands and looks, in the order of its rounds.
    """

    home: Home
    viewpoints: tuple[Viewpoint, ...] = ()
    _surfaces: Surfaces = field(init=False)
    _ways: Ways | None = None
    _hops: dict[tuple[int, int], tuple[tuple[float, str], ...]] = field(default_factory=dict)
    _walls: tuple[Float64, Float64] = (np.zeros((0, 3)), np.zeros((0, 3)))
    _owners: tuple[str, ...] = ()
    _seen: dict[tuple[int, tuple[float, ...], str], bool] = field(default_factory=dict)
    _sites: tuple[tuple[str, Metres3], ...] = ()

    def __post_init__(self) -> None:
        self._surfaces = Surfaces.of(self.home)

    @classmethod
    def of(cls, home: Home) -> Premises:
        """Look at a home once, as it is at first."""
        world = World(home)
        ways = Ways(world.free_floor.free, cell_m=_CELL_M)
        found = viewpoints_of(world, ways, TourConfig())
        premises = cls(home, _grouped(home, found), ways)
        premises._walls, premises._owners = _blocks(home)
        return premises

    @property
    def sites(self) -> tuple[tuple[str, Metres3], ...]:
        """Rooms and furniture with surfaces, and where each is."""
        if not self._sites:
            rooms = [(room.name, (*room.middle_m, 0.0)) for room in self.home.scene.rooms]
            pieces = [(n, _metres(p)) for n, p in self.home.pieces.items() if p.kind.surfaces]
            self._sites = (*rooms, *pieces)
        return self._sites

    def room_at(self, x: float, y: float) -> str:
        """Name of the room that holds a point of the floor plan, empty if none does."""
        room = self.home.scene.room_at((x, y))
        return room.name if room is not None else ""

    def spotted(self, position_m: Metres3, size_m: Metres3) -> Spotted:
        """On or in what a box is, from its middle and extent: the highest surface below it."""
        found = self._surfaces.below(position_m, size_m[2])
        if found is None:
            return Spotted(self.room_at(position_m[0], position_m[1]))
        name, on = found
        return Spotted(self.home.pieces[name].item.room, name, on.preposition, on.name)

    def way(self, start: int, goal: int) -> tuple[tuple[float, str], ...]:
        """Going from one viewpoint to another: seconds since the start, and the room then."""
        key = (start, goal)
        if key not in self._hops:
            self._hops[key] = self._way(start, goal)
        return self._hops[key]

    def sees(self, viewpoint: int, position_m: Metres3, support: str) -> bool:
        """Whether nothing stands between a viewpoint and a point, which is in view from there.

        Furniture that carries the point does not hide it.
        """
        key = (viewpoint, tuple(round(value, 2) for value in position_m), support)
        if key not in self._seen:
            self._seen[key] = self._sees(viewpoint, position_m, support)
        return self._seen[key]

    def _sees(self, viewpoint: int, position_m: Metres3, support: str) -> bool:
        view = self.viewpoints[viewpoint]
        eye = np.array([*view.at_m, EYE_M])
        if not _in_view(eye, np.array(view.target_m), np.array(position_m)):
            return False
        others = np.array([owner != support for owner in self._owners], dtype=bool)
        low, high = self._walls
        return not is_hidden(eye, np.array(position_m), low[others], high[others])

    def _way(self, start: int, goal: int) -> tuple[tuple[float, str], ...]:
        assert self._ways is not None
        a, b = self.viewpoints[start].at_m, self.viewpoints[goal].at_m
        corners = self._ways.way(a, b)
        corners = np.array([a, b]) if corners is None else corners
        passed_m, found = 0.0, []
        for one, other in pairwise(corners):
            length = float(np.linalg.norm(other - one))
            for at in np.arange(0.0, length, _STEP_M):
                x, y = one + (other - one) * (at / max(length, 1e-9))
                found.append(((passed_m + at) / _SPEED_M_S, self.room_at(float(x), float(y))))
            passed_m += length
        found.append((passed_m / _SPEED_M_S, self.room_at(*b)))
        return tuple(found)


def _grouped(home: Home, viewpoints: tuple[Viewpoint, ...]) -> tuple[Viewpoint, ...]:
    """Room by room, in the order in which they come."""

    def room(view: Viewpoint) -> str:
        found = home.scene.room_at(view.at_m)
        return found.name if found is not None else ""

    order = list(dict.fromkeys(map(room, viewpoints)))
    return tuple(sorted(viewpoints, key=lambda view: order.index(room(view))))


def _metres(piece: Piece) -> Metres3:
    x, y, z = (float(v) for v in piece.T_map_piece[:3, 3])
    return x, y, z + max(float(surface.at_m[2]) for surface in piece.kind.surfaces)


def _blocks(home: Home) -> tuple[tuple[Float64, Float64], tuple[str, ...]]:
    """Lower and upper corners (N, 3) of boxes around walls and parts of furniture, and whose."""
    low, high, owners = [], [], []
    models = [("", each.model, np.eye(4)) for each in home.structures if each.label == "wall"]
    models += [(name, piece.model, piece.T_map_piece) for name, piece in home.pieces.items()]
    for name, model, T_map_model in models:
        solids = solids_of(model, T_map_model)
        for outline, bottom, top in zip(solids.outlines, solids.low_m, solids.high_m, strict=True):
            x0, y0, x1, y1 = outline.bounds
            low.append((x0, y0, bottom))
            high.append((x1, y1, top))
            owners.append(name)
    return (np.array(low), np.array(high)), tuple(owners)


def _in_view(eye: Float64, target: Float64, point: Float64) -> bool:
    """Within 3.5 m, and 45 degrees to each side, up and down."""
    ray, axis = point - eye, target - eye
    if np.linalg.norm(ray) > 3.5:
        return False
    turn = np.arctan2(ray[1], ray[0]) - np.arctan2(axis[1], axis[0])
    tilt = _slope(ray) - _slope(axis)
    return bool(np.cos(turn) >= np.cos(np.pi / 4) and abs(tilt) <= np.pi / 4)


def _slope(ray: Float64) -> float:
    return float(np.arctan2(ray[2], np.hypot(ray[0], ray[1])))


def is_hidden(eye: Float64, point: Float64, low: Float64, high: Float64) -> bool:
    """Whether a segment enters any of some boxes, by slabs (Kay & Kajiya, 1986).

    Args:
        eye: (3,) one end.
        point: (3,) the other.
        low: (N, 3) lower corners of the boxes.
        high: (N, 3) upper corners.
    """
    ray = point - eye
    ray = np.where(np.abs(ray) < 1e-9, 1e-9, ray)
    one, other = (low - eye) / ray, (high - eye) / ray
    enter = np.minimum(one, other).max(axis=1)
    leave = np.maximum(one, other).min(axis=1)
    return bool(((enter < leave) & (leave > 0.0) & (enter < 0.98)).any())
