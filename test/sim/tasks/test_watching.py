"""When a part of a task counts as done."""

from __future__ import annotations

import pytest

from whereseen.acting.instructions.task import Goal
from whereseen.acting.skills.call import GoTo
from whereseen.acting.skills.facts import Predicate
from whereseen.acting.skills.outcome import Outcome
from whereseen.sim.symbolic.goals import Condition
from whereseen.sim.symbolic.world import SymbolicWorld
from whereseen.sim.tasks.case import Step
from whereseen.sim.tasks.setting import Household
from whereseen.sim.tasks.watching import Watch

LOOK = Outcome(GoTo(1), None, 0, 1)


@pytest.fixture
def world(household: Household) -> SymbolicWorld:
    return household.world([])


def _doors(world: SymbolicWorld) -> list[str]:
    found = [name for name in world.grounds.stand_of if world.grounds.opens(name)]
    for name in found:
        world.set_open(name, False)
    return sorted(found)[:2]


def _opened(*names: str) -> tuple[Step, ...]:
    return tuple(Step(Goal.OPEN, name, "", Condition(Predicate.OPEN, name)) for name in names)


def test_what_comes_true_by_what_the_robot_does_counts(world: SymbolicWorld) -> None:
    one, other = _doors(world)
    acted: list[int] = []
    watch = Watch.over(world, _opened(one, other), lambda: acted.append(1))
    watch.after(LOOK)
    assert watch.done == [False, False] and not acted
    world.set_open(one, True)
    watch.after(LOOK)
    assert watch.done == [True, False] and len(acted) == 1
    world.set_open(one, False)
    watch.after(LOOK)
    assert watch.done == [True, False] and len(acted) == 1
    world.set_open(other, True)
    watch.after(LOOK)
    assert watch.is_success and len(acted) == 2 and len(watch.skills) == 4


def test_a_later_part_counts_at_the_moment_it_comes_true(world: SymbolicWorld) -> None:
    one, other = _doors(world)
    watch = Watch.over(world, _opened(one, other), lambda: None)
    world.set_open(other, True)
    watch.after(LOOK)
    assert watch.done == [False, True]


def test_what_people_did_counts_when_its_turn_comes(world: SymbolicWorld) -> None:
    """Not before: they may undo it until then."""
    one, other = _doors(world)
    watch = Watch.over(world, _opened(one, other), lambda: world.set_open(other, True))
    watch.after(LOOK)
    assert watch.done == [False, False]
    world.set_open(one, True)
    watch.after(LOOK)  # and people open the other one meanwhile
    assert watch.done == [True, False]
    watch.after(LOOK)
    assert watch.is_success


def test_what_was_so_from_the_beginning_waits_for_its_turn(world: SymbolicWorld) -> None:
    one, other = _doors(world)
    world.set_open(other, True)
    watch = Watch.over(world, _opened(one, other), lambda: None)
    watch.after(LOOK)
    assert watch.done == [False, False]
    world.set_open(other, False)
    world.set_open(one, True)
    watch.after(LOOK)
    watch.after(LOOK)
    assert watch.done == [True, False]
