from __future__ import annotations

from typing import Any

import numpy as np

from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.objects.matching import covered_by, divided, pair_up, same_place_costs


def entity(at: Any, size: float = 0.15, number: int = 1) -> Entity:
    return Entity(number, "mug", Status.PRESENT, 0.9, at, (size, size, size), 1, 1, None)


def test_pairs_of_least_total_cost() -> None:
    costs = np.array([[1.1, 0.9, 7.0], [0.1, 0.1, 6.0]])
    assert sorted(pair_up(costs)) == [(0, 1), (1, 0)]


def test_as_many_pairs_as_possible_and_none_that_is_not() -> None:
    never = np.inf
    assert sorted(pair_up(np.array([[-5.0, 1.0], [1.0, never]]))) == [(0, 1), (1, 0)]
    assert pair_up(np.array([[never]])) == []
    assert pair_up(np.zeros((0, 1))) == []
    assert pair_up(np.zeros((1, 0))) == []


def test_the_same_place(sighting: Any) -> None:
    here = entity((1.0, 0.0, 0.0))
    at = [sighting((1.0, y, 0.0)) for y in (0.0, 0.19, 0.21)]
    costs = same_place_costs([here], at, 0.2)
    np.testing.assert_allclose(costs, [[-1.0, 0.95, np.inf]], atol=1e-6)


def test_a_large_thing_may_grow_far_from_its_middle(sighting: Any) -> None:
    corner = entity((1.0, 0.0, 0.0), size=0.5)
    assert np.isfinite(same_place_costs([corner], [sighting((1.0, 0.5, 0.0), size=1.5)], 0.2)).all()


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
    mug = entity((1.0, 0.0, 0.0))
    most, little = sighting((1.0, 0.05, 0.0), size=0.2), sighting((1.0, 0.15, 0.0), size=0.2)
    assert covered_by([most, little], [mug]) == [[mug], []]
    assert covered_by([most], []) == [[]]
    assert covered_by([], [mug]) == []


def test_a_part_has_a_box_of_its_own(sighting: Any) -> None:
    whole = sighting((1.0, 0.0, 0.0), size=0.2)
    part = whole.part(whole.points_map[:, 1] > 0.0, 0.05)
    np.testing.assert_allclose(part.position_m, (1.0, 0.05, 0.0), atol=1e-6)
    np.testing.assert_allclose(part.size_m, (0.2, 0.1, 0.2), atol=1e-6)
