import json
from dataclasses import replace

import pytest

from whereseen.memory.errors import UnknownLayout
from whereseen.sim.benchmark.intervals import Estimate
from whereseen.sim.benchmark.results import Metric, Results, compare


def row(value, *, name="frame_ms", direction="lower", spread=0.0, n=1, method="whereseen"):
    estimate = Estimate(value, value - spread, value + spread, n)
    return Metric.of(
        estimate, method=method, case="640x480", name=name, unit="ms", direction=direction
    )


def results(*metrics):
    return Results(
        suite="map",
        version="0.1.0",
        commit="abc",
        date="2026-01-01T00:00:00+00:00",
        machine={"cores": 2},
        config={"quick": True},
        seeds=(0, 1),
        metrics=metrics,
    )


def test_the_file_has_the_schema_of_the_design(tmp_path):
    path = tmp_path / "results.json"
    results(row(5.0)).write(path)
    fields = json.loads(path.read_text())
    assert list(fields) == [
        "suite", "version", "commit", "date", "machine", "config", "seeds", "metrics",
    ]  # fmt: skip
    assert fields["metrics"] == [
        {
            "method": "whereseen",
            "case": "640x480",
            "name": "frame_ms",
            "value": 5.0,
            "low": 5.0,
            "high": 5.0,
            "n": 1,
            "unit": "ms",
            "direction": "lower",
        }
    ]


def test_what_was_written_is_read(tmp_path):
    path = tmp_path / "results.json"
    written = results(row(5.0), row(0.7, name="miou", direction="higher"))
    written.write(path)
    assert Results.read(path) == written


@pytest.mark.parametrize("text", ["", "[]", '{"suite": "map"}', '{"seeds": [], "metrics": [1]}'])
def test_other_files_are_refused(tmp_path, text):
    path = tmp_path / "other.json"
    path.write_text(text)
    with pytest.raises(UnknownLayout, match=r"is not a results\.json"):
        Results.read(path)


def test_slower_by_more_than_the_tolerance_is_a_regression():
    found = compare(results(row(10.0)), results(row(12.0)))
    assert [r.change for r in found] == pytest.approx([0.2])
    assert compare(results(row(10.0)), results(row(10.9))) == []
    assert compare(results(row(10.0)), results(row(2.0))) == []


def test_direction_decides_what_is_worse():
    before = results(row(0.8, name="miou", direction="higher"))
    worse = results(row(0.6, name="miou", direction="higher"))
    assert len(compare(before, worse)) == 1
    assert compare(worse, before) == []


def test_overlapping_intervals_are_no_regression():
    before = results(row(10.0, spread=2.0, n=5))
    assert compare(before, results(row(13.0, spread=2.0, n=5))) == []
    assert len(compare(before, results(row(13.0, spread=0.5, n=5)))) == 1


def test_a_zero_before_is_compared_absolutely():
    assert compare(results(row(0.0)), results(row(0.05))) == []
    assert len(compare(results(row(0.0)), results(row(3.0)))) == 1


def test_a_missing_row_is_the_worst_regression():
    before = results(row(10.0), row(1.0, name="churn"))
    found = compare(before, results(row(20.0)))
    assert [r.before.name for r in found] == ["churn", "frame_ms"]
    assert found[0].after is None
    assert compare(results(row(10.0)), before) == []


def test_methods_can_be_chosen():
    before = results(row(1.0, method="replace"), row(1.0))
    after = results(row(9.0, method="replace"), row(1.0))
    assert compare(before, after, methods=["whereseen"]) == []
    assert len(compare(before, after)) == 1


def test_the_commit_does_not_matter():
    before = results(row(10.0))
    assert compare(before, replace(before, commit="def")) == []
