"""Figures of marks, by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from whereseen.sim.benchmark.results import Results
from whereseen.sim.tasks.bars import is_sane, verdicts
from whereseen.sim.tasks.config import SOME, STILL
from whereseen.sim.tasks.figures import metrics_of
from whereseen.sim.tasks.mark import Mark, Retrieval

BASE = Mark("no memory", "composite", SOME.name, 1, 0, True, 1.0, areas=20, seconds=400.0)


def cells(marks: list[Mark]) -> dict[tuple[str, str, str], float]:
    return {metric.key: metric.value for metric in metrics_of(marks)}


def test_savings_are_ratios_of_sums_against_no_memory() -> None:
    ours = replace(BASE, method="whereseen", areas=2, seconds=100.0)
    slow = replace(ours, seed=2, areas=8, seconds=300.0)
    found = cells([BASE, replace(BASE, seed=2), ours, slow])
    case = f"composite, {SOME.name}"
    assert found["whereseen", case, "re"] == pytest.approx(1.0 - 10 / 40)
    assert found["whereseen", case, "rt"] == pytest.approx(1.0 - 400 / 800)
    assert found["whereseen", case, "speed_up"] == pytest.approx(2.0)


def test_only_tasks_that_both_did_count_for_the_common_savings() -> None:
    ours = replace(BASE, method="whereseen", areas=2)
    failed = replace(ours, seed=2, areas=20, is_success=False)
    found = cells([BASE, replace(BASE, seed=2), ours, failed])
    assert found["whereseen", f"composite, {SOME.name}", "re_common"] == pytest.approx(0.9)


def test_a_wrong_answer_costs_and_none_does_not() -> None:
    said = (Retrieval("it", "", 1, False), Retrieval("it", "", 3, False),
            Retrieval("the red one", "colour", 0, True), Retrieval("x", "", 0, False))  # fmt: skip
    found = cells([replace(BASE, retrievals=said)])
    case = f"composite, {SOME.name}"
    assert found["no memory", case, "mra"] == pytest.approx(1 / 4)
    assert found["no memory", case, "mra_at_3"] == pytest.approx(2 / 4)
    assert found["no memory", case, "mra_abstaining"] == pytest.approx((1 - 1 + 0 - 1) / 4)
    assert found["no memory", f"{case}, colour", "mra"] == 0.0


def test_recovery_is_success_while_people_move_things_over_success_while_none_do() -> None:
    still = replace(BASE, circumstances=STILL.name)
    failed = replace(BASE, seed=2, is_success=False)
    found = cells([BASE, failed, still, replace(still, seed=2)])
    assert found["no memory", "composite", "recovery"] == pytest.approx(0.5)


def test_chained_tasks_are_told_apart_by_whether_the_memory_was_killed() -> None:
    chained = replace(BASE, method="whereseen", circumstances="chain of 3", position=2)
    killed = replace(chained, was_killed=True, seed=2, is_success=False)
    found = cells([chained, killed])
    assert found["whereseen", "chained, killed before", "success_rate"] == 0.0
    assert found["whereseen", "chained, not killed", "success_rate"] == 1.0


def test_bars_are_met_by_who_does_all_and_missed_by_who_does_half() -> None:
    for succeeds in (True, False):
        marks = []
        for seed in range(10):
            for family in ("composite", "complex"):
                base = replace(BASE, seed=seed, family=family)
                karma = replace(base, method="KARMA-like", is_success=False)
                ours = replace(
                    base, method="whereseen", areas=1, seconds=50.0,
                    is_success=succeeds or seed % 2 == 0,
                )  # fmt: skip
                marks += [base, karma, ours]
        results = Results("tasks", "", "", "", {}, {}, (), tuple(metrics_of(marks)))
        met = [verdict.is_met for verdict in verdicts(results)]
        assert all(met) is succeeds
        assert len(met) == 8
        assert is_sane(results) is succeeds
