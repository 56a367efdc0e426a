import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.language import (
    Actor,
    Answer,
    Known,
    NotUnderstood,
    QuestionReader,
    Relation,
    Role,
    Sequence,
    Sort,
    Thing,
    Verb,
)
from whereseen.memory.language.words import Cursor, word_list

NOW_NS = 1_795_185_000 * 10**9
READER = QuestionReader(Known(rooms=("kitchen",), receptacles=("fridge",), people=("Ada",)))
WORDS = st.sampled_from(
    word_list(
        "where when is was did you i ada the a red mug it them kitchen in on from to put moved turn"
        " off not never any more before after while since between and last first longest at 9 half"
        " past yesterday two hours ago monday other than in this order : , which what how many long"
        " take that one 2026-11-20 31 february left with without still"
    )
)


def test_it_is_what_was_asked_before():
    with pytest.raises(NotUnderstood, match="'it'"):
        READER.read("where is it?", NOW_NS)
    mug = READER.read("where is the red mug?", NOW_NS).thing
    asked = READER.read("when did you last see it?", NOW_NS, previous=mug)
    assert asked.thing == mug
    assert asked.answer is Answer.WHEN
    assert READER.read("is it clean?", NOW_NS, previous=Thing("vase")).thing == Thing("vase")


def test_it_in_a_time_is_what_the_question_is_about():
    asked = READER.read("where was the mug before you moved it?", NOW_NS)
    assert asked.anchor.event.thing == asked.thing


def test_places_by_other_names():
    (place,) = READER.read("what is in the refrigerator?", NOW_NS).places
    assert place.relation is Relation.IN
    assert place.thing.known == ("fridge",)


def test_what_is_not_understood_is_said():
    assert READER.read("where is the wibble?", NOW_NS).unknown == ("wibble",)
    asked = READER.read("did you zig the mug before lunch and eat the plate?", NOW_NS)
    assert "zig" in asked.unknown


def test_rules_that_were_needed_are_noted():
    assert READER.read("where was it at 9", NOW_NS, previous=Thing("mug")).notes == (
        "09:00 was read as 09:00",
    )
    assert READER.read("where was the mug at 18:20", NOW_NS).notes == ()


def test_how_long_before_an_event():
    asked = READER.read("where was the mug five minutes before Ada left?", NOW_NS)
    assert asked.anchor.sequence is Sequence.BEFORE
    assert asked.anchor.offset_ns == 300 * 10**9
    assert asked.anchor.event.actor == Actor(Role.PERSON, "Ada")
    assert asked.anchor.event.verb is Verb.LEFT


def test_people_that_nobody_named_are_known_by_their_capital():
    asked = READER.read("did Grandma open the fridge?", NOW_NS)
    assert asked.event.actor == Actor(Role.PERSON, "grandma")


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("was the mug moved by Ada?", Actor(Role.PERSON, "Ada")),
        ("was the mug moved by you?", Actor(Role.ROBOT)),
        ("was the mug moved?", Actor(Role.ANYBODY)),
    ],
)
def test_by_whom(text, actor):
    assert READER.read(text, NOW_NS).event.actor == actor


@pytest.mark.parametrize(
    "text",
    [
        *("was the mug moved by Ada and not by you?", "where was the mug on 03/04/2026?"),
        *("is the mug on the desk or the table?", "did you move the mug twice?"),
        *("where is the mug usually?", "where was the mug on Christmas?"),
    ],
)
def test_what_the_grammar_lacks_is_not_passed_over(text):
    assert READER.read(text, NOW_NS).unknown


def test_what_was_done_with_a_thing_is_its_history():
    asked = READER.read("what did you do with the red mug?", NOW_NS)
    assert asked.answer is Answer.HISTORY
    assert asked.thing.phrase == "red mug"


def test_what_the_answer_names():
    assert READER.read("which room is the mug in?", NOW_NS).of is Sort.ROOM
    assert READER.read("what is the mug on?", NOW_NS).of is Sort.RECEPTACLE
    assert READER.read("where is the mug?", NOW_NS).of is None


@pytest.mark.parametrize("text", ["", "  ", "x" * 1001, "\ud800"])
def test_no_text(text):
    with pytest.raises(InvalidQuery):
        READER.read(text, NOW_NS)


@pytest.mark.parametrize(
    "text", ["hello", "?", "what time is it", "where will it be tomorrow", "why", "how much milk"]
)
def test_refusals_say_what_to_do(text):
    with pytest.raises(NotUnderstood) as refusal:
        READER.read(text, NOW_NS)
    assert refusal.value.remedy


def read_or_refuse(text, now_ns=NOW_NS):
    try:
        return READER.read(text, now_ns)
    except InvalidQuery as refusal:
        return str(refusal)


@given(st.text(max_size=1000), st.integers(-(2**63), 2**63 - 1))
@settings(max_examples=60, deadline=None)
def test_any_text_at_any_time_is_read_or_refused(text, now_ns):
    assert read_or_refuse(text, now_ns)


@given(st.lists(WORDS, max_size=30).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_any_words_are_read_or_refused_always_alike(text):
    assert read_or_refuse(text) == read_or_refuse(text)


@pytest.mark.parametrize(
    "word",
    ["since", "before", "when you", "put", "the", "between 9", "other than", "a", "first,", "in"],
)
def test_work_grows_with_length_alone(word, monkeypatch):
    looks = 0
    peek = Cursor.peek

    def counted(self, ahead=0):
        nonlocal looks
        looks += 1
        return peek(self, ahead)

    monkeypatch.setattr(Cursor, "peek", counted)
    counts = []
    for length in (450, 900):
        looks = 0
        read_or_refuse(f"{word} " * (length // (len(word) + 1)))
        counts.append(looks)
    assert counts[1] < 2.5 * counts[0]
