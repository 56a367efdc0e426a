import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.sim.benchmark.intervals import (
    Estimate,
    bootstrap,
    clustered,
    paired_difference,
    ratio,
    single,
    wilson,
)


def test_wilson_matches_the_textbook():
    estimate = wilson(8, 10)
    assert estimate.value == 0.8
    assert (estimate.low, estimate.high) == pytest.approx((0.4902, 0.9433), abs=1e-4)


@pytest.mark.parametrize(("successes", "n", "low", "high"), [(0, 10, 0, 0.2775), (0, 0, 0, 1)])
def test_wilson_at_its_ends(successes, n, low, high):
    estimate = wilson(successes, n)
    assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=1e-4)


def test_bootstrap_of_equal_samples_is_a_point():
    estimate = bootstrap([2.0] * 5)
    assert (estimate.value, estimate.low, estimate.high, estimate.n) == (2.0, 2.0, 2.0, 5)


def test_bootstrap_covers_the_standard_error():
    samples = np.random.default_rng(0).normal(10.0, 1.0, 400)
    estimate = bootstrap(samples)
    assert estimate.high - estimate.low == pytest.approx(2 * 1.96 / 20, rel=0.15)
    assert estimate == bootstrap(samples)


def test_bootstrap_of_a_median_ignores_an_outlier():
    assert bootstrap([1.0, 1.0, 1.0, 1.0, 900.0], statistic=np.median).value == 1.0


def test_bootstrap_needs_a_sample():
    with pytest.raises(ValueError, match="at least one sample"):
        bootstrap([])


def test_paired_difference_is_ours_minus_theirs():
    assert paired_difference([3.0, 4.0], [1.0, 2.0]).value == 2.0


def test_single_has_no_spread():
    assert (single(4).low, single(4).high, single(4).n) == (4.0, 4.0, 1)


def test_a_ratio_is_of_sums_and_its_interval_of_groups():
    one = ratio([1, 9], [2, 10])
    assert (one.value, one.n) == (10 / 12, 12)
    assert one.low == 0.5
    assert one.high == 0.9
    assert ratio([0, 0], [0, 0]) == Estimate(0.0, 0.0, 1.0, 0)
    some = ratio([0, 3], [0, 4])
    assert (some.value, some.low, some.high) == (0.75, 0.75, 0.75)


def test_trials_of_groups_that_are_alike_count_for_less():
    alone = wilson(20, 40)
    mixed = clustered([2.0, 2.0] * 5, [4.0, 4.0] * 5)
    alike = clustered([4.0, 0.0] * 5, [4.0, 4.0] * 5)
    assert (mixed.low, mixed.high) == pytest.approx((alone.low, alone.high))
    assert alike.value == mixed.value == 0.5
    assert alike.high - alike.low > 1.8 * (alone.high - alone.low)


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(1, 6)), min_size=1, max_size=30).map(
        lambda groups: [(min(a, b), b) for a, b in groups]
    )
)
def test_intervals_of_groups_hold_the_share_and_are_never_narrower(groups):
    hits, sizes = zip(*groups, strict=True)
    found, alone = clustered(hits, sizes), wilson(sum(hits), sum(sizes))
    assert 0.0 <= found.low <= found.value + 1e-12
    assert found.value <= found.high + 1e-12 <= 1.0 + 1e-12
    assert found.high - found.low >= alone.high - alone.low - 1e-12
    assert found.n == alone.n


def test_no_trials_say_nothing():
    assert clustered([], []) == wilson(0, 0)
