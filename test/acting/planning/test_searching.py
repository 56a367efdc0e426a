"""Where to look next, what to do next, and when to stop."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whereseen.acting.experience.lessons import Hints
from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.planning.config import PlanningConfig
from whereseen.acting.planning.loops import LoopDetector
from whereseen.acting.planning.searching import Prospect, nearest, spots
from whereseen.acting.skills.call import GoTo, Open, Pick
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome
from whereseen.memory.errors import InvalidConfig

COUNTER, FRIDGE, SINK, TABLE, DESK = 101, 102, 103, 104, 106
HERE = (0.0, 0.0, 0.0)
SHARES = st.lists(st.floats(0.01, 1.0), min_size=5, max_size=5)


def likely(shares: list[float]) -> dict[str, list[tuple[int, float]]]:
    places = (COUNTER, FRIDGE, SINK, TABLE, DESK)
    whole = sum(shares)
    return {"mug": [(at, share / whole) for at, share in zip(places, shares, strict=True)]}


@settings(
    deadline=None,
    derandomize=True,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(shares=SHARES, weight=st.floats(0.01, 1.0), x=st.floats(-5.0, 5.0))
def test_places_are_ranked_by_what_a_look_shows_for_its_cost(
    at_home: Any, shares: list[float], weight: float, x: float
) -> None:
    world: Any = at_home(likely=likely(shares)).world
    found = spots("mug", world, (x, 0.0, 0.0), weight_per_m=weight)
    assert {each.place for each in found} == {COUNTER, FRIDGE, SINK, TABLE, DESK}
    for one, other in pairwise(found):
        assert one.score >= other.score
    chances = dict(likely(shares)["mug"])
    for each in found:
        cost_m = each.distance_m + (6.0 if each.is_inside else 0.0)
        cost = 1.0 + weight * cost_m
        assert each.score == pytest.approx(math.log(each.probability / cost))
        assert each.probability >= chances[each.place] * (0.5 if each.is_inside else 0.05)
        assert each.probability <= 1.0 + 1e-9


def test_who_minds_no_way_goes_by_likelihood_alone(at_home: Any) -> None:
    world = at_home(likely=likely([0.1, 0.3, 0.2, 0.15, 0.25])).world
    found = [each.place for each in spots("mug", world, HERE, weight_per_m=0.0)]
    assert found[0] == FRIDGE and found.index(SINK) < found.index(COUNTER)


def test_what_is_behind_doors_is_a_spot_of_its_own_until_it_was_looked_into(at_home: Any) -> None:
    world = at_home(likely=likely([0.2] * 5)).world
    inside = [each.place for each in spots("mug", world, HERE, weight_per_m=0.5) if each.is_inside]
    assert FRIDGE in inside and TABLE not in inside and DESK not in inside
    left = spots("mug", world, HERE, weight_per_m=0.5, opened={FRIDGE})
    assert FRIDGE not in [each.place for each in left]


class _Knowing:
    """Knows that everything is seen from the desk, which is near."""

    def prospect(self, place: int) -> Prospect | None:
        everything = frozenset({COUNTER, FRIDGE, SINK, TABLE, DESK})
        return Prospect(1.0, everything) if place == DESK else Prospect(9.0, frozenset())


def test_who_knows_what_is_in_view_looks_from_there(at_home: Any) -> None:
    world = at_home(likely=likely([0.3, 0.2, 0.2, 0.2, 0.1])).world
    best = spots("mug", world, HERE, weight_per_m=0.5, foresight=_Knowing())[0]
    assert (best.place, best.distance_m) == (DESK, 1.0)
    assert best.probability > 0.5


def test_experience_comes_first_and_last(at_home: Any) -> None:
    world = at_home(likely=likely([0.5, 0.3, 0.1, 0.05, 0.05])).world
    hints = Hints(first={"mug": (DESK,)}, last=frozenset({COUNTER}))
    found = [each.place for each in spots("mug", world, HERE, weight_per_m=0.0, hints=hints)]
    assert (found[0], found[-1]) == (DESK, COUNTER)
    left = spots(
        "mug", world, HERE, weight_per_m=0.0, hints=hints, searched={DESK, FRIDGE}, opened={FRIDGE}
    )
    assert {each.place for each in left} == {COUNTER, SINK, TABLE}


def test_a_room_is_as_far_as_its_nearest_thing(at_home: Any) -> None:
    world = at_home(likely={"mug": [("study", 0.5), ("cellar", 0.5)]}).world
    by_place = {each.place: each for each in spots("mug", world, HERE, weight_per_m=0.15)}
    assert by_place["study"].distance_m == pytest.approx(12.0)
    assert by_place["cellar"].distance_m == 0.0


def test_a_way_round_a_wall_counts_whole(at_home: Any) -> None:
    world = at_home(likely={"mug": [(SINK, 0.5), (TABLE, 0.5)]}).world
    ways = {SINK: 9.0, TABLE: 2.0}

    def way_m(thing: Thing, _: object) -> float:
        return ways[thing.id]

    by_ways = spots("mug", world, HERE, weight_per_m=0.15, way_m=way_m)
    by_air = spots("mug", world, HERE, weight_per_m=0.15)
    assert [each.place for each in by_ways] == [TABLE, SINK]
    assert [each.place for each in by_air] == [SINK, TABLE]
    assert by_ways[0].distance_m == 2.0
    pieces = [each for each in world.things() if each.id in ways]
    assert nearest(pieces, HERE, way_m).id == TABLE and nearest(pieces, HERE).id == SINK


@pytest.mark.parametrize(("label", "first"), [("tv", TABLE), ("mug", FRIDGE)])
def test_what_stands_somewhere_for_years_is_in_no_cupboard(
    at_home: Any, label: str, first: int
) -> None:
    likely = {label: [(FRIDGE, 0.7), (TABLE, 0.3)]}
    found = spots(label, at_home(likely=likely).world, HERE, weight_per_m=0.0)
    assert found[0].place == first and len(found) == 2


def test_the_same_failure_counts_until_it_is_forgotten() -> None:
    loops, pick = LoopDetector(2), Pick(1)
    slip = Outcome(pick, Failure(FailureKind.NO_GRASP, "slip"), 0, 1)
    for outcome in (slip, replace(slip, failure=Failure(FailureKind.BLOCKED, "cat"))):
        loops.note(outcome)
    assert not loops.is_stuck(pick)
    loops.note(replace(slip, call=GoTo(1)))
    loops.note(Outcome(Open(3), None, 0, 1))
    assert not loops.is_stuck(pick)
    loops.note(slip)
    assert loops.is_stuck(pick) and not loops.is_stuck(Pick(2))
    loops.reset()
    assert not loops.is_stuck(pick)


@pytest.mark.parametrize(
    "wrong",
    [
        {"travel_weight_per_m": -1.0},
        {"travel_weight_per_m": math.nan},
        {"looks_per_thing": 0},
        {"most_repeats": 0},
        {"calls_per_subtask": 0},
        {"most_revisions": -1},
    ],
)
def test_bounds_that_bound_nothing_are_refused(wrong: Any) -> None:
    with pytest.raises(InvalidConfig):
        PlanningConfig(**wrong)
