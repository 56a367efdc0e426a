import math

import pytest

from whereseen.nodes.benchmark.estimates import UNITS, estimate_of

NAN = float("nan")


@pytest.mark.parametrize(
    ("name", "samples", "value"),
    [
        ("frames_lost", [0.0, 2.0, 1.0], 3.0),
        ("locate_failed", [0.0, 0.0], 0.0),
        ("longest_step_ms", [20.0, 80.0, 10.0], 80.0),
        ("locate_ms", [1.0, 2.0, 90.0], 2.0),
        ("cpu_share", [0.1, 0.3], 0.2),
        ("cpu_share", [0.25], 0.25),
        ("latency_p95_ms", [NAN, 30.0], 30.0),
    ],
)
def test_samples_become_a_sum_the_worst_a_median_or_a_mean(name, samples, value):
    assert estimate_of(name, samples).value == pytest.approx(value)


def test_a_percentile_is_of_all_questions_and_has_an_interval():
    found = estimate_of("locate_p95_ms", [float(number) for number in range(101)])
    assert found.value == pytest.approx(95.0)
    assert found.low < 95.0 < found.high
    assert found.n == 101


def test_nothing_measured_is_no_sample():
    found = estimate_of("latency_p50_ms", [NAN])
    assert found.n == 0
    assert not math.isnan(found.value)


def test_every_unit_is_in_the_name_of_its_metric():
    for name, (unit, _) in UNITS.items():
        if unit in ("ms", "MB", "Hz"):
            assert name.endswith(f"_{unit.lower()}")
