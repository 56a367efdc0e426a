import numpy as np
import pytest

from whereseen.memory.objects.boxes import (
    covered_share,
    distance_m,
    grid_points,
    outside_m,
    overlap,
    similar_size,
)

UNIT = (1.0, 1.0, 1.0)
ORIGIN = (0.0, 0.0, 0.0)


def test_distance() -> None:
    assert distance_m((1.0, 2.0, 3.0), (1.0, 5.0, 7.0)) == 5.0


def test_shares_of_boxes() -> None:
    assert covered_share(ORIGIN, UNIT, (0.5, 0.0, 0.0), UNIT) == pytest.approx(0.5)
    assert covered_share(ORIGIN, UNIT, (2.0, 0.0, 0.0), UNIT) == 0.0
    assert covered_share(ORIGIN, UNIT, ORIGIN, (2.0, 2.0, 2.0)) == 1.0
    assert covered_share(ORIGIN, (2.0, 2.0, 2.0), ORIGIN, UNIT) == pytest.approx(0.125)
    assert overlap(ORIGIN, (2.0, 2.0, 2.0), ORIGIN, UNIT) == 1.0


def test_a_box_without_a_size_is_a_point() -> None:
    assert covered_share(ORIGIN, ORIGIN, ORIGIN, UNIT) == pytest.approx(1.0)
    assert covered_share((3.0, 0.0, 0.0), ORIGIN, ORIGIN, UNIT) == 0.0


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
