"""What is asked can be done by who knows everything."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from whereseen.acting.instructions.task import Goal
from whereseen.acting.skills.facts import Predicate
from whereseen.sim.symbolic.goals import Condition, holds
from whereseen.sim.tasks.case import Case, Step
from whereseen.sim.tasks.feasibility import is_feasible
from whereseen.sim.tasks.setting import Household


def _rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_tasks_that_are_asked_are_possible_and_done_in_the_copy(
    household: Household, case: Case
) -> None:
    world = household.world([case])
    assert not holds(world, case.steps[-1].condition)
    assert is_feasible(world, case.steps, _rng())
    assert holds(world, case.steps[-1].condition)


def test_what_fits_nowhere_is_not_possible(household: Household, case: Case) -> None:
    step = next(each for each in case.steps if each.goal is Goal.PUT)
    world = household.world([case])
    inside = next(
        name for name in household.grounds.stand_of
        if all(s.preposition == "on" for s in household.grounds.home.pieces[name].kind.surfaces)
    )  # fmt: skip
    wrong = replace(step, place=inside, condition=Condition(Predicate.IN, step.thing, inside))
    assert not is_feasible(world, (wrong,), _rng())


def test_what_cannot_become_so_is_not_possible(household: Household) -> None:
    thing = next(n for n in household.means.items if "on" not in household.means.states(n))
    step = Step(Goal.TURN_ON, thing, "", Condition(Predicate.STATE, thing, word="on"))
    assert not is_feasible(household.world([]), (step,), _rng())


def test_people_act_after_each_part(household: Household, case: Case) -> None:
    acted: list[int] = []
    world = household.world([case])
    assert is_feasible(world, case.steps, _rng(), lambda: acted.append(len(acted)))
    assert len(acted) == len(case.steps)


def test_people_who_undo_a_part_do_not_make_it_undone(household: Household, case: Case) -> None:
    world = household.world([case])
    thing = case.steps[0].thing
    morning = world.contents.thing(thing).item

    def take_back() -> None:
        world.contents.put(thing, morning.spot, morning.yaw_deg)

    assert is_feasible(world, case.steps[:1], _rng(), take_back)
    assert not holds(world, case.steps[0].condition)
