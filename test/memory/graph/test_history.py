from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.graph.bodies import Role
from whereseen.memory.graph.history import RelationHistory, shut_away
from whereseen.memory.graph.relations import Fact, Predicate, thing_node
from whereseen.memory.objects.entity import Entity, Status

MUG, BOWL = thing_node(9), thing_node(8)
ON_TABLE = Fact(MUG, Predicate.ON, thing_node(1))
IN_DRAWER = Fact(MUG, Predicate.IN, thing_node(2))
IN_ROOM = Fact(MUG, Predicate.IN_ROOM, "room 1")
NEAR = Fact(MUG, Predicate.NEXT_TO, BOWL)


def look(history: RelationHistory, now: int, *facts: Fact, at: Sequence[str] = (MUG,), shut=()):
    return history.update(facts, now, looked_at=at, shut_away=shut)


@pytest.fixture
def history():
    return RelationHistory()


def test_a_relation_begins_when_it_was_first_seen(history):
    assert look(history, 10, ON_TABLE) == ()
    (begun,) = look(history, 20, ON_TABLE)
    assert (begun.fact, begun.valid_from_ns, begun.valid_to_ns) == (ON_TABLE, 10, None)
    assert look(history, 30, ON_TABLE) == ()


def test_the_same_look_counts_once(history):
    look(history, 10, ON_TABLE)
    assert look(history, 10, ON_TABLE) == ()
    assert history.holding == ()


def test_a_relation_ends_when_it_was_first_missed(history):
    look(history, 10, ON_TABLE)
    look(history, 20, ON_TABLE)
    assert look(history, 30) == ()
    (ended,) = look(history, 40)
    assert (ended.valid_from_ns, ended.valid_to_ns) == (10, 30)
    assert history.holding == ()
    assert list(history) == [ended]


def test_noise_does_not_flicker(history):
    for now in range(0, 100, 20):
        look(history, now, ON_TABLE)
        look(history, now + 10)
    assert list(history) == []
    look(history, 100, ON_TABLE)
    look(history, 110, ON_TABLE)
    for now in range(120, 200, 20):
        look(history, now)
        look(history, now + 10, ON_TABLE)
    assert [each.valid_from_ns for each in history] == [100]


def test_silence_is_not_absence(history):
    look(history, 10, ON_TABLE)
    look(history, 20, ON_TABLE)
    for now in (30, 40, 50):
        assert look(history, now, at=()) == ()
    assert [each.fact for each in history.holding] == [ON_TABLE]


def test_a_thing_that_moves_is_never_at_two_places(history):
    look(history, 10, ON_TABLE)
    look(history, 20, ON_TABLE)
    look(history, 30, IN_DRAWER)
    ended, begun = look(history, 40, IN_DRAWER)
    assert (ended.fact, ended.valid_to_ns) == (ON_TABLE, 30)
    assert (begun.fact, begun.valid_from_ns) == (IN_DRAWER, 30)
    for now in (15, 29, 30, 35):
        assert len(history.as_of(now)) == 1
    assert history.as_of(5) == ()
    assert history.of(thing_node(1)) == (ended,)


def test_what_is_shut_away_stays_inside(history):
    for now in (10, 20):
        look(history, now, IN_DRAWER, IN_ROOM, NEAR)
    for now in (30, 40, 50):
        look(history, now, shut=[MUG])
    held = {each.fact: each for each in history.holding}
    assert held.keys() == {IN_DRAWER, IN_ROOM}
    assert held[IN_DRAWER].is_remembered
    look(history, 60, IN_DRAWER, IN_ROOM)
    assert not any(each.is_remembered for each in history.holding)
    assert [each.valid_from_ns for each in history.holding] == [10, 10]


def test_what_is_taken_out_is_not_inside(history):
    for now in (10, 20):
        look(history, now, IN_DRAWER)
    for now in (30, 40):
        look(history, now, shut=[MUG])
    for now in (50, 60):
        look(history, now)
    assert history.holding == ()


def test_what_is_on_something_is_not_shut_away(history):
    for now in (10, 20):
        look(history, now, ON_TABLE)
    for now in (30, 40):
        look(history, now, shut=[MUG])
    assert history.holding == ()


def test_kept_relations_come_back(history):
    look(history, 10, ON_TABLE)
    look(history, 20, ON_TABLE)
    look(history, 30, IN_DRAWER)
    look(history, 40, IN_DRAWER)
    other = RelationHistory()
    other.restore(history)
    assert list(other) == list(history)


def test_forgotten_things_leave_nothing(history):
    look(history, 10, ON_TABLE, NEAR)
    look(history, 20, ON_TABLE, NEAR)
    assert history.forget([BOWL]) == 1
    assert [each.fact for each in history.holding] == [ON_TABLE]
    assert history.forget([thing_node(1)]) == 1


def test_the_past_is_bounded():
    history = RelationHistory(confirmations=1, most=3)
    for now in range(20):
        look(history, now, *([ON_TABLE] if now % 2 == 0 else []))
    assert [each.valid_to_ns for each in history] == [15, 17, 19]


def entity(x: float, number: int = 9) -> Entity:
    at = (x, 0.0, 0.4)
    return Entity(number, "mug", Status.GONE, 0.1, at, (0.1, 0.1, 0.1), 0, 10, None)


def test_a_drawer_that_was_pushed_in_shuts_away_what_was_in_it(body, history):
    """With the drawer out the dresser reached to x = 0.8, and now to 0.4."""
    look(history, 10, IN_DRAWER)
    look(history, 20, IN_DRAWER)
    closed = body(2, (0, -0.5, 0), (0.4, 0.5, 1), role=Role.BOTH, label="dresser")
    still_open = body(2, (0, -0.5, 0), (0.8, 0.5, 1), role=Role.BOTH, label="dresser")
    gone = [entity(0.6), entity(0.6, 7)]
    assert shut_away(gone, history.holding, [closed]) == {MUG}
    assert shut_away(gone, history.holding, [still_open]) == frozenset()
    assert shut_away(gone, history.holding, []) == frozenset()


@given(st.lists(st.sampled_from([None, ON_TABLE, IN_DRAWER, NEAR]), max_size=40))
@settings(max_examples=60, deadline=None)
def test_intervals_of_a_fact_never_overlap(seen):
    history = RelationHistory()
    for now, fact in enumerate(seen):
        look(history, now, *([fact] if fact else []))
    for fact in (ON_TABLE, IN_DRAWER, NEAR):
        own = [each for each in history if each.fact == fact]
        for before, after in pairwise(own):
            assert before.valid_to_ns is not None
            assert before.valid_from_ns < before.valid_to_ns <= after.valid_from_ns
    places = [each for each in history if each.fact.predicate.is_place]
    for now in range(len(seen)):
        assert sum(each.holds_at(now) for each in places) <= 1
