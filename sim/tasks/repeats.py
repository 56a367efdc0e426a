"""The same task on several mornings, on each of which things are elsewhere.

What memory knew of things is a day old and worth nothing then, so that nothing of it is handed on
but experience: where things were found, which furniture was of no use.
"""

from __future__ import annotations

from collections.abc import Iterator

from whereseen.acting.experience.recall import Recall
from whereseen.sim.tasks.case import Case
from whereseen.sim.tasks.mark import Mark
from whereseen.sim.tasks.methods import Method
from whereseen.sim.tasks.setting import Circumstances, Household
from whereseen.sim.tasks.trial import Trial, new_model


def run_repeated(
    household: Household,
    case: Case,
    days: int,
    around: Circumstances,
    method: Method,
    experience: Recall | None,
) -> Iterator[Mark]:
    """Do a task on each of several mornings; on some homes' mornings it cannot be done.

    Args:
        household: The home.
        case: What is asked for each time.
        days: How many mornings.
        around: What people do meanwhile.
        method: Who does it.
        experience: Of the mornings before; is added to.
    """
    for day in range(1, days + 1):
        world = household.on_another_day(case, day)
        if world is not None:
            model = new_model(household, method, world)
            trial = Trial(household, case, around, method, world, model, experience)
            trial.position = day
            yield trial.run()
