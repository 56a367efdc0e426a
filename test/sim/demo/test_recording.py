"""The demo room as a recording."""

import importlib.util

import numpy as np
import pytest

from whereseen.memory.io.recognition import open_recording
from whereseen.sim.demo.config import DemoConfig
from whereseen.sim.demo.recording import record_demo

pytestmark = [
    pytest.mark.sim,
    pytest.mark.skipif(importlib.util.find_spec("pybullet") is None, reason="needs pybullet"),
]
SMALL = DemoConfig(frames=4, width_px=32, height_px=24, pause_s=5)


def test_what_the_camera_saw_can_be_read_again(tmp_path):
    file = tmp_path / "out" / "demo.wsr"
    record_demo(file, SMALL)
    frames = list(open_recording(file))
    stamps_s = np.diff([frame.stamp_ns for frame in frames]) / 1e9
    assert stamps_s.tolist() == [0.25, 5.25, 0.25]
    assert all(frame.labels is not None for frame in frames)
    assert frames[0].rgb.shape == (24, 32, 3)
    assert [path.name for path in file.parent.iterdir()] == ["demo.wsr"]


def test_an_interrupted_recording_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupted(self, observation):
        raise KeyboardInterrupt

    monkeypatch.setattr("whereseen.memory.io.recording_writer.RecordingWriter.write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        record_demo(tmp_path / "demo.wsr", SMALL)
    assert list(tmp_path.iterdir()) == []
