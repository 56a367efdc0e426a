from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.log.backend import Holdings
from whereseen.memory.log.retention import Retention, surplus

S = 10**9
ROWS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), max_size=12)
POLICIES = st.builds(
    Retention,
    max_age_s=st.none() | st.integers(0, 12).map(float),
    max_rows=st.none() | st.integers(0, 8),
    max_bytes=st.none() | st.integers(0, 30),
    keep_every=st.integers(1, 3),
    thin_after_s=st.integers(0, 10).map(float),
)


def held(rows):
    ids = np.arange(1, len(rows) + 1)
    stamps = np.array([stamp * S for stamp, _ in rows], dtype=np.int64)
    return Holdings(ids, stamps, np.array([size for _, size in rows], dtype=np.int64))


@given(rows=ROWS, policy=POLICIES)
def test_what_stays_is_within_every_bound_and_what_goes_had_to(rows, policy):
    now_s = 20
    gone = set(surplus(policy, held(rows), now_s * S).tolist())
    stays = {n: row for n, row in enumerate(rows, start=1) if n not in gone}
    assert all(policy.max_age_s is None or now_s - t <= policy.max_age_s for t, _ in stays.values())
    assert policy.max_rows is None or len(stays) <= policy.max_rows
    assert policy.max_bytes is None or sum(size for _, size in stays.values()) <= policy.max_bytes
    if policy.max_rows is None and policy.max_bytes is None:
        for n in gone:
            age_s = now_s - rows[n - 1][0]
            is_old = policy.max_age_s is not None and age_s > policy.max_age_s
            assert is_old or (age_s > policy.thin_after_s and n % policy.keep_every)
    # Nothing goes that is newer than something of the same rules that stays.
    if policy.keep_every == 1 and gone and stays:
        newest_gone = max((rows[n - 1][0], n) for n in gone)
        assert newest_gone < min((t, n) for n, (t, _) in stays.items())


@given(rows=ROWS, policy=POLICIES)
def test_a_second_time_nothing_goes(rows, policy):
    first = held(rows)
    keep = ~np.isin(first.ids, surplus(policy, first, 20 * S))
    again = Holdings(first.ids[keep], first.stamps_ns[keep], first.sizes[keep])
    assert surplus(policy, again, 20 * S).tolist() == []


def test_endless_bounds_are_no_bounds():
    rows = held([(0, 1), (20, 1)])
    assert surplus(Retention(max_age_s=1e300), rows, 20 * S).tolist() == []
    assert surplus(Retention(max_age_s=20.0), rows, 20 * S).tolist() == []
    assert surplus(Retention(max_age_s=19.9), rows, 20 * S).tolist() == [1]


@pytest.mark.parametrize("bounds", [{"max_age_s": -1.0}, {"max_rows": -1}, {"keep_every": 0}])
def test_negative_bounds_are_refused(bounds):
    with pytest.raises(InvalidConfig, match="must not be negative"):
        Retention(**bounds)
