"""The three views of a map: in perspective, from above, and as the grid that robots drive by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float64, invert
from whereseen.memory.io.picture.canvas import Ink, Sheet
from whereseen.memory.io.picture.labels import Rectangle
from whereseen.memory.io.picture.plan import Plan, plan_of, top_down
from whereseen.nodes.convert.change_marker import CHANGE_NAMES, CHANGES, TRAILS
from whereseen.nodes.convert.scene_marker import DOORS, ROOMS, relation_layer
from whereseen.nodes.picturing.faces import drawn_faces
from whereseen.nodes.picturing.marks import (
    Projection,
    draw_names,
    draw_outline,
    draw_places,
    draw_solid,
)
from whereseen.nodes.picturing.perspective import best_camera, render
from whereseen.nodes.picturing.scene import Cloud, FloorGrid, NamedBox, Scene
from whereseen.nodes.picturing.strokes import draw_hidden_strokes, draw_strokes, write_rooms
from whereseen.nodes.picturing.thinking import draw_thoughts, draw_way

CEILING_M = 2.0
_PLACED = tuple(relation_layer(kind) for kind in ("on", "in", "under"))
_TALL_M = 1.25
_MOST_SHOWN = 20_000
_QUIET, _FRAME = "#616e7c", "#c3cad1"
_FREE, _OCCUPIED, _UNKNOWN = 1.0, 0.13, 0.82  # greys
_WORTH, _STRONGEST = (0.96, 0.52, 0.1), 0.8
_UPRIGHT = 0.95  # cosine up to which a grid lies on the floor that is drawn


@dataclass(frozen=True, slots=True)
class Lay:
    """How a scene is laid out: its plan, and what of it is low enough to be drawn.

    Attributes:
        scene: All that is drawn.
        plan: The floor, and which way is up.
        cloud: Voxels below the ceiling.
    """

    scene: Scene
    plan: Plan
    cloud: Cloud

    @classmethod
    def of(cls, scene: Scene) -> Lay:
        """Lay out a scene."""
        places = scene.reply.places[:1] if scene.reply is not None else ()
        shown = np.array([place.position_m for place in places]).reshape(-1, 3)
        cloud = scene.cloud
        plan = plan_of(cloud.points_map, scene.up_map, shown_map=shown)
        low = cloud.points_map @ plan.basis[2] - plan.floor_m <= CEILING_M
        return cls(scene, plan, Cloud(cloud.points_map[low], cloud.colours[low], cloud.voxel_m))

    @property
    def inside(self) -> npt.NDArray[np.bool_]:
        """(N,) which of the voxels lie within the edges of the plan."""
        flat = self.plan.flat(self.cloud.points_map)
        return np.asarray(((flat >= self.plan.low_m) & (flat <= self.plan.high_m)).all(axis=1))


def draw_perspective(sheet: Sheet, lay: Lay, *, area: Rectangle) -> None:
    """Draw voxels, boxes with names, and the answer, filling a rectangle."""
    left, top, right, bottom = area
    size_px = (round(right - left), round(bottom - top))
    inside = lay.inside
    cloud = Cloud(lay.cloud.points_map[inside], lay.cloud.colours[inside], lay.cloud.voxel_m)
    if not len(cloud.points_map):
        _say_nothing(sheet, area)
        return
    everything = np.ones(len(cloud.points_map), dtype=np.bool_)
    camera = best_camera(
        lay.plan.basis,
        _outermost(cloud, lay.scene.boxes),
        drawn_faces(cloud, everything, lay.scene.views),
        size_px=size_px,
        voxel_m=cloud.voxel_m,
    )
    faces = drawn_faces(cloud, _tall(cloud, lay.plan), lay.scene.views)
    rendering = render(
        faces, cloud.colours, camera, up_map=lay.plan.basis[2], voxel_m=cloud.voxel_m
    )
    sheet.image(left, top, rendering.image)
    sheet.box(left, top, *size_px, edge=_FRAME)

    def project(points_map: Float64) -> Float64:
        pixels, _ = camera.pixels(points_map)
        return np.asarray(pixels + np.array([left, top]))

    strokes = lay.scene.strokes
    draw_hidden_strokes(sheet, strokes, project, camera, rendering)
    scene = lay.scene
    for box in scene.named:
        draw_solid(sheet, box, project)
    layers = () if scene.is_acting else (*_PLACED, TRAILS, CHANGES)
    draw_strokes(sheet, strokes, project, layers)
    taken = draw_places(sheet, lay.scene.reply, project, area, solid=True)
    taken += draw_thoughts(sheet, lay.scene, project, area)
    taken += write_rooms(sheet, lay.scene.captions, project, area, taken)
    gone = [] if scene.is_acting else _gone(scene)
    draw_names(sheet, [*scene.named, *gone], project, area, taken)


def draw_from_above(sheet: Sheet, lay: Lay, *, area: Rectangle) -> None:
    """Draw the map from above with outlines, as large as fits, and a scale."""
    image_area, pixels_per_m, project = _framed(lay.plan, area)
    image = top_down(
        lay.plan, lay.cloud.points_map, lay.cloud.colours,
        pixels_per_m=pixels_per_m, voxel_m=lay.cloud.voxel_m, ceiling_m=CEILING_M,
    )  # fmt: skip
    left, top, right, bottom = image_area
    sheet.image(left, top, image)
    sheet.box(left, top, right - left, bottom - top, edge=_FRAME)
    scene = lay.scene
    for box in scene.named:
        draw_outline(sheet, box, project, image_area)
    layers = (ROOMS, DOORS) if scene.is_acting else (ROOMS, DOORS, TRAILS, CHANGES)
    draw_strokes(sheet, scene.strokes, project, layers)
    taken = draw_places(sheet, lay.scene.reply, project, image_area, solid=False)
    taken += draw_thoughts(sheet, lay.scene, project, image_area)
    taken += write_rooms(sheet, lay.scene.captions, project, image_area, taken)
    changed = [*(box for box in scene.boxes if box.note), *_gone(scene)]
    shown = scene.named if scene.is_acting else changed
    draw_names(sheet, shown, project, image_area, taken)
    _draw_scale(sheet, image_area, pixels_per_m)


def draw_grid(sheet: Sheet, lay: Lay, grid: FloorGrid, *, area: Rectangle) -> str:
    """Draw the occupancy grid just as the map from above; returns what is to be said of it."""
    image_area, pixels_per_m, project = _framed(lay.plan, area)
    left, top, right, bottom = image_area
    if float(grid.T_map_corner[:3, 2] @ lay.plan.basis[2]) < _UPRIGHT:
        sheet.box(left, top, right - left, bottom - top, edge=_FRAME, face="#eef1f4")
        return "not drawn: z of the map frame is not up, and the grid lies across z"
    shape = (round(bottom - top), round(right - left))
    grey = _cells_seen(grid, lay.plan, shape, pixels_per_m)
    sheet.image(left, top, _with_values(grey, lay, shape, pixels_per_m))
    sheet.box(left, top, right - left, bottom - top, edge=_FRAME)
    draw_places(sheet, lay.scene.reply, project, image_area, solid=False)
    draw_way(sheet, lay.scene, project)
    return ""


def _gone(scene: Scene) -> list[NamedBox]:
    """Where things were that are gone."""
    return [
        NamedBox(np.repeat(caption.at_map[None], 8, axis=0), caption.text, caption.rgb)
        for caption in scene.captions
        if caption.layer == CHANGE_NAMES
    ]


def _outermost(cloud: Cloud, boxes: Sequence[NamedBox]) -> Float64:
    """Points (N, 3) that must be in a view."""
    some = cloud.points_map[:: -(-len(cloud.points_map) // _MOST_SHOWN)]
    return np.concatenate([some, *(box.corners_map for box in boxes)])


def _tall(cloud: Cloud, plan: Plan) -> npt.NDArray[np.bool_]:
    """Which voxels stand in columns that reach up high, as walls do."""
    cells = np.floor(plan.flat(cloud.points_map) / (2.0 * cloud.voxel_m)).astype(np.int64)
    _, column = np.unique(cells, axis=0, return_inverse=True)
    rise = cloud.points_map @ plan.basis[2] - plan.floor_m
    tops = np.full(int(column.max()) + 1, -np.inf)
    np.maximum.at(tops, column.ravel(), rise)
    return np.asarray(tops[column.ravel()] > _TALL_M)


def _framed(plan: Plan, area: Rectangle) -> tuple[Rectangle, float, Projection]:
    """Where a plan lies in a rectangle, its scale, and how points of the map come there."""
    left, top, right, bottom = area
    width, height = plan.size_m
    scale = min((right - left) / width, (bottom - top) / height)
    x, y = round((left + right - width * scale) / 2.0), round(top)

    def project(points_map: Float64) -> Float64:
        flat = (plan.flat(points_map) - plan.low_m) * scale
        return np.asarray(flat * (1.0, -1.0) + (x, y + round(height * scale)))

    return (x, y, x + round(width * scale), y + round(height * scale)), scale, project


def _cells_seen(
    grid: FloorGrid, plan: Plan, shape: tuple[int, int], pixels_per_m: float
) -> Float64:
    """The grid (h, w, 3) as greys, seen from above as the plan is."""
    values = _values_seen(grid, plan, shape, pixels_per_m)
    grey = np.select([values < 0, values < 50], [_UNKNOWN, _FREE], _OCCUPIED)
    return np.asarray(np.repeat(grey[..., None], 3, axis=2))


def _with_values(grey: Float64, lay: Lay, shape: tuple[int, int], pixels_per_m: float) -> Float64:
    """The same, the more orange the more it is worth to look there."""
    if lay.scene.values is None:
        return grey
    worth = _values_seen(lay.scene.values, lay.plan, shape, pixels_per_m)
    share = np.clip(worth, 0, 100)[..., None] / 100.0 * _STRONGEST
    return np.asarray(grey * (1.0 - share) + np.array(_WORTH) * share)


def _values_seen(
    grid: FloorGrid, plan: Plan, shape: tuple[int, int], pixels_per_m: float
) -> npt.NDArray[np.int64]:
    """The grid (h, w) as it is seen from above, -1 beyond its edges."""
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    right = plan.low_m[0] + (columns.ravel() + 0.5) / pixels_per_m
    forward = plan.high_m[1] - (rows.ravel() + 0.5) / pixels_per_m
    points_map = np.stack([right, forward, np.full(right.shape, plan.floor_m)], axis=1) @ plan.basis
    T_corner_map = invert(grid.T_map_corner)
    local = points_map @ T_corner_map[:2, :3].T + T_corner_map[:2, 3]
    x, y = np.floor(local / grid.resolution_m).astype(np.int64).T
    height, width = grid.cells.shape
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    values = np.full(len(x), -1)
    values[inside] = grid.cells[y[inside], x[inside]]
    return values.reshape(shape)


def _draw_scale(sheet: Sheet, area: Rectangle, pixels_per_m: float) -> None:
    _, _, right, bottom = area
    length = pixels_per_m
    x, y = right - length - 18.0, bottom - 32.0
    sheet.box(x - 8.0, y - 3.0, length + 16.0, 28.0, face="white", opacity=0.82)
    sheet.text(x + length / 2.0, y - 3.0, "1 m", Ink(12.0), align="center")
    sheet.box(x, y + 15.0, length, 4.0, face="#1f2933")


def _say_nothing(sheet: Sheet, area: Rectangle) -> None:
    left, top, right, bottom = area
    sheet.box(left, top, right - left, bottom - top, edge=_FRAME, face="#f4f5f7")
    middle = (left + right) / 2.0
    sheet.text(middle, (top + bottom) / 2.0, "nothing seen yet", Ink(18.0, _QUIET), align="center")
