"""What has to be so before a skill, what is so after it, and what is never possible."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest

from whereseen.acting.skills.call import (
    CALLS,
    Call,
    Close,
    GoTo,
    Heat,
    LookAt,
    Open,
    Pick,
    Place,
    Relation,
    Slice,
    Toggle,
    Wash,
)
from whereseen.acting.skills.deeds import deed_of, use_of
from whereseen.acting.skills.facts import Fact, Predicate
from whereseen.acting.skills.rules import (
    HAND_FREE,
    HAND_IN_USE,
    KnownState,
    at,
    effects,
    preconditions,
    put_fact,
    why_impossible,
)
from whereseen.memory.language import Verb

_SPEC = importlib.util.spec_from_file_location(
    "acting_fakes", Path(__file__).parents[1] / "fakes.py"
)
assert _SPEC is not None and _SPEC.loader is not None
fakes = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(fakes)

MUG, APPLE, KNIFE, BREAD, MILK, LAMP, KEYS = 1, 3, 5, 6, 9, 10, 11
COUNTER, FRIDGE, SINK, TABLE, BIN, MICROWAVE = 101, 102, 103, 104, 107, 108


def test_what_is_in_a_closed_fridge_is_got_at_through_its_door() -> None:
    world = fakes.home()
    needed = preconditions(Pick(MILK), world)
    assert needed == (HAND_FREE, at(MILK), Fact(Predicate.OPEN, FRIDGE))
    state = KnownState(world, held=None, at=FRIDGE)
    assert [state.holds(fact) for fact in needed] == [True, True, False]
    world.do(Verb.OPENED, FRIDGE)
    assert [state.holds(fact) for fact in needed] == [True, True, True]
    assert preconditions(Pick(MUG), world) == (HAND_FREE, at(MUG))


def test_a_fridge_is_opened_before_something_is_put_in_and_a_bin_is_not() -> None:
    world = fakes.home()
    inside = Relation.IN
    assert Fact(Predicate.OPEN, FRIDGE) in preconditions(Place(FRIDGE, inside), world)
    assert Fact(Predicate.OPEN, FRIDGE) not in preconditions(Place(FRIDGE), world)
    assert Fact(Predicate.OPEN, BIN) not in preconditions(Place(BIN, inside), world)


def test_a_door_below_a_basin_is_no_door_of_the_basin() -> None:
    world = fakes.home()
    world._things[SINK] = replace(world.thing(SINK), states=("closed",))
    world._things[TABLE] = replace(world.thing(TABLE), states=("closed",))
    assert preconditions(Place(SINK, Relation.IN), world) == (HAND_IN_USE, at(SINK))
    assert Fact(Predicate.OPEN, TABLE) in preconditions(Place(TABLE, Relation.IN), world)


def test_standing_at_a_thing_is_standing_at_what_carries_it() -> None:
    world = fakes.home()
    assert KnownState(world, at=MUG).holds(at(COUNTER)) is True
    assert KnownState(world, at=COUNTER).holds(at(MUG)) is True
    assert KnownState(world, at=TABLE).holds(at(MUG)) is False
    assert KnownState(world, at="kitchen").holds(at(MUG)) is False


def test_facts_are_so_or_not_or_nobody_knows() -> None:
    world = fakes.home()
    state = KnownState(world)
    assert state.holds(put_fact(MUG, COUNTER, Relation.ON)) is True
    assert state.holds(put_fact(MUG, SINK, Relation.IN)) is False
    world.note_absence(MUG, (0.0, 0.0, 0.0))
    assert state.holds(put_fact(MUG, COUNTER, Relation.ON)) is None
    assert state.holds(Fact(Predicate.STATE, MUG, word="clean")) is False
    assert state.holds(Fact(Predicate.STATE, KEYS, word="clean")) is None
    assert state.is_known_false(Fact(Predicate.HAND_FREE, is_true=False))


def test_effects_of_a_skill_hold_once_it_is_noted() -> None:
    world = fakes.home()
    done: tuple[tuple[Call, int | None], ...] = (
        (Toggle(LAMP, True), None), (Open(FRIDGE), None), (Close(FRIDGE), None), (Wash(SINK), MUG),
        (Heat(MICROWAVE), MUG), (Slice(BREAD), KNIFE),
    )  # fmt: skip
    for call, held in done:
        deed = deed_of(call, world, world.now_ns, world.now_ns + 1, held=held)
        assert deed is not None
        world.note_deed(deed)
        assert all(KnownState(world, held).holds(fact) for fact in effects(call, held))


def test_who_cuts_uses_what_is_in_hand_meanwhile() -> None:
    world = fakes.home()
    now = world.now_ns
    cut = deed_of(Slice(BREAD), world, now, now + 1, held=KNIFE)
    used = use_of(Slice(BREAD), world, now, now + 1, KNIFE)
    assert cut is not None and used is not None
    assert (cut.verb, cut.thing_id, used.verb, used.thing_id) == (
        Verb.SLICED, BREAD, Verb.USED, KNIFE,
    )  # fmt: skip
    assert (cut.start_ns, cut.end_ns) == (used.start_ns, used.end_ns)
    assert use_of(Wash(SINK), world, now, now + 1, MUG) is None


def test_what_is_put_is_there_afterwards() -> None:
    world = fakes.home()
    now = world.now_ns
    for call, held in ((Pick(MUG), None), (Place(SINK, Relation.IN), MUG)):
        deed = deed_of(call, world, now, now + 1, held=held)
        assert deed is not None and deed.thing_id == MUG
        world.note_deed(deed)
    assert KnownState(world).holds(put_fact(MUG, SINK, Relation.IN)) is True
    assert deed_of(GoTo(SINK), world, now, now + 1) is None
    assert deed_of(LookAt(MUG), world, now, now + 1) is None


@pytest.mark.parametrize(
    ("call", "held", "why"),
    [
        (Pick(FRIDGE), None, "cannot be carried"),
        (Open(TABLE), None, "does not open"),
        (Close(KEYS), None, "does not open"),
        (Toggle(MUG, True), None, "cannot be switched"),
        (Slice(KEYS), KNIFE, "cannot be sliced"),
        (Slice(BREAD), KEYS, "does not cut with"),
        (Wash(TABLE), MUG, "nothing is washed"),
        (Heat(FRIDGE), MUG, "nothing is warmed"),
        (Heat(MICROWAVE), KEYS, "must not be warmed"),
        (Place(TABLE, Relation.IN), MUG, "nothing can be put in"),
        (Place(KEYS), MUG, "nothing can be put on"),
        (Place(MUG, Relation.IN), MUG, "itself"),
        (Pick(999), None, "no thing 999"),
    ],
)
def test_what_is_never_possible_is_said(call: object, held: int | None, why: str) -> None:
    assert why in why_impossible(call, fakes.home(), CALLS, held)


@pytest.mark.parametrize(
    ("call", "held"),
    [
        (Pick(MUG), None),
        (Open(FRIDGE), None),
        (Toggle(LAMP, True), None),
        (Slice(BREAD), KNIFE),
        (Wash(SINK), MUG),
        (Heat(MICROWAVE), MUG),
        (Place(SINK, Relation.IN), MUG),
        (Place(BIN, Relation.IN), APPLE),
        (GoTo("kitchen"), None),
    ],
)
def test_what_is_possible_is_not_refused(call: object, held: int | None) -> None:
    assert why_impossible(call, fakes.home(), CALLS, held) == ""


def test_what_is_too_large_does_not_go_in_and_a_skill_may_be_lacking() -> None:
    world = fakes.home()
    world._things[MUG] = replace(world.thing(MUG), size_m=(2.0, 2.0, 2.0))
    assert "too large" in why_impossible(Place(SINK, Relation.IN), world, CALLS, MUG)
    world._things[MUG] = replace(world.thing(MUG), is_held=True)
    assert why_impossible(Place(SINK, Relation.IN), world, CALLS, MUG) == ""
    assert why_impossible(Pick(MUG), world, (GoTo,)) == "this robot cannot pick"
