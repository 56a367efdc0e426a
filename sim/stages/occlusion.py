"""Compiled kernel of occlusion: how far one can see at most, tile by tile, past solid boxes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.frames import Float64

TILE_PX = 8

Bool = npt.NDArray[np.bool_]
Int64 = npt.NDArray[np.int64]


@njit(cache=True, nogil=True, error_model="numpy")
def entry_depth(
    eye: Float64, turn: Float64, half: Float64, x: float, y: float, nearest: float
) -> float:
    """Depth at which a ray enters a box; inf if it misses it, or begins in it or behind it.

    Args:
        eye: (3,) position of the camera in the frame of the box.
        turn: (3, 3) rotation from the camera into the frame of the box.
        half: (3,) half edge lengths of the box.
        x: Of the ray (x, y, 1) in the camera's frame.
        y: See x.
        nearest: Least depth that is drawn.
    """
    enter, leave = -np.inf, np.inf
    for axis in range(3):
        slope = turn[axis, 0] * x + turn[axis, 1] * y + turn[axis, 2]
        if slope == 0.0:
            if abs(eye[axis]) > half[axis]:
                return np.inf
            continue
        one = (-half[axis] - eye[axis]) / slope
        other = (half[axis] - eye[axis]) / slope
        enter = max(enter, min(one, other))
        leave = min(leave, max(one, other))
    return enter if nearest <= enter <= leave else np.inf


@njit(cache=True, nogil=True, error_model="numpy")
def first_of(
    eyes: Float64, turns: Float64, halves: Float64, x: float, y: float, nearest: float
) -> tuple[float, int]:
    """Depth and number of the box that a ray enters first; inf and -1 if it enters none."""
    depth, first = np.inf, -1
    for box in range(len(halves)):
        z = entry_depth(eyes[box], turns[box], halves[box], x, y, nearest)
        if z < depth:
            depth, first = z, box
    return depth, first


@njit(cache=True, nogil=True, error_model="numpy")
def bound_of(
    eyes: Float64,
    turns: Float64,
    halves: Float64,
    likely: Int64,
    x: float,
    y: float,
    nearest: float,
) -> float:
    """A depth beyond which a ray is inside or behind a box; inf if it enters none.

    The likely boxes are tried first; -1 among them stands for none.
    """
    depth = np.inf
    for box in likely:
        if box >= 0:
            depth = min(depth, entry_depth(eyes[box], turns[box], halves[box], x, y, nearest))
    if depth < np.inf:
        return depth
    for box in range(len(halves)):
        depth = entry_depth(eyes[box], turns[box], halves[box], x, y, nearest)
        if depth < np.inf:
            return depth
    return np.inf


@njit(cache=True, nogil=True, error_model="numpy")
def farthest_in_tiles(
    eyes: Float64, turns: Float64, halves: Float64, lens: Float64, width: int, height: int
) -> Float64:
    """The farthest depth that is free of boxes in each tile; inf where one sees past them.

    The front of a convex body is concave in inverse depth: where the rays through the corners of
    a tile enter the same box, it fills the tile, nowhere farther than at the corners. Other tiles
    are looked at pixel by pixel.

    Args:
        eyes: (M, 3) position of the camera in the frame of each box.
        turns: (M, 3, 3) rotations from the camera into the frame of each box.
        halves: (M, 3) half edge lengths.
        lens: Focal length in pixels, middle u, middle v, least depth.
        width: Of the image in pixels.
        height: Of the image in pixels.

    Returns:
        (rows, columns) of tiles.
    """
    focal, middle_u, middle_v, nearest = lens
    rows, columns = -(-height // TILE_PX), -(-width // TILE_PX)
    depth = np.empty((rows + 1, columns + 1))
    first = np.empty((rows + 1, columns + 1), dtype=np.int64)
    for row in range(rows + 1):
        y = (row * TILE_PX - 0.5 - middle_v) / focal
        for column in range(columns + 1):
            x = (column * TILE_PX - 0.5 - middle_u) / focal
            found = first_of(eyes, turns, halves, x, y, nearest)
            depth[row, column], first[row, column] = found
    tiles = np.empty((rows, columns))
    for row in range(rows):
        for column in range(columns):
            boxes = first[row : row + 2, column : column + 2].copy().ravel()
            if boxes[0] >= 0 and (boxes == boxes[0]).all():
                tiles[row, column] = depth[row : row + 2, column : column + 2].max()
                continue
            tiles[row, column] = 0.0
            for v in range(row * TILE_PX, min((row + 1) * TILE_PX, height)):
                for u in range(column * TILE_PX, min((column + 1) * TILE_PX, width)):
                    if tiles[row, column] < np.inf:
                        x, y = (u - middle_u) / focal, (v - middle_v) / focal
                        bound = bound_of(eyes, turns, halves, boxes, x, y, nearest)
                        tiles[row, column] = max(tiles[row, column], bound)
    return tiles


@njit(cache=True, nogil=True, error_model="numpy")
def none_nearer(tiles: Float64, windows: Int64, depths: Float64) -> Bool:
    """For windows (N, 4) of tiles (top, bottom, left, right): whether all are below a depth (N,).

    Bottom and right are the first ones outside; an empty window counts as not hidden.
    """
    found = np.zeros(len(depths), dtype=np.bool_)
    for i in range(len(depths)):
        top, bottom, left, right = windows[i]
        found[i] = top < bottom and left < right
        for row in range(top, bottom):
            for column in range(left, right):
                if tiles[row, column] >= depths[i]:
                    found[i] = False
    return found
