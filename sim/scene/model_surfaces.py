"""Where things can be put on furniture of which only the solids are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from whereseen.memory.frames import Float64, apply
from whereseen.sim.catalogue.kinds import Surface
from whereseen.sim.modelling.mesh_rays import is_reachable
from whereseen.sim.modelling.model import BASE, Link, Model
from whereseen.sim.modelling.shapes import Box, Mesh, joined, mesh_of
from whereseen.sim.scene.inner_rectangle import Rectangle, largest_rectangle

_LOWEST_M, _HIGHEST_M = 0.015, 1.9  # what is lower is floor, what is higher is out of reach
_STEP_M = 0.02  # faces of one level lie within so much
_UP = 0.97  # least z of a normal that points up
_GAP_M = 0.06  # between the bars of a rack, at most
_CLEAR_M = (0.012, 0.06)  # above a level, where nothing may be
_MARGIN_M = 0.008
_GRID_M = 1e-4  # to which outlines are rounded: slivers would be grown to spikes
_LEAST_EDGE_M, _LEAST_M2 = 0.05, 0.012
_LEAST_HEADROOM_M, _OPEN_HEADROOM_M = 0.06, 2.0
_ABOVE_M = 0.03
_SAMPLES = (0.2, 0.5, 0.8)  # along each edge


@dataclass(frozen=True, slots=True, eq=False)
class _Solid:
    """A part in the frame of the closed model."""

    link: str
    mesh: Mesh
    outline: BaseGeometry | None  # what it covers, if it is a box

    @property
    def triangles(self) -> Float64:
        """(F, 3, 3)."""
        return self.mesh.vertices_m[self.mesh.faces]


def surfaces_of_model(model: Model) -> tuple[Surface, ...]:
    """Level rectangles on the base and on what moves, the largest first.

    What can only be reached with a door or a drawer open is behind that joint; what cannot be
    reached even then is left out. The bars of a rack carry things as a board does.

    Args:
        model: Furniture; its joints are closed at 0.
    """
    return _Measured(model).surfaces()


class _Measured:
    """A model, closed and with each joint open."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._poses = model.link_poses({})
        links = (Link(BASE, model.parts), *model.links)
        self._solids = [_solid(link, self._poses[link.name]) for link in links]
        self._all = [each for solids in self._solids for each in solids]
        self._whole: dict[str, Mesh] = {}

    def surfaces(self) -> tuple[Surface, ...]:
        found: dict[tuple[str, str], list[tuple[Rectangle, float, float]]] = {}
        for solids in self._solids:
            for height, rectangle in _levels(solids, self._all):
                headroom = self._headroom(height, rectangle)
                behind = self._behind(solids[0].link, height, rectangle)
                if behind is not None and headroom >= _LEAST_HEADROOM_M:
                    key = (solids[0].link, behind)
                    found.setdefault(key, []).append((rectangle, height, headroom))
        named = [each for key, rows in found.items() for each in self._named(key, rows)]
        return tuple(sorted(named, key=lambda each: -each.size_m[0] * each.size_m[1]))

    def _named(
        self, key: tuple[str, str], rows: list[tuple[Rectangle, float, float]]
    ) -> Iterator[Surface]:
        """Surfaces of a link behind a joint; the highest in the open is the `top`."""
        link, behind = key
        rows.sort(key=lambda row: (row[1], row[0].low_m))
        stem = behind or (link if link != BASE else "")
        stem = f"{stem} shelf" if behind and link == BASE else stem or "level"
        for number, (rectangle, height, headroom) in enumerate(rows, start=1):
            name = f"{stem} {number}" if len(rows) > 1 else stem
            if not behind and link == BASE and number == len(rows):
                name = "top"
            x, y = rectangle.middle_m
            at = np.array((x, y, height)) - self._poses[link][:3, 3]
            is_open = not behind and headroom == _OPEN_HEADROOM_M
            yield Surface(
                name=name,
                at_m=(float(at[0]), float(at[1]), float(at[2])),
                size_m=rectangle.size_m,
                headroom_m=headroom,
                link=link,
                behind=behind,
                preposition="on" if is_open else "in",
            )

    def _headroom(self, height: float, rectangle: Rectangle) -> float:
        """Free height above a level, while everything is closed."""
        low, high = np.array(rectangle.low_m), np.array(rectangle.high_m)
        above = [_OPEN_HEADROOM_M]
        for solid in self._all:
            corners = solid.triangles
            over = corners[:, :, 2].min(axis=1) > height + _CLEAR_M[1]
            apart = (corners[:, :, :2].max(axis=1) < low) | (corners[:, :, :2].min(axis=1) > high)
            over &= ~apart.any(axis=1)
            if over.any():
                above.append(float(corners[over][:, :, 2].min()) - height - _MARGIN_M)
        return min(above)

    def _behind(self, link: str, height: float, rectangle: Rectangle) -> str | None:
        """The joint that must be open to reach a level; empty if none, None if none helps."""
        (x0, y0), (x1, y1), z = rectangle.low_m, rectangle.high_m, height + _ABOVE_M
        points = np.array(
            [(x0 + u * (x1 - x0), y0 + v * (y1 - y0), z) for u in _SAMPLES for v in _SAMPLES]
        )
        points = points - self._poses[link][:3, 3]
        for joint in ("", *self._model.joints):
            positions = {joint: self._model.joints[joint].upper} if joint else {}
            placed = apply(self._model.link_poses(positions)[link], points)
            if is_reachable(self._mesh(joint, positions), placed):
                return joint
        return None

    def _mesh(self, joint: str, positions: dict[str, float]) -> Mesh:
        """All of the model with a joint open."""
        if joint not in self._whole:
            poses = self._model.link_poses(positions)
            links = (Link(BASE, self._model.parts), *self._model.links)
            solids = [each for link in links for each in _solid(link, poses[link.name])]
            self._whole[joint] = joined([each.mesh for each in solids])
        return self._whole[joint]


