"""Tasks done by several memories."""

from __future__ import annotations

import pytest

from whereseen.sim.symbolic.people import Interference
from whereseen.sim.tasks.case import Family
from whereseen.sim.tasks.methods import KARMA, LONG_TERM, NONE, ORACLE, OURS
from whereseen.sim.tasks.setting import Circumstances, Household
from whereseen.sim.tasks.tracing import traced
from whereseen.sim.tasks.trial import Trial

STILL = Circumstances("still")


@pytest.mark.parametrize("family", list(Family))
def test_who_knows_everything_does_everything_without_exploring(
    household: Household, family: Family
) -> None:
    for case in household.cases(family, 4):
        mark = Trial.of(household, case, STILL, ORACLE).run()
        assert mark.is_success and mark.goals == 1.0 and mark.areas == 0


def test_ours_does_a_complex_task_and_knows_what_is_meant(household: Household) -> None:
    case = household.cases(Family.COMPLEX, 1)[0]
    mark = Trial.of(household, case, STILL, OURS).run()
    assert mark.is_success and mark.cause == ""
    assert mark.retrievals and all(each.is_right for each in mark.retrievals)


def test_the_same_task_ends_in_the_same_way_each_time(household: Household) -> None:
    case = household.cases(Family.COMPOSITE, 1)[0]
    around = Circumstances("", Interference(move=0.3), "noisy")
    one, other = (Trial.of(household, case, around, OURS).run() for _ in range(2))
    assert (one.done_in, one.retrievals) == (other.done_in, other.retrievals)


def test_without_memory_more_areas_are_explored(household: Household) -> None:
    case = household.cases(Family.COMPOSITE, 1)[0]
    areas = [
        Trial.of(household, case, STILL, method).run().areas for method in (NONE, LONG_TERM, OURS)
    ]
    assert areas[0] > areas[1] >= areas[2]


def test_who_does_not_look_elsewhere_fails_when_things_are_moved(household: Household) -> None:
    around = Circumstances("", Interference(move=1.0))
    cases = household.cases(Family.COMPOSITE, 3)
    ours, karma = (
        [Trial.of(household, case, around, method).run().goals for case in cases]
        for method in (OURS, KARMA)
    )
    assert sum(ours) > sum(karma)


def test_a_trace_tells_what_was_asked_believed_and_meant(household: Household) -> None:
    case = household.cases(Family.COMPLEX, 1)[0]
    lines = traced(household, case, STILL, OURS).splitlines()
    assert lines[0] == f"asked: {case.text}"
    assert any("believes" in line for line in lines)
    assert any(line.startswith("meant: ") for line in lines)
    assert lines[-1].startswith("success; ")
