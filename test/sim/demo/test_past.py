"""What is asked about the past, beside what was so."""

from __future__ import annotations

import pytest

from whereseen.memory.chronicle import Recollection
from whereseen.memory.chronicle.stays import Stay
from whereseen.sim.catalogue.household import household
from whereseen.sim.demo.checking import Happening
from whereseen.sim.demo.past import Annals, CheckedPast
from whereseen.sim.demo.story import PAST, ROUNDS_NS, PastQuestion, changes, home, stamp_ns
from whereseen.sim.scene.home import Home
from whereseen.sim.world.playing import play
from whereseen.sim.world.world import World


@pytest.fixture(scope="module")
def annals() -> Annals:
    world = World(Home(home(), household()), start_ns=ROUNDS_NS[0])
    found = Annals(ROUNDS_NS[0], world.truth().objects)
    for event in changes(home()).changes:
        before = dict(world.truth().objects)
        play(world, changes(home()), event.stamp_ns + 1)
        after = world.truth().objects
        name = getattr(event.action, "name", "") or event.action.item.name
        found.note(Happening(event, before.get(name), after.get(name)), after)
    return found


def test_annals_tell_what_was_so_at_any_time(annals: Annals) -> None:
    assert annals.on("red mug", stamp_ns(9, 5)) == {"red mug": "coffee table"}
    assert annals.on("red mug", stamp_ns(9, 25)) == {"red mug": "dining table"}
    assert annals.on("red mug", stamp_ns(9, 41)) == {"red mug": "coffee table"}
    assert annals.on("teddy bear", stamp_ns(9, 15)) == {}
    assert list(annals.changed(stamp_ns(9, 22))) == ["red mug", "brown teddy bear", "wine bottle"]


def test_the_story_knows_the_answer_to_each_question(annals: Annals) -> None:
    for each in PAST:
        assert annals.on(each.name, each.at_ns) if each.name else annals.changed(each.at_ns)


def test_an_answer_must_name_just_the_right_things_and_what_they_were_on() -> None:
    question, right = PastQuestion("where was it?", 5, "red mug"), {"red mug": "desk"}
    mug = Stay(1, "red mug", (0.0, 0.0, 0.0), 0, None, 0, relation="on", support="desk")
    other = Stay(2, "blue mug", (0.0, 0.0, 0.0), 0, None, 0, relation="on", support="desk")

    def judged(*stays: Stay) -> bool:
        return CheckedPast(question, Recollection("", True, stays), right).is_right

    assert judged(mug)
    assert not judged()
    assert not judged(mug, other)
    assert not CheckedPast(question, None, right).is_right
