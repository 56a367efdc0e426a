"""A memory as planners ask it: what was seen, and what the robot did since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whereseen.acting.knowledge.of_memory import SpatialWorldModel
from whereseen.memory.chronicle.logged import deeds_in
from whereseen.memory.consolidation.rows import Habit
from whereseen.memory.forgetting import carry_out, plan_erasure
from whereseen.memory.language import Verb
from whereseen.memory.spatial.pose_correction import PoseCorrection
from whereseen.memory.spatial_memory import SpatialMemory

TABLE, MUG, FRIDGE, DESK = 1, 2, 3, 4
IN_FRIDGE = (1.0, 4.0, 0.9)


def test_things_are_told_with_room_support_and_use(flat: Any) -> None:
    table, mug, fridge, desk = flat.world.things()
    assert (mug.label, mug.room, mug.relation, mug.support_id) == ("red mug", "kitchen", "on", 1)
    assert "drink from" in mug.affordances and "ceramic" in mug.attributes
    assert table.is_receptacle and fridge.is_receptacle and not mug.is_receptacle
    assert desk.room == "office"
    assert flat.world.rooms() == ("kitchen", "office")
    assert flat.world.thing(99) is None


def test_phrases_fit_things_by_meaning(flat: Any) -> None:
    alike = flat.world.alike("a cup")
    assert set(alike) == {MUG} and 0.5 < alike[MUG] <= 1.0
    assert flat.world.alike(" ") == {}


def test_what_is_held_is_in_no_place(flat: Any) -> None:
    flat.take(MUG, 5)
    mug = flat.world.thing(MUG)
    assert mug.is_held and mug.support_id == 0 and not mug.is_gone
    assert flat.memory.tiers.working.state.held == MUG


def test_what_was_put_away_is_there_though_nobody_saw_it(flat: Any) -> None:
    flat.take(MUG, 5)
    flat.put(MUG, IN_FRIDGE, "fridge", 9)
    mug = flat.world.thing(MUG)
    assert (mug.position_m, mug.relation, mug.support_id) == (IN_FRIDGE, "in", FRIDGE)
    assert not mug.is_held and flat.memory.tiers.working.state.held is None
    assert flat.world.now_ns == 9 * 10**9
    assert [deed.verb for deed in flat.world.chronicle().deeds][-2:] == [Verb.TOOK, Verb.PUT]


def test_what_was_looked_for_in_vain_is_gone_until_it_is_put_somewhere(flat: Any) -> None:
    before = flat.world.thing(MUG)
    flat.at(4)
    flat.world.note_absence(MUG, (2.0, 2.0, 0.85))
    mug = flat.world.thing(MUG)
    assert mug.is_gone and mug.probability < 0.2 * before.probability
    flat.put(MUG, IN_FRIDGE, "fridge", 9)
    assert not flat.world.thing(MUG).is_gone
    assert deeds_in(flat.memory.log)[-1].verb is Verb.PUT


def test_a_look_elsewhere_says_nothing(flat: Any) -> None:
    flat.at(4)
    flat.world.note_absence(MUG, (6.0, 3.0, 0.85))
    assert not flat.world.thing(MUG).is_gone


def test_states_are_as_they_were_left(flat: Any) -> None:
    flat.world.note_deed(flat.deed(Verb.OPENED, FRIDGE, 3))
    assert "open" in flat.world.thing(FRIDGE).states
    flat.world.note_deed(flat.deed(Verb.CLOSED, FRIDGE, 4))
    assert flat.world.thing(FRIDGE).states == ("closed",)
    flat.world.note_deed(flat.deed(Verb.CHANGED, MUG, 5, state="warm"))
    flat.world.note_deed(flat.deed(Verb.HEATED, MUG, 6))
    assert flat.world.thing(MUG).states == ("hot",)
    flat.world.note_deed(flat.deed(Verb.CHANGED, MUG, 7, state="cold"))
    assert flat.world.thing(MUG).states == ("cold",)


def test_asking_for_the_time_hides_nothing(flat: Any) -> None:
    assert flat.world.thing(FRIDGE).states == ()
    flat.world.note_deed(flat.deed(Verb.OPENED, FRIDGE, 3))
    assert flat.world.now_ns == 3 * 10**9
    assert flat.world.thing(FRIDGE).states == ("open",)


def test_a_loop_closure_moves_what_was_put_and_missed(flat: Any) -> None:
    flat.take(MUG, 5)
    flat.put(MUG, IN_FRIDGE, "fridge", 9)
    flat.at(12)
    flat.world.note_absence(DESK, (6.0, 3.0, 0.4))
    assert flat.world.thing(MUG).position_m == IN_FRIDGE
    step = np.eye(4)
    step[0, 3] = 2.0
    flat.memory.correct(PoseCorrection.since(0, step))
    assert flat.world.thing(MUG).position_m == pytest.approx((3.0, 4.0, 0.9))
    fresh = SpatialWorldModel(flat.memory)
    assert flat.world.things() == fresh.things()


def test_of_what_was_done_again_and_again_the_last_is_kept(flat: Any) -> None:
    for second in range(3, 40):
        verb = Verb.OPENED if second % 2 else Verb.CLOSED
        flat.world.note_deed(flat.deed(verb, FRIDGE, second))
        flat.put(MUG, IN_FRIDGE, "fridge", second)
        flat.world.note_absence(DESK, (6.0, 3.0, 0.4))
    assert flat.world.thing(FRIDGE).states == ("open",)
    acts = flat.world._acts
    assert (len(acts.deeds), len(acts.absences)) == (3, 1)
    assert flat.world.now_ns == 39 * 10**9


def test_what_is_erased_is_known_no_longer(flat: Any) -> None:
    flat.put(MUG, IN_FRIDGE, "fridge", 9)
    assert flat.world.thing(MUG) is not None
    carry_out(flat.memory, plan_erasure(flat.memory, ["red mug"]))
    assert flat.world.thing(MUG) is None
    assert flat.world._acts.deeds == ()


def test_all_of_it_outlives_the_process(flat: Any, tmp_path: Path) -> None:
    flat.take(MUG, 5)
    flat.put(MUG, IN_FRIDGE, "fridge", 9)
    flat.world.note_deed(flat.deed(Verb.CHANGED, MUG, 10, state="hot"))
    flat.world.note_absence(DESK, (6.0, 3.0, 0.4))
    flat.memory.save(tmp_path / "a.map")
    again = SpatialMemory.open(tmp_path / "a.map", flat.memory.encoder, flat.memory.config)
    assert SpatialWorldModel(again).things() == flat.world.things()


def test_likely_places_are_furniture_and_sum_to_one(flat: Any) -> None:
    likely = flat.world.likely_places("mug")
    assert likely[0].place == TABLE
    assert sum(each.probability for each in likely) == pytest.approx(1.0)
    assert {FRIDGE, DESK} <= {each.place for each in likely}


def test_asking_again_reads_nothing_anew(flat: Any) -> None:
    assert flat.world.thing(MUG) is flat.world.thing(MUG)
    assert flat.world.chronicle() is flat.world.chronicle()
    assert flat.world.likely_places("mug") is flat.world.likely_places("mug")
    before = flat.world.thing(MUG)
    flat.tell("red mug", (6.0, 3.0, 0.85), second=3)
    flat.at(3)
    assert flat.world.thing(MUG) is not before


def test_new_habits_are_heard_of_at_once(flat: Any) -> None:
    assert flat.world.likely_places("mug")[0].place == TABLE
    flat.memory.upkeep.habits = (Habit("red mug", "office", "desk", 9.0),)
    assert flat.world.likely_places("mug")[0].place == DESK
