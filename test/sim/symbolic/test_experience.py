"""What a robot remembers of tasks shortens them where habits do not tell where things are."""

from __future__ import annotations

import numpy as np
import pytest

from whereseen.acting.experience.store import ExperienceStore
from whereseen.acting.instructions.reader import InstructionReader
from whereseen.acting.planning.config import PlanningConfig
from whereseen.acting.planning.executive import Executive
from whereseen.acting.planning.report import Report
from whereseen.acting.references.resolver import ReferenceResolver
from whereseen.sim.scene.description import ObjectItem
from whereseen.sim.symbolic.robot import SymbolicRobot
from whereseen.sim.symbolic.world import SymbolicWorld
from whereseen.sim.tasks.methods import OURS
from whereseen.sim.tasks.setting import Household
from whereseen.sim.tasks.trial import new_model

THINGS = 4


def _alone(household: Household) -> list[str]:
    """Things whose label nothing else has."""
    labels = [household.grounds.home.label_of(each) for each in household.items]
    pairs = zip(household.items, labels, strict=True)
    return [item.name for item, label in pairs if labels.count(label) == 1][:THINGS]


def _odd(household: Household, name: str) -> ObjectItem:
    """A thing on furniture on which a week's habits hardly ever have it."""
    world = household.world([])
    model = new_model(household, OURS, world)
    likely = {it.place: it.probability for it in model.likely_places(world.seen(name).label)}
    item = world.contents.thing(name).item
    others = [it.item for it in world.contents.things.values() if it.item.name != name]
    rng, found = np.random.default_rng(1), list[tuple[float, str, ObjectItem]]()
    for piece, placed in sorted(world.grounds.home.pieces.items()):
        shares = [
            likely.get(it.id, 0.0)
            for it in model.things()
            if (it.room, it.label) == (placed.item.room, placed.kind.name)
        ]
        for surface in placed.kind.surfaces if shares else ():
            put = None if surface.behind else world.fitting.find(
                item, (piece, surface.name), others, rng
            )  # fmt: skip
            if put is not None:
                found.append((max(shares), piece, put))
    return min(found, key=lambda it: it[:2])[2]


def _morning(
    household: Household, item: ObjectItem, store: ExperienceStore | None
) -> tuple[Report, float]:
    """A day on which the thing is there again, and memory is as it was a week ago."""
    world: SymbolicWorld = household.world([])
    world.contents.put(item.name, item.spot, item.yaw_deg)
    model = new_model(household, OURS, world)
    robot = SymbolicRobot(world, model)
    executive = Executive(
        model,
        robot,
        ReferenceResolver(model),
        config=PlanningConfig(looks_per_thing=60),
        working=model.tiers.working,
        experience=store,
    )
    label = world.seen(item.name).label
    return executive.run(InstructionReader(model).read(f"find the {label}")), robot.effort.looks


@pytest.fixture(scope="module")
def days(household: Household) -> list[list[tuple[Report, float]]]:
    """For each of some things: two days with experience, and one without."""
    found = []
    for name in _alone(household):
        item, store = _odd(household, name), ExperienceStore()
        found.append([_morning(household, item, each) for each in (store, store, None)])
    return found


def test_the_second_day_takes_fewer_looks(days: list[list[tuple[Report, float]]]) -> None:
    assert len(days) == THINGS
    assert all(report.is_success for day in days for report, _ in day)
    first, second, untaught = ([looks for _, looks in day] for day in zip(*days, strict=True))
    assert first == untaught
    assert all(late <= early for late, early in zip(second, first, strict=True))
    assert sum(second) < 0.8 * sum(first)


def test_it_drives_less_too(days: list[list[tuple[Report, float]]]) -> None:
    first, second, _ = ([report.distance_m for report, _ in day] for day in zip(*days, strict=True))
    assert sum(second) < 0.7 * sum(first)
