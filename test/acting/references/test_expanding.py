"""Subtasks about several things."""

from __future__ import annotations

import pytest

from test.acting.fakes import FURNITURE, NOON_NS, SECOND_NS, FakeWorld, home, thing
from whereseen.acting.instructions.reader import InstructionReader
from whereseen.acting.instructions.task import Goal
from whereseen.acting.knowledge.world_model import Likely
from whereseen.acting.references.expanding import (
    Expander,
    is_of_several,
    mention_of,
    with_expanded,
)
from whereseen.acting.references.resolution import RefusalKind
from whereseen.acting.references.resolver import ReferenceResolver
from whereseen.acting.skills.call import Relation
from whereseen.memory.language import Verb

LIKELY = {
    "mug": (Likely(109, 0.8), Likely(101, 0.15), Likely("living room", 0.05)),
    "banana": (Likely(104, 0.9), Likely(101, 0.1)),
    "book": (Likely(105, 0.6), Likely("study", 0.4)),
    "plate": (Likely(109, 1.0),),
}


@pytest.fixture
def world():
    """The home in which it is known where some things belong."""
    return home(likely=LIKELY)


def expand(world, text, name="1", **more):
    task = InstructionReader(world).read(text)
    subtask = next(each for each in task.subtasks if each.name == name)
    return task, Expander(ReferenceResolver(world), world).expanded(subtask, **more)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("put all mugs in the fridge", {1, 2}),
        ("put every mug on the dining table", {1}),  # one is there
        ("put both mugs on the desk", {1, 2}),
        ("put everything on the counter in the fridge", {1, 3, 5, 6}),
        ("put all the red things on the desk", {1, 8}),
        ("wash all mugs", {1}),  # one is clean
        ("turn off all the lamps", set()),
        ("put the fruits in the fridge", {3, 4}),
        ("open all the drawers in the kitchen", set()),
        ("put the milk on the table", {None}),
    ],
)
def test_one_for_each(world, text, ids):
    _, found = expand(world, text)
    assert {each.thing.thing_id for each in found.subtasks} == ids
    names = [each.name for each in found.subtasks]
    assert len(set(names)) == len(names)


def test_two_of_several_are_the_nearest(world):
    world.put(5, 106)
    _, found = expand(world, "put two mugs in the sink", near_m=(6.0, 3.0, 0.0))
    assert found.ids == (2, 1)
    assert found.missing == 0


def test_what_is_missing_is_counted(world):
    task, found = expand(world, "put three mugs in the sink")
    assert (len(found.ids), found.missing) == (2, 1)
    another = found.subtasks[-1].thing
    assert another.thing_id is None
    bindings = {mention_of(task.subtasks[0]): found.ids}
    resolver = ReferenceResolver(world)
    unknown = resolver.resolve(another, bindings=bindings)
    assert unknown.refusal.kind is RefusalKind.UNKNOWN
    assert unknown.query == "mugs"  # are looked for
    more = FakeWorld((*world.things(), thing(20, "mug", FURNITURE[5])))
    assert ReferenceResolver(more).resolve(another, bindings=bindings).best.thing_id == 20


def test_as_many_as_are_wanted_are_looked_for_where_none_is_known(world):
    _, found = expand(world, "put two toothbrushes in the sink")
    assert (len(found.subtasks), found.missing, found.refusal) == (2, 2, None)


@pytest.mark.parametrize("text", ["put every mug on the dining table", "wash all mugs"])
def test_what_was_not_just_seen_to_be_done_is_looked_at(text):
    later = home(now_ns=NOON_NS + 3600 * SECOND_NS)
    _, found = expand(later, text)
    assert set(found.ids) == {1, 2}


def test_what_is_gone_is_not_taken_to_be_done(world):
    world.note_absence(2, (0.0, 0.0, 0.0))
    _, found = expand(world, "put every mug on the dining table")
    assert set(found.ids) == {1, 2}


def test_nothing_of_the_kind_is_a_refusal(world):
    _, found = expand(world, "put all toothbrushes in the sink")
    assert found.refusal.kind is RefusalKind.UNKNOWN


def test_tidying_is_to_put_things_where_they_belong(world):
    world.put(8, 104)
    _, found = expand(world, "tidy up the living room")
    moved = {each.thing.thing_id: each for each in found.subtasks}
    assert set(moved) == {2, 8}  # the banana may stay
    assert moved[2].destination.thing_id == 109
    assert moved[2].relation is Relation.IN
    assert {each.goal for each in found.subtasks} == {Goal.PUT}


def test_the_whole_home_is_tidied_where_no_room_is_said(world):
    _, found = expand(world, "tidy up")
    assert {each.thing.thing_id for each in found.subtasks} == {1, 2, 7}


def test_what_comes_after_comes_after_all(world):
    task, found = expand(world, "put all mugs in the fridge, then close it")
    whole = with_expanded(task, "1", found)
    assert [each.name for each in whole.subtasks] == ["1.1", "1.2", "2"]
    assert whole.subtasks[-1].after == ("1.1", "1.2")
    assert mention_of(whole.subtasks[0]) == mention_of(task.subtasks[0])


def test_what_has_nothing_left_to_do_is_left_out(world):
    world.do(Verb.CLEANED, 1)
    task, found = expand(world, "wash all mugs and then close the fridge")
    whole = with_expanded(task, "1", found)
    assert [each.name for each in whole.subtasks] == ["2"]
    assert whole.subtasks[0].after == ()


def test_only_what_means_several_has_to_be_expanded(world):
    task = InstructionReader(world).read("tidy the desk, wash all mugs and open the fridge")
    assert [is_of_several(each) for each in task.subtasks] == [True, True, False]


def test_them_are_those_of_the_subtask_before(world):
    task, first = expand(world, "put all mugs in the sink and wash them")
    bindings = {mention_of(task.subtasks[0]): first.ids}
    _, second = expand(world, task.instruction, "2", bindings=bindings)
    assert set(second.ids) == {1}  # the other is clean
