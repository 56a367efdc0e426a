"""The same task morning after morning, and what is at hand meanwhile."""

from __future__ import annotations

from whereseen.acting.experience.store import ExperienceStore
from whereseen.acting.planning.thoughts import Thought, ThoughtKind
from whereseen.sim.tasks.at_hand import AtHand
from whereseen.sim.tasks.case import Case
from whereseen.sim.tasks.methods import NEW_HERE, OURS
from whereseen.sim.tasks.repeats import run_repeated
from whereseen.sim.tasks.setting import Circumstances, Household
from whereseen.sim.tasks.trial import new_model

STILL = Circumstances("still")


def test_things_are_elsewhere_each_morning_and_experience_grows(
    household: Household, case: Case
) -> None:
    days = [household.on_another_day(case, day) for day in (1, 2, 1)]
    places = [[day and day.on_of(name) for name in household.means.items if day
               and name in day.contents.things] for day in days]  # fmt: skip
    assert places[0] == places[2] != places[1]
    store = ExperienceStore()
    marks = list(run_repeated(household, case, 2, STILL, NEW_HERE, store))
    assert [mark.position for mark in marks] == [1, 2]
    assert all(mark.is_success for mark in marks) and len(store) == 2


def test_a_thing_is_at_hand_where_it_was_put_and_stale_when_people_took_it(
    household: Household, case: Case
) -> None:
    world = household.world([case])
    model = new_model(household, OURS, world)
    steps = [case.steps[0]] * 4
    at_hand = AtHand(world, model, steps)
    at_hand.hear(_begins(1))
    assert (at_hand.asked, at_hand.hits, at_hand.stale) == (1, 0, 0)
    note(model, world.seen(case.steps[0].thing))
    at_hand.hear(_begins(2))
    at_hand.hear(_begins(2))
    assert (at_hand.asked, at_hand.hits, at_hand.stale) == (2, 1, 0)
    note(model, world.seen(case.steps[0].thing), shift_m=2.0)
    at_hand.hear(_begins(3))
    assert (at_hand.asked, at_hand.hits, at_hand.stale) == (3, 1, 1)


def _begins(number: int) -> Thought:
    return Thought(ThoughtKind.PLANS, "", subtask=str(number))


def note(model, seen, shift_m: float = 0.0) -> None:  # type: ignore[no-untyped-def]
    """Short-term memory holds a thing."""
    from whereseen.memory.tiers.unit import Reason, Unit

    x, y, z = seen.position_m
    stamp_ns = model.now_ns + int(shift_m)
    unit = Unit(7, seen.label, (x + shift_m, y, z), stamp_ns, Reason.ACTED)
    model.tiers.short_term.note(unit)