def _solid(link: Link, T_model_link: Float64) -> list[_Solid]:
    found = []
    for part in link.parts:
        mesh = mesh_of(part)
        placed = apply(T_model_link, mesh.vertices_m)
        normals = mesh.normals @ T_model_link[:3, :3].T
        is_box = isinstance(part.shape, Box)
        outline = shapely.MultiPoint(placed[:, :2]).convex_hull if is_box else None
        found.append(_Solid(link.name, Mesh(placed, normals, mesh.uv, mesh.faces), outline))
    return found


def _levels(solids: list[_Solid], everything: list[_Solid]) -> Iterator[tuple[float, Rectangle]]:
    """Heights and free rectangles of level faces of a link."""
    triangles = np.concatenate([each.triangles for each in solids] or [np.zeros((0, 3, 3))])
    across = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    up = triangles[across[:, 2] > _UP * np.linalg.norm(across, axis=1).clip(1e-12)]
    heights = up[:, :, 2].mean(axis=1)
    order = np.argsort(heights, kind="stable")
    starts = np.flatnonzero(np.diff(heights[order]) > _STEP_M) + 1
    for group in np.split(order, starts) if order.size else ():
        height = float(heights[group].max())
        if not _LOWEST_M < height < _HIGHEST_M:
            continue
        faces = shapely.union_all(shapely.polygons(up[group][:, :, :2]), grid_size=_GRID_M)
        board = shapely.buffer(faces, _GAP_M / 2, join_style="mitre")
        board = shapely.buffer(board, -_GAP_M / 2 - _MARGIN_M, join_style="mitre")
        free = shapely.difference(board, _covered(everything, height))
        for each in shapely.get_parts(free):
            rectangle = largest_rectangle(each) if each.area >= _LEAST_M2 else None
            if rectangle is None or min(rectangle.size_m) < _LEAST_EDGE_M:
                continue
            yield height, rectangle


def _covered(everything: list[_Solid], height: float) -> BaseGeometry:
    """What stands on a level, or rises through it, with a margin; of meshes, boxes of triangles."""
    low, high = height + _CLEAR_M[0], height + _CLEAR_M[1]
    found: list[BaseGeometry] = []
    for solid in everything:
        z = solid.mesh.vertices_m[:, 2]
        if z.min() >= high or z.max() <= low:
            continue
        if solid.outline is not None:
            found.append(shapely.buffer(solid.outline, _MARGIN_M, join_style="mitre"))
            continue
        z = solid.triangles[:, :, 2]
        hit = solid.triangles[(z.min(axis=1) < high) & (z.max(axis=1) > low)][:, :, :2]
        (x0, y0), (x1, y1) = hit.min(axis=1).T - _MARGIN_M, hit.max(axis=1).T + _MARGIN_M
        found += list(shapely.box(x0, y0, x1, y1))
    return shapely.union_all(found)
