"""A recording outlives `kill -9` of its writer: every acknowledged frame is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from whereseen.memory.io.recording import RecordingReader, RecordingWriter

WRITER = """
import sys
import numpy as np
from whereseen.memory.io.recording import RecordingConfig, RecordingWriter
from whereseen.memory.observation import Observation

with RecordingWriter(sys.argv[1], RecordingConfig(commit_every=int(sys.argv[2]))) as writer:
    for i in range(1_000_000):
        writer.write(Observation.checked(
            np.full((48, 64, 3), i % 256, np.uint8), np.full((48, 64), 1.0, np.float32),
            intrinsics=np.diag([50.0, 50.0, 1.0]), T_map_camera=np.eye(4), stamp_ns=i,
        ))
        sys.stdout.write(f"{i}\\n")
        sys.stdout.flush()
"""


def killed_after(path: Path, frames: int, *, commit_every: int) -> int:
    """Kill a writer when it has acknowledged some frames; returns the last acknowledged."""
    command = [sys.executable, "-c", WRITER, str(path), str(commit_every)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for _ in range(frames):
            writer.stdout.readline()
        writer.kill()
        acknowledged = [frames - 1] + [int(line) for line in writer.stdout if line.endswith("\n")]
    return acknowledged[-1]


@pytest.mark.parametrize("frames", [1, 7, 40])
def test_no_acknowledged_frame_is_lost(tmp_path: Path, frames: int) -> None:
    path = tmp_path / "a.recording"
    last = killed_after(path, frames, commit_every=1)
    stamps = [frame.stamp_ns for frame in RecordingReader(path)]
    assert stamps[: last + 1] == list(range(last + 1))
    assert len(stamps) <= last + 2


def test_a_batch_may_be_lost_but_not_more(tmp_path: Path) -> None:
    path = tmp_path / "a.recording"
    last = killed_after(path, 37, commit_every=10)
    stamps = [frame.stamp_ns for frame in RecordingReader(path)]
    assert len(stamps) % 10 == 0
    assert len(stamps) >= (last + 1) // 10 * 10


def test_writing_goes_on_after_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "a.recording"
    killed_after(path, 3, commit_every=1)
    before = list(RecordingReader(path))
    with RecordingWriter(path) as writer:
        writer.write(before[0])
    after = list(RecordingReader(path))
    assert len(after) == len(before) + 1
    assert np.array_equal(after[-1].depth_m, before[-1].depth_m)
