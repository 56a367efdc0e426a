from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.log.backend import Candidates
from whereseen.memory.log.ranking import best, newest

SCORES = st.sampled_from([0.1, 0.5, 0.5, 0.9, math.nan])
ROWS = st.lists(st.tuples(SCORES, st.integers(0, 3)), max_size=15)
LEAST = st.none() | st.sampled_from([0.1, 0.5, 1.0])


def found(rows):
    scores, stamps = ([row[k] for row in rows] for k in (0, 1))
    ids = np.arange(1, len(rows) + 1)
    return Candidates(ids, np.array(stamps, np.int64), np.array(scores, np.float64))


@given(rows=ROWS, limit=st.integers(1, 6), least=LEAST)
def test_the_best_are_those_of_a_sort(rows, limit, least):
    given_rows = found(rows)
    ranked = best(given_rows.scores, given_rows, limit, least)
    has = [
        n for n, (score, _) in enumerate(rows) if score >= (-math.inf if least is None else least)
    ]
    assert ranked.tolist() == sorted(has, key=lambda n: (*rows[n], n), reverse=True)[:limit]


@given(rows=ROWS, limit=st.integers(1, 6), least=LEAST)
def test_the_newest_are_those_of_a_sort(rows, limit, least):
    has = [n for n, (score, _) in enumerate(rows) if least is None or score >= least]
    ranked = sorted(has, key=lambda n: (rows[n][1], n), reverse=True)[:limit]
    assert newest(found(rows), limit, least).tolist() == ranked


@pytest.mark.parametrize("limit", [1, 7, 40])
@pytest.mark.parametrize("values", [3, 1000])
def test_of_many_the_best_are_those_of_a_sort_too(limit, values):
    rng = np.random.default_rng(0)
    scores = rng.integers(0, values, 5000) / values
    scores[rng.random(5000) < 0.3] = math.nan
    many = Candidates(np.arange(5000), rng.integers(0, 50, 5000), scores)
    has = np.flatnonzero(~np.isnan(scores)).tolist()
    ranked = sorted(has, key=lambda n: (scores[n], many.stamps_ns[n], n), reverse=True)
    assert best(scores, many, limit, None).tolist() == ranked[:limit]
