from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from whereseen.memory.encoder.protocol import FeatureImage
from whereseen.memory.errors import InvalidObservation, InvalidQuery
from whereseen.memory.observation import Observation
from whereseen.memory.spatial.voxel_map import VoxelMap

SIZE = (96, 128)
LOW, HIGH = (1.0, -0.1, -0.1), (1.2, 0.1, 0.1)


def places(voxel_map: VoxelMap) -> set[tuple[int, ...]]:
    return {tuple(at) for at in voxel_map.occupied().index.tolist()}


def inside(voxel_map: VoxelMap, low: Any, high: Any) -> int:
    points = voxel_map.occupied().points_map
    return int(((points > np.subtract(low, 0.05)) & (points < np.add(high, 0.05))).all(1).sum())


def with_depth(seen: Observation, depth: Any) -> Observation:
    seen.depth_m[:] = depth
    return seen


def eyes(n: int) -> list[tuple[float, float, float]]:
    turns = np.linspace(0.0, 2.0 * np.pi, n, endpoint=False)
    return [(0.0, 0.15 * float(np.cos(t)), 0.15 * float(np.sin(t))) for t in turns]


def test_a_wall_seen_again_from_the_same_place_changes_nothing(
    new_map: Any, world: Any, remember: Any
) -> None:
    voxel_map = new_map()
    remember(voxel_map, world().look(size=SIZE))
    first = places(voxel_map)
    reports = [remember(voxel_map, world().look(size=SIZE)) for _ in range(10)]
    assert places(voxel_map) == first
    assert sum(report.new + report.forgotten for report in reports[1:]) == 0


def test_a_noisy_wall_seen_from_all_sides_stays_and_stays_thin(
    new_map: Any, world: Any, remember: Any
) -> None:
    rng = np.random.default_rng(3)
    voxel_map = new_map()
    for number, eye in enumerate(eyes(24)):
        seen = world().look(eye, size=SIZE)
        seen.depth_m[:] += (0.0015 * seen.depth_m**2 * rng.standard_normal(SIZE)).astype("f4")
        before = places(voxel_map)
        remember(voxel_map, seen)
        if number >= 8:
            assert len(before - places(voxel_map)) <= 0.05 * len(before)
    layers = np.bincount(voxel_map.occupied().index[:, 0], minlength=44)
    assert layers[40] >= 0.8 * layers.sum()


def test_a_box_that_is_gone_is_forgotten_within_two_frames(
    new_map: Any, world: Any, box: Any, remember: Any
) -> None:
    voxel_map = new_map()
    for eye in eyes(8) * 4:
        remember(voxel_map, world(box(LOW, HIGH)).look(eye, size=SIZE))
    assert inside(voxel_map, LOW, HIGH) >= 16
    forgotten = [remember(voxel_map, world().look(size=SIZE)).forgotten for _ in range(2)]
    assert inside(voxel_map, LOW, HIGH) == 0
    assert sum(forgotten) >= 16


def test_a_box_that_is_hidden_is_remembered(
    new_map: Any, world: Any, box: Any, remember: Any
) -> None:
    voxel_map = new_map()
    hidden, screen = box(LOW, HIGH), box((0.6, -0.5, -0.5), (0.7, 0.5, 0.5))
    for eye in eyes(8):
        remember(voxel_map, world(hidden).look(eye, size=SIZE))
    before = inside(voxel_map, LOW, HIGH)
    for eye in eyes(8):
        remember(voxel_map, world(hidden, screen).look(eye, size=SIZE))
    assert inside(voxel_map, LOW, HIGH) == before >= 16


@pytest.mark.parametrize("reading", [0.0, np.nan])
def test_what_cannot_be_measured_is_not_forgotten(
    new_map: Any, world: Any, remember: Any, reading: float
) -> None:
    voxel_map = new_map()
    remember(voxel_map, world().look(size=SIZE))
    before = places(voxel_map)
    for _ in range(5):
        report = remember(voxel_map, with_depth(world().look(size=SIZE), reading))
        assert (report.samples, report.new, report.forgotten) == (0, 0, 0)
    assert places(voxel_map) == before


@pytest.mark.parametrize("reading", [np.inf, 40.0])
def test_what_is_seen_through_into_the_distance_is_forgotten(
    new_map: Any, world: Any, remember: Any, reading: float
) -> None:
    voxel_map = new_map()
    remember(voxel_map, world().look(size=SIZE))
    for _ in range(3):
        assert remember(voxel_map, with_depth(world().look(size=SIZE), reading)).samples == 0
    middle = ((2.0, -0.7, -0.5), (2.1, 0.7, 0.5))
    assert inside(voxel_map, *middle) == 0


