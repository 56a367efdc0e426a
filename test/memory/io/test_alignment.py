from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

pytest.importorskip("open3d")

from whereseen.memory.errors import InvalidConfig, MapFileError
from whereseen.memory.frames import Float64, apply
from whereseen.memory.io.alignment import Alignment, align_maps, match, vote

VOXEL_M = 0.05
ROOM_MIDDLE = np.array([[2.0, 1.5, 1.0]])


def turned(degrees: float, axis: int = 2) -> Float64:
    """A rotation about an axis, and a shift of (1.21, -0.72, 0.13) m."""
    T = np.eye(4)
    a, b = (k for k in range(3) if k != axis)
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    T[a, a], T[a, b], T[b, a], T[b, b] = c, -s, s, c
    T[:3, 3] = (1.21, -0.72, 0.13)
    return T


def furnished() -> tuple[Float64, npt.NDArray[np.uint8]]:
    """Points on a 4 x 3 m room: floor, two walls and four boxes, with a sensor's noise."""
    rng = np.random.default_rng(5)
    boxes = [
        ((0, 0, 0), (4, 3, 0), (150, 150, 150)),
        ((0, 0, 0), (4, 0, 2.2), (200, 200, 190)),
        ((0, 0, 0), (0, 3, 2.2), (190, 200, 200)),
        ((0.2, 0.2, 0), (1.3, 0.8, 0.75), (120, 70, 30)),
        ((2.9, 0.1, 0), (3.5, 0.5, 1.6), (30, 60, 160)),
        ((0.1, 2.0, 0), (0.6, 2.7, 1.1), (160, 40, 40)),
        ((2.2, 1.7, 0), (2.8, 2.2, 0.45), (40, 140, 60)),
    ]
    points, colours = [], []
    for low, high, rgb in boxes:
        size = np.subtract(high, low, dtype=float)
        for axis in range(3):
            area = float(np.prod(np.delete(size, axis)))
            side = rng.random((2, int(area * 3000), 3))
            side[0, :, axis], side[1, :, axis] = 0.0, 1.0
            points.append(low + side.reshape(-1, 3) * size)
            colours.append(np.full((side.shape[1] * 2, 3), rgb, np.uint8))
    exact = np.concatenate(points)
    return exact + rng.normal(0.0, 0.008, exact.shape), np.concatenate(colours)


@pytest.fixture
def write_room(write_map: Callable[..., Path]) -> Callable[..., Path]:
    """Writes the part of the room with x in a range, in a frame that T maps the room into."""

    def write(name: str, T: Float64, *, low_m: float = -1.0, high_m: float = 9.0) -> Path:
        points, rgb = furnished()
        seen = (points[:, 0] >= low_m) & (points[:, 0] <= high_m)
        index = np.floor(apply(T, points[seen]) / VOXEL_M).astype(np.int32)
        index, first = np.unique(index, axis=0, return_index=True)
        eyes = apply(T, [[1.0, 1.4, 1.3], [2.0, 1.2, 1.4], [3.0, 1.3, 1.3]])
        up_m = tuple(T[:3, 2])
        return write_map(name, index, rgb[seen][first], up_m=up_m, path_m=tuple(map(tuple, eyes)))

    return write


def assert_same(alignment: Alignment, truth: Float64) -> None:
    found = alignment.T_reference_map
    off_m = np.linalg.norm(apply(found, ROOM_MIDDLE) - apply(truth, ROOM_MIDDLE))
    cosine = (np.trace(found[:3, :3].T @ truth[:3, :3]) - 1.0) / 2.0
    assert off_m < 0.02
    assert np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))) < 0.5


def test_a_turn_of_40_degrees_and_a_shift_are_found(write_room: Callable[..., Path]) -> None:
    T = turned(40.0)
    alignment = align_maps(write_room("here.map", np.eye(4)), write_room("there.map", T))
    assert_same(alignment, T)
    assert alignment.fitness > 0.95
    assert alignment.error_m < 0.04
    assert alignment.T_reference_map.dtype == np.float64


