"""When things enter long-term memory, and when they are history."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.tiers.config import TierConfig
from whereseen.memory.tiers.promotion import Evidence, Tier, next_tier, widest_deg

CONFIG = TierConfig()
GOOD = Evidence(looks=8, apart_deg=20.1, probability=0.8)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (GOOD, Tier.LONG_TERM),
        (Evidence(7, 90.0, 1.0), Tier.CANDIDATE),
        (Evidence(99, 20.0, 1.0), Tier.CANDIDATE),
        (Evidence(99, 90.0, 0.79), Tier.CANDIDATE),
        (Evidence(99, 90.0, 0.19), Tier.HISTORY),
    ],
)
def test_a_thing_is_known_after_enough_good_looks_from_apart(evidence, expected):
    assert next_tier(Tier.CANDIDATE, evidence, CONFIG) == expected


def test_between_the_probabilities_nothing_changes():
    doubtful = Evidence(99, 90.0, 0.5)
    assert [next_tier(tier, doubtful, CONFIG) for tier in Tier] == list(Tier)


def test_what_is_believed_again_comes_back():
    assert next_tier(Tier.HISTORY, GOOD, CONFIG) == Tier.LONG_TERM


probabilities = st.floats(0.0, 1.0)


@given(st.sampled_from(Tier), st.integers(0, 99), st.floats(0, 180), probabilities, probabilities)
def test_more_belief_never_makes_history(tier, looks, apart, one, other):
    low, high = sorted((one, other))
    was = next_tier(tier, Evidence(looks, apart, low), CONFIG)
    now = next_tier(tier, Evidence(looks, apart, high), CONFIG)
    assert (now == Tier.HISTORY) <= (was == Tier.HISTORY)
    assert (was == Tier.LONG_TERM) <= (now == Tier.LONG_TERM)


def test_the_widest_angle_is_between_places_as_seen_from_the_thing():
    thing = (1.0, 2.0, 0.5)
    places = np.array([[2.0, 2.0, 0.5], [1.0, 5.0, 0.5], [3.0, 2.0, 0.5], thing])
    assert widest_deg(places, thing) == pytest.approx(90.0)
    assert widest_deg(places[[0, 2]], thing) == pytest.approx(0.0, abs=1e-5)
    assert widest_deg(places[[0, 3]], thing) == 0.0
    assert widest_deg([], thing) == 0.0


@given(st.lists(st.tuples(*[st.floats(-9, 9, width=16)] * 3), max_size=6), st.floats(0.5, 2.0))
def test_the_angle_grows_with_places_and_not_with_distance(places, scale):
    angles = [widest_deg(places[:n], (0.0, 0.0, 0.0)) for n in range(len(places) + 1)]
    assert all(0.0 <= a <= b <= 180.0 for a, b in pairwise(angles))
    farther = widest_deg(scale * np.reshape(places, (-1, 3)), (0.0, 0.0, 0.0))
    assert farther == pytest.approx(angles[-1], abs=1e-3)


def test_wrong_knobs_are_refused():
    for wrong in ({"capacity": 0}, {"policy": "clock"}, {"promote_at": 1.5}):
        with pytest.raises(InvalidConfig):
            TierConfig(**wrong)
