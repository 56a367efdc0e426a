from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.log.vector_column import VectorColumn


def halves(rng, count, dimension):
    return rng.standard_normal((count, dimension)).astype("<f2")


@pytest.mark.parametrize("folder", [True, False])
def test_rows_score_the_same_wherever_they_stand(tmp_path, folder):
    rng = np.random.default_rng(0)
    rows, ids = halves(rng, 5000, 33), np.cumsum(rng.integers(1, 4, 5000))
    column = VectorColumn(33, tmp_path if folder else None)
    for begin in range(0, 5000, 700):  # blocks end within these
        column.extend(ids[begin : begin + 700], rows[begin : begin + 700].view(np.uint16))
    wanted = rng.standard_normal(33).astype(np.float32)
    asked = np.arange(ids[-1] + 5)
    scores = column.score(wanted, asked)
    assert np.isnan(scores[~np.isin(asked, ids)]).all()
    np.testing.assert_allclose(scores[ids], rows.astype(np.float32) @ wanted, atol=1e-5)
    np.testing.assert_array_equal(column.score(wanted, ids[::7]), scores[ids[::7]])
    assert list(tmp_path.iterdir()) == []
    assert column.last_id == ids[-1]


def test_what_is_wiped_is_zero():
    column = VectorColumn(2)
    column.extend(np.array([2, 5, 9]), np.ones((3, 2), np.float16).view(np.uint16))
    column.wipe(np.array([5, 6]))
    wanted = np.ones(2, np.float32)
    assert column.score(wanted, np.array([2, 5, 9])).tolist() == [2.0, 0.0, 2.0]


def test_a_full_disk_is_no_end(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    column = VectorColumn(2, tmp_path)
    column.extend(np.array([1]), np.ones((1, 2), np.float16).view(np.uint16))
    assert column.score(np.ones(2, np.float32), np.array([1])).tolist() == [2.0]


@given(st.lists(st.integers(1, 30), unique=True).map(sorted), st.lists(st.integers(0, 40)))
def test_only_what_has_a_vector_is_scored(known, asked):
    column = VectorColumn(1)
    rows = np.array(known, np.float16).reshape(-1, 1)
    column.extend(np.array(known, np.int64), rows.view(np.uint16))
    asked = np.array(sorted(set(asked)), np.int64)
    scores = column.score(np.ones(1, np.float32), asked)
    expected = [float(n) if n in known else np.nan for n in asked.tolist()]
    np.testing.assert_array_equal(scores, np.array(expected, np.float32))
