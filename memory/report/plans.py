"""Plans of storeys: rooms, doors, and all of it from above."""

from __future__ import annotations

import io
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float64
from whereseen.memory.graph.rooms import Room, RoomMap
from whereseen.memory.io.geometry_view import Geometry
from whereseen.memory.io.picture.plan import Plan, plan_of, top_down
from whereseen.memory.report.contents import Floor, Metres2, Photo, PlanFrame, RoomShape

_LONGEST_PX = 1600
_PIXELS_PER_VOXEL = 2.0
_CEILING_M = 1.8  # what is higher hides the rest
_COLOURS = 255
_SHADE = 0.4  # lighter is what nothing was seen of


def plans_of(
    geometry: Geometry, rooms: RoomMap, shown_map: Iterable[Metres3]
) -> tuple[PlanFrame, tuple[Floor, ...]]:
    """A plan of each storey, all with the same corners; one that is empty if nothing was seen.

    Args:
        geometry: Voxels, and which way is up.
        rooms: Their rooms.
        shown_map: Points of the map frame that must be on the plans.
    """
    points = geometry.points_map.astype(np.float64)
    shown = np.array(list(shown_map), dtype=np.float64).reshape(-1, 3)
    plan = plan_of(points, geometry.up_map, shown_map=shown)
    floors_m = tuple(storey.grid.floor_m for storey in rooms.storeys) or (plan.floor_m,)
    frame = PlanFrame(plan.basis, floors_m)
    return frame, tuple(
        _floor(plan, geometry, points, rooms, frame, number) for number in range(len(floors_m))
    )


def _floor(
    plan: Plan,
    geometry: Geometry,
    points: Float64,
    rooms: RoomMap,
    frame: PlanFrame,
    number: int,
) -> Floor:
    def flat(x_m: float, y_m: float, z_m: float) -> Metres2:
        """Of the level frame."""
        x, y, z = (rooms.R_level_map.T @ np.array((x_m, y_m, z_m))).tolist()
        return frame.flat((x, y, z))

    def shape(room: Room) -> RoomShape:
        z = room.middle_m[2]
        corners = tuple(flat(x, y, z) for x, y in room.outline_m)
        return RoomShape(room.id, room.name, room.area_m2, flat(*room.middle_m), corners)

    (left, lower), (right, upper) = plan.low_m.tolist(), plan.high_m.tolist()
    return Floor(
        low=(left, lower),
        high=(right, upper),
        rooms=tuple(shape(room) for room in rooms.rooms if room.storey == number),
        doors=tuple(flat(*door.position_m) for door in rooms.doors if door.storey == number),
        picture=_picture(plan, geometry, points, frame, number),
    )


def _picture(
    plan: Plan, geometry: Geometry, points: Float64, frame: PlanFrame, number: int
) -> Photo | None:
    """A storey from above, clear where nothing was seen."""
    floor_m, *above = frame.floors_m[number:]
    height = points @ plan.basis[2]
    own = height >= (floor_m - 0.5 if number else -np.inf)
    own &= height < (above[0] - 0.5 if above else np.inf)
    if not own.any():
        return None
    scale = min(_PIXELS_PER_VOXEL / geometry.voxel_size_m, _LONGEST_PX / max(plan.size_m))
    storey = Plan(plan.basis, plan.low_m, plan.high_m, floor_m)

    def drawn(colours: npt.NDArray[np.uint8]) -> Float64:
        return top_down(
            storey,
            points[own],
            colours,
            pixels_per_m=scale,
            voxel_m=geometry.voxel_size_m,
            ceiling_m=_CEILING_M,
        )

    colours = geometry.rgb[own]
    is_clear = drawn(np.zeros_like(colours)).mean(axis=2) > _SHADE
    return _encoded(drawn(colours), is_clear)


def _encoded(image: Float64, is_clear: npt.NDArray[np.bool_]) -> Photo:
    from PIL import Image

    pixels = np.zeros((*is_clear.shape, 4), dtype=np.uint8)
    pixels[..., :3] = np.round(255.0 * image)
    pixels[..., 3] = np.where(is_clear, 0, 255)
    pixels[is_clear] = 0
    picture = Image.fromarray(pixels).quantize(_COLOURS, Image.Quantize.FASTOCTREE)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return Photo(buffer.getvalue(), picture.size, media_type="image/png")
