"""Sentences of people, as things at places."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.operations.named import plain_name, things_meant
from whereseen.memory.operations.near_names import known_names, near_names
from whereseen.memory.operations.telling import place_told


@pytest.mark.parametrize(
    ("said", "label", "relation", "place"),
    [
        ("The keys are on the table.", "keys", "on", "table"),
        ("keys on table", "keys", "on", "table"),
        ("please remember that my glasses are next to the laptop", "glasses", "next to", "laptop"),
        ("the cat is under the desk", "cat", "under", "white desk"),
        ("the letter lies in the desk in the office", "letter", "in", "white desk"),
        ("a bag of rice is in the kitchen", "bag of rice", "in", "kitchen"),
        ("the pen is on thing 2", "pen", "on", "white desk"),
        ("the spare key is on top of the  White Desk!", "spare key", "on", "white desk"),
    ],
)
def test_what_sentences_say(flat: Any, said: str, label: str, relation: str, place: str) -> None:
    told = place_told(flat.memory, said)
    assert (told.label, told.relation, told.place) == (label, relation, place)


def test_where_that_is(flat: Any) -> None:
    on = place_told(flat.memory, "the keys are on the table")
    assert on.position_m == pytest.approx((2.0, 2.0, 0.85))
    assert on.size_m == pytest.approx((0.96, 0.64, 0.1))
    under = place_told(flat.memory, "the cat is under the table")
    assert under.position_m[2] == pytest.approx(0.05)
    inside = place_told(flat.memory, "the letter is in the white desk")
    assert inside.position_m == (6.0, 3.0, 0.4)
    beside = place_told(flat.memory, "the bin is next to the table")
    assert beside.size_m == pytest.approx((2.2, 1.8, 0.8))
    room = place_told(flat.memory, "the keys are in the office")
    assert flat.memory.graph.room_of(room.position_m).name == "office"
    assert 3.0 < room.size_m[0] < 5.0


def test_it_is_believed_and_found_again(flat: Any) -> None:
    keys = flat.memory.remember("the keys are on the desk in the office", source="Ben")
    assert (keys.label, keys.status) == ("keys", Status.UNKNOWN)
    answer = flat.memory.ask("keys")
    assert answer.found
    assert "Ben told" in answer.reason
    (row,) = flat.memory.recall(None, limit=1).hits
    assert (row.observation.kind, row.observation.label, row.observation.place) == (
        "told",
        "keys",
        "office",
    )


@pytest.mark.parametrize(
    ("said", "what", "remedy"),
    [
        ("the keys", "says no place", "position"),
        ("", "empty", ""),
        ("the keys are on the tabble", "no such place", "Did you mean table?"),
        ("the keys are on the piano", "no such place", "kitchen"),
        ("the keys are on the mug", "2 things", "thing 3"),
        ("the keys are on the table in the office", "no table there", "kitchen"),
        ("the keys are not on the table", "only where things are", "now"),
        ("the keys are on thing 99", "no such place", "Known are"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_remedy(
    flat: Any, said: str, what: str, remedy: str
) -> None:
    flat.tell("blue mug", (6.0, 3.0, 0.9))
    with pytest.raises(InvalidQuery, match=what) as error:
        flat.memory.remember(said)
    assert remedy in error.value.remedy
    assert len(flat.memory.objects.entities()) == 5


def test_of_several_the_room_tells_which(flat: Any) -> None:
    flat.tell("blue mug", (6.0, 3.0, 0.9))
    assert place_told(flat.memory, "a spoon is in the mug in the office").place == "blue mug"
    assert place_told(flat.memory, "a spoon is in the mug on the table").place == "red mug"


def thing(number: int, label: str) -> Entity:
    at, size = (0.0, 0.0, 0.0), (0.1, 0.1, 0.1)
    return Entity(number, label, Status.PRESENT, 1.0, at, size, 1, 1, None)


def test_the_most_literal_name_is_meant() -> None:
    known = [thing(1, "white desk"), thing(2, "desk lamp"), thing(3, "sofa"), thing(4, "red mug")]

    def meant(name: str) -> list[int]:
        return [each.id for each in things_meant(name, known)]

    assert meant("desk") == [1]
    assert meant("the Desk Lamp") == [2]
    assert meant("couch") == [3]
    assert meant("mugs") == [4]
    assert meant("#2") == meant("thing 2") == [2]
    assert meant("lamp") == [2]
    assert meant("zebra") == meant("") == []


def test_names_that_are_near() -> None:
    known = ["red mug", "blue mug", "sofa"]
    assert set(near_names("mgu", known)) == {"red mug", "blue mug"}
    assert near_names("sofas", known)[0] == "sofa"
    assert known_names("zebra", known) == "Known are: blue mug, red mug, sofa"
    assert known_names("zebra", ()) == "None is known"
    assert known_names("zzz", map(str, range(20))).endswith("and 8 more")


@given(st.text(max_size=30))
def test_plain_names_are_plain(name: str) -> None:
    plain = plain_name(name)
    assert plain == " ".join(plain.split())
    assert plain_name(f"  {plain} ") in (plain, plain_name(plain))


def test_deeds_are_told_to_watches_by_their_names(flat: Any) -> None:
    from whereseen.memory.log.records import LoggedEvent
    from whereseen.memory.operations.watching import WatchFor

    drinks = flat.memory.watch(WatchFor(text="something to drink from", kinds=("took",)))
    for label in ("laptop", "red mug"):
        args: dict[str, object] = {"label": label, "thing_id": 3, "from_m": [2.0, 2.0, 0.85]}
        took = LoggedEvent(type="took", t0_ns=1, t1_ns=2, actor="robot", args=args)
        flat.memory.log.note_events([took])
    (noticed,) = drinks.poll()
    assert (noticed.kind, noticed.label, noticed.before_room) == ("took", "red mug", "kitchen")
