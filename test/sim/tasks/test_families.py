"""Tasks of each family: what they are like, and that what is vague has one referent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from whereseen.acting.instructions.reader import InstructionReader
from whereseen.acting.instructions.task import Goal
from whereseen.memory.encoder.lexicon import household_lexicon
from whereseen.sim.symbolic.goals import holds
from whereseen.sim.symbolic.looks import looks_of
from whereseen.sim.symbolic.model import SymbolicWorldModel
from whereseen.sim.tasks.case import Case, Family, Vague
from whereseen.sim.tasks.setting import Household

MANY, MOST = 25, 60
Cases = Callable[[Family, int], list[Case]]


@pytest.fixture(scope="module")
def cases(household: Household) -> Cases:
    """The first tasks of a family, each of which depends on its number alone: drawn once."""
    known: dict[Family, list[Case]] = {}

    def first(family: Family, count: int) -> list[Case]:
        if family not in known:
            known[family] = household.cases(family, MOST if family is Family.COMPLEX else MANY)
        return known[family][:count]

    return first


@pytest.mark.parametrize("family", list(Family))
def test_the_same_seed_gives_the_same_tasks(
    household: Household, cases: Cases, family: Family
) -> None:
    again = household.cases(family, 5)
    assert again == cases(family, len(again))
    assert len({case.text for case in cases(family, MANY)}) > MANY // 2


def test_parts_of_simple_tasks_share_nothing(cases: Cases) -> None:
    for case in cases(Family.SIMPLE, MANY):
        named = [name for step in case.steps for name in (step.thing, step.place) if name]
        assert 1 <= len(case.steps) <= 3
        assert len(set(named)) == len(named)
        assert not any(step.is_later for step in case.steps)


def test_composite_tasks_are_about_two_things_by_name(cases: Cases) -> None:
    for case in cases(Family.COMPOSITE, MANY):
        assert 4 <= len(case.steps) <= 6
        assert len({step.thing for step in case.steps}) == 2
        assert not any(step.vague for step in case.steps)


def test_most_later_mentions_in_complex_tasks_are_vague(cases: Cases) -> None:
    found = cases(Family.COMPLEX, MOST)
    later = [step for case in found for step in case.steps if step.is_later]
    assert all(len({step.thing for step in case.steps}) == 3 for case in found)
    assert 0.6 < sum(step.vague is not None for step in later) / len(later) < 0.9
    assert {step.vague for step in later} - {None} == set(Vague)


def test_what_is_vague_has_one_referent_among_what_was_spoken_of(
    household: Household, cases: Cases
) -> None:
    for case in cases(Family.COMPLEX, MOST):
        for at, step in enumerate(case.steps):
            if step.vague is not None:
                assert referents(household, case, at) == {step.thing}, case.text


@pytest.mark.parametrize("family", list(Family))
def test_every_task_is_understood_part_by_part(
    household: Household, cases: Cases, family: Family
) -> None:
    for case in cases(family, 12):
        world = household.world([case])
        model = SymbolicWorldModel(household.grounds, household.habits, world.now_ns)
        task = InstructionReader(model).read(case.text)
        assert [each.goal for each in task.subtasks] == [step.goal for step in case.steps]


@pytest.mark.parametrize("family", list(Family))
def test_nothing_is_so_before_it_is_done(
    household: Household, cases: Cases, family: Family
) -> None:
    for case in cases(family, 12):
        world = household.world([case])
        assert not any(holds(world, step.condition) for step in case.steps), case.text


def referents(household: Household, case: Case, at: int) -> set[str]:
    """Things spoken of before that the words of a part fit, told in another way than made."""
    step, before = case.steps[at], case.steps[:at]
    label = household.means.label
    spoken = {each.thing for each in before}
    spoken |= {each.place for each in before if each.goal is Goal.SLICE}
    said = step.said.removeprefix("the ")
    if step.vague is Vague.COLOUR:
        return {name for name in spoken if said.split()[0] in looks_of(label(name)).colours}
    if step.vague is Vague.CATEGORY:
        lexicon = household_lexicon()
        kinds = lexicon.read(said).kinds
        return {n for n in spoken if kinds & lexicon.with_broader(lexicon.read(label(n)).kinds)}
    if step.vague is Vague.STATE:
        state = said.rpartition(" ")[0]
        goal = {"clean": Goal.WASH, "sliced": Goal.SLICE, "hot": Goal.HEAT}.get(state, Goal.TURN_ON)
        return {each.thing for each in before if each.goal is goal}
    if step.vague is Vague.PLACE and "first thing you moved" in said:
        return {next(each.thing for each in before if each.goal is Goal.PUT)}
    if step.vague is Vague.PLACE:
        return {e.thing for e in before if e.goal is Goal.PUT and label(e.place) in said}
    if said == "what you used to cut":
        return {each.place for each in before if each.goal is Goal.SLICE}
    verbs = {"washed": Goal.WASH, "cleaned": Goal.WASH, "cut": Goal.SLICE, "sliced": Goal.SLICE}
    verbs |= {"on": Goal.TURN_ON, "heated": Goal.HEAT, "up": Goal.HEAT}
    return {each.thing for each in before if each.goal is verbs[said.split()[-1]]}
