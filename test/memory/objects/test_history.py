from __future__ import annotations

from whereseen.memory.objects.entity import Belief, Cause, Entity, Kind, Status
from whereseen.memory.objects.history import ChangeRow, History

SIZE = (0.1, 0.1, 0.1)


def belief(entity_id: int, since_ns: int = 0) -> Belief:
    return Belief(entity_id, (0.0, 0.0, 0.0), SIZE, since_ns, None, 0.9, Cause.SEEN, "head")


def thing(entity_id: int) -> Entity:
    return Entity(entity_id, "mug", Status.PRESENT, 0.9, (0.0, 0.0, 0.0), SIZE, 1, 1, None)


def appeared(entity_id: int, at_ns: int, after: int) -> ChangeRow:
    return ChangeRow(Kind.APPEARED, 0, at_ns, entity_id, None, after)


def seen(history: History, since_ns: int = -1) -> list[tuple[int, int]]:
    entities = {number: thing(number) for number in range(20)}
    changes = history.changed_since(since_ns, entities, lambda change: True)
    return [(change.entity.id, change.latest_ns) for change in changes]


def test_a_belief_holds_until_it_is_closed() -> None:
    history = History(10)
    number = history.believe(belief(1, 5))
    assert history.current(1) == (number, belief(1, 5))
    assert history.close(1, 9) == number
    assert history.current(1) is None
    assert history.close(1, 12) is None
    assert history.beliefs_of(1)[0].valid_to_ns == 9


def test_a_belief_does_not_end_before_it_begins() -> None:
    history = History(10)
    history.believe(belief(1, 5))
    history.close(1, 2)
    assert history.beliefs_of(1)[0].valid_to_ns == 5


def test_changes_since_a_time_newest_first() -> None:
    history = History(10)
    for number in (1, 2, 3):
        history.note(appeared(number, 10 * number, history.believe(belief(number))))
    assert seen(history) == [(3, 30), (2, 20), (1, 10)]
    assert seen(history, 20) == [(3, 30)]


def test_the_oldest_changes_give_way() -> None:
    history = History(3)
    for number in range(1, 7):
        history.note(appeared(number, number, history.believe(belief(number))))
    assert seen(history) == [(6, 6), (5, 5), (4, 4)]


def test_the_oldest_beliefs_that_ended_give_way_with_their_changes() -> None:
    history = History(2)
    history.note(appeared(1, 1, history.believe(belief(1))))
    history.note(appeared(2, 2, history.believe(belief(2))))
    history.close(2, 5)
    for number in (3, 4, 5):
        history.believe(belief(number))
    assert history.beliefs_of(2) == ()
    assert len(history.beliefs_of(1)) == 1
    assert seen(history) == [(1, 1)]


def test_beliefs_that_hold_are_never_dropped() -> None:
    history = History(1)
    for number in range(10):
        history.believe(belief(number))
    assert all(history.current(number) is not None for number in range(10))


def test_nothing_is_left_of_what_is_forgotten() -> None:
    history = History(10)
    for number in (1, 2):
        history.note(appeared(number, number, history.believe(belief(number))))
    history.forget([1])
    assert seen(history) == [(2, 2)]
    assert history.beliefs_of(1) == ()
    assert history.current(1) is None
    assert history.current(2) is not None


def test_numbers_grow_after_a_restart() -> None:
    history, again = History(10), History(10)
    first = history.believe(belief(1))
    again.restore(dict(history.beliefs), dict(history.changes))
    assert again.current(1) == (first, belief(1))
    assert again.believe(belief(2)) == first + 1
