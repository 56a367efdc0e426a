"""What every policy keeps to, and what each is for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.tiers.adaptive import AdaptiveTinyLfu
from whereseen.memory.tiers.counts import AgeingCounts
from whereseen.memory.tiers.policies import POLICIES, make_policy
from whereseen.memory.tiers.queues import Fifo, Lru, MergingFifo
from whereseen.memory.tiers.tiny_lfu import WTinyLfu
from whereseen.memory.tiers.worth import ValueWeighted

KEYS = st.integers(0, 12)
CALLS = st.lists(
    st.tuples(st.sampled_from(["touch", "touch", "admit", "admit", "discard", "evict"]), KEYS),
    max_size=120,
)
names = st.sampled_from(POLICIES)
capacities = st.integers(1, 6)


def call(policy, what, key):
    if what == "evict":
        return policy.evict() if len(policy) else None
    return getattr(policy, what)(key)


def play(policy, calls):
    return [call(policy, *each) for each in calls]


@given(names, capacities, CALLS)
def test_residents_are_those_that_came_and_did_not_leave(name, capacity, calls):
    policy, residents = make_policy(name, capacity), set()
    for what, key in calls:
        answer = call(policy, what, key)
        if what == "touch":
            assert answer == (key in residents)
        elif what == "admit":
            residents = (residents - {answer}) | {key}
        else:
            residents.discard(answer if what == "evict" else key)
        assert set(policy) == residents
        assert len(list(policy)) == len(policy) == len(residents) <= capacity
        assert all((each in policy) == (each in residents) for each in range(13))


@given(names, capacities, CALLS)
def test_the_first_in_line_is_who_leaves(name, capacity, calls):
    policy = make_policy(name, capacity)
    play(policy, calls)
    if len(policy):
        first = next(iter(policy))
        assert policy.evict() == first


@given(names, capacities, CALLS, CALLS)
def test_a_policy_goes_on_from_its_snapshot_as_if_nothing_had_happened(
    name, capacity, before, then
):
    policy, other = make_policy(name, capacity), make_policy(name, capacity)
    play(policy, before)
    other.restore(json.loads(json.dumps(policy.snapshot())))
    assert list(other) == list(policy)
    assert play(other, then) == play(policy, then)
    assert other.snapshot() == policy.snapshot()


@given(names, capacities, CALLS)
def test_equal_calls_make_equal_choices(name, capacity, calls):
    one, other = make_policy(name, capacity), make_policy(name, capacity)
    assert play(one, calls) == play(other, calls)
    assert one.snapshot() == other.snapshot()


@pytest.mark.parametrize("name", POLICIES)
def test_a_stream_without_end_leaves_a_bounded_state(name):
    policy, largest = make_policy(name, 3), 0
    for key in range(6000):
        policy.touch(key)
        policy.admit(key)
        if key % 250 == 249:
            largest = max(largest, len(json.dumps(policy.snapshot())))
    assert largest <= 20_000  # six thousand keys would take 36,000


@pytest.mark.parametrize("name", POLICIES)
def test_nothing_leaves_an_empty_policy(name):
    policy = make_policy(name, 3)
    assert list(policy) == []
    with pytest.raises(KeyError):
        policy.evict()


def test_wrong_names_and_sizes_are_refused():
    with pytest.raises(InvalidConfig, match="no such policy"):
        make_policy("clock", 3)
    for capacity in (0, -1, 10_001):
        with pytest.raises(InvalidConfig, match="capacity"):
            make_policy("lru", capacity)
    with pytest.raises(InvalidConfig, match="window"):
        WTinyLfu(3, window_share=1.5)
    with pytest.raises(InvalidConfig, match="sample"):
        WTinyLfu(3, sample=-1)
    with pytest.raises(InvalidConfig, match="half-life"):
        AdaptiveTinyLfu(3, half_life=0)
    with pytest.raises(InvalidConfig, match="half-life"):
        ValueWeighted(3, sample=0)


def use(policy, keys):
    """Ask for keys and write them, as a robot does that uses things; those that were resident."""
    hits = []
    for key in keys:
        if policy.touch(key):
            hits.append(key)
        policy.admit(key)
    return hits


def test_writing_again_takes_a_place_unless_entries_are_merged():
    fifo, merging = Fifo(3), MergingFifo(3)
    use(fifo, "abbb")
    use(merging, "abbb")
    assert set(fifo) == {"b"}
    assert list(merging) == ["a", "b"]


def test_a_merged_entry_keeps_its_place_and_a_used_one_becomes_new():
    merging, lru = MergingFifo(3), Lru(3)
    use(merging, "abcad")
    use(lru, "abcad")
    assert list(merging) == ["b", "c", "d"]
    assert list(lru) == ["c", "a", "d"]


def test_the_least_used_leaves_and_what_left_starts_anew():
    lfu = make_policy("lfu", 2)
    use(lfu, "aabcb")
    assert list(lfu) == ["b", "a"]


def test_what_is_touched_once_does_not_drive_out_what_is_used():
    tiny, lru = WTinyLfu(4), Lru(4)
    for policy in (tiny, lru):
        use(policy, "abcabcabc")
        use(policy, "xyzuvw")
    assert set("abc") < set(tiny)
    assert not set("abc") & set(lru)


def test_a_share_of_the_window_is_at_least_one_key():
    windows = [WTinyLfu(10, window_share=share).window for share in (0.0, 0.01, 0.5, 0.9, 1.0)]
    assert windows == [1, 1, 5, 9, 10]


def test_counts_are_halved_and_ones_are_forgotten():
    counts = AgeingCounts(8)
    for key in "aaaaabc":
        counts.add(key)
    assert (counts.of("a"), counts.of("b"), len(counts)) == (5, 1, 3)
    counts.add("c")
    assert (counts.of("a"), counts.of("b"), counts.of("c"), len(counts)) == (2, 0, 1, 2)


@given(st.integers(1, 20), st.lists(st.integers(0, 1000), max_size=200))
def test_there_are_never_more_counts_than_the_sample(sample, keys):
    counts = AgeingCounts(sample)
    for key in keys:
        counts.add(key)
        assert len(counts) <= sample


def test_the_rival_that_forgets_as_fast_as_the_world_changes_leads():
    steady, drifting = AdaptiveTinyLfu(4), AdaptiveTinyLfu(4)
    slow, fast = steady._rivals[-1], steady._rivals[0]
    # Four keys are wanted now and then, among many that are wanted once or twice.
    use(steady, [key for n in range(400) for key in (n % 4, 100 + n // 2, 700 + n, 1200 + n)])
    for start in range(0, 400, 4):  # whatever was wanted is never wanted again
        use(drifting, [start + n % 4 for n in range(40)])
    assert steady.leader in (slow, steady._rivals[-2])
    assert steady.leader is not fast
    assert drifting.leader is drifting._rivals[0]


def test_what_is_dear_to_find_stays_and_what_is_long_unused_goes():
    cost_s = {"a": 1.0, "b": 10.0, "c": 1.0, "d": 1.0}
    dear = ValueWeighted(2, cost_s.__getitem__)
    use(dear, "baac")
    assert set(dear) == {"b", "c"}
    fading = ValueWeighted(2, half_life=1)
    use(fading, "bbbb" + "a" * 20 + "c")
    assert set(fading) == {"a", "c"}
