"""Left of, behind, above, between."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.acting.references.sides import between, side_of
from whereseen.memory.language import Relation

LAMP_M, EYE_M = (2.0, 0.0, 1.0), (0.0, 0.0, 1.0)
OPPOSITES = (
    (Relation.LEFT, Relation.RIGHT),
    (Relation.BEHIND, Relation.IN_FRONT),
    (Relation.ABOVE, Relation.UNDER),
)
NEAR = st.floats(-1.0, 1.0, allow_nan=False)


@pytest.mark.parametrize(
    ("relation", "at_m"),
    [
        (Relation.LEFT, (2.0, 0.5, 1.0)),
        (Relation.RIGHT, (2.0, -0.5, 1.0)),
        (Relation.BEHIND, (2.5, 0.0, 1.0)),
        (Relation.IN_FRONT, (1.5, 0.0, 1.0)),
        (Relation.ABOVE, (2.0, 0.0, 1.5)),
        (Relation.UNDER, (2.0, 0.0, 0.5)),
    ],
)
def test_sides_are_as_seen(relation, at_m):
    assert side_of(relation, at_m, LAMP_M, EYE_M) > 0.5
    others = {each for pair in OPPOSITES for each in pair} - {relation}
    assert all(side_of(other, at_m, LAMP_M, EYE_M) == 0.0 for other in others)


@given(NEAR, NEAR, NEAR, st.sampled_from(OPPOSITES))
def test_nothing_is_on_both_sides(dx, dy, dz, pair):
    at_m = (LAMP_M[0] + dx, LAMP_M[1] + dy, LAMP_M[2] + dz)
    one, other = (side_of(relation, at_m, LAMP_M, EYE_M) for relation in pair)
    assert 0.0 <= one <= 1.0
    assert one == 0.0 or other == 0.0


@given(NEAR, NEAR, st.floats(0.0, 2.0 * math.pi))
def test_sides_turn_with_who_sees(dx, dy, turn):
    def turned(x, y):
        return (x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn))

    x, y = LAMP_M[0] + dx, LAMP_M[1] + dy
    plain = side_of(Relation.LEFT, (x, y, 1.0), LAMP_M, EYE_M)
    lamp_m = (*turned(*LAMP_M[:2]), 1.0)
    again = side_of(Relation.LEFT, (*turned(x, y), 1.0), lamp_m, EYE_M)
    is_at_edge = abs(abs(dx) - abs(dy)) < 1e-6 or math.hypot(dx, dy) < 1e-6
    assert is_at_edge or again == pytest.approx(plain, abs=1e-6)


def test_what_is_far_lies_to_nothing():
    assert side_of(Relation.LEFT, (2.0, 3.0, 1.0), LAMP_M, EYE_M) == 0.0


def test_between():
    assert between((1.0, 0.0, 0.0), (0.0, 0.0, 0.0), (2.0, 0.0, 0.0)) == 1.0
    assert between((1.0, 0.4, 0.0), (0.0, 0.0, 0.0), (2.0, 0.0, 0.0)) > 0.5
    assert between((3.0, 0.0, 0.0), (0.0, 0.0, 0.0), (2.0, 0.0, 0.0)) == 0.0
    assert between((1.0, 0.0, 0.0), (1.0, 0.0, 0.0), (1.0, 0.0, 0.0)) == 0.0
