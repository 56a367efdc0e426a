"""What references mean in a small home."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test.acting.fakes import FURNITURE, NOON_NS, SECOND_NS, THINGS, FakeWorld, home, thing
from whereseen.acting.instructions.task import Mention, Reference
from whereseen.acting.references.config import Ambiguity, ReferenceConfig
from whereseen.acting.references.resolution import RefusalKind
from whereseen.acting.references.resolver import ReferenceResolver
from whereseen.memory.chronicle import Condition, Deed
from whereseen.memory.language import Actor, Role, Verb

ASKING = ReferenceConfig(Ambiguity.ASK)
DAY_NS = 86_400 * SECOND_NS
ORIGIN_M = (0.0, 0.0, 0.0)


def lived_in_home():
    """Where bread was sliced, apple and banana put in the fridge, and the plate was washed."""
    moved = Deed(
        *(Verb.MOVED, NOON_NS - DAY_NS, NOON_NS - DAY_NS + 9 * SECOND_NS, Actor(Role.ROBOT)),
        thing_id=8,
        label="book",
    )
    world = home(deeds=[moved])
    world.do(Verb.TOOK, 5)
    world.do(Verb.SLICED, 6)
    world.put(5, 103, "in")
    world.put(3, 102, "in")
    world.put(4, 102, "in")
    world.do(Verb.CLEANED, 7)
    return world


LIVED_IN = lived_in_home()
RESOLVER = ReferenceResolver(LIVED_IN, ASKING)


def meant(text, **more):
    return RESOLVER.resolve(Reference(text), near_m=ORIGIN_M, **more)


@pytest.mark.parametrize(
    ("text", "thing_id"),
    [
        ("the red mug", 1),
        ("the mug on the kitchen counter", 1),
        ("the mug in the living room", 2),
        ("the cup on the table", 2),
        ("the dirty mug", 1),
        ("the mug that is clean", 2),
        ("the mug that is not red", 2),
        ("the blue thing on the desk", 12),
        ("the sink in the bathroom", 110),
        ("the nearest sink", 103),
        ("the farthest sink", 110),
        ("the white thing", 7),
        ("something to drink", 9),
        ("something to cut with", 5),
        ("something to read", 8),
        ("a thing to write with", 12),
        ("what you put in the fridge first", 3),
        ("the thing I put in the fridge last", 4),
        ("the first thing you put in the fridge", 3),
        ("the fruit you put in the fridge first", 3),
        ("what you used to cut the bread", 5),
        ("what you used to cut", 5),
        ("the knife you used to slice the bread", 5),
        ("the thing you cut the bread with", 5),
        ("what you sliced", 6),
        ("the plate you washed", 7),
        ("the book you moved yesterday", 8),
        ("the fruit you moved before you washed the plate", 4),
        ("what you took before you sliced the bread", 5),
        ("the closed cupboard", 109),
        ("the cupboard", 109),
        ("the pen next to the lamp", 12),
        ("what was on the table", 4),
        ("the fruit that was on the counter this morning", 3),
        ("the yellow fruit", 4),
        ("the mug above the counter", 1),
        ("the fruit you just put in the fridge", 4),
        ("the fridge that you put the apple in", 102),
        ("the table you took the banana from", 104),
        ("the sink you put the knife in", 103),
    ],
)
def test_what_is_meant(text, thing_id):
    found = meant(text)
    assert found.refusal is None
    assert found.best.thing_id == thing_id
    assert found.best.reason


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("the mug", {1, 2}),
        ("the fruit", {3, 4}),
        ("the red thing", {1, 8}),
        ("the one next to the lamp", {11, 12}),
        ("the sink", {103, 110}),
        ("what you put in the fridge", {3, 4}),
    ],
)
def test_what_several_fit_is_asked_about(text, ids):
    refusal = meant(text).refusal
    assert refusal.kind is RefusalKind.AMBIGUOUS
    assert {each.thing_id for each in refusal.candidates} == ids
    assert refusal.reason.startswith("Which do you mean")


@pytest.mark.parametrize(
    ("near_m", "thing_id", "why"), [(ORIGIN_M, 1, "nearest"), ((6.0, 3.0, 0.0), 2, "nearest")]
)
def test_what_several_fit_is_picked_with_a_reason(near_m, thing_id, why):
    found = ReferenceResolver(LIVED_IN).resolve(Reference("the mug"), near_m=near_m)
    assert found.best.thing_id == thing_id
    assert why in found.best.reason
    assert len(found.hypotheses) == 2


@pytest.mark.parametrize("text", ["a mug", "any mug", "one of the mugs", "something to drink from"])
def test_where_any_will_do_nobody_is_asked(text):
    assert meant(text).best.thing_id == 1


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("the green mug", RefusalKind.UNKNOWN, "red mug"),
        ("the flurb", RefusalKind.UNKNOWN, "flurb"),
        ("the bookx", RefusalKind.UNKNOWN, "Did you mean"),
        ("what you are holding", RefusalKind.UNKNOWN, "hand"),
        ("when did you wash it", RefusalKind.NOT_UNDERSTOOD, ""),
        ("", RefusalKind.NOT_UNDERSTOOD, "empty"),
        ("the mug you quickly gribbled", RefusalKind.NOT_UNDERSTOOD, ""),
        ("the toothbrush", RefusalKind.UNKNOWN, "toothbrush"),
        ("the mug under the table", RefusalKind.UNKNOWN, "the blue mug on the dining table"),
    ],
)
def test_what_cannot_be_told_is_refused(text, kind, said):
    found = meant(text)
    assert found.best is None
    assert found.refusal.kind is kind
    assert said in found.refusal.reason


def test_what_is_unknown_can_be_looked_for():
    assert meant("the red toothbrush").query == "red toothbrush"
    assert meant("something to sit on").query == ""


def test_what_was_looked_for_in_vain_comes_last():
    picking = ReferenceResolver(LIVED_IN)
    found = picking.resolve(Reference("the mug"), excluded=[1], near_m=ORIGIN_M)
    assert [each.thing_id for each in found.hypotheses] == [2, 1]
    assert "was not there" in found.hypotheses[1].reason
    only = picking.resolve(Reference("the red mug"), excluded=[1])
    assert only.best.thing_id == 1


def test_what_is_gone_is_meant_but_hardly_there():
    world = home()
    world.note_absence(1, (0.0, 0.0, 0.0))
    found = ReferenceResolver(world).resolve(Reference("the red mug"))
    assert found.best.thing_id == 1
    assert found.best.probability <= 0.05
    assert "without it" in found.best.reason


def test_it_is_what_was_bound():
    bindings = {Mention("1"): (2,), Mention("2"): ("kitchen",)}
    it = RESOLVER.resolve(Reference("it", same_as=(Mention("1"),)), bindings=bindings)
    place = RESOLVER.resolve_place(Reference("there", same_as=(Mention("2"),)), bindings=bindings)
    unbound = RESOLVER.resolve(Reference("it", same_as=(Mention("3"),)), bindings=bindings)
    assert it.best.thing_id == 2
    assert place.best.target == "kitchen"
    assert unbound.refusal.kind is RefusalKind.NOT_YET_KNOWN


def test_the_other_one_is_none_that_was_bound():
    reference = Reference("the mug", other_than=(Mention("1"),))
    assert RESOLVER.resolve(reference, bindings={Mention("1"): (1,)}).best.thing_id == 2


def test_what_the_task_is_about_is_meant_rather():
    found = RESOLVER.resolve(Reference("the mug"), bindings={Mention("1"): (2,)})
    assert found.best.thing_id == 2


def test_all_of_several_are_found():
    mugs = RESOLVER.resolve(Reference("mugs", count=None))
    assert {each.thing_id for each in mugs.hypotheses} == {1, 2}
    food = RESOLVER.resolve(Reference("everything in the fridge", count=None))
    assert {each.thing_id for each in food.hypotheses} == {3, 4, 9}


def test_an_identity_is_not_looked_up():
    assert RESOLVER.resolve(Reference("whatever", thing_id=9)).best.label == "milk"
    assert RESOLVER.resolve(Reference("it", thing_id=999)).refusal.kind is RefusalKind.UNKNOWN


def test_what_no_word_names_is_found_by_likeness():
    world = home(alike={"the gizmo": {11: 0.8, 12: 0.2}})
    assert ReferenceResolver(world).resolve(Reference("the gizmo")).best.thing_id == 11


def test_a_kind_that_is_called_otherwise_comes_after_one_that_is_called_so():
    world = FakeWorld((*FURNITURE, *THINGS, thing(20, "cup", FURNITURE[0])))
    assert ReferenceResolver(world, ASKING).resolve(Reference("the cup")).best.thing_id == 20


def test_what_something_was_not_done_with():
    world = home()
    world.do(Verb.CLEANED, 1)
    resolver = ReferenceResolver(world, ASKING)
    assert resolver.resolve(Reference("the mug you have not washed")).best.thing_id == 2
    assert resolver.resolve(Reference("the mug you washed")).best.thing_id == 1


def test_what_was_changed_so_was_sliced():
    world = home()
    world.do(Verb.CHANGED, 6)
    done = world.chronicle().deeds[-1]
    world.note_deed(replace(done, verb=Verb.USED, thing_id=5, label="kitchen knife"))
    told = FakeWorld(
        world.things(),
        deeds=world.chronicle().deeds,
        conditions=[Condition(6, "bread", "sliced", done.end_ns)],
        now_ns=world.now_ns,
    )
    resolver = ReferenceResolver(told, ASKING)
    for text in ("what you sliced", "what you cut", "the food you cut"):
        assert resolver.resolve(Reference(text)).best.thing_id == 6
    for text in ("what you used to cut", "what you used to slice the bread"):
        assert resolver.resolve(Reference(text)).best.thing_id == 5


@pytest.mark.parametrize(
    ("text", "thing_id"),
    [
        ("the switched on thing", 10),
        ("the turned on lamp", 10),
        ("the one that is switched on", 10),
        ("the hot one", 9),
        ("what you warmed up", 9),
        ("the book from the bookcase", 8),
        ("the object to cut with", 5),
        ("the keys on the desk", 11),
        ("the mug nearest to the sink", 1),
        ("the second mug", 2),
    ],
)
def test_what_deeds_brought_about_is_so(text, thing_id):
    world = home()
    world.do(Verb.TURNED_ON, 10)
    world.do(Verb.HEATED, 9)
    world.put(8, 104)
    resolver = ReferenceResolver(world, ASKING)
    assert resolver.resolve(Reference(text), near_m=ORIGIN_M).best.thing_id == thing_id


def test_colours_count_in_names_of_kinds_too():
    white = thing(21, "bread", FURNITURE[3], attributes=("white",))
    green = thing(22, "bread", FURNITURE[0], attributes=("green",))
    world = FakeWorld((*FURNITURE, white, green))
    resolver = ReferenceResolver(world, ASKING)
    assert resolver.resolve(Reference("the white bread"), near_m=ORIGIN_M).best.thing_id == 21


def test_the_biggest_and_the_last_seen():
    big = replace(THINGS[1], size_m=(0.2, 0.2, 0.2), last_seen_ns=NOON_NS - SECOND_NS)
    world = FakeWorld((*FURNITURE, THINGS[0], big))
    resolver = ReferenceResolver(world, ASKING)
    assert resolver.resolve(Reference("the biggest mug")).best.thing_id == 2
    assert resolver.resolve(Reference("the small mug")).best.thing_id == 1
    assert resolver.resolve(Reference("the mug you saw last")).best.thing_id == 1
    assert resolver.resolve(Reference("the last seen mug")).best.thing_id == 1


def test_what_changed_is_seen():
    world = home()
    resolver = ReferenceResolver(world, ASKING)
    assert resolver.resolve(Reference("the mug in the sink")).best is None
    world.put(1, 103, "in")
    assert resolver.resolve(Reference("the mug in the sink")).best.thing_id == 1
    world.do(Verb.CLEANED, 1)
    assert resolver.resolve(Reference("the dirty mug")).best is None


@given(st.text(max_size=60))
def test_any_text_means_something_or_is_refused(text):
    found = RESOLVER.resolve(Reference(text))
    assert (found.refusal is None) == bool(found.hypotheses)


@given(
    st.sampled_from(["the mug", "the fruit", "the sink", "all mugs", "the red thing"]),
    st.sets(st.integers(1, 12)),
)
def test_probabilities_are_shares_and_in_order(text, excluded):
    found = ReferenceResolver(LIVED_IN).resolve(Reference(text), excluded=excluded)
    shares = [each.probability for each in found.hypotheses]
    assert all(0.0 <= each <= 1.0 for each in shares)
    assert sum(shares) <= 1.0 + 1e-9
    kept = [each.thing_id not in excluded for each in found.hypotheses]
    assert kept == sorted(kept, reverse=True)
