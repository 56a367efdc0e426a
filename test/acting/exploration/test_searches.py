"""What is looked for went away from where it was; a search that is left begins anew."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from whereseen.acting.exploration.columns import NEVER
from whereseen.acting.exploration.looks import known_since
from whereseen.acting.exploration.sought import Sought
from whereseen.acting.exploration.trying import Searches
from whereseen.acting.navigation.costmap import Costmap
from whereseen.memory.attributes.mobility import half_life_s

_S = 1_000_000_000


def _memory(*things: tuple[str, int]) -> Any:
    entities = tuple(
        SimpleNamespace(
            label=label, last_seen_ns=at_s * _S, position_m=(1.0, 1.0, 0.5), size_m=(0.2, 0.2, 0.1)
        )
        for label, at_s in things
    )
    return SimpleNamespace(objects=SimpleNamespace(entities=lambda: entities))


def test_a_thing_is_not_where_it_was_last_seen() -> None:
    memory = _memory(("mug", 5), ("mug", 20), ("mug", 80), ("book", 30))
    sought = Sought.of(memory, "a mug", 1800.0, 50 * _S)
    assert (sought.noun, sought.last_ns) == ("mug", 20 * _S)
    assert sought.half_life_s == half_life_s("mug") != half_life_s("book")
    where = sought.where(Costmap(np.zeros((30, 30), np.int8), 0.1, (0.0, 0.0), 0.2))
    assert where[10, 10] and 9 <= where.sum() <= 36 and not where[:, :7].any()


def test_who_looks_for_nothing_in_particular_knows_of_nothing() -> None:
    assert Sought.of(_memory(("mug", 5)), "  ", 1800.0, 50 * _S) == Sought("", 1800.0)


def test_the_longer_after_it_was_seen_the_more_a_look_counts() -> None:
    at_ns = np.array([[NEVER, 5 * _S, 20 * _S, 40 * _S, 60 * _S]])
    sought = Sought("mug", 1800.0, 20 * _S)
    assert known_since(sought, at_ns, 60 * _S)[0].tolist() == pytest.approx([0, 0, 0, 0.5, 1])
    assert (known_since(Sought("mug", 1800.0), at_ns, 60 * _S) == 1.0).all()


def test_a_search_that_was_left_begins_anew() -> None:
    searches = Searches()
    first = searches.at("mug", 10 * _S)
    assert searches.at("mug", 500 * _S) is first and first.begun_ns == 10 * _S
    assert searches.at("mug", 1000 * _S) is first  # not left for ten minutes
    again = searches.at("mug", 1700 * _S)
    assert again is not first and again.begun_ns == 1700 * _S
    assert searches.at("book", 1700 * _S) is not again
