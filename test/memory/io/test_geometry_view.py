from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from whereseen.memory.errors import MapFileError
from whereseen.memory.io.geometry_view import level_rotation, read_geometry

THREE = [[0, 0, 0], [1, 0, 0], [-2, 3, 7]]
COLOURS = [[255, 0, 0], [0, 255, 0], [10, 20, 30]]


def test_three_voxels_are_read_without_an_encoder(write_map: Callable[..., Path]) -> None:
    geometry = read_geometry(write_map("a.map", THREE, COLOURS))
    assert geometry.index.tolist() == THREE
    assert geometry.rgb.tolist() == COLOURS
    assert geometry.voxel_size_m == 0.05
    assert geometry.points_map.dtype == np.float32
    assert np.allclose(
        geometry.points_map,
        [[0.025, 0.025, 0.025], [0.075, 0.025, 0.025], [-0.075, 0.175, 0.375]],
        atol=1e-6,
    )
    assert geometry.up_map.tolist() == [0.0, 0.0, 1.0]
    assert geometry.path_map.tolist() == [[1.0, 1.0, 1.5]]


def test_tentative_voxels_are_left_out(write_map: Callable[..., Path]) -> None:
    geometry = read_geometry(write_map("a.map", THREE, COLOURS, tentative=1))
    assert geometry.index.tolist() == THREE[:2]


def test_an_empty_map_has_shapes(write_map: Callable[..., Path]) -> None:
    geometry = read_geometry(write_map("a.map", [], (0, 0, 0), path_m=()))
    assert geometry.points_map.shape == (0, 3)
    assert geometry.path_map.shape == (0, 3)


def test_up_follows_how_the_camera_was_held(write_map: Callable[..., Path]) -> None:
    geometry = read_geometry(write_map("a.map", THREE, COLOURS, up_m=(0.0, -7.0, 0.1)))
    assert geometry.up_map.tolist() == [0.0, -1.0, 0.0]


@pytest.mark.parametrize(
    ("up", "expected"),
    [
        ((0.0, 0.0, 1.0), [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
        ((0.0, 0.0, -1.0), [[1, 0, 0], [0, -1, 0], [0, 0, -1]]),
        ((0.0, -1.0, 0.0), [[1, 0, 0], [0, 0, 1], [0, -1, 0]]),
        ((1.0, 0.0, 0.0), [[0, 0, -1], [0, 1, 0], [1, 0, 0]]),
    ],
)
def test_levelling_turns_up_to_z(up: tuple[float, float, float], expected: list[list[int]]) -> None:
    assert np.allclose(level_rotation(up), expected, atol=1e-12)
    assert np.allclose(level_rotation(up) @ up, (0.0, 0.0, 1.0), atol=1e-12)


def test_a_missing_map_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MapFileError, match="no such map file"):
        read_geometry(tmp_path / "none.map")


def test_a_map_without_notes_is_an_error(write_map: Callable[..., Path]) -> None:
    path = write_map("a.map", THREE, COLOURS)
    db = sqlite3.connect(path)
    with db:
        db.execute("DELETE FROM meta WHERE key = 'voxels'")
    db.close()
    with pytest.raises(MapFileError, match="lacks its notes"):
        read_geometry(path)
