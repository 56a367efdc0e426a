"""Rooms of a building made elsewhere: what its walls enclose, as rectangles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from whereseen.sim.importing.walls import CELL_M, Mask

_DOORWAY_M = 1.3  # narrower openings part rooms
_LEAST_M2 = 2.0
_LEAST_SIDE = 11  # cells
_PURE = 0.95  # of the cells of a rectangle, in one room
_DEEPEST = 7
_NONE = 0

Labels = npt.NDArray[np.int64]
Window = tuple[int, int, int, int]  # first column and row, last ones not included


def regions_of(is_wall: Mask) -> tuple[Labels, Mask]:
    """Which room each cell (X, Y) is in, from 1, and which are outside; walls are neither.

    Cells belong to the same room if one can get from one to the other past openings that are
    wider than a doorway. The outside is what one gets to from the edge of the plan. What is small
    and enclosed is taken for the inside of a wall.
    """
    free = ~is_wall
    clear_m = ndimage.distance_transform_edt(np.pad(free, 1, constant_values=True))[1:-1, 1:-1]
    seeds, count = ndimage.label(clear_m * CELL_M > _DOORWAY_M / 2)
    edge = np.unique(np.concatenate([seeds[0], seeds[-1], seeds[:, 0], seeds[:, -1]]))
    outside = count + 1
    seeds = np.where(np.isin(seeds, edge[edge > 0]), outside, seeds)
    grown = _grown(_edged(np.asarray(seeds, np.int64), free, outside), free)
    sizes = np.bincount(grown.ravel(), minlength=outside + 1) * CELL_M**2
    large = np.flatnonzero(sizes >= _LEAST_M2)
    large = large[(large != _NONE) & (large != outside)]
    number = np.zeros(len(sizes), dtype=np.int64)
    number[large] = np.arange(1, len(large) + 1)
    return np.asarray(number[grown]), grown == outside


def rectangles_of(regions: Labels, is_outside: Mask) -> tuple[tuple[int, Window], ...]:
    """Rectangles that show the rooms, each with its room's number; none overlap.

    Args:
        regions: (X, Y) of which room a cell is, from 1.
        is_outside: (X, Y) what no room may have much of; what is neither is wall.
    """
    if not regions.any():
        return ()
    outside = int(regions.max()) + 1
    labels = np.where(is_outside, outside, regions)
    return tuple(_split(labels, outside, _round(regions > 0, (0, 0, *regions.shape)), 0))


def kind_of_room(labels: Iterable[str]) -> str:
    """What a room is, by what stands in it; `room` if that says nothing."""
    words = [word for label in set(labels) for word in label.split()]
    scores = {kind: sum(word in told for word in words) for kind, told in _TELLING.items()}
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] else "room"


_TELLING: dict[str, Sequence[str]] = {
    "bathroom": ("toilet", "shower", "bathtub", "washbasin"),
    "kitchen": ("kitchen", "refrigerator", "fridge", "cooking", "stove", "oven", "rangehood"),
    "bedroom": ("bed", "night", "nightstand", "wardrobe"),
    "living room": ("sofa", "couch", "tv", "television", "armchair", "coffee"),
    "office": ("desk", "computer", "monitor", "printer", "office"),
    "shop": ("bookshelf", "shelf", "shop", "retail"),
}


def _edged(seeds: Labels, free: Mask, outside: int) -> Labels:
    """The edge of the plan is outside even where there is little room."""
    edged = seeds.copy()
    for edge in ((0, slice(None)), (-1, slice(None)), (slice(None), 0), (slice(None), -1)):
        edged[edge] = np.where(free[edge], outside, edged[edge])
    return edged


def _grown(seeds: Labels, free: Mask) -> Labels:
    """Every free cell in the region of the seed from which it is reached first."""
    grown = seeds.copy()
    cross = ndimage.generate_binary_structure(2, 1)
    while True:
        spread = ndimage.grey_dilation(grown, footprint=cross)
        wider = np.where(free & (grown == 0), spread, grown)
        if np.array_equal(wider, grown):
            return wider
        grown = wider


def _split(
    labels: Labels, outside: int, window: Window, depth: int
) -> Iterator[tuple[int, Window]]:
    """Cut a rectangle until each piece is nearly all in one room."""
    a, b, c, d = window
    counts = np.bincount(labels[a:c, b:d].ravel(), minlength=int(labels.max()) + 1)
    counts[_NONE] = 0
    label = int(counts.argmax())
    cuts = list(_cuts(labels, window)) if depth < _DEEPEST else []
    if counts[label] >= _PURE * counts.sum() or not cuts:
        if counts[label] > 0 and label < outside:
            yield label, _round(labels == label, window)
        return
    _, axis, at = min(cuts)
    for half in ((a, b, at, d), (at, b, c, d)) if axis == 0 else ((a, b, c, at), (a, at, c, d)):
        yield from _split(labels, outside, half, depth + 1)


def _cuts(labels: Labels, window: Window) -> Iterator[tuple[int, int, int]]:
    """How many cells would be on the wrong side of each cut, its axis, and where it is."""
    a, b, c, d = window
    known = np.arange(1, int(labels.max()) + 1)[:, None, None]
    counted = labels[a:c, b:d] == known
    for axis, first, last in ((0, a, c), (1, b, d)):
        before = counted.sum(axis=2 - axis).cumsum(axis=1)
        for at in range(first + _LEAST_SIDE, last - _LEAST_SIDE + 1):
            one = before[:, at - first - 1]
            other = before[:, -1] - one
            yield int(one.sum() - one.max() + other.sum() - other.max()), axis, at


def _round(wanted: Mask, window: Window) -> Window:
    """The smallest window within one that holds all cells that are wanted there."""
    a, b, c, d = window
    x, y = np.nonzero(wanted[a:c, b:d])
    return (a + int(x.min()), b + int(y.min()), a + int(x.max()) + 1, b + int(y.max()) + 1)
