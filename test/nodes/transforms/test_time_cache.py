from __future__ import annotations

import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.nodes.transforms.edge import Edge, Refusal
from whereseen.nodes.transforms.errors import FutureExtrapolationFailed, PastExtrapolationFailed
from whereseen.nodes.transforms.time_cache import CacheLimits, StaticCache, TimeCache

LIMITS = CacheLimits(duration_ns=100, most_samples=5)


def sample(stamp_ns: int, x_m: float = 0.0) -> Edge:
    return Edge("odom", "base", stamp_ns, (x_m, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0))


def filled(*stamps_ns: int) -> TimeCache:
    cache = TimeCache(LIMITS)
    for stamp_ns in stamps_ns:
        cache.insert(sample(stamp_ns, float(stamp_ns)))
    return cache


def x_at(cache: TimeCache, stamp_ns: int) -> float:
    return cache.at(stamp_ns).translation_m[0]


def test_an_empty_cache_may_know_later() -> None:
    assert filled().latest() is None
    with pytest.raises(FutureExtrapolationFailed):
        filled().at(0)


def test_samples_may_come_in_any_order() -> None:
    cache = filled(30, 10, 20)
    assert [x_at(cache, ns) for ns in (10, 15, 20, 25, 30, 0)] == [10, 15, 20, 25, 30, 30]


def test_what_is_older_than_the_duration_goes_with_the_next_sample() -> None:
    cache = filled(100, 150, 201)
    assert x_at(cache, 100) == 100
    cache.insert(sample(202))
    with pytest.raises(PastExtrapolationFailed, match="no longer known"):
        cache.at(100)
    assert x_at(cache, 150) == 150


def test_what_comes_too_late_is_refused() -> None:
    cache = filled(201)
    assert cache.insert(sample(100)) is Refusal.OLD
    assert cache.insert(sample(101)) is None


def test_beyond_the_most_samples_the_oldest_go() -> None:
    cache = filled(1, 2, 3, 4, 5, 6, 7)
    with pytest.raises(PastExtrapolationFailed):
        cache.at(2)
    assert [x_at(cache, ns) for ns in (3, 7)] == [3, 7]


def test_of_equal_stamps_the_last_to_come_counts_and_copies_do_not() -> None:
    cache = filled(10)
    for x_m in (1.0, 2.0, 1.0, 2.0, 1.0):
        cache.insert(sample(20, x_m))
    cache.insert(sample(30, 30.0))
    assert x_at(cache, 20) == 2.0
    assert x_at(cache, 25) == 16.0
    cache.insert(sample(40, 40.0))
    assert x_at(cache, 10) == 10.0  # copies would have pushed it out


def test_a_cleared_cache_takes_in_earlier_time() -> None:
    cache = filled(1_000)
    cache.clear()
    assert cache.insert(sample(5, 5.0)) is None
    assert x_at(cache, 5) == 5.0


def test_a_static_edge_outlives_all() -> None:
    cache = StaticCache()
    cache.insert(sample(77, 1.0))
    cache.clear()
    assert cache.at(123) == cache.latest() == sample(0, 1.0)


def test_limits_have_ranges() -> None:
    with pytest.raises(InvalidConfig, match="duration_ns"):
        CacheLimits(duration_ns=0)
