from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.chronicle.stays import Stay
from whereseen.memory.consolidation.consolidating import consolidate
from whereseen.memory.consolidation.habits import (
    habits_of,
    likely_places,
    likely_rooms,
    ranked_places,
)
from whereseen.memory.consolidation.kinds import classes_of
from whereseen.memory.consolidation.rows import Habit

HOUR = 3_600_000_000_000
LABELS = ("red mug", "teacup", "laptop", "sofa", "gizmo")
FURNITURE = {
    ("kitchen", "kitchen table"): (2.0, 2.0, 0.4),
    ("study", "desk"): (6.0, 2.0, 0.4),
    ("study", "shelf"): (7.0, 3.0, 1.0),
}
ROOMS = ("kitchen", "study")
HABITS = st.lists(
    st.builds(
        Habit,
        st.sampled_from(LABELS),
        st.sampled_from(["kitchen", "study", ""]),
        st.sampled_from(["kitchen table", "desk", "gone shelf", ""]),
        st.floats(0.1, 50.0),
    ),
    unique_by=lambda habit: habit[:3],
)


def stay(label: str, support: str, hours: float) -> Stay:
    seen_ns = round(hours * HOUR)
    return Stay(1, label, (0.0, 0.0, 0.0), 0, None, seen_ns, 1.0, "kitchen", "on", support)


def best(label: str, *habits: Habit) -> tuple[str, str]:
    first = ranked_places(label, habits, FURNITURE, ROOMS)[0]
    return first.room, first.support


@given(HABITS, st.sampled_from([*LABELS, "pillow", "quux"]))
def test_probabilities_sum_to_one_and_none_is_zero(habits: list[Habit], label: str) -> None:
    places = ranked_places(label, habits, FURNITURE, ROOMS)
    assert sum(each.probability for each in places) == pytest.approx(1.0)
    assert all(each.probability > 0.0 for each in places)
    assert sorted(places, key=lambda each: -each.probability) == list(places)
    known = {*FURNITURE, ("kitchen", ""), ("study", "")}
    assert {(each.room, each.support) for each in places} - known <= {("", "")}
    assert {each.position_m for each in places if each.support} == set(FURNITURE.values())


@given(HABITS, st.sampled_from(LABELS), st.floats(0.5, 20.0))
def test_more_evidence_makes_a_place_likelier(
    habits: list[Habit], label: str, weight: float
) -> None:
    at = (label, "study", "shelf")
    without = [each for each in habits if each[:3] != at]

    def of_shelf(these: list[Habit]) -> float:
        places = ranked_places(label, these, FURNITURE, ROOMS)
        return next(each.probability for each in places if each.support == "shelf")

    assert of_shelf([*without, Habit(*at, weight)]) > of_shelf(without)


def test_without_evidence_all_places_are_alike() -> None:
    places = ranked_places("mug", (), FURNITURE, ROOMS)
    assert [each.probability for each in places] == pytest.approx([0.2] * 5)
    (only,) = ranked_places("mug", (), {}, ())
    assert (only.room, only.support, only.probability) == ("", "", 1.0)


def test_what_is_unseen_is_where_its_kind_is() -> None:
    cup = Habit("teacup", "kitchen", "kitchen table", 3.0)
    book = Habit("novel", "study", "shelf", 9.0)
    assert best("beer mug", cup, book) == ("kitchen", "kitchen table")
    assert best("dictionary", cup, book) == ("study", "shelf")


def test_what_no_list_knows_is_where_what_is_carried_as_much_is() -> None:
    laptop = Habit("laptop", "study", "desk", 3.0)
    sofa = Habit("sofa", "kitchen", "", 4.0)
    assert best("zorb", laptop, sofa) == ("study", "desk")


def test_own_evidence_counts_more_than_that_of_the_kind() -> None:
    mine = Habit("red mug", "study", "desk", 2.0)
    others = Habit("teacup", "kitchen", "kitchen table", 3.0)
    assert best("red mug", mine, others) == ("study", "desk")
    assert best("teacup", mine, others) == ("kitchen", "kitchen table")


def test_what_was_on_furniture_that_is_gone_is_in_its_room() -> None:
    assert best("vase", Habit("vase", "study", "cupboard", 3.0)) == ("study", "")


def test_classes_become_narrower() -> None:
    known = ["red mug", "Red Mug", "teacup", "plate", "laptop", "sofa"]
    found = list(classes_of("red mug", known))
    assert found[0] == set(known)
    assert found[1] == set(known) - {"sofa"}
    assert found[-1] == {"red mug", "Red Mug"}
    assert found[-2] == {"red mug", "Red Mug"}
    assert "teacup" in found[-3]
    assert "laptop" not in found[-3]


def test_a_stay_counts_by_its_length_but_at_most_once() -> None:
    short, long, year = (stay("mug", "desk", hours) for hours in (0.0, 3.0, 9000.0))
    (habit,) = habits_of([short])
    assert habit == Habit("mug", "kitchen", "desk", 0.1)
    assert habits_of([long])[0].weight == pytest.approx(0.5)
    assert habits_of([year])[0].weight == pytest.approx(1.0)
    assert habits_of([short, long, year])[0].weight == pytest.approx(1.6)


def test_a_memory_learns_where_its_things_are(home: Any) -> None:
    memory = home.memory()
    report = consolidate(memory)
    assert report.habits == 4
    first, second, *_ = likely_places(memory, "red mug")
    assert (first.room, first.support) == ("kitchen", "kitchen table")
    assert (second.room, second.support) == ("study", "desk")
    assert second.position_m == (6.0, 2.0, 0.35)
    rooms = likely_rooms(memory, "mug")
    assert list(rooms) == ["kitchen", "study"]
    assert sum(rooms.values()) == pytest.approx(1.0)
