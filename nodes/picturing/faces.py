"""The faces of voxels that are worth drawing.

A room is drawn from outside, where its near walls would hide everything. Nobody saw those walls
from there, so that their outer faces are left out and the room lies open, as a doll's house.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float64, project
from whereseen.nodes.picturing.scene import Cloud, View

_MOST_VIEWS = 48
_GRAZING = 0.02  # cosine
_MARGIN_PX = 40.0
_REACH_M = 8.0


@dataclass(frozen=True, slots=True)
class Faces:
    """Squares of one direction.

    Attributes:
        normal: (3,) unit vector along an axis of the map.
        centres_map: (N, 3) their middles.
        voxels: (N,) int64 rows of the cloud.
    """

    normal: Float64
    centres_map: Float64
    voxels: npt.NDArray[np.int64]


def drawn_faces(
    cloud: Cloud, tall: npt.NDArray[np.bool_], views: Sequence[View]
) -> tuple[Faces, ...]:
    """Faces without a neighbour before them; of what is tall, only those that a view looked at.

    Args:
        cloud: Voxels.
        tall: (N,) whether a voxel belongs to what may hide the rest, as walls do.
        views: From where was looked; without any, every free face counts as seen.
    """
    index = np.rint((cloud.points_map - cloud.points_map[:1]) / cloud.voxel_m).astype(np.int64)
    keys = _keys(index)
    occupied = np.sort(keys)
    chosen = views[:: -(-len(views) // _MOST_VIEWS)] if views else ()
    found = []
    for axis in range(3):
        for sign in (-1, 1):
            normal = sign * np.eye(3)[axis]
            free = ~_contains(occupied, _keys(index + normal.astype(np.int64)))
            rows = np.flatnonzero(free)
            centres = cloud.points_map[rows] + normal * cloud.voxel_m / 2.0
            if chosen:
                seen = ~tall[rows]
                seen[~seen] = _looked_at(centres[~seen], normal, chosen)
                rows, centres = rows[seen], centres[seen]
            found.append(Faces(normal, centres, rows))
    return tuple(found)


def _keys(index: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    shifted = index + (1 << 19)
    return np.asarray((shifted[:, 0] << 42) | (shifted[:, 1] << 21) | shifted[:, 2])


def _contains(ordered: npt.NDArray[np.int64], keys: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    if not len(ordered):
        return np.zeros(len(keys), dtype=np.bool_)
    at = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    return np.asarray(ordered[at] == keys)


def _looked_at(
    centres_map: Float64, normal: Float64, views: Sequence[View]
) -> npt.NDArray[np.bool_]:
    seen = np.zeros(len(centres_map), dtype=np.bool_)
    for view in views:
        left = np.flatnonzero(~seen)
        away = view.T_map_camera[:3, 3] - centres_map[left]
        far = np.linalg.norm(away, axis=1)
        facing = left[(away @ normal > _GRAZING * far) & (far < _REACH_M)]
        uv, _ = project(centres_map[facing], view.intrinsics, view.T_map_camera)
        with np.errstate(invalid="ignore"):
            low, high = -_MARGIN_PX, np.add(view.size_px, _MARGIN_PX)
            seen[facing[((uv > low) & (uv < high)).all(axis=1)]] = True
    return seen
