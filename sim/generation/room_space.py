"""A room that is being furnished: what stands in it, and whether more can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import shapely

from whereseen.sim.generation.rectangle import FRONTS, Rectangle
from whereseen.sim.generation.stand import Stand
from whereseen.sim.scene.description import Opening, Room, Scene

DOORSTEP_M = 0.8
_LEAF_M = 0.95  # the same at the front door, which has a leaf
_RADIUS_M, _HEIGHT_M = 0.26, 1.45  # of the robot; a little more than it is
_NEAR_M = 0.58  # how near the robot must come to the front of what things are kept on
_SLACK_M = 0.003
_KNEE_M = 1.0  # what hangs higher is in nobody's way
_PEEP_M = 0.2
_ROOM_NEEDS_M2 = 0.15  # of floor where the robot can be


@dataclass(slots=True)
class RoomSpace:
    """A room and what stands in it so far.

    Attributes:
        room: Between its walls.
        doorsteps: What must stay free before its doorways.
        windows: In its walls.
        stands: Furniture so far.
        lanes: Between what faces each other.
    """

    room: Room
    doorsteps: tuple[Rectangle, ...]
    windows: tuple[Opening, ...]
    stands: list[Stand] = field(default_factory=list)
    lanes: list[Rectangle] = field(default_factory=list)

    @property
    def inside(self) -> Rectangle:
        """Its floor."""
        return Rectangle(*self.room.low_m, *self.room.high_m)

    def windows_behind(
        self, stand: Stand, up_to_m: float | None = None
    ) -> Iterator[tuple[Opening, float]]:
        """Windows of the wall at its back that it reaches up to, and how wide it covers them.

        Args:
            stand: A piece with its back to a wall.
            up_to_m: How high it is; as it is if None.
        """
        low, top = stand.looks.up_m
        span = (low, top if up_to_m is None else up_to_m)
        for window in self.windows:
            # A tap or the head of a bed may stand before a window.
            if not (span[0] < window.top_m and window.bottom_m + _PEEP_M < span[1]):
                continue
            axis = 0 if window.along == "x" else 1
            if FRONTS[stand.yaw_deg][axis] or not self._is_at(stand, window):
                continue
            start, end = _span(stand.covers, axis)
            middle, half = window.at_m[axis], window.width_m / 2
            shared = min(end, middle + half) - max(start, middle - half)
            if shared > 0.0:
                yield window, shared

    def contains(self, new: Stand) -> bool:
        """Whether a piece is between the walls and in no doorway, whatever else is there."""
        if not new.covers.is_in(self.inside):
            return False
        return not any(new.covers.overlaps(step) for step in self.doorsteps)

    def allows(self, new: Stand) -> bool:
        """Whether a piece stands in nobody's way, apart from where the robot goes."""
        if not self.contains(new):
            return False
        if new.looks.is_flat:
            return not any(each.looks.is_flat and _meets(new, each) for each in self.stands)
        if new.looks.is_hanging and any(True for _ in self._windows_touched(new)):
            return False
        if any(_meets(new, each) for each in self.stands):
            return False
        return self._opens(new) and self._leaves_fronts(new)

    def is_passable(self, more: Sequence[Stand] = (), things: Sequence[Rectangle] = ()) -> bool:
        """Whether the robot gets from each doorway to everything, with more standing there."""
        stands = [*self.stands, *more]
        rectangles = [each.covers for each in stands if _blocks(each)]
        boxes = [_polygon(each) for each in (*rectangles, *things)]
        inside = _polygon(self.inside.grown(-_RADIUS_M))
        # The robot's own doorsteps reach into the wall, so that each is a way in.
        steps = [_polygon(step) for step in self._ways_in()]
        floor = shapely.union_all([inside, *steps])
        free = floor.difference(shapely.union_all(boxes).buffer(_RADIUS_M, quad_segs=4))
        pieces = [each for each in shapely.get_parts(free) if each.area > 1e-4]
        main = max(pieces, key=lambda piece: float(piece.area), default=None)
        if main is None or main.area < _ROOM_NEEDS_M2:
            return False
        if any(main.distance(shapely.centroid(step)) > 1e-3 for step in steps):
            return False
        return all(main.distance(_edge(each)) <= _NEAR_M for each in stands if each.kind.surfaces)

    def _ways_in(self) -> Iterator[Rectangle]:
        """Where the middle of the robot passes: the doorsteps without their sides."""
        for step in self.doorsteps:
            width, depth = step.size_m
            across = 0 if self._is_along_x(step) else 1
            x, y = step.middle_m
            if across == 0:
                half = width / 2 - _RADIUS_M - 0.05
                yield Rectangle(x - half, step.y0, x + half, step.y1)
            else:
                half = depth / 2 - _RADIUS_M - 0.05
                yield Rectangle(step.x0, y - half, step.x1, y + half)

    def _is_along_x(self, step: Rectangle) -> bool:
        inside = self.inside
        return abs(step.y0 - inside.y0) < 1e-6 or abs(step.y1 - inside.y1) < 1e-6

    def _is_at(self, stand: Stand, opening: Opening) -> bool:
        axis = 1 if opening.along == "x" else 0
        low, high = _span(stand.covers, axis)
        return low - 0.3 <= opening.at_m[axis] <= high + 0.3

    def _windows_touched(self, new: Stand) -> Iterator[Opening]:
        for window in self.windows:
            if not new.is_level_with((window.bottom_m - 0.05, window.top_m + 0.05)):
                continue
            half = window.width_m / 2 + 0.05
            (x, y), deep = window.at_m, 0.25
            dx, dy = (half, deep) if window.along == "x" else (deep, half)
            if new.covers.overlaps(Rectangle(x - dx, y - dy, x + dx, y + dy)):
                yield window

    def _opens(self, new: Stand) -> bool:
        """Whether its doors open, and those of all others still do."""
        room = self.inside.grown(_SLACK_M)
        for swing in new.looks.swings:
            if not new.covered_by(swing).is_in(room):
                return False
            if any(new.swing_hits(swing, each) for each in self.stands if each.beside is not new):
                return False
        return not any(
            each.swing_hits(swing, new)
            for each in self.stands
            if new.beside is not each
            for swing in each.looks.swings
        )

    def _leaves_fronts(self, new: Stand) -> bool:
        if new.looks.is_hanging and new.looks.up_m[0] >= _KNEE_M:
            return True
        if new.beside is None:
            if any(new.covers.overlaps(lane) for lane in self.lanes):
                return False
            zones = list(zones_of(new))
            if not all(zone.is_in(self.inside) for zone in zones):
                return False
            if any(zone.overlaps(each.covers) for zone in zones for each in self.stands
                   if _is_in_way(each)):  # fmt: skip
                return False
        return not any(
            new.covers.overlaps(zone)
            for each in self.stands
            if not _go_together(new, each)
            for zone in zones_of(each)
        )


