"""Level surfaces of furniture, from voxels, and what of them is free."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from scipy.ndimage import binary_fill_holes, binary_opening, distance_transform_edt, label

from whereseen.acting.manipulation.geometry import Geometry, Shape
from whereseen.memory.frames import Float64

Bool = npt.NDArray[np.bool_]

_ABOVE_M = 0.6  # what hangs higher than this over a surface is not in the way
_LEAST_CELLS = 6  # of a surface
_LEAST_SEEN = 4  # cells of the bottom of a hollow
_DEEP_M = 0.1  # below the surface round it
_LEAST_SHARE = 0.08  # of the footprint of the furniture
_LEAST_PART = 0.2  # of the largest part of a surface, in cells


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """A level surface of a piece of furniture.

    Attributes:
        height_m: Of its upper side.
        corner_m: (2,) middle of its first cell.
        cell_m: Edge of its cells.
        is_solid: (X, Y) bool, where it is.
        is_free: (X, Y) bool, of these where nothing stands on it.
        headroom_m: (X, Y) free height above it, at most `_ABOVE_M`.
        is_open: (X, Y) bool, where nothing of the furniture is above it: a basin, an open drawer.
    """

    height_m: float
    corner_m: Float64
    cell_m: float
    is_solid: Bool = field(repr=False)
    is_free: Bool = field(repr=False)
    headroom_m: Float64 = field(repr=False)
    is_open: Bool = field(repr=False)

    @property
    def open_share(self) -> float:
        """Of the surface, what has nothing above it."""
        return float((self.is_solid & self.is_open).sum()) / max(1, int(self.is_solid.sum()))

    def to_cover_m(self) -> Float64:
        """From each cell (X, Y) to the nearest that has something above it."""
        if self.is_open.all():
            return np.full(self.is_open.shape, np.inf)
        return np.asarray((distance_transform_edt(self.is_open) - 0.5) * self.cell_m)

    @property
    def area_m2(self) -> float:
        """Of the surface."""
        return float(self.is_solid.sum()) * self.cell_m**2

    def clearance_m(self, height_m: float) -> tuple[Float64, Float64]:
        """From each cell (X, Y): to the edge of the surface, and to what stands in the way.

        Args:
            height_m: Of what is to stand there.
        """
        free = self.is_free & (self.headroom_m >= height_m)
        edge = np.pad(self.is_solid, 1)
        inner = np.pad(free | ~self.is_solid, 1, constant_values=True)
        to_edge = distance_transform_edt(edge)[1:-1, 1:-1] - 0.5
        to_thing = (
            np.full(free.shape, np.inf)
            if inner.all()
            else distance_transform_edt(inner)[1:-1, 1:-1] - 0.5
        )
        return to_edge * self.cell_m, to_thing * self.cell_m

    def points_m(self) -> Float64:
        """(X, Y, 3) middles of the cells, at its height."""
        x, y = (np.arange(count) * self.cell_m for count in self.is_solid.shape)
        grid = np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1) + self.corner_m
        height = np.full((*self.is_solid.shape, 1), self.height_m)
        return np.concatenate([grid, height], axis=-1)


def levels_of(furniture: Shape, geometry: Geometry) -> tuple[Level, ...]:
    """Level surfaces of a piece of furniture, the highest first.

    A surface is where a voxel is occupied and the two above it are not, at the height of many
    others; things that stand on it hide it, so what is enclosed by it counts as it.

    Args:
        furniture: Its box.
        geometry: Voxels and things about it.
    """
    edge = geometry.voxel_size_m
    low, high = furniture.low_m - edge / 2.0, furniture.high_m + edge / 2.0
    top = high + np.array([0.0, 0.0, _ABOVE_M])
    voxels = geometry.occupied(low, top)
    if not len(voxels):
        return ()
    index = np.floor(np.asarray(voxels, dtype=np.float64) / edge).astype(np.int64)
    first = index.min(axis=0)
    filled = np.zeros(index.max(axis=0) - first + 1 + (0, 0, 2), dtype=np.bool_)
    filled[tuple((index - first).T)] = True
    things = geometry.things_in(low, top)
    rim = math.ceil(float(high[2]) / edge) - int(first[2])  # layers of the furniture itself
    found = [
        _level(filled, at, first, edge, things, rim) for at in _layers(filled, first, edge, high)
    ]
    return tuple(sorted(found, key=lambda each: -each.height_m))


def hollow_of(level: Level, furniture: Shape, geometry: Geometry) -> Level | None:
    """The bottom of a hollow that a surface runs round, as of a basin; None if there is none.

    What is seen of it from aside is often less than a surface needs. What the surface encloses and
    lies lower counts as its bottom, at the height at which most of that was seen.

    Args:
        level: The surface.
        furniture: Its box.
        geometry: Voxels and things about it.
    """
    edge = geometry.voxel_size_m
    low = np.append(level.corner_m - edge / 2.0, furniture.low_m[2])
    high = low + np.append(np.multiply(level.is_solid.shape, edge), 0.0)
    high[2] = level.height_m + _ABOVE_M
    voxels = np.asarray(geometry.occupied(low, high), dtype=np.float64)
    if not len(voxels):
        return None
    shape = level.is_solid.shape
    x, y = np.floor((voxels[:, :2] - low[:2]) / edge + 1e-6).astype(np.int64).T
    inside = (x >= 0) & (y >= 0) & (x < shape[0]) & (y < shape[1])
    top = np.full(shape, -np.inf)
    np.maximum.at(top, (x[inside], y[inside]), voxels[inside, 2] + edge / 2.0)
    is_hollow = _widest(binary_opening(level.is_solid & (top < level.height_m - _DEEP_M)))
    seen_m = top[is_hollow & np.isfinite(top)]
    if is_hollow.sum() < _LEAST_CELLS or len(seen_m) < _LEAST_SEEN:
        return None
    heights, counts = np.unique(np.round(seen_m / edge), return_counts=True)
    height_m = float(heights[counts.argmax()]) * edge - edge / 2.0
    things = geometry.things_in(low, high)
    free = is_hollow & ~(top > height_m + 2.0 * edge)
    headroom_m = np.full(shape, _ABOVE_M)
    hollow = replace(level, height_m=height_m, is_solid=is_hollow, is_free=free)
    return _without(replace(hollow, headroom_m=headroom_m, is_open=is_hollow), things)


def _widest(solid: Bool) -> Bool:
    """Its largest connected part."""
    parts, count = label(solid)
    sizes = np.bincount(parts.ravel(), minlength=count + 1)
    sizes[0] = 0
    return np.asarray((parts == sizes.argmax()) & solid)


def _layers(
    filled: Bool, first: npt.NDArray[np.int64], edge: float, high: Float64
) -> Iterator[int]:
    """Layers in which more lies bare than in those beside them."""
    bare = filled[:, :, :-2] & ~filled[:, :, 1:-1] & ~filled[:, :, 2:]
    count = bare.sum(axis=(0, 1))
    footprint = filled.any(axis=2).sum()
    least = max(_LEAST_CELLS, _LEAST_SHARE * float(footprint))
    for at in np.flatnonzero(count >= least).tolist():
        beside = count[max(at - 2, 0) : at + 3]
        if count[at] == beside.max() and (first[2] + at) * edge < high[2]:
            yield at


def _level(
    filled: Bool,
    at: int,
    first: npt.NDArray[np.int64],
    edge: float,
    things: tuple[Shape, ...],
    rim: int,
) -> Level:
    """The surface in a layer and the one below it, which noise mixes."""
    bare = filled[:, :, :-2] & ~filled[:, :, 1:-1] & ~filled[:, :, 2:]
    around = np.asarray(bare[:, :, max(at - 1, 0) : at + 2].any(axis=2))
    above = filled[:, :, at + 2 :]
    height_m = float((first[2] + at + 1) * edge) - _mean_excess(filled, at) * edge
    corner = (first[:2] + 0.5) * edge
    solid = _closed(around)
    level = Level(
        height_m=height_m,
        corner_m=np.asarray(corner, dtype=np.float64),
        cell_m=edge,
        is_solid=solid,
        is_free=solid & around & ~above[:, :, :1].any(axis=2),
        headroom_m=_headroom_m(above, edge),
        is_open=np.asarray(~filled[:, :, at + 2 : max(rim, at + 2)].any(axis=2)),
    )
    return _without(level, things)


def _mean_excess(filled: Bool, at: int) -> float:
    """How far below the upper side of its voxels a surface lies on average, in voxels."""
    below = filled[:, :, at - 1].sum() if at else 0
    here = filled[:, :, at].sum()
    return 0.5 if below <= here else 0.75


def _closed(solid: Bool) -> Bool:
    """The surface with the holes in it that things have hidden, without scattered cells."""
    parts, count = label(binary_fill_holes(solid))
    sizes = np.bincount(parts.ravel(), minlength=count + 1)
    sizes[0] = 0
    return np.asarray(sizes[parts] >= max(_LEAST_CELLS, _LEAST_PART * sizes.max()))


def _headroom_m(above: Bool, edge: float) -> Float64:
    if not above.shape[2]:
        return np.full(above.shape[:2], _ABOVE_M)
    free = np.where(above.any(axis=2), above.argmax(axis=2) * edge + edge, _ABOVE_M)
    return np.asarray(np.minimum(free, _ABOVE_M))


def _without(level: Level, things: tuple[Shape, ...]) -> Level:
    """What stands on it is in the way, though it may be too small for voxels."""
    points = level.points_m()
    free = level.is_free.copy()
    for thing in things:
        low, high = thing.low_m, thing.high_m
        on_it = high[2] > level.height_m and low[2] < level.height_m + 2.0 * level.cell_m
        if on_it:
            margin = level.cell_m / 2.0
            x, y = points[..., 0], points[..., 1]
            inside = (x >= low[0] - margin) & (x <= high[0] + margin)
            free &= ~(inside & (y >= low[1] - margin) & (y <= high[1] + margin))
    return replace(level, is_free=free)
