"""Where things fit: within the edges of surfaces, below what is above, beside what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import shapely

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.placing import pose
from whereseen.sim.scene.description import FLOOR, ObjectItem, Opening, Point2, Room, Spot
from whereseen.sim.scene.home import Home, Piece
from whereseen.sim.scene.solids import solids_of

_GAP_M = 0.01
_EDGE_M = 0.02  # skirting boards, and what rounding takes
_FLAT_M = 0.03  # what is flatter is floor
_OVERHEAD_M = 1.0  # what hangs as high is in the way of nothing on the floor
_DOORSTEP_M = 0.7  # kept free on both sides of a doorway
_TRIES = 40
_SLACK_M = 1e-6

Box = tuple[Float64, Float64]
Place = tuple[str, str]


def outline(box_m: Box, offset_m: Point2, yaw_deg: float) -> shapely.Polygon:
    """What a thing covers of the surface that it stands on, in the frame of its spot's offset.

    Args:
        box_m: Lower and upper corner (3,) of its box in its own frame.
        offset_m: Where its origin is.
        yaw_deg: How it is turned.
    """
    return shapely.Polygon(_corners(box_m, yaw_deg) + offset_m)


def floor_of_room(home: Home, room: Room) -> shapely.Geometry:
    """The part of a room's floor where things can stand, from the room's middle.

    What furniture covers is left out, wherever its doors and drawers are, and what people need to
    walk through doorways.
    """
    width, depth = room.size_m
    whole = shapely.box(-width / 2, -depth / 2, width / 2, depth / 2).buffer(-_EDGE_M)
    covered: list[shapely.Geometry] = [_reach_of(piece) for piece in home.pieces.values()]
    covered += [_doorstep(each, home.scene.wall_m) for each in _doorways(home, room)]
    x, y = room.middle_m
    taken = shapely.transform(shapely.union_all(covered), lambda points: points - (x, y))
    return shapely.difference(whole, taken)


class Fitting:
    """Room for things in a home.

    Args:
        home: The furniture and the rooms; what its scene says of things does not matter.
        gap_m: Free space kept between things.
    """

    def __init__(self, home: Home, *, gap_m: float = _GAP_M) -> None:
        self._home = home
        self._gap_m = gap_m
        self._boxes: dict[tuple[str, str], Box] = {}
        self._floors: dict[str, shapely.Geometry] = {}

    def places(self) -> Iterator[Place]:
        """Everything to put things on: furniture and surface, then room and `floor`."""
        for name, piece in self._home.pieces.items():
            yield from ((name, surface.name) for surface in piece.kind.surfaces)
        yield from ((room, FLOOR) for room in self._home.rooms)

    def fits(self, item: ObjectItem, others: Iterable[ObjectItem]) -> bool:
        """Whether a thing fits on its spot; others that stand elsewhere do not matter.

        Raises:
            InvalidConfig: if there is no such spot or kind.
        """
        self._home.require(item.spot)
        return self._fits(item, self._taken(item, others))

    def find(
        self, item: ObjectItem, place: Place, others: Iterable[ObjectItem], rng: np.random.Generator
    ) -> ObjectItem | None:
        """The thing on a free spot of a surface, turned somehow; None if none was found.

        Args:
            item: What is to be put there; its own spot does not matter.
            place: Furniture and surface, or room and `floor`.
            others: Things that may stand there; all others do not matter, nor does itself.
            rng: Draws spots and turns.

        Raises:
            InvalidConfig: if there is no such place or kind.
        """
        spot = Spot(*place)
        self._home.require(spot)
        taken = self._taken(replace(item, spot=spot), others)
        for attempt in range(_TRIES):
            # Where there is little room, things are put along the edges.
            free = attempt < _TRIES // 2
            yaw_deg = float(rng.uniform(-180, 180) if free else rng.integers(-1, 3) * 90.0)
            at = self._draw(item, place, yaw_deg, rng)
            if at is None:
                continue
            offset = (round(at[0], 3), round(at[1], 3))
            put = replace(item, spot=replace(spot, offset_m=offset), yaw_deg=round(yaw_deg, 1))
            if self._fits(put, taken):
                return put
        return None

    def _fits(self, item: ObjectItem, taken: list[shapely.Polygon]) -> bool:
        covered = outline(self._box(item), item.spot.offset_m, item.yaw_deg)
        if item.spot.on in self._home.rooms:
            inside = bool(shapely.covers(self._floor(item.spot.on), covered))
        else:
            inside = self._is_on_surface(item)
        return inside and not shapely.dwithin(covered, taken, self._gap_m).any()

    def _is_on_surface(self, item: ObjectItem) -> bool:
        surface = self._home.pieces[item.spot.on].surface(item.spot.surface)
        box = self._box(item)
        corners = np.abs(_corners(box, item.yaw_deg) + item.spot.offset_m)
        within = bool((corners <= np.divide(surface.size_m, 2.0) + _SLACK_M).all())
        return within and float(box[1][2]) <= surface.headroom_m

    def _draw(
        self, item: ObjectItem, place: Place, yaw_deg: float, rng: np.random.Generator
    ) -> Point2 | None:
        """A point where a thing is within the edges; on the floor along walls and furniture."""
        corners = _corners(self._box(item), yaw_deg)
        if place[1] == FLOOR and place[0] in self._home.rooms:
            reach_m = float(np.linalg.norm(corners, axis=1).max()) + _EDGE_M
            line = shapely.boundary(shapely.buffer(self._floor(place[0]), -reach_m))
            if line.is_empty:
                return None
            point = line.interpolate(rng.uniform(), normalized=True)
            return (float(point.x), float(point.y))
        half = np.divide(self._home.pieces[place[0]].surface(place[1]).size_m, 2.0)
        low, high = -half - corners.min(axis=0), half - corners.max(axis=0)
        if (low > high).any():
            return None
        x, y = rng.uniform(low, high)
        return (float(x), float(y))

    def _taken(self, item: ObjectItem, others: Iterable[ObjectItem]) -> list[shapely.Polygon]:
        """Outlines of the others on the same surface."""
        place = (item.spot.on, item.spot.surface)
        return [
            outline(self._box(each), each.spot.offset_m, each.yaw_deg)
            for each in others
            if (each.spot.on, each.spot.surface) == place and each.name != item.name
        ]

    def _box(self, item: ObjectItem) -> Box:
        key = (item.kind, item.colour)
        if key not in self._boxes:
            self._boxes[key] = self._home.model_of(item).box_m()
        return self._boxes[key]

    def _floor(self, room: str) -> shapely.Geometry:
        if room not in self._floors:
            self._floors[room] = floor_of_room(self._home, self._home.rooms[room])
            shapely.prepare(self._floors[room])
        return self._floors[room]


def _corners(box_m: Box, yaw_deg: float) -> Float64:
    """Corners (4, 2) of a turned box, seen from above."""
    (x0, y0, _), (x1, y1, _) = box_m
    flat = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    return np.asarray(flat @ pose((0.0, 0.0, 0.0), yaw_deg)[:2, :2].T)


def _reach_of(piece: Piece) -> shapely.Geometry:
    """What furniture covers of the floor, from closed to wide open."""
    joints = piece.model.joints
    outlines: list[shapely.Geometry] = []
    for share in (0.0, 0.5, 1.0) if joints else (0.0,):
        positions = piece.positions(dict.fromkeys(joints, share))
        solids = solids_of(piece.model, piece.T_map_piece, positions)
        # Rugs are left free of things; the floor of a building is not.
        outlines.append(solids.between(0.0 if solids.is_flat else _FLAT_M, _OVERHEAD_M).outline)
    covered = shapely.union_all(outlines)
    return shapely.convex_hull(covered) if joints else covered


def _doorways(home: Home, room: Room) -> list[Opening]:
    ways = [each for each in home.scene.openings if each.kind == "doorway"]
    return [each for each in ways if room.name in each.rooms]


def _doorstep(opening: Opening, wall_m: float) -> shapely.Geometry:
    (x, y), along, across = opening.at_m, opening.width_m / 2, wall_m / 2 + _DOORSTEP_M
    dx, dy = (along, across) if opening.along == "x" else (across, along)
    return shapely.box(x - dx, y - dy, x + dx, y + dy)