def space_of(scene: Scene, room: Room) -> RoomSpace:
    """A room without furniture."""
    openings = [each for each in scene.openings if room.name in each.rooms]
    return RoomSpace(
        room,
        tuple(_doorstep(room, each) for each in openings if each.kind == "doorway"),
        tuple(each for each in openings if each.kind == "window"),
    )


def zones_of(stand: Stand) -> Iterator[Rectangle]:
    """What people need free to use it: before it, or all round it in the middle of a room."""
    kind = stand.kind
    if kind.hangs or kind.standing == "beside" or kind.front_m <= 0.0:
        return
    if kind.standing == "middle":
        yield stand.covers.grown(min(kind.front_m, 0.6))
    else:
        yield stand.front(kind.front_m, 0.9)


def _doorstep(room: Room, opening: Opening) -> Rectangle:
    """The floor before a doorway, inside the room."""
    (x, y), half = opening.at_m, opening.width_m / 2
    deep = DOORSTEP_M if all(opening.rooms) else _LEAF_M
    if opening.along == "x":
        if y > room.middle_m[1]:
            return Rectangle(x - half, room.high_m[1] - deep, x + half, room.high_m[1])
        return Rectangle(x - half, room.low_m[1], x + half, room.low_m[1] + deep)
    if x > room.middle_m[0]:
        return Rectangle(room.high_m[0] - deep, y - half, room.high_m[0], y + half)
    return Rectangle(room.low_m[0], y - half, room.low_m[0] + deep, y + half)


def _meets(new: Stand, other: Stand) -> bool:
    """Whether two pieces go through each other; chairs may stand half under their tables."""
    if other.looks.is_flat != new.looks.is_flat or not new.covers.overlaps(other.covers):
        return False
    if not new.is_level_with(other.looks.up_m):
        return False
    if new.beside is not None or other.beside is not None:
        return new.solids.shared_m2(other.solids) > 0.0
    return True


def _is_in_way(stand: Stand) -> bool:
    return not stand.looks.is_flat and stand.looks.up_m[0] < _KNEE_M


def _go_together(new: Stand, other: Stand) -> bool:
    """Whether a piece may stand where people use another, as a chair at a desk."""
    return new.beside is not None and (
        new.beside is other or other.kind.name in new.kind.companions
    )


def _blocks(stand: Stand) -> bool:
    """Whether a robot cannot go over or under it."""
    low, _ = stand.looks.up_m
    return not stand.looks.is_flat and low <= _HEIGHT_M


def _edge(stand: Stand) -> shapely.Geometry:
    """From where things on it are reached: its front, or any side if it stands free."""
    if stand.kind.standing in ("middle", "beside"):
        return _polygon(stand.covers)
    return _polygon(stand.front(0.0))


def _span(rectangle: Rectangle, axis: int) -> tuple[float, float]:
    return (rectangle.x0, rectangle.x1) if axis == 0 else (rectangle.y0, rectangle.y1)


def _polygon(rectangle: Rectangle) -> shapely.Geometry:
    x0, y0, x1, y1 = rectangle.x0, rectangle.y0, rectangle.x1, rectangle.y1
    if x0 == x1 or y0 == y1:
        return shapely.LineString([(x0, y0), (x1, y1)])
    return shapely.box(x0, y0, x1, y1)
