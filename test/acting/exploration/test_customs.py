"""Customs name only what the lexicon has, and tell kinds of things and furniture apart."""

from __future__ import annotations

import pytest

from whereseen.acting.exploration.customs import CUSTOMS, customary, is_opened_for
from whereseen.memory.encoder.lexicon import household_lexicon


def test_all_words_are_in_the_lexicon() -> None:
    lexicon = household_lexicon()
    for kind, (often, at_times) in CUSTOMS.items():
        for word in (kind, *often.split(", "), *at_times.split(", ")):
            assert lexicon[word].name == word


@pytest.mark.parametrize(
    ("label", "often", "seldom"),
    [
        ("a red mug", "kitchen counter", "bed"),
        ("blue pillow", "bed", "kitchen counter"),
        ("toilet roll", "toilet", "sofa"),
        ("carton of milk", "fridge", "wardrobe"),
        ("laptop", "desk", "bathtub"),
    ],
)
def test_things_are_where_people_keep_them(label: str, often: str, seldom: str) -> None:
    assert customary(label, often) > customary(label, seldom) == 1.0


def test_of_what_is_not_known_all_furniture_is_as_likely() -> None:
    assert {customary("flux compensator", each) for each in ("bed", "fridge", "desk")} == {1.0}


def test_only_what_closes_is_opened_and_only_for_what_is_kept_there() -> None:
    assert is_opened_for("milk", "fridge") and is_opened_for("plate", "kitchen cabinet")
    assert not is_opened_for("pillow", "fridge")
    assert not is_opened_for("mug", "dining table")