def test_maps_that_overlap_in_part_are_aligned(write_room: Callable[..., Path]) -> None:
    T = turned(-130.0)
    here = write_room("here.map", np.eye(4), high_m=3.0)
    there = write_room("there.map", T, low_m=1.0)
    assert_same(align_maps(here, there), T)


def test_a_camera_frame_is_aligned_with_a_level_one(write_room: Callable[..., Path]) -> None:
    T = turned(-75.0, axis=0)
    assert_same(align_maps(write_room("here.map", np.eye(4)), write_room("there.map", T)), T)


def test_the_answer_is_the_same_each_time(write_room: Callable[..., Path]) -> None:
    here, there = write_room("here.map", np.eye(4)), write_room("there.map", turned(25.0))
    first, second = align_maps(here, there), align_maps(here, there)
    assert np.allclose(first.T_reference_map, second.T_reference_map, atol=1e-9)


def test_a_map_aligned_with_itself_stays_where_it_is(write_room: Callable[..., Path]) -> None:
    here = write_room("here.map", np.eye(4))
    alignment = align_maps(here, here)
    assert np.allclose(alignment.T_reference_map, np.eye(4), atol=1e-6)
    assert alignment.fitness == 1.0
    assert alignment.error_m == pytest.approx(0.0, abs=1e-6)


def test_a_map_too_small_is_refused(
    write_map: Callable[..., Path], write_room: Callable[..., Path]
) -> None:
    small = write_map("small.map", [[0, 0, n] for n in range(199)], (1, 2, 3))
    room = write_room("room.map", np.eye(4))
    for pair in ((small, room), (room, small)):
        with pytest.raises(InvalidConfig, match=r"too small.*small\.map: 199 voxels"):
            align_maps(*pair)


def test_shapes_with_nothing_in_common_are_refused(write_map: Callable[..., Path]) -> None:
    line = write_map("line.map", [[0, 0, n] for n in range(200)], (1, 2, 3))
    with pytest.raises(InvalidConfig, match="no shape in common"):
        align_maps(line, line)


def test_a_missing_map_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MapFileError, match="no such map file"):
        align_maps(tmp_path / "a.map", tmp_path / "b.map")


def test_only_mutual_neighbours_match() -> None:
    source = np.array([[0.0], [10.0], [20.0]], np.float32)
    target = np.array([[19.0], [1.0], [0.5]], np.float32)
    assert match(source, target).tolist() == [[0, 2], [2, 0]]


def test_votes_survive_four_wrong_pairs_in_five() -> None:
    rng = np.random.default_rng(1)
    source = rng.uniform(-3.0, 3.0, (200, 3))
    T = turned(40.0)
    target = apply(T, source)
    pairs = np.stack([np.arange(200), np.arange(200)], axis=1)
    pairs[:160, 1] = rng.permutation(200)[:160]
    found = vote(source, target, pairs, reach_m=0.05, seed=0)
    assert np.allclose(found[0], T, atol=1e-6)


def test_json_is_plain() -> None:
    alignment = Alignment(turned(0.0), fitness=0.123456, error_m=0.0123456)
    assert alignment.to_json() == {
        "T_reference_map": [[1, 0, 0, 1.21], [0, 1, 0, -0.72], [0, 0, 1, 0.13], [0, 0, 0, 1]],
        "fitness": 0.1235,
        "error_m": 0.0123,
        "trusted": False,
    }


@pytest.mark.parametrize(("fitness", "trusted"), [(0.59, False), (0.65, True), (0.75, True)])
def test_what_different_rooms_reach_is_not_trusted(fitness: float, trusted: bool) -> None:
    assert Alignment(np.eye(4), fitness=fitness, error_m=0.03).trusted is trusted
    assert Alignment(np.eye(4), fitness=fitness, error_m=0.03).to_json()["trusted"] is trusted
