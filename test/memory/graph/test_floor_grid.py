from __future__ import annotations

import numpy as np
import pytest

from whereseen.memory.graph.config import RoomConfig
from whereseen.memory.graph.floor_grid import floor_grid

CONFIG = RoomConfig()


@pytest.fixture
def grid(home, geometry):
    def seen_from_above(*furniture, config=CONFIG, drop=None):
        shown = geometry(home(*furniture))
        points = shown.points_map.astype(np.float64)
        if drop is not None:
            points = points[~drop(points)]
        return floor_grid(points, shown.path_map, 0.0, shown.voxel_size_m, config)

    return seen_from_above


def at(grid, mask, x, y):
    row, column = grid.cells_of([(x, y)])[0]
    return bool(mask[row, column])


def test_walls_are_walls_and_doors_are_open(grid):
    found = grid()
    assert at(found, found.walls, 4.1, 3.0)
    assert not at(found, found.open, 4.1, 3.0)
    assert at(found, found.open, 4.1, 1.4)
    assert at(found, found.walkable, 4.1, 1.4)
    assert found.open.sum() * found.cell_m**2 == pytest.approx(2 * 16 + 0.16, abs=0.2)


def test_furniture_is_open_but_not_walkable(grid, voxels):
    found = grid(voxels((1.0, 1.0, 0.0), (2.0, 2.0, 0.75)))
    assert at(found, found.open, 1.5, 1.5)
    assert not at(found, found.walkable, 1.5, 1.5)
    assert at(found, found.blocked, 1.5, 1.5)


def test_what_is_as_high_as_a_wall_is_one_but_poles_are_not(grid, voxels):
    wardrobe = voxels((0.0, 3.4, 0.0), (1.2, 4.0, 2.0))
    pole = voxels((2.0, 2.0, 0.0), (2.1, 2.1, 1.7))
    found = grid(wardrobe, pole)
    assert at(found, found.walls, 0.6, 3.6)
    assert at(found, found.open, 2.05, 2.05)


def test_gaps_behind_furniture_are_filled(grid):
    def behind(points):
        hidden = (points[:, 0] > 6.0) & (points[:, 1] > 3.3) & (points[:, 2] < 0.1)
        return hidden & (points[:, 0] < 8.0)

    found = grid(drop=behind)
    assert at(found, found.open, 7.0, 3.7)
    assert not at(found, found.walkable, 7.0, 3.7)


def test_nothing_is_open_outside(grid):
    found = grid()
    height, width = found.open.shape
    assert not found.open[[0, height - 1]].any()
    assert not found.open[:, [0, width - 1]].any()


def test_a_low_camera_sees_walls_low_down(grid):
    found = grid(drop=lambda points: points[:, 2] > 1.0)
    assert at(found, found.walls, 4.1, 3.0)


def test_cells_and_points_agree(grid):
    found = grid()
    cells = np.argwhere(found.open)[::97]
    assert np.array_equal(found.cells_of(found.centres_m(cells)), cells)


def test_equal_plans_have_equal_digests(grid, voxels):
    table = voxels((1.0, 1.0, 0.7), (2.0, 2.0, 0.75))
    assert grid().digest() == grid(table).digest()
    wardrobe = voxels((0.0, 3.4, 0.0), (1.2, 4.0, 2.0))
    assert grid().digest() != grid(wardrobe).digest()
