"""What tasks are made of, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test.acting.fakes import home
from whereseen.acting.instructions.errors import InstructionNotUnderstood
from whereseen.acting.instructions.reader import MOST_CLAUSES, MOST_LETTERS, InstructionReader
from whereseen.acting.instructions.task import Goal, Mention, Part
from whereseen.acting.skills.call import Relation
from whereseen.memory.language import Known

KNOWN = Known(("kitchen", "living room"), ("sink", "fridge", "table"), ("red mug", "plate"))
READER = InstructionReader(KNOWN)
WORDS = (
    *("put", "take", "bring", "wash", "open", "close", "turn", "on", "off", "in", "the", "a", "my"),
    *("all", "both", "two", "red", "clean", "mug", "mugs", "plate", "fridge", "sink", "table"),
    *("kitchen", "it", "them", "there", "other", "one", "and", "then", ",", ".", "before", "after"),
    *("you", "with", "knife", "to", "from", "away", "back", "what", "that", "was", "first"),
    *("where", "belongs", "next", "me", "swap", "tidy", "up", "every", "do", "not", "between"),
)


def read(text):
    """The task, or None where it is refused."""
    try:
        return READER.read(text)
    except InstructionNotUnderstood:
        return None


@given(st.text(max_size=80))
def test_any_text_is_a_task_or_is_refused(text):
    task = read(text)
    assert task is None or task.subtasks


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join))
def test_words_in_any_order_make_a_task_that_can_be_done(text):
    task = read(text)
    if task is None:
        return
    assert task.instruction == text
    assert len(task.subtasks) <= 3 * MOST_CLAUSES
    names = [each.name for each in task.subtasks]
    assert len(set(names)) == len(names)
    before = {each.name: set(each.after) for each in task.subtasks}
    assert all(after <= set(names) for after in before.values())
    while before:  # some subtask can always be done
        free = {name for name, after in before.items() if not after & set(before)}
        assert free
        before = {name: after for name, after in before.items() if name not in free}


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=20).map(" ".join))
def test_the_same_text_is_the_same_task(text):
    assert read(text) == read(text)
    again = InstructionReader(KNOWN)
    try:
        assert again.read(text) == read(text)
    except InstructionNotUnderstood:
        assert read(text) is None


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=20).map(" ".join))
def test_what_is_referred_to_was_named(text):
    task = read(text)
    named = set() if task is None else {each.name for each in task.subtasks}
    for each in () if task is None else task.subtasks:
        for reference in filter(None, (each.thing, each.destination)):
            assert {it.subtask for it in (*reference.same_as, *reference.other_than)} <= named


@pytest.mark.parametrize("text", ["", "   ", "put the mug in the sink " * 60, "wash it, " * 50])
def test_what_is_too_short_or_too_long_is_refused(text):
    with pytest.raises(InstructionNotUnderstood):
        READER.read(text)


def test_the_longest_instruction_is_read():
    text = "put the red mug in the sink and then wash the plate; " * 18
    assert len(text) < MOST_LETTERS
    assert len(READER.read(text).subtasks) == 36


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("where is the mug", "question"),
        ("do not open the fridge", "must not"),
        ("if it rains, close the window", "conditions"),
        ("wsh the mug", "wash"),
        ("put the mug in the sink at nine", "at nine"),
        ("turn the lamp", "on or off"),
        ("swap the mug", "two things"),
        ("wash it", "'it'"),
    ],
)
def test_refusals_say_what_was_not_understood(text, said):
    with pytest.raises(InstructionNotUnderstood) as refused:
        READER.read(text)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "noun", "count"),
    [
        ("bring me the scissors", "the scissors", 1),
        ("bring me a pair of scissors", "scissors", 1),
        ("bring me my pair of glasses", "my pair of glasses", 1),
        ("put the pair of shoes on the table", "shoes", 1),
        ("bring me a pair of mugs", "mugs", 2),
        ("bring me the pair of mugs", "mugs", 2),
        ("bring me a couple of the plates", "plates", 2),
    ],
)
def test_a_pair_is_one_thing_or_two(text, noun, count):
    thing = READER.read(text).subtasks[0].thing
    assert (thing.text, thing.count) == (noun, count)


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("put no mugs in the sink", "no "),
        ("put half of the mugs in the sink", "half of the mugs"),
        ("put the plate in the sink twice", "twice"),
        ("wash the mug or the plate", "or the plate"),
        ("put the mugs on the table and the fridge", "the table and the fridge"),
        ("put a mug on each table", "on each table"),
        ("take the plate and bring it to me in the mug", "in the mug"),
        ("go to the kitchen and wait there", "wait there"),
        ("once the plate is clean, put it on the table", "Once the"),
        ("if the plate is dirty, wash it", "if"),
        ("if the fridge is open, open it", "if"),
        ("put the plate in the sink and heat it for two minutes", "for two minutes"),
        ("leave the plate where it is", "nothing is to be done"),
        ("set the table with four plates", "four plates"),
    ],
)
def test_what_would_be_half_done_is_refused_with_the_words(text, got):
    with pytest.raises(InstructionNotUnderstood) as refused:
        READER.read(text)
    assert got.casefold() in str(refused.value).casefold()


def test_names_are_those_of_the_home():
    reader = InstructionReader(home())
    subtask = reader.read("put the keys in the bathroom").subtasks[0]
    assert subtask.thing.count == 1
    assert subtask.goal is Goal.PUT


def test_it_is_the_thing_unless_only_the_place_can_be_closed():
    first, second = READER.read("put the plate in the fridge and close it").subtasks
    assert first.relation is Relation.IN
    assert second.thing.same_as == (Mention("1", Part.DESTINATION),)
    _, second = READER.read("put the plate in the fridge and wash it").subtasks
    assert second.thing.same_as == (Mention("1", Part.THING),)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("put the plate at the table", Relation.ON),
        ("take the plate to the fridge", Relation.IN),
        ("put the plate in the table", Relation.ON),
        ("put the plate on the fridge", Relation.ON),
        ("put the plate into the drawer", Relation.IN),
    ],
)
def test_things_are_on_or_in_as_it_is_said_or_usual(text, relation):
    assert READER.read(text).subtasks[0].relation is relation
