from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.objects.context import Asker, context_of, tokens_of
from whereseen.memory.objects.entity import Entity, Status

SECOND = 1_000_000_000
MUG = Entity(1, "mug", Status.PRESENT, 0.9, (1.0, 0.0, 0.0), (0.1, 0.1, 0.1), 1, 100 * SECOND, 7)
FAR = replace(MUG, id=2, position_m=(9.0, 0.0, 0.0))
OLD = replace(MUG, id=3, last_seen_ns=0)
GONE = replace(MUG, id=4, status=Status.GONE)
DRINK, SEAT = np.array([1.0, 0.0], np.float32), np.array([0.0, 1.0], np.float32)
NOW_NS = 10_000 * SECOND


def order(asker: Asker, *entities: Entity) -> list[int]:
    made = context_of(
        entities, lambda entity: asker.worth(entity, DRINK), lambda entity: "line", 1000
    )
    return [entity.id for entity in made.entities]


def test_near_recent_and_present_things_come_first() -> None:
    asker = Asker(None, (0.0, 0.0, 0.0), NOW_NS)
    assert order(asker, FAR, MUG) == [1, 2]
    assert order(asker, OLD, MUG) == [1, 3]
    assert order(asker, GONE, MUG) == [1, 4]


def test_what_the_task_names_comes_first() -> None:
    asker = Asker(DRINK, None, NOW_NS)
    assert asker.worth(OLD, DRINK) > asker.worth(MUG, SEAT) > 0.0


def test_equal_things_keep_their_order() -> None:
    asker = Asker(None, None, NOW_NS)
    assert order(asker, replace(MUG, id=8), MUG, replace(MUG, id=5)) == [8, 1, 5]


def test_tokens_are_four_characters_rounded_up() -> None:
    assert [tokens_of("x" * n) for n in (0, 1, 4, 5)] == [0, 1, 1, 2]


def test_a_budget_that_fits_exactly() -> None:
    made = context_of([MUG, FAR], lambda entity: 1.0, lambda entity: "x" * 19, 10)
    assert made.text == "x" * 19 + "\n" + "x" * 19
    assert (made.tokens, made.entities) == (10, (MUG, FAR))
    less = context_of([MUG, FAR], lambda entity: 1.0, lambda entity: "x" * 19, 9)
    assert (less.tokens, less.entities) == (5, (MUG,))


@given(st.lists(st.integers(1, 60), max_size=12), st.integers(1, 60))
def test_the_budget_is_never_exceeded(lengths: list[int], budget: int) -> None:
    things = [replace(MUG, id=number) for number in range(len(lengths))]
    made = context_of(things, lambda e: -e.id, lambda e: "x" * lengths[e.id], budget)
    assert made.tokens == tokens_of(made.text) <= budget
    named = len(made.entities)
    assert made.entities == tuple(things[:named])
    if named < len(things):
        longer = "\n".join([made.text, "x" * lengths[named]] if named else ["x" * lengths[0]])
        assert tokens_of(longer) > budget


def test_no_budget_is_refused() -> None:
    with pytest.raises(InvalidQuery, match="budget"):
        context_of([], lambda entity: 1.0, lambda entity: "", 0)
