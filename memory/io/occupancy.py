"""Occupancy grids as map_server and nav2 read them: an image and a YAML file beside it.

The grid's frame has z up. Where the map's z is up already, it is the map frame; otherwise it is
the map frame turned by the smallest rotation that makes it so, which the YAML file notes.
"""

from __future__ import annotations

import io
import json
import logging
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import InvalidConfig, MapFileError
from whereseen.memory.frames import Float64
from whereseen.memory.io.geometry_view import Geometry, level_rotation
from whereseen.memory.io.whole_file import require_suffix, write_whole

FREE, OCCUPIED, UNKNOWN = 0, 100, -1
_PIXELS = {FREE: 254, OCCUPIED: 0, UNKNOWN: 205}
_FORMATS = {".png": "PNG", ".pgm": "PPM"}
_CLEAR_M = 0.1  # lower things are run over, or are noise of the floor
_ROBOT_M = 1.8
_MOST_CELLS = 100_000_000
_SLACK_M = 1e-4  # centres of voxels are float32
_LEAST_FLOOR_M2 = 0.5
_STRONG_SHARE = 0.15  # of the largest level: floors are half hidden under furniture, or half seen
_ABOVE_WALLS = 1.8
_MOST_BENEATH = 0.1  # a table top has its legs, and what stands beside it, beneath

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OccupancyGrid:
    """A grid over the floor.

    Attributes:
        cells: (H, W) int8, 0 free, 100 occupied, -1 unknown; row 0 has the smallest y.
        resolution_m: Edge of a cell.
        origin_m: x and y of the outer corner of cells[0, 0], in the grid's frame.
        floor_m: Height of the floor in the grid's frame; None if no floor was seen.
        R_grid_map: (3, 3) float64; turns points of the map frame into the grid's frame.
    """

    cells: npt.NDArray[np.int8]
    resolution_m: float
    origin_m: tuple[float, float]
    floor_m: float | None
    R_grid_map: Float64


def occupancy_of(geometry: Geometry, *, resolution_m: float) -> OccupancyGrid:
    """Project a map onto its floor.

    A cell is occupied where something stands 0.1 to 1.8 m above the floor, free where the floor
    was seen and nothing stands, and unknown elsewhere. Without a floor nothing is free, and the
    heights count from the lowest thing seen.

    Args:
        geometry: The map.
        resolution_m: Edge of a cell.

    Raises:
        InvalidConfig: if the resolution is out of range, or the grid too large.
        MapFileError: if the map is empty.
    """
    if not 0.005 <= resolution_m <= 10.0:
        raise InvalidConfig(
            "resolution_m is out of range", got=repr(resolution_m), remedy="Use 0.005 to 10"
        )
    if not len(geometry.index):
        raise MapFileError("the map is empty", remedy="Map a recording first: whereseen map")
    R_grid_map = level_rotation(geometry.up_map)
    points = geometry.points_map.astype(np.float64)
    if not np.array_equal(R_grid_map, np.eye(3)):  # a large product waits for the other core
        points = points @ R_grid_map.T
    floor_m = find_floor(points, geometry.path_map @ R_grid_map.T, geometry.voxel_size_m)
    spread = _spread(geometry.voxel_size_m, R_grid_map, resolution_m)
    masks = _floor_and_obstacles(points[:, 2], floor_m, geometry.voxel_size_m)
    layers = [points[mask, :2] for mask in masks]
    low, high = _bounds(layers, spread, resolution_m)
    grid = np.full((high - low + 1)[::-1], UNKNOWN, dtype=np.int8)
    for layer, value in zip(layers, (FREE, OCCUPIED), strict=True):
        for offset in spread:
            columns, rows = (_cells(layer, offset, resolution_m) - low).T
            grid[rows, columns] = value
    return OccupancyGrid(
        cells=grid,
        resolution_m=resolution_m,
        origin_m=(float(low[0]) * resolution_m, float(low[1]) * resolution_m),
        floor_m=floor_m,
        R_grid_map=R_grid_map,
    )


def find_floor(points: Float64, path: Float64, voxel_size_m: float) -> float | None:
    """Height of the lowest strong level, below the camera; None if there is none.

    Args:
        points: (N, 3) voxel centres, z up.
        path: (M, 3) positions of the camera, z up.
        voxel_size_m: Edge of a voxel.
    """
    heights = points[:, 2]
    layer = ((heights - heights.min()) / voxel_size_m + 0.5).astype(np.int64)
    areas = np.bincount(layer) * voxel_size_m**2
    # A floor that lies between two layers of voxels fills both.
    levels = areas + np.append(areas[1:], 0.0)
    strong = max(_LEAST_FLOOR_M2, _STRONG_SHARE * float(levels.max()))
    for low in np.flatnonzero(levels >= strong):
        walls = levels[low + round(0.2 / voxel_size_m) + 1 :][: round(0.5 / voxel_size_m) + 1]
        peaks = levels[low] >= levels[low : low + 3].max()
        if peaks and levels[low] >= _ABOVE_WALLS * np.append(walls, 0.0).mean():
            height = float(heights[(layer == low) | (layer == low + 1)].mean())
            beneath = float((heights < height - 0.2).mean())
            below_camera = not len(path) or height < float(np.median(path[:, 2]))
            return height if below_camera and beneath <= _MOST_BENEATH else None
    return None


