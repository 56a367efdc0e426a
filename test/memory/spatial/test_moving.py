from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.errors import InvalidCorrection
from whereseen.memory.frames import from_quaternion, invert, is_rigid
from whereseen.memory.spatial.chunks import changed_chunks, mark_changed, mark_saved
from whereseen.memory.spatial.pose_correction import PoseCorrection
from whereseen.memory.spatial_memory import SpatialMemory

SIZE = (96, 128)
SECOND = 1_000_000_000
SMALL = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=16, stride_px=1))
TURN = from_quaternion((0.1, 0.2, 0.05), (0.0, 0.0, np.sin(0.15), np.cos(0.15)))


def shift(x: float, y: float, z: float) -> Any:
    T = np.eye(4)
    T[:3, 3] = x, y, z
    return T


def everywhere(T_new_old: Any) -> PoseCorrection:
    return PoseCorrection(np.array([0]), np.asarray(T_new_old)[None])


@pytest.fixture(scope="module")
def scene(world: Any, box: Any) -> Any:
    return world(box((1.0, -0.2, -0.2), (1.3, 0.2, 0.2)), box((1.0, 3.8, -0.2), (1.3, 4.2, 0.2), 2))


@pytest.fixture
def memory(one_hot: Any, scene: Any) -> SpatialMemory:
    """A box seen in the first four seconds; a ball four metres beside it in the next four."""
    made = SpatialMemory(one_hot, SMALL)
    for second in range(8):
        y = 4.0 if second > 3 else 0.0
        seen = scene.look((0.0, y, 0.02 * second), (2.0, y, 0.0), size=SIZE, stamp_s=second)
        made.observe(seen)
    return made


def content(memory: SpatialMemory, by: tuple[int, int, int] = (0, 0, 0)) -> dict[Any, Any]:
    """Every voxel and feature cell, moved by so many voxels, with all that is known of it."""
    mark_changed(memory.voxel_map)
    known: dict[Any, Any] = {}
    for chunk in changed_chunks(memory.voxel_map, memory.keyframes.image_ids):
        columns = [chunk.voxels[name].tolist() for name in chunk.voxels]
        for at, *values in zip((chunk.index + by).tolist(), *columns, strict=True):
            known[tuple(at)] = tuple(map(str, values))
        columns = [chunk.cells[name].tolist() for name in chunk.cells]
        place = chunk.cell_index + np.array(by) // 2
        for at, image, *values in zip(place.tolist(), chunk.image, *columns, strict=True):
            known[("cell", *at)] = (int(image), *map(str, values))
    return known


def voxels_of(memory: SpatialMemory) -> set[tuple[int, ...]]:
    return set(map(tuple, memory.voxels().index.tolist()))


@given(
    by=st.tuples(st.integers(-40, 40), st.integers(-40, 40), st.integers(-40, 40)),
)
@settings(max_examples=20)
def test_whole_cells_move_without_a_change(
    one_hot: Any, scene: Any, structure_holds: Any, by: tuple[int, int, int]
) -> None:
    moved = SpatialMemory(one_hot, SMALL)
    for second in range(2):
        moved.observe(scene.look((0, 0, 0.1 * second), (2, 0, 0), size=(48, 64), stamp_s=second))
    voxels = tuple(2 * steps for steps in by)
    expected = content(moved, voxels)  # type: ignore[arg-type]
    report = moved.correct(everywhere(shift(*(0.1 * steps for steps in by))))
    assert content(moved) == expected
    assert report.voxels_before == report.voxels_after
    assert report.moved == (report.voxels_before if any(by) else 0)
    structure_holds(moved.voxel_map.arrays)


def test_voxels_move_without_a_change_where_cells_are_cut_anew(
    memory: SpatialMemory, structure_holds: Any
) -> None:
    by = (1, -3, 5)
    expected = {at: v for at, v in content(memory, by).items() if at[0] != "cell"}
    report = memory.correct(everywhere(shift(0.05, -0.15, 0.25)))
    assert {at: v for at, v in content(memory).items() if at[0] != "cell"} == expected
    assert report.lost == 0
    structure_holds(memory.voxel_map.arrays)
    assert memory.ask("box").places[0].probability > 0.9


