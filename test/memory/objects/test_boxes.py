from __future__ import annotations

from typing import Any

import numpy as np

from whereseen.memory.objects.boxes import (
    Boxes,
    covered_shares,
    distance_m,
    distances_m,
    grid_points,
    outside_m,
    overlaps,
    similar_size,
)

UNIT = (1.0, 1.0, 1.0)
ORIGIN = (0.0, 0.0, 0.0)


def test_distance() -> None:
    assert distance_m((1.0, 2.0, 3.0), (1.0, 5.0, 7.0)) == 5.0


def test_distances() -> None:
    assert distances_m([(0.0, 0.0, 0.0), (1.0, 0.0, 0.0)], [(4.0, 0.0, 0.0)]).tolist() == [[4], [3]]
    assert distances_m(np.zeros((0, 3)), np.zeros((2, 3))).shape == (0, 2)


def boxes(*of: tuple[Any, Any]) -> Boxes:
    return Boxes(np.array([each[0] for each in of]), np.array([each[1] for each in of]))


def test_shares_of_boxes() -> None:
    unit, double = (ORIGIN, UNIT), (ORIGIN, (2.0, 2.0, 2.0))
    beside, far = ((0.5, 0.0, 0.0), UNIT), ((2.0, 0.0, 0.0), UNIT)
    shares = covered_shares(boxes(unit, double), boxes(unit, double, beside, far))
    np.testing.assert_allclose(shares, [[1.0, 1.0, 0.5, 0.0], [0.125, 1.0, 0.125, 0.0]])
    common = overlaps(boxes(unit, double), boxes(unit, double, beside, far))
    np.testing.assert_allclose(common, [[1.0, 1.0, 0.5, 0.0], [1.0, 1.0, 1.0, 0.0]])


def test_a_box_without_a_size_is_a_point() -> None:
    shares = covered_shares(
        boxes((ORIGIN, ORIGIN), ((3.0, 0.0, 0.0), ORIGIN)), boxes((ORIGIN, UNIT))
    )
    np.testing.assert_allclose(shares, [[1.0], [0.0]])


def test_no_boxes() -> None:
    assert covered_shares(Boxes.of([]), boxes((ORIGIN, UNIT))).shape == (0, 1)
    assert overlaps(boxes((ORIGIN, UNIT)), Boxes.of([])).shape == (1, 0)


def test_how_far_points_lie_outside() -> None:
    points = np.array([[0.4, 0.0, 0.0], [0.5, 3.5, 4.5]], np.float32)
    assert outside_m(points, ORIGIN, UNIT).tolist() == [0.0, 5.0]


def test_a_grid_fills_a_box() -> None:
    points = grid_points((1.0, 2.0, 3.0), (1.0, 0.0, 2.0))
    assert points.shape == (27, 3)
    assert points.dtype == np.float32
    np.testing.assert_allclose(points.min(axis=0), (0.6, 1.96, 2.2), rtol=1e-6)
    np.testing.assert_allclose(points.max(axis=0), (1.4, 2.04, 3.8), rtol=1e-6)


def test_sizes_are_compared_whichever_way_a_thing_lies() -> None:
    assert similar_size((0.1, 0.2, 0.4), (0.4, 0.1, 0.2), 1.0, 0.0)
    assert similar_size((0.1, 0.1, 0.1), (0.2, 0.1, 0.1), 2.0, 0.0)
    assert not similar_size((0.1, 0.1, 0.1), (0.3, 0.1, 0.1), 2.0, 0.0)
    assert similar_size((0.1, 0.1, 0.1), (0.3, 0.1, 0.1), 2.0, 0.1)
