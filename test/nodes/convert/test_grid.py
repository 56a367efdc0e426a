from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from whereseen.memory.frames import apply
from whereseen.memory.io.geometry_view import level_rotation
from whereseen.memory.io.occupancy import OccupancyGrid
from whereseen.nodes.convert.grid import grid_message, grid_update
from whereseen.nodes.convert.pose import matrix_of_pose

ABOUT = {"frame_id": "map", "stamp_ns": 2_000_000_001}
GRID = OccupancyGrid(
    cells=np.array([[0, 100, -1], [-1, 0, 0]], np.int8),
    resolution_m=0.05,
    origin_m=(-1.5, 2.0),
    floor_m=0.25,
    R_grid_map=np.eye(3),
)


def changed(*cells: tuple[int, int, int]) -> OccupancyGrid:
    after = GRID.cells.copy()
    for row, column, value in cells:
        after[row, column] = value
    return replace(GRID, cells=after)


def test_the_whole(sent) -> None:
    message = sent(grid_message(GRID, **ABOUT))
    assert (message.header.frame_id, message.header.stamp.nanosec) == ("map", 1)
    assert message.info.map_load_time == message.header.stamp
    assert (message.info.width, message.info.height) == (3, 2)
    assert message.info.resolution == pytest.approx(0.05)
    origin = message.info.origin
    assert (origin.position.x, origin.position.y, origin.position.z) == (-1.5, 2.0, 0.25)
    assert origin.orientation.w == 1.0
    assert message.data.tolist() == [0, 100, -1, -1, 0, 0]


def test_without_a_floor_it_lies_at_zero() -> None:
    assert grid_message(replace(GRID, floor_m=None), **ABOUT).info.origin.position.z == 0.0


@pytest.mark.parametrize("up", [(0.0, -1.0, 0.0), (0.0, 0.0, -1.0), (0.6, 0.0, 0.8)])
def test_a_tilted_map_turns_the_grid_onto_its_floor(up: tuple[float, float, float]) -> None:
    R_grid_map = level_rotation(up)
    tilted = replace(GRID, R_grid_map=R_grid_map)
    T_map_corner = matrix_of_pose(grid_message(tilted, **ABOUT).info.origin)
    cell = (2.5 * 0.05, 0.5 * 0.05, 0.0)  # middle of cells[0, 2], seen from the corner
    expected_grid = np.array([-1.5 + 0.125, 2.0 + 0.025, 0.25])
    found = apply(T_map_corner, [cell])[0]
    np.testing.assert_allclose(R_grid_map @ found, expected_grid, atol=1e-12)
    np.testing.assert_allclose(T_map_corner[:3, 2], up, atol=1e-12)


def test_updates_hold_the_smallest_rectangle(sent) -> None:
    update = sent(grid_update(GRID, changed((0, 2, 100), (1, 1, -1)), **ABOUT))
    assert (update.x, update.y, update.width, update.height) == (1, 0, 2, 2)
    assert update.data.tolist() == [100, 100, -1, 0]
    assert update.header.frame_id == "map"


def test_one_cell() -> None:
    update = grid_update(GRID, changed((1, 0, 0)), **ABOUT)
    assert (update.x, update.y, update.width, update.height) == (0, 1, 1, 1)
    assert update.data.tolist() == [0]


def test_nothing_changed() -> None:
    update = grid_update(GRID, changed(), **ABOUT)
    assert (update.width, update.height, len(update.data)) == (0, 0, 0)


@pytest.mark.parametrize(
    "after",
    [
        replace(GRID, cells=GRID.cells[:, :2]),
        replace(GRID, origin_m=(-1.55, 2.0)),
        replace(GRID, resolution_m=0.1),
        replace(GRID, floor_m=0.29),
        replace(GRID, floor_m=None),
        replace(GRID, R_grid_map=np.diag([1.0, -1.0, -1.0])),
    ],
    ids=["size", "origin", "resolution", "floor", "no floor", "frame"],
)
def test_another_geometry_needs_the_whole(after: OccupancyGrid) -> None:
    assert grid_update(GRID, after, **ABOUT) is None


def test_a_floor_that_trembles_does_not() -> None:
    assert grid_update(GRID, replace(changed(), floor_m=0.2501), **ABOUT) is not None


CELLS = arrays(np.int8, (4, 5), elements=st.sampled_from([-1, 0, 100]))


@given(CELLS, CELLS)
def test_an_update_makes_the_old_grid_the_new_one(before, after) -> None:
    update = grid_update(replace(GRID, cells=before), replace(GRID, cells=after), **ABOUT)
    patched = before.copy()
    part = np.array(update.data, np.int8).reshape(update.height, update.width)
    patched[update.y : update.y + update.height, update.x : update.x + update.width] = part
    assert np.array_equal(patched, after)
