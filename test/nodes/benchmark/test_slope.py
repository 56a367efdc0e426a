import numpy as np
import pytest

from whereseen.nodes.benchmark.slope import slope


def test_a_line_has_its_slope_and_no_doubt():
    times = np.arange(100) / 60.0
    found = slope(times, 3.0 * times + 200.0)
    assert (found.value, found.low, found.high) == pytest.approx((3.0, 3.0, 3.0))
    assert found.n == 100


def test_what_only_wobbles_may_not_grow():
    times = np.arange(600) / 60.0
    wobble = np.random.default_rng(0).normal(0.0, 5.0, 600)
    found = slope(times, 200.0 + wobble)
    assert found.low < 0.0 < found.high
    assert found.high - found.low < 1.0


def test_samples_that_hang_together_do_not_make_the_interval_narrow():
    times = np.arange(600) / 60.0
    noise = np.random.default_rng(1).normal(0.0, 5.0, 20)
    apart = slope(times, np.random.default_rng(1).normal(0.0, 5.0, 600))
    together = slope(times, np.repeat(noise, 30))
    assert together.high - together.low > 3.0 * (apart.high - apart.low)


def test_too_few_samples_are_refused():
    with pytest.raises(ValueError, match="20 samples, not 19"):
        slope(np.arange(19), np.arange(19))