def test_without_a_correction_nothing_is_touched(memory: SpatialMemory) -> None:
    before = content(memory)
    mark_saved(memory.voxel_map)
    report = memory.correct(everywhere(np.eye(4)))
    assert (report.moved, report.voxels_before) == (0, report.voxels_after)
    assert not memory.voxel_map.arrays.chunk_dirty.any()
    assert content(memory) == before


@pytest.mark.parametrize("name", ["box", "ball"])
def test_answers_move(memory: SpatialMemory, name: str) -> None:
    before = memory.ask(name).places[0]
    memory.correct(everywhere(TURN))
    after = memory.ask(name).places[0]
    expected = TURN[:3, :3] @ before.points_map.mean(axis=0) + TURN[:3, 3]
    assert np.linalg.norm(after.points_map.mean(axis=0) - expected) < 0.05
    assert after.probability == pytest.approx(before.probability, abs=0.05)
    assert (after.first_seen_ns, after.last_seen_ns) == (before.first_seen_ns, before.last_seen_ns)


def test_a_correction_taken_back_leaves_nearly_what_was_there(
    memory: SpatialMemory, structure_holds: Any
) -> None:
    before = voxels_of(memory)
    memory.correct(everywhere(TURN))
    assert len(voxels_of(memory) & before) / len(before) < 0.4
    memory.correct(everywhere(invert(TURN)))
    structure_holds(memory.voxel_map.arrays)
    after = voxels_of(memory)
    assert len(after & before) / len(after | before) > 0.75
    near = before | {
        tuple(np.add(at, step))
        for at in before
        for step in (*np.eye(3, dtype=int), *-np.eye(3, dtype=int))
    }
    assert len(after - near) <= 0.01 * len(after)


def test_images_and_trajectory_move_by_when_they_were_taken(memory: SpatialMemory) -> None:
    poses = {f.stamp_ns: f.T_map_camera for f in memory.keyframes.slots if f is not None}
    positions = list(memory.trajectory.positions_m)
    place = memory.ask("ball").places[0]
    shown = memory.crop(place)
    memory.correct(PoseCorrection.since(4 * SECOND, TURN))
    assert {f.stamp_ns for f in memory.keyframes.slots if f is not None} == poses.keys()
    for frame in memory.keyframes.slots:
        if frame is not None:
            T = TURN if frame.stamp_ns >= 4 * SECOND else np.eye(4)
            np.testing.assert_allclose(frame.T_map_camera, T @ poses[frame.stamp_ns], atol=1e-12)
    for stamp, old, new in zip(
        memory.trajectory.stamps_ns, positions, memory.trajectory.positions_m, strict=True
    ):
        T = TURN if stamp >= 4 * SECOND else np.eye(4)
        np.testing.assert_allclose(new, T[:3, :3] @ old + T[:3, 3], atol=1e-12)
    crop = memory.crop(memory.ask("ball").places[0])
    assert shown is not None
    assert crop is not None
    assert np.abs(crop.mean(axis=(0, 1)) - shown.mean(axis=(0, 1))).max() < 20


def test_up_turns_with_the_map(memory: SpatialMemory) -> None:
    up = memory.trajectory.mean_up
    tilt = from_quaternion((0, 0, 0), (np.sin(0.2), 0.0, 0.0, np.cos(0.2)))
    memory.correct(everywhere(tilt))
    np.testing.assert_allclose(memory.trajectory.mean_up, tilt[:3, :3] @ up, atol=1e-9)


