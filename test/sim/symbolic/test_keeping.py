"""A symbolic memory in its file."""

from __future__ import annotations

from pathlib import Path

from whereseen.sim.symbolic.keeping import Keeping
from whereseen.sim.symbolic.model import SymbolicWorldModel
from whereseen.sim.symbolic.robot import SymbolicRobot
from whereseen.sim.tasks.case import Family
from whereseen.sim.tasks.oracle import OraclePlanner
from whereseen.sim.tasks.setting import Household


def test_what_was_known_is_known_after_the_file_was_read(
    household: Household, tmp_path: Path
) -> None:
    case = household.cases(Family.COMPLEX, 1)[0]
    world = household.world([case])
    model = SymbolicWorldModel(household.grounds, household.habits, world.now_ns)
    OraclePlanner(SymbolicRobot(world, model)).run(case.steps[:2])
    Keeping(tmp_path / "memory.db").save(model)  # never closed, as after a crash
    again = Keeping(tmp_path / "memory.db").load(household.grounds)
    assert again.things() == model.things()
    ours, theirs = model.chronicle(), again.chronicle()
    assert (ours.stays, ours.deeds, ours.turns) == (theirs.stays, theirs.deeds, theirs.turns)
    assert ours.conditions == theirs.conditions
    assert again.likely_places("mug") == model.likely_places("mug")
    assert again.tiers.short_term.units() == model.tiers.short_term.units()
    assert len(ours.deeds) > 3
