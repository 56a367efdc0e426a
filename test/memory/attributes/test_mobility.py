"""How long things stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.attributes.mobility import (
    HALF_LIVES_S,
    half_life_s,
    moves_alone,
    persistence,
)
from whereseen.memory.encoder.lexicon import household_lexicon

HOUR_NS = 3600 * 1_000_000_000


def test_all_kinds_are_in_the_lexicon() -> None:
    assert HALF_LIVES_S.keys() <= {entry.name for entry in household_lexicon()}


def test_mugs_move_in_hours_and_sofas_in_months() -> None:
    order = ["phone", "red mug", "book", "sofa", "fridge", "bathtub"]
    lives = [half_life_s(label) for label in order]
    assert lives == sorted(lives)
    assert half_life_s("red mug") < 12 * 3600 < 30 * 86_400 < half_life_s("sofa")
    assert half_life_s("frobnicator") == 86_400


@pytest.mark.parametrize("label", ["person", "man", "toddler", "cat", "dog", "robot", "roomba"])
def test_who_moves_alone(label: str) -> None:
    assert moves_alone(label)


@pytest.mark.parametrize("label", ["sofa", "dog bed", "toy robot", "teddy bear", "picture", "?"])
def test_what_stays(label: str) -> None:
    assert not moves_alone(label)


def test_half_is_left_after_a_half_life() -> None:
    assert persistence("mug", int(half_life_s("mug") * 1e9)) == pytest.approx(0.5)
    assert persistence("mug", -5) == 1.0


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_waiting_twice_is_waiting_longer(one: int, other: int) -> None:
    together = persistence("mug", (one + other) * HOUR_NS)
    assert together == pytest.approx(
        persistence("mug", one * HOUR_NS) * persistence("mug", other * HOUR_NS), abs=1e-12
    )