def test_forgetting_everything_leaves_nothing_behind(
    new_map: Any, world: Any, remember: Any, structure_holds: Any
) -> None:
    voxel_map = new_map()
    remember(voxel_map, world().look(size=SIZE))
    for eye in eyes(4) * 2:  # wider views, so that the margins of the first are seen too
        seen = world().look((eye[0] - 0.8, *eye[1:]), size=SIZE)
        remember(voxel_map, with_depth(seen, np.inf))
    assert voxel_map.n_voxels == 0
    assert voxel_map.occupied().index.shape == (0, 3)
    structure_holds(voxel_map.arrays)


def test_nothing_moves_when_the_map_grows_elsewhere(
    new_map: Any, world: Any, remember: Any
) -> None:
    voxel_map = new_map()
    remember(voxel_map, world().look(size=SIZE))
    before = voxel_map.occupied()
    vectors = voxel_map.features_of(before.cells).tobytes()
    for away in (-3.0, -9.0, -27.0):
        away_from_wall = world(wall_x=away - 1.0).look((away + 1.5, 0, 0), (away, 0, 0), size=SIZE)
        assert remember(voxel_map, away_from_wall).new > 100
    after = voxel_map.occupied()
    old = slice(0, len(before.index))
    for name in ("index", "rgb", "count", "first_seen_ns", "last_seen_ns", "cells"):
        assert np.array_equal(getattr(after, name)[old], getattr(before, name)), name
    assert voxel_map.features_of(before.cells).tobytes() == vectors


def test_the_same_frames_give_the_same_map_bit_for_bit(
    new_map: Any, world: Any, box: Any, remember: Any
) -> None:
    maps = new_map(stride_px=3), new_map(stride_px=3)
    for voxel_map in maps:
        for number, eye in enumerate(eyes(10)):
            scene = world(box(LOW, HIGH)) if number < 6 else world()
            remember(voxel_map, scene.look(eye, size=SIZE, stamp_s=number))
    for name, one, other in zip(maps[0].arrays._fields, *(m.arrays for m in maps), strict=True):
        assert one.tobytes() == other.tobytes(), name


def test_what_is_out_of_range_is_neither_added_nor_forgotten(
    new_map: Any, world: Any, box: Any, remember: Any
) -> None:
    voxel_map = new_map(range_m=1.5)
    assert remember(voxel_map, world().look(size=SIZE)).samples == 0
    remember(voxel_map, world(box(LOW, HIGH)).look(size=SIZE))
    before = inside(voxel_map, LOW, HIGH)
    remember(voxel_map, world().look((-2.0, 0, 0), size=SIZE))
    assert inside(voxel_map, LOW, HIGH) == before > 0


def test_a_camera_may_stand_in_what_it_remembers(
    new_map: Any, world: Any, box: Any, remember: Any, structure_holds: Any
) -> None:
    voxel_map = new_map()
    remember(voxel_map, world(box(LOW, HIGH)).look(size=SIZE))
    for x in (1.0, 1.01, 1.03, 1.1):
        remember(voxel_map, world().look((x, 0.0, 0.0), size=SIZE))
    structure_holds(voxel_map.arrays)
    assert inside(voxel_map, (2.0, -0.2, -0.2), (2.1, 0.2, 0.2)) > 0


@pytest.mark.parametrize("away", [6e4, 1e9, 1e30, -1e30, 1e300])
def test_points_beyond_the_grid_are_dropped_and_counted(
    new_map: Any, world: Any, remember: Any, away: float
) -> None:
    voxel_map = new_map(voxel_size_m=0.005)
    seen = world().look(size=SIZE)
    seen.T_map_camera[:3, 3] = (0.0, away, 0.0)
    report = remember(voxel_map, seen)
    assert report.dropped == report.samples == SIZE[0] * SIZE[1]
    assert voxel_map.n_voxels == 0


def test_images_may_differ_in_size(new_map: Any, world: Any, remember: Any) -> None:
    voxel_map = new_map()
    for size in [(48, 64), (96, 128), (1, 1), (3, 200), (60, 50)]:
        assert remember(voxel_map, world().look(size=size)).samples == size[0] * size[1]
    assert inside(voxel_map, (2.0, -0.2, -0.2), (2.1, 0.2, 0.2)) > 0


@pytest.mark.parametrize("rows", [0, 3])
def test_views_that_recognise_nothing_still_make_a_map(new_map: Any, world: Any, rows: int) -> None:
    voxel_map = new_map()
    nothing = FeatureImage(
        np.zeros((rows, 8), np.float32), np.ones(rows, np.float32), np.full((4, 5), -1, np.int32)
    )
    voxel_map.integrate(world().look(size=SIZE), nothing)
    cells = voxel_map.occupied().cells
    assert cells.size > 100
    assert not voxel_map.presence_of(cells).any()
    assert not voxel_map.features_of(cells).any()
    assert np.isneginf(voxel_map.score(np.ones(8, np.float32))).all()


