"""A small labelled recording, a map of it, and the command line in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from whereseen.memory.frames import look_at
from whereseen.memory.io.recording import RecordingWriter
from whereseen.memory.observation import LabelImage, Observation

ROOT = Path(__file__).resolve().parents[2]
MUG_M = (1.625, 0.0, 1.0)
Command = Callable[..., "subprocess.CompletedProcess[str]"]


def view(number: int, *, mug: bool = True) -> Observation:
    """A wall 2.02 m ahead; before its middle, 40 cm nearer, a 20 cm square called red mug."""
    depth = np.full((120, 160), 2.02, dtype=np.float32)
    ids = np.zeros((120, 160), dtype=np.int32)
    rgb = np.full((120, 160, 3), 180, dtype=np.uint8)
    if mug:
        depth[51:69, 71:89], ids[51:69, 71:89], rgb[51:69, 71:89] = 1.62, 1, (200, 20, 20)
    return Observation.checked(
        rgb,
        depth,
        intrinsics=[[150.0, 0.0, 79.5], [0.0, 150.0, 59.5], [0.0, 0.0, 1.0]],
        T_map_camera=look_at((0.0, 0.0, 1.0), (2.0, 0.0, 1.0)),
        stamp_ns=1_000_000_000 + number * 100_000_000,
        labels=LabelImage(ids=ids, names=("wall", "red mug")),
    )


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve frames of the view above."""
    file = tmp_path_factory.mktemp("recording") / "views.wsr"
    with RecordingWriter(file) as writer:
        for number in range(12):
            writer.write(view(number))
    return file


@pytest.fixture(scope="session")
def command() -> Command:
    """Run `python -m whereseen ...`; returns the finished process with its text."""

    def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-m", "whereseen", *map(str, arguments)]
        return subprocess.run(
            words, capture_output=True, text=True, cwd=ROOT, check=False, timeout=300
        )

    return run


@pytest.fixture(scope="session")
def mapped(recording: Path, command: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map of the recording, made by the command line."""
    file = tmp_path_factory.mktemp("mapped") / "views.map"
    done = command("map", recording, "--out", file)
    assert done.returncode == 0, done.stderr
    return file
