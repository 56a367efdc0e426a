"""Forgetting on request: a part of the map, and every image that shows it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float64, apply, invert
from whereseen.memory.spatial.arrays import ROWS
from whereseen.memory.spatial.kernels import select, sight
from whereseen.memory.spatial.keyframes import Keyframe, Keyframes
from whereseen.memory.spatial.selection import Selection, list_selected
from whereseen.memory.spatial.voxel_map import NS_PER_TICK, VoxelMap

_SAMPLES = 12  # of the space in a box, along each edge


@dataclass(frozen=True, slots=True)
class ForgetReport:
    """What was forgotten.

    Attributes:
        voxels: Occupied voxels.
        images: Kept images.
        scrubbed: Whether the attached file, if there is one, holds no trace of them. If another
            process was reading the file, the traces go after a later commit.
    """

    voxels: int
    images: int
    scrubbed: bool


def clear_voxels(voxel_map: VoxelMap, selection: Selection) -> int:
    """Empty a part of the map; returns how many occupied voxels were in it."""
    index, _, cells = list_selected(voxel_map, selection)
    select.free_voxels(voxel_map.arrays, index)
    return int((cells >= 0).sum())


def images_showing(voxel_map: VoxelMap, keyframes: Keyframes, selection: Selection) -> list[int]:
    """Slots of all images that show something of a part of the map.

    These are the images that its feature cells point to; those in which one of its voxels can be
    seen past all that stood in the way; and those taken in its stretch of time that look into
    its box at all, for things that have gone since.
    """
    a = voxel_map.arrays
    index, rows, cells = list_selected(voxel_map, selection)
    named = set((a.cell_image[cells[cells >= 0]] - 1).tolist())
    glass = np.zeros(int(a.counts[ROWS]), dtype=np.bool_)
    glass[rows] = True
    voxel_m = voxel_map.config.voxel_size_m
    surface, space = (index + 0.5) * voxel_m, _space(selection, voxel_m)
    found = []
    for slot, frame in enumerate(keyframes.slots):
        if frame is None:
            continue
        taken_then = selection.covers(frame.stamp_ns)
        if slot in named or (taken_then and selection.T_map_box is None):
            found.append(slot)
            continue
        points = np.concatenate([surface, space]) if taken_then else surface
        if sight.shows_any(a, _photo(frame, voxel_map.epoch_ns), points, voxel_m, glass):
            found.append(slot)
    return found


def _space(selection: Selection, voxel_m: float) -> Float64:
    """Points (N, 3) all over a box, at most a voxel apart in a small one; none without a box."""
    if selection.T_map_box is None or selection.size_m is None:
        return np.zeros((0, 3))
    sides = [
        np.linspace(-edge / 2.0, edge / 2.0, min(int(edge / voxel_m) + 2, _SAMPLES))
        for edge in selection.size_m
    ]
    grid: npt.NDArray[np.float64] = np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1)
    return apply(selection.T_map_box, grid.reshape(-1, 3))


def _photo(frame: Keyframe, epoch_ns: int) -> sight.Photo:
    K, (width, height) = frame.intrinsics, frame.size_px
    return sight.Photo(
        T_camera_map=invert(frame.T_map_camera),
        eye=np.ascontiguousarray(frame.T_map_camera[:3, 3]),
        fx=float(K[0, 0]),
        fy=float(K[1, 1]),
        cx=float(K[0, 2]),
        cy=float(K[1, 2]),
        width=int(width),
        height=int(height),
        tick=max(frame.stamp_ns - epoch_ns, 0) // NS_PER_TICK,
    )
