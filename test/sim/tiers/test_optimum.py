"""Belady's optimum is one: no policy and no other choice has more hits."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.tiers.policies import POLICIES, make_policy
from whereseen.sim.tiers.optimum import optimal_hits
from whereseen.sim.tiers.replaying import hits_of

streams = st.lists(st.integers(0, 9), max_size=150)


@given(st.sampled_from(POLICIES), st.integers(1, 6), streams)
def test_no_policy_beats_the_optimum(name, capacity, things):
    hits = hits_of(make_policy(name, capacity), things)
    assert sum(hits) <= sum(optimal_hits(things, capacity))


@given(st.integers(1, 3), st.lists(st.integers(0, 4), max_size=12))
def test_the_optimum_is_the_best_of_all_choices(capacity, things):
    @cache
    def best(at, resident):
        if at == len(things):
            return 0
        if things[at] in resident:
            return 1 + best(at + 1, resident)
        rooms = [resident] if len(resident) < capacity else [resident - {k} for k in resident]
        return max(best(at + 1, room | {things[at]}) for room in rooms)

    assert sum(optimal_hits(things, capacity)) == best(0, frozenset())


def test_what_is_needed_latest_leaves():
    assert optimal_hits([1, 2, 3, 1, 2, 3], 2) == [False, False, False, True, False, True]
    assert optimal_hits([], 2) == []
