"""What a planner is told, and that it is never more than was asked for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.operations.planning import Item, Section, tokens_in, within_budget
from whereseen.memory.tiers.unit import Reason, Unit

ITEMS = st.lists(
    st.builds(
        Item,
        st.sampled_from(Section),
        st.text("abc 123.,()#\u00e9", min_size=1, max_size=60),
        st.lists(st.integers(1, 9), max_size=3).map(tuple),
    ),
    max_size=15,
)


@given(ITEMS, st.integers(1, 80))
def test_the_budget_is_never_exceeded(items: list[Item], budget: int) -> None:
    made = within_budget(items, lambda _: None, budget)
    assert made.tokens == tokens_in(made.text) <= budget
    assert len(made.items) + made.left_out == len(items)
    assert [each.section for each in made.items] == sorted(
        (each.section for each in made.items), key=list(Section).index
    )
    for item in made.items:
        assert f"- {item.text}" in made.text


@given(ITEMS.filter(bool))
def test_what_fits_alone_is_not_left_out_for_what_is_less_useful(items: list[Item]) -> None:
    alone = within_budget(items[:1], lambda _: None, 10_000).tokens
    made = within_budget(items, lambda _: None, alone)
    assert items[0] in made.items
    assert within_budget(items, lambda _: None, 100_000).left_out == 0


@given(st.text(max_size=80), st.text(max_size=80))
def test_tokens_add_up_and_are_no_fewer_than_a_quarter_of_the_letters(one: str, two: str) -> None:
    assert tokens_in(f"{one} {two}") == tokens_in(one) + tokens_in(two)
    letters = sum(each.isalpha() for each in one)
    assert tokens_in(one) >= letters / 4


def test_coordinates_cost_more_than_words() -> None:
    assert tokens_in("at (1.25, 0.4)") == 10
    assert tokens_in("bring something") == 5


def test_task_and_what_is_at_hand_come_first(flat: Any) -> None:
    working, short_term = flat.memory.tiers.working, flat.memory.tiers.short_term
    working.begin("bring the mug to the office", 1)
    working.bind("the mug", 3)
    working.hold(4)
    working.finish("find the mug")
    short_term.note(Unit(2, "white desk", (6.0, 3.0, 0.4), 1, Reason.ASKED))
    made = flat.memory.context()
    assert made.text.splitlines()[:5] == [
        "task:",
        "- bring the mug to the office",
        '- "the mug" is red mug #3',
        "- in hand: laptop #4",
        "- done: find the mug",
    ]
    at_hand = [each.entity_ids[0] for each in made.items if each.section is Section.AT_HAND]
    assert at_hand == [3, 4, 2]
    assert [each.entity_ids[0] for each in made.items if each.section is Section.THINGS] == [1]
    assert [each.id for each in made.entities] == [3, 4, 2, 1]
    assert "in kitchen" in made.text


def test_what_is_at_hand_is_in_the_order_of_its_use_for_the_task(flat: Any) -> None:
    for number in (3, 2, 4):
        unit = Unit(number, "thing", (0.0, 0.0, 0.0), 1, Reason.ASKED)
        flat.memory.tiers.short_term.note(unit)
    held = [unit.entity_id for unit in flat.memory.tiers.short_term.units()]

    def at_hand(task: str) -> list[int]:
        items = flat.memory.context(task).items
        return [each.entity_ids[0] for each in items if each.section is Section.AT_HAND]

    assert at_hand("") == held
    assert at_hand("bring me a mug")[0] == 3
    assert at_hand("fold the laptop")[0] == 4


def test_what_the_task_names_is_told_first(flat: Any) -> None:
    def first(task: str) -> int:
        return int(flat.memory.context(task).items[0].entity_ids[0])

    assert first("fold the laptop") == 4
    assert first("something to drink from") == 3
    flat.tell("banana", (6.5, 2.0, 0.1))
    inside = {each.entity_ids[0] for each in flat.memory.context("tidy up the office").items[:3]}
    assert inside == {2, 4, 5}


def test_relations_and_changes_are_told(flat: Any) -> None:
    from whereseen.memory.graph.history import Relation
    from whereseen.memory.graph.relations import Fact, Predicate, thing_node

    fact = Fact(thing_node(3), Predicate.ON, thing_node(1))
    flat.memory.graph.history.restore([Relation(fact, 0)])
    made = flat.memory.context("a mug")
    assert "on table #1, in kitchen" in made.text
    assert made.items[0].entity_ids == (3, 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(budget=st.integers(1, 400), task=st.sampled_from(["", "a mug", "tidy the office"]))
def test_no_budget_is_exceeded_by_a_memory(flat: Any, budget: int, task: str) -> None:
    made = flat.memory.context(task, budget_tokens=budget)
    assert tokens_in(made.text) == made.tokens <= budget
    assert {each for item in made.items for each in item.entity_ids} == {
        each.id for each in made.entities
    }


def test_budgets_and_places_that_are_none_are_refused(flat: Any) -> None:
    with pytest.raises(InvalidQuery, match="budget"):
        flat.memory.context(budget_tokens=0)
    with pytest.raises(InvalidQuery, match="asker"):
        flat.memory.context(near_m=(float("nan"), 0.0, 0.0))


def test_near_things_come_first(flat: Any) -> None:
    near_kitchen = flat.memory.context(near_m=(2.0, 2.0, 0.0)).items[0].entity_ids[0]
    near_office = flat.memory.context(near_m=(6.0, 3.0, 0.0)).items[0].entity_ids[0]
    assert near_kitchen in (1, 3)
    assert near_office in (2, 4)
