"""The best of many, in an order that depends on nothing else."""

from __future__ import annotations

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.memory.log.backend import Candidates, Int64

_SAMPLED = 64  # one of so many


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
    least = max(-np.inf if min_score is None else min_score, _surely_reached(scores, limit))
    return _ordered(scores, found, np.flatnonzero(scores >= least), limit)


def _surely_reached(scores: Float64, limit: int) -> float:
    """A score that `limit` of them reach, as those of a sample do; cheap, and never too high."""
    sample = scores[::_SAMPLED]
    sample = sample[~np.isnan(sample)]
    if len(sample) <= limit:
        return -np.inf
    edge = len(sample) - limit
    return float(np.partition(sample, edge)[edge])


def _ordered(keys: Float64 | Int64, found: Candidates, rows: Int64, limit: int) -> Int64:
    if len(rows) > limit:
        edge = len(rows) - limit
        least = np.partition(keys[rows], edge)[edge]
        rows = rows[keys[rows] >= least]
    order = np.lexsort((found.ids[rows], found.stamps_ns[rows], keys[rows]))
    return rows[order[::-1][:limit]]