def test_presence_is_the_share_of_views_that_recognised_something(
    new_map: Any, world: Any, one_hot: Any
) -> None:
    voxel_map, seen = new_map(), world().look(size=SIZE)
    image = one_hot.encode(seen)
    blind = FeatureImage(image.features, image.confidence, np.full((1, 1), -1, np.int32))
    for given in (image, blind, image, blind):
        voxel_map.integrate(seen, given)
    presence = voxel_map.presence_of(voxel_map.occupied().cells)
    np.testing.assert_allclose(presence, 0.5, atol=0.01)
    assert voxel_map.score(image.features[0]).max() == pytest.approx(1.0, abs=1e-3)


ROWS, ONES = np.eye(8, dtype=np.float32)[:3], np.ones(3, np.float32)
INDEX = np.zeros((4, 5), np.int32)


@pytest.mark.parametrize(
    ("image", "message"),
    [
        (FeatureImage(np.ones((3, 9), np.float32), ONES, INDEX), r"dimension.*got 9, the map.*8"),
        (FeatureImage(ROWS[0], ONES, INDEX), r"features.*\(8,\)"),
        (FeatureImage(ROWS.astype(float), ONES, INDEX), r"features.*float64"),
        (FeatureImage(np.where(ROWS, ROWS, np.float32(np.nan)), ONES, INDEX), r"NaN or infinity"),
        (FeatureImage(np.inf + ROWS, ONES, INDEX), r"NaN or infinity"),
        (FeatureImage(ROWS, ONES[:2], INDEX), r"confidence.*\(2,\)"),
        (FeatureImage(ROWS, 2.0 * ONES, INDEX), r"confidence.*2"),
        (FeatureImage(ROWS, -ONES, INDEX), r"confidence.*-1"),
        (FeatureImage(ROWS, np.nan * ONES, INDEX), r"confidence.*nan"),
        (FeatureImage(ROWS, ONES, INDEX + 3), r"index.*3 .*3 rows"),
        (FeatureImage(ROWS, ONES, INDEX - 2), r"index.*-2"),
        (FeatureImage(ROWS, ONES, INDEX[:0]), r"index.*\(0, 5\)"),
        (FeatureImage(ROWS, ONES, INDEX[0]), r"index.*\(5,\)"),
        (FeatureImage(ROWS, ONES, INDEX.astype(np.int64)), r"index.*int64"),
        (FeatureImage(ROWS[:0], ONES[:0], INDEX), r"index.*0 rows"),
    ],
)
def test_features_that_would_spoil_the_map_are_refused(
    new_map: Any, world: Any, image: FeatureImage, message: str
) -> None:
    voxel_map = new_map()
    with pytest.raises(InvalidObservation, match=message):
        voxel_map.integrate(world().look(size=SIZE), image)
    assert voxel_map.n_voxels == 0


@pytest.mark.parametrize("vector", [np.ones(9), np.ones((1, 8)), np.full(8, np.nan)])
def test_a_question_of_another_space_is_refused(
    new_map: Any, world: Any, remember: Any, vector: Any
) -> None:
    voxel_map = new_map()
    remember(voxel_map, world().look(size=SIZE))
    with pytest.raises(InvalidQuery, match=r"vector"):
        voxel_map.score(vector)


def test_random_scenes_keep_the_structure_whole(
    new_map: Any, world: Any, box: Any, remember: Any, structure_holds: Any
) -> None:
    rng = np.random.default_rng(5)
    voxel_map = new_map(voxel_size_m=0.08, stride_px=2)
    for number in range(60):
        boxes = [
            box(tuple(low), tuple(low + rng.uniform(0.05, 0.5, 3)), int(rng.integers(1, 4)))
            for low in rng.uniform((0.3, -1.5, -1.5), (1.6, 1.0, 1.0), (3, 3))
        ]
        eye = rng.uniform(-0.8, 0.8, 3)
        seen = world(*boxes, wall_x=2.02 + 0.1 * (number % 3)).look(
            eye, eye + np.array([1.0, *rng.uniform(-0.7, 0.7, 2)]), size=(48, 64)
        )
        holes = rng.random(seen.depth_m.shape)
        seen.depth_m[holes < 0.1] = np.nan
        seen.depth_m[holes > 0.95] = np.inf
        remember(voxel_map, seen)
        structure_holds(voxel_map.arrays)
    assert voxel_map.n_voxels > 500
