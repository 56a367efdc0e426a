from __future__ import annotations

import numpy as np
import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import is_rigid
from whereseen.sim.demo.camera_path import camera_path
from whereseen.sim.demo.living_room import living_room
from whereseen.sim.demo.placed import PlacedScene


def test_poses_are_rigid_at_eye_height_and_look_slightly_down() -> None:
    for T_map_camera in camera_path(40):
        assert is_rigid(T_map_camera, tolerance=1e-9)
        assert 1.3 <= T_map_camera[2, 3] <= 1.5
        assert T_map_camera[2, 0] == pytest.approx(0.0, abs=1e-9)  # the horizon is level
    down = np.array([-T_map_camera[2, 2] for T_map_camera in camera_path(120)])
    assert down.min() > 0.15
    assert np.median(down) < 0.6
    assert down.max() > 0.85  # it nods, to see the floor before its feet


@pytest.mark.parametrize("frames", [2, 3, 31, 120])
def test_it_has_as_many_poses_as_asked_for(frames: int) -> None:
    assert len(camera_path(frames)) == frames


def test_each_lap_looks_in_all_directions_once() -> None:
    for lap in np.array_split(np.array(camera_path(60)), 2):
        yaw = np.unwrap(np.arctan2(lap[:, 1, 2], lap[:, 0, 2]))
        assert (np.diff(yaw) > 0.0).all()
        assert yaw[-1] - yaw[0] == pytest.approx(2.0 * np.pi * 29 / 30, abs=1e-6)


def test_it_does_not_run_through_the_furniture() -> None:
    room = PlacedScene(living_room())
    eyes = np.array([pose[:3, 3] for pose in camera_path(60)])
    for name in room.names():
        low, high = room.box_of(name)
        if name not in ("floor", "rug") and high[2] > 0.1:
            inside = ((eyes[:, :2] > low[:2] - 0.1) & (eyes[:, :2] < high[:2] + 0.1)).all(axis=1)
            assert not inside.any(), name


def test_fewer_frames_than_laps_are_refused() -> None:
    with pytest.raises(InvalidConfig, match="a frame at least"):
        camera_path(1)
