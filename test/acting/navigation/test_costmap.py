"""Free is where the floor was seen and nothing stands in the robot's height."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from whereseen.acting.navigation.costmap import Costmap

_VOXEL_M = 0.05


def _slab(low: tuple[float, float, float], high: tuple[float, float, float]) -> np.ndarray:
    """Middles (N, 3) of the voxels that fill a box."""
    axes = [
        np.arange(round(a / _VOXEL_M), round(b / _VOXEL_M)) * _VOXEL_M + _VOXEL_M / 2
        for a, b in zip(low, high, strict=True)
    ]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)


FLOOR = _slab((0.0, 0.0, 0.0), (4.0, 3.0, 0.05))
TABLE = _slab((1.0, 1.0, 0.7), (2.0, 2.0, 0.75))
LAMP = _slab((3.0, 1.0, 1.6), (3.2, 1.2, 1.8))


def _costmap(*parts: np.ndarray, path: np.ndarray | None = None) -> Costmap:
    way = np.zeros((0, 3)) if path is None else path
    return Costmap.of_points(
        np.concatenate(parts), way, cell_m=0.05, radius_m=0.25, height_m=1.4, floor_m=0.025
    )


def _at(costmap: Costmap, x: float, y: float) -> tuple[int, int]:
    row, column = costmap.cells_of([(x, y)])[0].tolist()
    return row, column


def test_what_is_as_low_as_the_robot_is_in_the_way_and_what_is_higher_is_not() -> None:
    costmap = _costmap(FLOOR, TABLE, LAMP)
    assert costmap.states[_at(costmap, 1.5, 1.5)] == 100
    assert costmap.states[_at(costmap, 3.1, 1.1)] == 0
    assert costmap.states[_at(costmap, -0.3, 1.0)] == -1
    assert costmap.is_free[_at(costmap, 3.1, 1.1)]
    assert not costmap.is_free[_at(costmap, 2.2, 1.5)]  # its radius from the table
    assert costmap.is_free[_at(costmap, 2.35, 1.5)]


def test_the_nearer_to_things_the_dearer() -> None:
    costmap = _costmap(FLOOR, TABLE)
    costs = [float(costmap.cost[_at(costmap, x, 1.5)]) for x in (2.1, 2.3, 2.4, 2.8)]
    assert costs[0] == 0.0
    assert costs[1] > costs[2] > costs[3] == 1.0


def test_the_way_of_the_camera_is_floor_and_small_gaps_close() -> None:
    seen = FLOOR[np.random.default_rng(0).random(len(FLOOR)) < 0.6]
    costmap = _costmap(seen)
    inside = costmap.states[_at(costmap, 0.3, 0.3)[0] : _at(costmap, 0.3, 2.7)[0]]
    left, right = _at(costmap, 0.3, 0.3)[1], _at(costmap, 3.7, 0.3)[1]
    assert (inside[:, left:right] == 0).mean() > 0.999
    way = np.stack([np.linspace(4.0, 6.0, 60), np.full(60, 1.5), np.full(60, 1.3)], axis=1)
    assert _costmap(FLOOR, path=way).is_free[_at(_costmap(FLOOR, path=way), 5.5, 1.5)]


def test_a_bump_is_an_obstacle() -> None:
    costmap = _costmap(FLOOR)
    assert costmap.is_free[_at(costmap, 3.0, 1.5)]
    assert not costmap.with_obstacles([(3.1, 1.5)]).is_free[_at(costmap, 3.0, 1.5)]
    assert costmap.is_free[_at(costmap, 3.0, 1.5)]


@given(st.floats(-3.0, 3.0), st.floats(-3.0, 3.0))
def test_cells_and_their_middles_agree(x: float, y: float) -> None:
    costmap = Costmap(np.zeros((200, 200), dtype=np.int8), 0.05, (-5.0, -5.0), 0.2)
    (cell,) = costmap.cells_of([(x, y)])
    (middle,) = costmap.centres_m([cell])
    assert np.abs(middle - (x, y)).max() <= 0.025 + 1e-6
