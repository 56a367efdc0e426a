"""The suite in a single room, its rows and its bars."""

from dataclasses import replace

import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.benchmark.results import Results
from whereseen.sim.identity.bars import is_sane, verdicts
from whereseen.sim.identity.figures import Count, metrics_of
from whereseen.sim.identity.ledger import Tally
from whereseen.sim.identity.suite import DRIFT, QUICK, run
from whereseen.sim.localize.conditions import PERFECT, conditions

GOOD = Tally(moves=20, kept=20, kept_exactly=15, stays=50, stays_kept=50, things=80)
POOR = Tally(moves=20, kept=10, stays=50, stays_kept=20, vanished=10, things=80, surplus=8)


def results(*tallies, condition=PERFECT):
    counts = [Count("whereseen", condition, seed, each) for seed, each in enumerate(tallies)]
    rows = tuple(metrics_of(counts))
    return Results("identity", "0", "", "", {}, {}, tuple(range(len(tallies))), rows)


def test_shares_are_of_all_homes_together():
    found = {m.name: m for m in results(GOOD, POOR).metrics}
    assert (found["moves_kept"].value, found["moves_kept"].n) == (0.75, 40)
    assert found["moves_kept_exactly"].value == 0.375
    assert found["stays_kept"].value == 0.7
    assert found["false_vanishings"].value == 0.1
    assert found["duplicates"].value == 0.05
    assert (found["moves_kept"].low, found["moves_kept"].high) == (0.5, 1.0)


def test_bars():
    met = {str(each).split(":")[0] for each in verdicts(results(GOOD))}
    missed = {str(each).split(":")[0] for each in verdicts(results(POOR))}
    assert (met, missed) == ({"met"}, {"missed"})
    assert is_sane(results(GOOD))
    assert not is_sane(results(POOR))


def test_what_is_not_there_is_not_compared():
    with pytest.raises(InvalidConfig, match="no such method or condition"):
        run([0], replace(QUICK, methods=("sort",)), None)


def test_drift_is_a_condition():
    assert conditions()[DRIFT].drift.enabled


@pytest.mark.slow
def test_a_room_is_watched(tmp_path):
    pytest.importorskip("pybullet")
    few = replace(QUICK.rounds, changes=1, longest_s=20.0)
    found = run([0], replace(QUICK, rounds=few, conditions=(PERFECT,)), tmp_path)
    assert (tmp_path / "results.json").exists()
    by_key = {metric.key: metric for metric in found.metrics}
    assert by_key["whereseen", PERFECT, "duplicates"].n > 0
    assert by_key["label-only", PERFECT, "duplicates"].value == 0.0