def test_what_is_older_stays_to_the_bit_and_what_is_newer_moves(memory: SpatialMemory) -> None:
    before = content(memory)
    place = memory.ask("ball").places[0].position_m
    memory.correct(PoseCorrection.since(4 * SECOND, shift(0.0, 0.53, 0.0)))
    after = content(memory)
    old = {at: v for at, v in before.items() if at[0] != "cell" and int(v[4]) < 40}
    assert len(old) > 100
    assert all(after[at] == values for at, values in old.items())
    left = {at: v for at, v in before.items() if at[0] == "cell" and at[2] < 20}
    assert len(left) > 100
    assert all(after[at] == values for at, values in left.items())
    moved = memory.ask("ball").places[0].position_m
    assert moved[1] - place[1] == pytest.approx(0.53, abs=0.05)


def test_where_two_parts_meet_both_remain(
    one_hot: Any, world: Any, box: Any, structure_holds: Any
) -> None:
    made = SpatialMemory(one_hot, SMALL)
    first = world(box((1.0, -0.2, -0.2), (1.3, 0.2, 0.2)))
    for stamp_s in (0.0, 0.2, 0.4):
        made.observe(first.look(size=SIZE, stamp_s=stamp_s))
    drifted = world(box((1.2, -0.2, -0.2), (1.5, 0.2, 0.2), 2), wall_x=2.22)
    made.observe(drifted.look((0.2, 4.0, 0.0), (2.2, 4.0, 0.0), size=SIZE, stamp_s=1))
    made.observe(drifted.look((0.2, 0.0, 0.0), (2.2, 0.0, 0.0), size=SIZE, stamp_s=2))
    stayed = {
        tuple(at): n
        for at, n, last in zip(
            made.voxels().index.tolist(),
            made.voxels().count.tolist(),
            made.voxels().last_seen_ns,
            strict=True,
        )
        if last < SECOND
    }
    made.correct(PoseCorrection.since(SECOND, shift(-0.2, 0.0, 0.0)))
    structure_holds(made.voxel_map.arrays)
    voxels = made.voxels()
    met = 0
    for at, count, first, last in zip(
        voxels.index.tolist(), voxels.count, voxels.first_seen_ns, voxels.last_seen_ns, strict=True
    ):
        if tuple(at) in stayed and last >= 2 * SECOND:
            met += 1
            assert (count, first) == (stayed[tuple(at)] + 1, 0)
    assert met > 100
    scores = [made.ask(name).places[0].score for name in ("box", "ball")]
    assert min(scores) > 0.2
    assert np.hypot(*scores) == pytest.approx(1.0, abs=0.02)  # cells hold both, and no more


def test_a_moved_memory_survives_its_file(
    memory: SpatialMemory, one_hot: Any, tmp_path: Path
) -> None:
    with memory:
        memory.attach(tmp_path / "a.map")
        memory.correct(PoseCorrection.spread(0, 7 * SECOND, TURN))
        memory.commit()
        memory.voxel_map.archive()
        expected, asked = content(memory), json.dumps(memory.ask("ball").to_json())
        poses = [f.T_map_camera for f in memory.keyframes.slots if f is not None]
    again = SpatialMemory.open(tmp_path / "a.map", one_hot)
    assert content(again) == expected
    assert json.dumps(again.ask("ball").to_json()) == asked
    frames = [f for f in again.keyframes.slots if f is not None]
    np.testing.assert_array_equal([f.T_map_camera for f in frames], poses)
    assert again.trajectory.positions_m == memory.trajectory.positions_m


def test_a_moved_memory_goes_on_mapping(
    memory: SpatialMemory, scene: Any, structure_holds: Any
) -> None:
    memory.correct(everywhere(TURN))
    memory.correct(everywhere(invert(TURN)))
    for second in range(8, 12):
        memory.observe(scene.look((0, 0, 0.02 * second), size=SIZE, stamp_s=second))
        structure_holds(memory.voxel_map.arrays)
    position = memory.ask("box").places[0].position_m
    np.testing.assert_allclose(position, (1.0, 0.0, 0.0), atol=0.25)


