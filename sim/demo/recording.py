"""The demo room as a recording, for whoever wants to replay it."""

from __future__ import annotations

import os
from pathlib import Path

from whereseen.memory.io.recording_writer import RecordingConfig, RecordingWriter
from whereseen.sim.demo.config import DemoConfig
from whereseen.sim.demo.pybullet_room import DemoRoom

_PAUSE_S = 5  # between the laps; nobody wants to watch the demo's quarter of an hour


def record_demo(file: Path, config: DemoConfig | None = None) -> None:
    """Write what the camera sees in the demo room; the file appears when it is whole.

    Args:
        file: The recording to write, a .wsr file; its folder is made if needed.
        config: How the room is seen; by default with a short pause between the laps.

    Raises:
        MissingDependency: if PyBullet is not installed.
        MapFileError: if the disk refuses.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with (
            DemoRoom(config or DemoConfig(pause_s=_PAUSE_S)) as room,
            RecordingWriter(unfinished, RecordingConfig(commit_every=32)) as writer,
        ):
            for _, observation in room.tour():
                writer.write(observation)
        os.replace(unfinished, file)
    finally:
        unfinished.unlink(missing_ok=True)
