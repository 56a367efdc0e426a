"""The edge of a mask as a polygon."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Corner = tuple[int, int]
Ring = list[Corner]


def outline(mask: npt.NDArray[np.bool_], tolerance: float = 1.0) -> Ring:
    """The longest ring around cells (H, W), as rows and columns of their corners, simplified.

    It runs with the cells on its left in a picture whose rows go up, and does not repeat its first
    corner. Empty where the mask is.

    Args:
        mask: The cells.
        tolerance: Corners may lie off the true edge by so many cells.
    """
    rings = _rings(np.pad(mask, 1))
    if not rings:
        return []
    longest = max(rings, key=len)
    moved = np.array(longest) - 1
    return [(int(row), int(column)) for row, column in _simplified(moved, tolerance)]


def _rings(mask: npt.NDArray[np.bool_]) -> list[Ring]:
    """Edges between cells in and out, joined at their ends."""
    following: dict[Corner, Ring] = {}
    # Of a cell: its neighbour on a side, and the ends of the edge between them.
    for step, start, end in (
        ((-1, 0), (0, 0), (0, 1)),
        ((0, 1), (0, 1), (1, 1)),
        ((1, 0), (1, 1), (1, 0)),
        ((0, -1), (1, 0), (0, 0)),
    ):
        edge = mask & ~np.roll(mask, (-step[0], -step[1]), axis=(0, 1))
        for row, column in np.argwhere(edge).tolist():
            corner = (row + start[0], column + start[1])
            following.setdefault(corner, []).append((row + end[0], column + end[1]))
    rings = []
    while following:
        at = first = next(iter(following))
        ring: Ring = []
        while True:
            ring.append(at)
            ends = following[at]
            # Where two cells touch at a corner, turn so as to stay around the same one.
            going = ends.pop() if len(ends) == 1 or len(ring) < 2 else _left(ring[-2], at, ends)
            if not ends:
                del following[at]
            at = going
            if at == first:
                break
        rings.append(ring)
    return rings


def _left(before: Corner, at: Corner, ends: Ring) -> Corner:
    """Take the end that turns left out of two."""
    row, column = at[0] - before[0], at[1] - before[1]
    turned = (at[0] + column, at[1] - row)
    return ends.pop(ends.index(turned)) if turned in ends else ends.pop()


def _simplified(ring: npt.NDArray[np.int64], tolerance: float) -> npt.NDArray[np.int64]:
    """Leave out corners that lie within a tolerance of the rest (Douglas and Peucker, 1973)."""
    far = int(np.argmax(np.abs(ring - ring[0]).sum(axis=1)))
    closed = np.concatenate([ring, ring[:1]])
    keep = np.zeros(len(closed), dtype=np.bool_)
    keep[[0, far, -1]] = True
    waiting = [(0, far), (far, len(closed) - 1)]
    while waiting:
        start, end = waiting.pop()
        if end - start < 2:
            continue
        off = _off_line(closed[start + 1 : end], closed[start], closed[end])
        worst = int(off.argmax())
        if off[worst] > tolerance:
            middle = start + 1 + worst
            keep[middle] = True
            waiting += [(start, middle), (middle, end)]
    return closed[:-1][keep[:-1]]


def _off_line(
    points: npt.NDArray[np.int64], start: npt.NDArray[np.int64], end: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Distances (N,) of points from the line through two."""
    row, column = (end - start).astype(np.float64)
    length = float(np.hypot(row, column))
    away = points - start
    if length == 0.0:
        return np.asarray(np.hypot(away[:, 0], away[:, 1]))
    return np.asarray(np.abs(row * away[:, 1] - column * away[:, 0]) / length)
