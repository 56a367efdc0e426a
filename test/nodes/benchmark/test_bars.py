import pytest

from whereseen.nodes.benchmark.bars import BARS, Bar, verdicts
from whereseen.nodes.benchmark.estimates import UNITS
from whereseen.sim.benchmark.intervals import single
from whereseen.sim.benchmark.results import Metric

BAR = Bar("locate_p95_ms", "things", 50, "lower")


def row(value, *, method="whereseen", case="things, 1000 voxels", name="locate_p95_ms"):
    return Metric.of(
        single(value), method=method, case=case, name=name, unit="ms", direction="lower"
    )


@pytest.mark.parametrize(("value", "state"), [(49.0, "met"), (50.0, "met"), (50.1, "missed")])
def test_a_bar_is_met_up_to_its_limit(value, state):
    (verdict,) = verdicts([row(value)], [BAR])
    assert str(verdict).startswith(state)
    assert f"{value:.4g} ms, at most 50 ms" in str(verdict)


def test_where_more_is_better_the_limit_is_the_least():
    bar = Bar("sustained_hz", "", 10, "higher")
    rows = [row(value, name="sustained_hz") for value in (9.0, 10.0, 30.0)]
    assert [verdict.is_met for verdict in verdicts(rows, [bar])] == [False, True, True]


def test_baselines_other_cases_and_other_metrics_are_not_judged():
    others = [row(1.0, method="list"), row(1.0, case="surfaces"), row(1.0, name="locate_ms")]
    assert verdicts(others, [BAR]) == []


def test_every_bar_is_on_a_metric_and_faces_the_right_way():
    for bar in BARS:
        assert UNITS[bar.name][1] == bar.direction