def write_occupancy(grid: OccupancyGrid, image: Path) -> list[Path]:
    """Write a grid as an 8-bit image (PNG or PGM) and its YAML file; returns both paths.

    Raises:
        InvalidConfig: if the suffix is another.
        MapFileError: if they cannot be written; then neither is.
    """
    from PIL import Image

    require_suffix(image, tuple(_FORMATS), what="the grid")
    if grid.floor_m is None:
        _log.warning("no floor was seen: the grid holds obstacles only, and no free cells")

    pixels = np.full(grid.cells.shape, _PIXELS[UNKNOWN], dtype=np.uint8)
    for value in (FREE, OCCUPIED):
        pixels[grid.cells == value] = _PIXELS[value]
    encoded = io.BytesIO()
    whole = Image.fromarray(np.ascontiguousarray(pixels[::-1]))
    whole.save(encoded, format=_FORMATS[image.suffix.lower()])
    notes = image.with_suffix(".yaml")
    about = _yaml(grid, image.name).encode()
    write_whole({image: encoded.getvalue(), notes: about}, what="the grid")
    return [image, notes]


def _yaml(grid: OccupancyGrid, image: str) -> str:
    x, y = (round(value, 6) + 0.0 for value in grid.origin_m)
    floor = "not seen" if grid.floor_m is None else f"{grid.floor_m:.3f} m"
    turned = not np.array_equal(grid.R_grid_map, np.eye(3))
    frame = f"turned by {grid.R_grid_map.round(6).tolist()}" if turned else "as it is"
    return (
        f"# Frame: the map frame, {frame}. Height of the floor in it: {floor}.\n"
        f"image: {json.dumps(image, ensure_ascii=False)}\nmode: trinary\n"
        f"resolution: {grid.resolution_m}\norigin: [{x}, {y}, 0.0]\n"
        "negate: 0\noccupied_thresh: 0.65\nfree_thresh: 0.196\n"
    )


def _floor_and_obstacles(
    heights: Float64, floor_m: float | None, voxel_size_m: float
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which voxels at heights (N,) are floor, and which could be met."""
    if floor_m is None:
        nothing = np.zeros(len(heights), dtype=np.bool_)
        return nothing, heights <= float(heights.min()) + _ROBOT_M
    above = heights - floor_m
    clear_m = max(_CLEAR_M, 0.75 * voxel_size_m) - _SLACK_M
    return np.abs(above) < clear_m, (above >= clear_m) & (above <= _ROBOT_M + _SLACK_M)


def _spread(size_m: float, R_grid_map: Float64, resolution_m: float) -> Float64:
    """Offsets (K, 3) that fill a voxel densely enough to leave no gaps between cells."""
    per_edge = int(np.ceil(size_m / resolution_m - 1e-6))
    if not np.allclose(np.abs(R_grid_map).max(axis=0), 1.0):
        per_edge += 1
    steps = ((np.arange(per_edge) + 0.5) / per_edge - 0.5) * size_m
    offsets = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(-1, 3)
    return np.unique((offsets @ R_grid_map.T)[:, :2].round(9), axis=0)


def _cells(points: Float64, offset: Float64, resolution_m: float) -> npt.NDArray[np.int64]:
    """Cells (N, 2) as x and y in which points (N, 2) lie that are moved by an offset (2,)."""
    return np.floor((points + offset) / resolution_m + 1e-6).astype(np.int64)


def _bounds(
    layers: list[Float64], spread: Float64, resolution_m: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The lowest and the highest cell (2,) that layers of points (N, 2) cover."""
    # By columns: numpy reduces the rows of a narrow table ten times slower.
    ends = [[(x.min(), y.min()), (x.max(), y.max())] for x, y in (e.T for e in layers if len(e))]
    if not ends:
        raise MapFileError("the map holds neither a floor nor obstacles that a robot could meet")
    corners = np.concatenate(ends)
    cells = np.concatenate([_cells(corners, offset, resolution_m) for offset in spread])
    low, high = cells.min(axis=0), cells.max(axis=0)
    if int(np.prod(high - low + 1)) > _MOST_CELLS:
        raise InvalidConfig(
            "the grid would be too large",
            got=f"{high[0] - low[0] + 1} x {high[1] - low[1] + 1} cells",
            remedy="Use a larger resolution_m",
        )
    return low, high