def test_the_same_correction_makes_the_same_bits(one_hot: Any, scene: Any) -> None:
    made = []
    for _ in range(2):
        one = SpatialMemory(one_hot, SMALL)
        for second in range(4):
            one.observe(scene.look((0, 0, 0.02 * second), size=SIZE, stamp_s=second))
        one.correct(PoseCorrection.spread(SECOND, 3 * SECOND, TURN))
        made.append(one)
    assert content(made[0]) == content(made[1])
    np.testing.assert_array_equal(made[0].voxels().index, made[1].voxels().index)


@given(
    stamps=st.lists(st.integers(0, 10**12), min_size=1, max_size=6, unique=True),
    seed=st.integers(0, 1000),
)
def test_a_correction_is_its_nodes_and_lies_between_them(stamps: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    nodes = np.array(sorted(stamps))
    poses = np.array([from_quaternion(rng.normal(size=3), rng.normal(size=4)) for _ in nodes])
    correction = PoseCorrection(nodes, poses)
    np.testing.assert_allclose(correction.at(nodes), poses, atol=1e-9)
    np.testing.assert_allclose(correction.at([-5, 10**13]), poses[[0, -1]], atol=1e-9)
    between = rng.integers(nodes[0], nodes[-1] + 1, size=20)
    for T in correction.at(between):
        assert is_rigid(T, tolerance=1e-9)


def test_half_way_is_half_the_turn_and_half_the_way() -> None:
    T = from_quaternion((1.0, 0.0, 0.0), (0.0, 0.0, np.sin(0.4), np.cos(0.4)))
    half = PoseCorrection.spread(10, 30, T).at([20])[0]
    expected = from_quaternion((0.5, 0.0, 0.0), (0.0, 0.0, np.sin(0.2), np.cos(0.2)))
    np.testing.assert_allclose(half, expected, atol=1e-12)


def test_since_is_a_step() -> None:
    step = PoseCorrection.since(1_700_000_000_000_000_000, TURN)
    at = step.at([0, 1_699_999_999_999_999_999, 1_700_000_000_000_000_000, 1 << 61])
    np.testing.assert_array_equal(at[:2], [np.eye(4)] * 2)
    np.testing.assert_allclose(at[2:], [TURN] * 2, atol=1e-12)
    same = PoseCorrection.spread(9, 9, TURN).at([8, 9])
    np.testing.assert_allclose(same, [np.eye(4), TURN], atol=1e-12)


@pytest.mark.parametrize(
    ("stamps", "poses", "what"),
    [
        ([], np.zeros((0, 4, 4)), "needs whole stamps"),
        ([0.5], [np.eye(4)], "needs whole stamps"),
        ([2, 1], [np.eye(4)] * 2, "do not ascend"),
        ([1, 1], [np.eye(4)] * 2, "do not ascend"),
        ([1, 2], [np.eye(4)], "for each stamp"),
        ([1], [np.ones((4, 4))], "for each stamp"),
        ([1], [np.full((4, 4), np.nan)], "for each stamp"),
    ],
)
def test_what_is_no_function_of_time_is_refused(stamps: Any, poses: Any, what: str) -> None:
    with pytest.raises(InvalidCorrection, match=what):
        PoseCorrection(np.array(stamps), np.array(poses))


def test_what_finds_no_room_is_counted(one_hot: Any, world: Any, structure_holds: Any) -> None:
    tight = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=16, stride_px=1, voxel_size_m=0.0125))
    made = SpatialMemory(one_hot, tight)
    for second in range(6):
        y = 3.0 * second
        seen = world().look((0, y, 0), (2, y, 0), size=(240, 320), stamp_s=second)
        made.observe(seen)
    report = made.correct(everywhere(from_quaternion((0, 0, 0), (0.1, 0.2, 0.3, 0.9))))
    structure_holds(made.voxel_map.arrays)
    assert report.voxels_after == len(made.voxels().index)
    assert made.voxel_map.memory_bytes() <= 16 << 20
