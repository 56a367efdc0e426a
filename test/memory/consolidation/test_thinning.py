from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from whereseen.memory.consolidation.thinning import worth_keeping

AXES = np.eye(8, dtype=np.float32)
NOWHERE = np.full(8, np.nan, dtype=np.float32)

LOOKS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 5), st.integers(-1, 7)), min_size=1, max_size=40
)


def columns(looks: list[tuple[int, int, int]]) -> tuple[Any, Any, Any]:
    looks = sorted(looks, key=lambda look: look[0])
    stamps, scores, axes = (np.array(each) for each in zip(*looks, strict=True))
    vectors = np.stack([NOWHERE if axis < 0 else AXES[axis] for axis in axes])
    return stamps.astype(np.int64), scores / 5.0, vectors


@given(LOOKS, st.integers(1, 300), st.integers(0, 4))
def test_what_it_keeps_stays_kept(looks: Any, gap_ns: int, different: int) -> None:
    stamps, scores, vectors = columns(looks)
    kept = worth_keeping(stamps, scores, vectors, gap_ns=gap_ns, different=different)
    again = worth_keeping(
        stamps[kept], scores[kept], vectors[kept], gap_ns=gap_ns, different=different
    )
    assert again.all()


@given(LOOKS, st.integers(1, 300), st.integers(0, 4))
def test_first_last_and_best_stay_and_no_gap_grows(looks: Any, gap_ns: int, different: int) -> None:
    stamps, scores, vectors = columns(looks)
    kept = worth_keeping(stamps, scores, vectors, gap_ns=gap_ns, different=different)
    assert kept[0]
    assert kept[-1]
    assert scores[kept].max() == scores.max()
    gaps, were = np.diff(stamps[kept]), np.diff(stamps)
    assert gaps.max(initial=0) <= max(gap_ns, were.max(initial=0))


@given(LOOKS)
def test_as_many_different_looks_stay_as_are_wanted(looks: Any) -> None:
    stamps, scores, vectors = columns(looks)
    kept = worth_keeping(stamps, scores, vectors, gap_ns=10**6, different=8)
    seen = {axis for _, _, axis in looks if axis >= 0}
    assert {int(np.argmax(v)) for v in vectors[kept] if not np.isnan(v).any()} == seen


def test_one_an_hour_of_a_long_stay() -> None:
    stamps = np.arange(0, 481, dtype=np.int64)  # minutes
    vectors = np.tile(AXES[0], (481, 1))
    kept = worth_keeping(stamps, np.ones(481), vectors, gap_ns=60, different=3)
    assert stamps[kept].tolist() == [60 * hour for hour in range(9)]


def test_of_nothing_nothing_is_kept() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert not len(worth_keeping(none, none.astype(float), AXES[:0], gap_ns=1, different=1))


@given(hnp.arrays(np.float32, (6, 8), elements=st.floats(-1, 1, width=32)))
def test_vectors_need_not_be_known(vectors: Any) -> None:
    vectors[::2] = np.nan
    kept = worth_keeping(np.arange(6), np.zeros(6), vectors, gap_ns=1, different=6)
    assert kept.all()
