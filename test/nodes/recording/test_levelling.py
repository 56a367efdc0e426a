from dataclasses import replace

import numpy as np
import pytest

from whereseen.memory.frames import look_at
from whereseen.memory.io.reader import SkippedFrames, TrueQuery
from whereseen.memory.observation import Observation
from whereseen.nodes.recording.levelling import LevelReader

INTRINSICS = np.array([[60.0, 0.0, 47.5], [0.0, 60.0, 35.5], [0.0, 0.0, 1.0]])
CAMERA_LIKE = np.array(  # a map frame as trackers make it: x right, y down, z forward
    [[0.0, -1.0, 0.0, 0.0], [0.0, 0.0, -1.0, 0.0], [1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]]
)


def floor_seen_from(T_map_camera):
    """Depth of the plane z = 0 of a level map."""
    v, u = np.mgrid[0:72, 0:96]
    rays = np.stack([(u - 47.5) / 60.0, (v - 35.5) / 60.0, np.ones(u.shape)], axis=-1)
    down = rays @ T_map_camera[:3, :3].T[:, 2]
    with np.errstate(divide="ignore"):
        depth_m = np.where(down < -0.05, -T_map_camera[2, 3] / down, 0.0)
    return np.where(depth_m < 8.0, depth_m, 0.0).astype(np.float32)


class Walk:
    """A camera at 1.2 m that turns above a floor, in a frame of its own."""

    layout = "walk"
    skipped = SkippedFrames()

    def __init__(self, T_recorded_map):
        self.T = T_recorded_map

    def __len__(self):
        return 40

    def __iter__(self):
        for number in range(40):
            turn = number / 40 * 2 * np.pi
            T_map_camera = look_at((0.0, 0.0, 1.2), (np.cos(turn), np.sin(turn), 0.7))
            yield Observation.checked(
                np.zeros((72, 96, 3), np.uint8),
                floor_seen_from(T_map_camera),
                intrinsics=INTRINSICS,
                T_map_camera=self.T @ T_map_camera,
                stamp_ns=number * 100_000_000,
            )

    def true_queries(self):
        x, y, z = self.T[:3, :3] @ (1.0, 2.0, 0.5)
        return (TrueQuery("mug", ((x, y, z),)),)


def test_a_level_map_is_left_alone_to_the_bit():
    level = LevelReader(Walk(np.eye(4)))
    np.testing.assert_array_equal(level.T_level_map, np.eye(4))
    for before, after in zip(Walk(np.eye(4)), level, strict=True):
        np.testing.assert_array_equal(after.T_map_camera, before.T_map_camera)


def test_a_map_in_the_frame_of_a_camera_is_turned_upright():
    level = LevelReader(Walk(CAMERA_LIKE))
    heights = [frame.T_map_camera[2, 3] for frame in level]
    np.testing.assert_allclose(heights, 1.2, atol=1e-9)
    for frame in level:
        assert frame.T_map_camera[2, 1] < -0.8  # the image's down is down


def test_true_answers_turn_with_the_map():
    (query,) = LevelReader(Walk(CAMERA_LIKE)).true_queries()
    assert query.positions_m[0][2] == pytest.approx(0.5)


def test_all_else_is_as_recorded():
    walk = Walk(CAMERA_LIKE)
    level = LevelReader(walk)
    assert (level.layout, len(level), level.skipped) == ("walk", 40, walk.skipped)


def test_a_map_that_is_upright_is_never_turned_whatever_it_shows():
    """Of a wall alone, one would think that up is along its normal."""

    class Wall(Walk):
        def __iter__(self):
            for frame in super().__iter__():
                yield replace(frame, depth_m=np.full((72, 96), 2.0, np.float32))

    np.testing.assert_array_equal(LevelReader(Wall(np.eye(4))).T_level_map, np.eye(4))
