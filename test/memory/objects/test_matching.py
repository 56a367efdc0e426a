from __future__ import annotations

from typing import Any

import numpy as np

from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.objects.matching import covers, divided, pair_up, same_place_cost


def entity(at: Any, size: float = 0.15, number: int = 1) -> Entity:
    return Entity(number, "mug", Status.PRESENT, 0.9, at, (size, size, size), 1, 1, None)


def test_pairs_of_least_total_cost() -> None:
    pairs = pair_up([0.0, 1.0], [1.1, 0.9, 7.0], lambda a, b: abs(a - b))
    assert sorted(pairs) == [(0, 1), (1, 0)]


def test_as_many_pairs_as_possible_and_none_that_is_not() -> None:
    def cost(one: int, other: int) -> float | None:
        return None if one == other else 1.0

    assert sorted(pair_up([1, 2], [1, 2], cost)) == [(0, 1), (1, 0)]
    assert pair_up([1], [1], cost) == []
    assert pair_up([], [1], cost) == []
    assert pair_up([1], [], cost) == []


def test_the_same_place(sighting: Any) -> None:
    here = entity((1.0, 0.0, 0.0))
    assert same_place_cost(here, sighting((1.0, 0.0, 0.0)), 0.2) == -1.0
    near = same_place_cost(here, sighting((1.0, 0.19, 0.0)), 0.2)
    assert near is not None
    assert near > -1.0
    assert same_place_cost(here, sighting((1.0, 0.21, 0.0)), 0.2) is None


def test_a_large_thing_may_grow_far_from_its_middle(sighting: Any) -> None:
    corner = entity((1.0, 0.0, 0.0), size=0.5)
    assert same_place_cost(corner, sighting((1.0, 0.5, 0.0), size=1.5), 0.2) is not None


def test_a_sighting_that_covers_two_things_is_divided(sighting: Any) -> None:
    left, right = entity((1.0, 0.0, 0.0)), entity((1.0, 0.3, 0.0), number=2)
    both = sighting((1.0, 0.15, 0.0), size=0.5)
    one, other = divided([both], [left, right], 0.05)
    assert one.position_m[1] < 0.15 < other.position_m[1]
    assert len(one.points_map) + len(other.points_map) == len(both.points_map)
    assert abs(one.position_m[1] + one.size_m[1] / 2 - 0.15) < 0.051


def test_a_sighting_of_one_thing_stays_whole(sighting: Any) -> None:
    alone = sighting((1.0, 0.0, 0.0))
    parts = divided([alone], [entity((1.0, 0.0, 0.0)), entity((9.0, 0.0, 0.0), number=2)], 0.05)
    assert parts == [alone]
    assert parts[0] is alone


def test_covering_takes_most_of_a_thing(sighting: Any) -> None:
    assert covers(sighting((1.0, 0.05, 0.0), size=0.2), entity((1.0, 0.0, 0.0)))
    assert not covers(sighting((1.0, 0.15, 0.0), size=0.2), entity((1.0, 0.0, 0.0)))


def test_a_part_has_a_box_of_its_own(sighting: Any) -> None:
    whole = sighting((1.0, 0.0, 0.0), size=0.2)
    part = whole.part(whole.points_map[:, 1] > 0.0, 0.05)
    np.testing.assert_allclose(part.position_m, (1.0, 0.05, 0.0), atol=1e-6)
    np.testing.assert_allclose(part.size_m, (0.2, 0.1, 0.2), atol=1e-6)
