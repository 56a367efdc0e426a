from dataclasses import replace

import pytest

from whereseen.sim.benchmark.results import Metric, Results
from whereseen.sim.benchmark.verdict import Verdict, as_share, rivals_of, shown

OURS = Metric("whereseen", "10 rows", "p99_ms", 4.0, 3.0, 5.0, 9, "ms", "lower")


def test_reaching_a_bar_is_enough_whichever_way_is_better():
    assert Verdict("questions", 4.0, OURS).is_met
    assert not Verdict("questions", 3.9, OURS).is_met
    higher = replace(OURS, direction="higher")
    assert Verdict("questions", 4.0, higher).is_met
    assert not Verdict("questions", 4.1, higher).is_met


def test_it_says_what_was_aimed_at_and_measured():
    said = str(Verdict("questions", 3.0, OURS))
    assert said == "missed: questions, at most 3 ms (measured 4 (3 to 5))"
    assert Verdict("rows", 10_000.0, replace(OURS, unit="1/s")).bar == "at most 10,000 1/s"


@pytest.mark.parametrize("single", [replace(OURS, n=1), replace(OURS, low=4.0, high=4.0)])
def test_without_an_interval_there_is_none(single):
    assert shown(single) == "4"


def test_rivals_are_other_methods_in_the_same_measurement():
    rows = (
        OURS,
        replace(OURS, method="whereseen, cold"),
        replace(OURS, method="other"),
        replace(OURS, method="other", case="20 rows"),
        replace(OURS, method="other", name="p50_ms"),
    )
    results = Results("store", "0", "", "", {}, {}, (0,), rows)
    assert rivals_of(results, OURS) == (rows[2],)


def test_a_share_keeps_its_interval():
    share = as_share(OURS, 8.0)
    assert (share.value, share.low, share.high) == (0.5, 0.375, 0.625)
