import numpy as np
import pytest

from whereseen.memory.io.recognition import open_recording
from whereseen.sim.episode.recording import TruthFiles, record_episode
from whereseen.sim.scene.yaml_files import read_scene
from whereseen.sim.world.actions import Move
from whereseen.sim.world.event_log import read_events


def test_an_episode_is_recorded_with_its_truth(start, tmp_path):
    told = []
    with start(busyness=200.0, frames_hz=1.0, width_px=64, height_px=48) as episode:
        before = episode.simulator.world.scene()
        truth = record_episode(episode, tmp_path / "a/flat.wsr", seconds=60.0, tell=told.append)
        world = episode.simulator.world
        after, events = world.scene(), tuple(world.events)
    frames = list(open_recording(tmp_path / "a/flat.wsr"))
    assert told == list(range(1, 61))
    assert len(frames) == 60
    assert read_scene(truth.before) == before
    assert read_scene(truth.after) == after
    assert read_events(truth.events) == events
    assert any(isinstance(event.action, Move) for event in events)
    rows = np.loadtxt(truth.trajectory)
    assert rows.shape == (60, 8)
    for row, frame in zip(rows, frames, strict=True):
        assert row[0] == pytest.approx(frame.stamp_ns / 1e9, abs=1e-5)
        np.testing.assert_allclose(row[1:4], frame.T_map_camera[:3, 3], atol=1e-6)


def test_what_the_robot_believes_is_recorded_and_the_truth_beside_it(start, tmp_path):
    with start(noisy=True, frames_hz=1.0, width_px=64, height_px=48) as episode:
        truth = record_episode(episode, tmp_path / "flat.wsr", seconds=60.0)
    believed = [frame.T_map_camera[:3, 3] for frame in open_recording(tmp_path / "flat.wsr")]
    apart = np.linalg.norm(np.loadtxt(truth.trajectory)[:, 1:4] - believed, axis=1)
    assert apart[0] < 1e-6 < apart[-1] < 0.5


def test_names_beside_a_recording(tmp_path):
    assert TruthFiles.beside(tmp_path / "flat.wsr").events == tmp_path / "flat.events.jsonl"
    assert TruthFiles.beside(tmp_path / "flat").before == tmp_path / "flat.before.yaml"
