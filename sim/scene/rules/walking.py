"""Rules of walking: a robot reaches every room and everything that things are kept on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import shapely
from shapely.geometry.base import BaseGeometry

from whereseen.sim.scene.description import FLOOR
from whereseen.sim.scene.home import Home
from whereseen.sim.scene.rules.furniture import front_of
from whereseen.sim.scene.rules.violation import Violation
from whereseen.sim.scene.solids import Solids
from whereseen.sim.world.floor import LOWEST_M, FreeFloor, floor_of, footprint

RADIUS_M, HEIGHT_M = 0.25, 1.45  # of the robot
_NEAR_M = 0.6  # how near its middle must come to the front of furniture
_ROOM_NEEDS_M2 = 0.1  # of floor where its middle can be


def walking_violations(home: Home, solids: Mapping[str, Solids]) -> Iterator[Violation]:
    """Rooms and furniture that the robot does not reach from where there is most room."""
    reached = reached_floor(home, solids)
    for room in home.scene.rooms:
        inside = shapely.intersection(reached, shapely.box(*room.low_m, *room.high_m))
        if shapely.area(inside) < _ROOM_NEEDS_M2:
            yield Violation("a room cannot be reached", (room.name,))
    for name, piece in home.pieces.items():
        if piece.kind.surfaces:
            apart = float(shapely.distance(reached, front_of(piece)))
            if not apart <= _NEAR_M:
                yield Violation("furniture cannot be reached", (name,), f"{apart:.2f} m")


def reached_floor(home: Home, solids: Mapping[str, Solids]) -> BaseGeometry:
    """Where the middle of the robot gets to; the largest connected part of the free floor."""
    free = FreeFloor(floor_of(home.scene), RADIUS_M)
    found = [
        shapely.union_all(each.between(LOWEST_M, HEIGHT_M).outlines) for each in solids.values()
    ]
    for item in home.scene.objects:
        if item.spot.surface == FLOOR and item.spot.on in home.rooms:
            T_map_item = home.pose_on(item.spot, item.yaw_deg, {})
            outline = footprint(home.model_of(item).box_m(), T_map_item, HEIGHT_M)
            found += [] if outline is None else [outline]
    free.set_obstacles(found)
    parts: list[BaseGeometry] = list(shapely.get_parts(free.free))
    return max(parts, key=lambda part: float(part.area), default=shapely.Point())
