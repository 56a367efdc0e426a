"""Which of many observations of a thing at rest are worth keeping."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float32, Float64
from whereseen.memory.log.backend import Int64

_SAME = 0.02  # cosine distance below which two looks are alike

Bool = npt.NDArray[np.bool_]


def worth_keeping(
    stamps_ns: Int64, scores: Float64, vectors: Float32, *, gap_ns: int, different: int
) -> Bool:
    """The first, the last, the best and the most different, and one in each stretch of time.

    What it keeps of those that it kept is the same.

    Args:
        stamps_ns: (N,) times of one stay, ascending.
        scores: (N,) how sure each was.
        vectors: (N, D) unit vectors of how it looked, rows of NaN where that is not known.
        gap_ns: From one that is kept to the next it is no longer than this, where there are any.
        different: So many are kept for being different from the others.

    Returns:
        (N,) whether each is kept.
    """
    kept = np.zeros(len(stamps_ns), dtype=np.bool_)
    if not len(stamps_ns):
        return kept
    kept[[0, -1, int(np.argmax(scores))]] = True
    for row in _most_different(vectors, np.flatnonzero(kept).tolist(), different):
        kept[row] = True
    kept[_steps(stamps_ns, gap_ns)] = True
    return kept


def _most_different(vectors: Float32, seeds: list[int], count: int) -> list[int]:
    """Rows each of which is farthest from all before it (Gonzalez, 1985)."""
    known = ~np.isnan(vectors).any(axis=1)
    near = np.full(len(vectors), 2.0, dtype=np.float64)
    near[~known] = 0.0
    for row in seeds:
        _approach(near, vectors, row)
    found: list[int] = []
    while len(found) < count and near.max(initial=0.0) > _SAME:
        row = int(np.argmax(near))
        found.append(row)
        _approach(near, vectors, row)
    return found


def _approach(near: Float64, vectors: Float32, row: int) -> None:
    """Take a row in: nothing is farther from those taken than from it."""
    if not np.isnan(vectors[row]).any():
        distances = 1.0 - np.nan_to_num(vectors @ vectors[row], nan=1.0).astype(np.float64)
        np.minimum(near, distances, out=near)
    near[row] = 0.0


def _steps(stamps_ns: Int64, gap_ns: int) -> list[int]:
    """Rows from the first on, each the last within the gap, or else the next."""
    row, found = 0, [0]
    while row < len(stamps_ns) - 1:
        within = int(np.searchsorted(stamps_ns, stamps_ns[row] + gap_ns, "right")) - 1
        row = max(within, row + 1)
        found.append(row)
    return found
