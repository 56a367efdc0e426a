"""The best of many, in an order that depends on nothing else."""

from __future__ import annotations

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.memory.log.backend import Candidates, Int64


def newest(found: Candidates, limit: int, min_score: float | None) -> Int64:
    """Rows of the newest candidates that were logged with that score or more, newest first."""
    rows = np.arange(len(found.ids))
    if min_score is not None:
        rows = rows[found.scores >= min_score]
    return _ordered(found.stamps_ns, found, rows, limit)


def best(
    scores: Float64,
    found: Candidates,
    limit: int,
    min_score: float | None,
) -> Int64:
    """Rows of the candidates that score best, best first, the newer of equals first.

    Candidates whose score is NaN have none.
    """
    rows = np.flatnonzero(scores >= (-np.inf if min_score is None else min_score))
    return _ordered(scores, found, rows, limit)


def _ordered(keys: Float64 | Int64, found: Candidates, rows: Int64, limit: int) -> Int64:
    if len(rows) > limit:
        edge = len(rows) - limit
        least = np.partition(keys[rows], edge)[edge]
        rows = rows[keys[rows] >= least]
    order = np.lexsort((found.ids[rows], found.stamps_ns[rows], keys[rows]))
    return rows[order[::-1][:limit]]
