from dataclasses import replace

import pytest

from whereseen.sim.benchmark.results import Results
from whereseen.sim.fetching.bars import is_sane, verdicts
from whereseen.sim.fetching.figures import metrics_of
from whereseen.sim.fetching.judging import Cause, Judged


def done(method, number, cause):
    return Judged(
        method, "perfect", 1, number, "mug", "table", cause, "", 60.0, 9.0, 7, 1, False, True
    )


@pytest.fixture
def rows():
    ours = [done("whereseen", n, Cause.MANIPULATION if n == 0 else None) for n in range(10)]
    theirs = [done("static", n, Cause.NOT_FOUND if n < 6 else None) for n in range(10)]
    return tuple(metrics_of([*ours, *theirs]))


def found(rows, method, name):
    return next(row for row in rows if (row.method, row.name) == (method, name))


def test_failures_are_split_by_cause(rows):
    assert found(rows, "whereseen", "success_rate").value == pytest.approx(0.9)
    assert found(rows, "whereseen", "failed: manipulation").value == pytest.approx(0.1)
    assert found(rows, "static", "failed: not found").value == pytest.approx(0.6)
    shares = [row.value for row in rows if row.method == "static" and "failed" in row.name]
    assert sum(shares) == pytest.approx(0.6)


def test_what_ours_is_ahead_is_counted_errand_by_errand(rows):
    ahead = found(rows, "whereseen minus static", "success_rate")
    assert ahead.value == pytest.approx(0.5)
    assert ahead.low < ahead.value < ahead.high


def test_homes_and_not_errands_are_what_was_drawn():
    def of_homes(failed):
        return [
            replace(done("whereseen", n, cause), seed=home)
            for home in range(8)
            for n in range(4)
            for cause in [Cause.NOT_FOUND if failed(home, n) else None]
        ]

    spread = found(tuple(metrics_of(of_homes(lambda home, n: n == 0))), "whereseen", "success_rate")
    alike = found(
        tuple(metrics_of(of_homes(lambda home, n: home < 2))), "whereseen", "success_rate"
    )
    assert spread.value == alike.value == 0.75
    assert alike.high - alike.low > 1.5 * (spread.high - spread.low)


def test_bars_tell_what_was_reached(rows):
    results = Results("fetch", "", "", "", {}, {}, (1,), rows)
    assert [each.is_met for each in verdicts(results)] == [True, True]
    assert is_sane(results)
