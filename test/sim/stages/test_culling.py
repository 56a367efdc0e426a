from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.frames import Float64, invert, look_at
from whereseen.sim.stages.culling import Solids, corners_of, in_view, visible
from whereseen.sim.stages.protocol import Camera

CAMERA = Camera(width_px=60, height_px=44, field_of_view_deg=75.0, farthest_m=30.0)
NOTHING = Solids(np.zeros((0, 4, 4)), np.zeros((0, 3)))
EYE = look_at((0.0, 0.0, 0.0), (0.0, 1.0, 0.0))


def cube(x: float, y: float, z: float, half: float) -> Float64:
    middle = np.array([x, y, z])
    return corners_of((middle - half, middle + half))


def wall(y_m: float, half_m: tuple[float, float, float] = (5.0, 0.05, 5.0)) -> Solids:
    pose = np.eye(4)
    pose[1, 3] = y_m
    return Solids(pose[None], np.array([half_m]))


def first_hits(
    middles: Float64, halves: Float64, turns: Float64, T_map_camera: Float64
) -> set[int]:
    """Which boxes are the first along the ray of some pixel."""
    v, u = np.mgrid[: CAMERA.height_px, : CAMERA.width_px]
    matrix = CAMERA.intrinsics
    rays = np.stack([(u - matrix[0, 2]) / matrix[0, 0], (v - matrix[1, 2]) / matrix[1, 1],
                     np.ones(u.shape)], axis=-1)  # fmt: skip
    depths = []
    for middle, half, turn in zip(middles, halves, turns, strict=True):
        slopes = rays @ T_map_camera[:3, :3].T @ turn
        eye = (T_map_camera[:3, 3] - middle) @ turn
        with np.errstate(divide="ignore", invalid="ignore"):
            one, other = (-half - eye) / slopes, (half - eye) / slopes
        enter, leave = np.minimum(one, other).max(-1), np.maximum(one, other).min(-1)
        hit = (enter <= leave) & (enter > CAMERA.nearest_m) & (enter < CAMERA.farthest_m)
        depths.append(np.where(hit, enter, np.inf))
    stack = np.array(depths)
    shown = np.isfinite(stack.min(axis=0))
    return set(np.unique(stack.argmin(axis=0)[shown]).tolist())


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 12), angle=st.floats(0.0, 6.28))
def test_nothing_that_shows_is_culled(seed: int, count: int, angle: float) -> None:
    rng = np.random.default_rng(seed)
    middles = rng.uniform(-6.0, 6.0, (count, 3)) * (1.0, 1.0, 0.4)
    halves = rng.uniform(0.03, 2.0, (count, 3))
    yaw = rng.uniform(0.0, 6.28, count)
    turns = np.array(
        [[[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]] for a in yaw]
    )
    poses = np.tile(np.eye(4), (count, 1, 1))
    poses[:, :3, :3], poses[:, :3, 3] = turns, middles
    solids = Solids(poses, halves)
    eye = look_at((0.0, 0.0, 0.0), (np.cos(angle), np.sin(angle), 0.1))
    kept = set(np.flatnonzero(visible(solids.corners_m, solids, CAMERA, eye)).tolist())
    assert first_hits(middles, halves, turns, eye) <= kept


@given(x=st.floats(-8, 8), y=st.floats(-8, 8), z=st.floats(-8, 8), half=st.floats(0.01, 1.0))
def test_a_box_whose_middle_is_in_the_image_is_in_view(
    x: float, y: float, z: float, half: float
) -> None:
    local = invert(EYE) @ (x, y, z, 1.0)
    inside = False
    if CAMERA.nearest_m < local[2] < CAMERA.farthest_m:
        u, v = (CAMERA.intrinsics @ local[:3])[:2] / local[2]
        inside = bool(0 <= u <= CAMERA.width_px - 1 and 0 <= v <= CAMERA.height_px - 1)
    assert in_view(cube(x, y, z, half)[None], CAMERA, EYE)[0] or not inside


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ((0.0, 3.0, 0.0), True),
        ((0.0, -3.0, 0.0), False),
        ((9.0, 3.0, 0.0), False),
        ((0.0, 3.0, 9.0), False),
        ((0.0, 40.0, 0.0), False),
    ],
)
def test_what_is_beside_the_camera_is_not_in_view(
    at: tuple[float, float, float], expected: bool
) -> None:
    assert in_view(cube(*at, 0.3)[None], CAMERA, EYE).tolist() == [expected]


def test_what_a_wall_hides_is_culled() -> None:
    boxes = np.array([cube(0.2, 4.0, 0.1, 0.4), cube(0.2, 1.5, 0.1, 0.1)])
    assert visible(boxes, wall(2.0), CAMERA, EYE).tolist() == [False, True]
    assert visible(boxes, NOTHING, CAMERA, EYE).tolist() == [True, True]


def test_what_looks_out_beside_a_wall_is_kept() -> None:
    narrow = wall(2.0, (1.0, 0.05, 5.0))
    boxes = np.array([cube(1.0, 4.0, 0.0, 0.4), cube(1.6, 4.0, 0.0, 0.4)])
    assert visible(boxes, narrow, CAMERA, EYE).tolist() == [False, True]


def test_a_large_floor_behind_two_walls_that_meet_is_culled() -> None:
    across, along = wall(2.0), wall(0.0, (0.05, 5.0, 5.0))
    along.T_map_box[0, :3, 3] = (1.0, 0.0, 0.0)
    both = Solids(
        np.concatenate([across.T_map_box, along.T_map_box]),
        np.concatenate([across.half_m, along.half_m]),
    )
    floor = corners_of((np.array([1.2, 2.3, -0.6]), np.array([6.0, 6.0, -0.55])))
    assert visible(floor[None], both, CAMERA, EYE).tolist() == [False]


def test_a_wall_that_one_stands_in_hides_nothing() -> None:
    assert visible(cube(0.0, 4.0, 0.0, 0.4)[None], wall(0.0), CAMERA, EYE).tolist() == [True]


def test_hidden_bodies_are_not_visible() -> None:
    assert visible(np.full((1, 8, 3), np.nan), wall(2.0), CAMERA, EYE).tolist() == [False]
