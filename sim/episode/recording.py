"""Episodes on disk: what the robot sensed, and beside it what was really so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scipy.spatial.transform import Rotation

from whereseen.memory.frames import Float64
from whereseen.memory.io.recording_writer import RecordingConfig, RecordingWriter
from whereseen.sim.episode.episode import Episode
from whereseen.sim.scene.yaml_files import write_scene
from whereseen.sim.world.event_log import write_events

_COMMIT_EVERY = 32


@dataclass(frozen=True, slots=True)
class TruthFiles:
    """Where the truth of an episode lies.

    Attributes:
        before: The home as it was at first (YAML).
        after: The home as it was at the end (YAML).
        events: What people and the robot did, a JSON line each.
        trajectory: True poses of the camera (TUM).
    """

    before: Path
    after: Path
    events: Path
    trajectory: Path

    @classmethod
    def beside(cls, recording: Path) -> TruthFiles:
        """Their names, made of that of the recording."""
        stem = recording.with_suffix("") if recording.suffix else recording
        ends = ("before.yaml", "after.yaml", "events.jsonl", "trajectory.txt")
        return cls(*(stem.with_name(f"{stem.name}.{end}") for end in ends))


def record_episode(
    episode: Episode, file: Path, *, seconds: float, tell: Callable[[int], None] = lambda _: None
) -> TruthFiles:
    """Let time pass and write what the robot senses, with the poses that it believes in.

    Args:
        episode: As it begins.
        file: The recording to write, a .wsr file; its folder is made if needed.
        seconds: Of simulated time.
        tell: Told the number of frames so far, after each.

    Raises:
        MapFileError: if the file cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    truth, world = TruthFiles.beside(file), episode.simulator.world
    write_scene(world.scene(), truth.before)
    poses = []
    with RecordingWriter(file, RecordingConfig(commit_every=_COMMIT_EVERY)) as writer:
        for number, sensed in enumerate(episode.frames(seconds), start=1):
            poses.append((sensed.observation.stamp_ns, world.camera_pose))
            writer.write(sensed.observation)
            tell(number)
    write_scene(world.scene(), truth.after)
    write_events(truth.events, world.events)
    truth.trajectory.write_text(_tum(poses), encoding="ascii")
    return truth


def _tum(poses: Sequence[tuple[int, Float64]]) -> str:
    """Lines of seconds, x, y, z and the quaternion x, y, z, w."""
    lines = []
    for stamp_ns, T in poses:
        numbers = (*T[:3, 3], *Rotation.from_matrix(T[:3, :3]).as_quat())
        seconds = f"{stamp_ns // 10**9}.{stamp_ns % 10**9:09d}"
        lines.append(" ".join([seconds, *(f"{number:.9f}" for number in numbers)]))
    return "\n".join(lines) + "\n"
