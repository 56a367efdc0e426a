"""From a recording to a map file."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Protocol

from whereseen.memory.choosing import choose_encoder
from whereseen.memory.config import MemoryConfig
from whereseen.memory.errors import MapFileError
from whereseen.memory.following import FollowConfig, Follower
from whereseen.memory.io.reader import Reader
from whereseen.memory.io.recognition import open_recording
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.store.database import move_map, remove_map

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Progress(Protocol):
    """Somebody who watches a long task."""

    def begin(self, what: str, total: int) -> None:
        """A task of `total` steps begins."""
        ...

    def step(self, done: int) -> None:
        """So many steps are done."""
        ...

    def saved(self, frames: int) -> None:
        """So many frames are safe on disk."""
        ...


@dataclass(frozen=True, slots=True)
class MappingResult:
    """What mapping did.

    Attributes:
        file: The map file.
        layout: The layout that the recording was recognised as.
        encoder: Model identity of the encoder.
        frames: Frames mapped.
        skipped: Frames left out, by reason.
        evicted: Voxels that gave way to the memory limit.
        dropped: Depth samples that found no room, or lay too far from the origin.
        voxels: Occupied voxels.
        keyframes: Images kept.
        wall_s: Time taken, by the clock on the wall.
        cpu_s: Processor time of all threads.
        map_cpu_s: Of that, the voxel memory alone.
        follow_cpu_s: Of that, things, rooms and relations; 0 if they were not followed.
        things: Things known, those that are gone included.
        rooms: Rooms known.
        interrupted: Whether the user stopped it early.
    """

    file: Path
    layout: str
    encoder: str
    frames: int
    skipped: dict[str, int]
    evicted: int
    dropped: int
    voxels: int
    keyframes: int
    wall_s: float
    cpu_s: float
    map_cpu_s: float
    follow_cpu_s: float
    things: int
    rooms: int
    interrupted: bool


def map_recording(
    source: Path,
    out: Path,
    *,
    encoder_name: str,
    config: MemoryConfig,
    overwrite: bool,
    progress: Progress,
    follow: FollowConfig | None = None,
) -> MappingResult:
    """Map a recording into a file; an interrupt or a crash keeps what was committed.

    Args:
        source: Folder or file of the recording.
        out: The map file to make.
        encoder_name: As `make_encoder` takes it, or `auto`.
        config: Every knob of the memory.
        overwrite: Whether an older file of that name may be replaced.
        progress: Told of every frame and every commit.
        follow: How much time things and rooms may take; None to leave them out.

    Raises:
        UnknownLayout: if no reader recognises the source.
        EncoderUnavailable: if the encoder's weights cannot be had.
        MapFileError: if the file exists or cannot be written.
    """
    reader = open_recording(source)
    name, encoder = choose_encoder(encoder_name, source, reader)
    wall, cpu = time.monotonic(), time.process_time()
    memory = SpatialMemory(encoder, config)
    memory.about |= {"source": str(source), "encoder": name, "layout": reader.layout}
    with _attached(memory, out, overwrite), _interrupt() as stop:
        progress.begin(f"mapping {source.name}", len(reader))
        follower = None if follow is None else Follower(memory, follow)
        tally = _observe_all(memory, reader, _Watch(progress, stop, follower))
        frames = memory.commit()
        progress.saved(frames)
        return MappingResult(
            file=out,
            layout=reader.layout,
            encoder=encoder.spec.model_id,
            frames=frames,
            skipped=dict(reader.skipped.reasons),
            evicted=tally.evicted,
            dropped=tally.dropped,
            voxels=len(memory.voxels().index),
            keyframes=len(memory.keyframes),
            wall_s=time.monotonic() - wall,
            cpu_s=time.process_time() - cpu,
            map_cpu_s=tally.map_cpu_s,
            follow_cpu_s=0.0 if follower is None else follower.spent_s,
            things=memory.objects.n_entities,
            rooms=memory.kept_graph.n_rooms,
            interrupted=stop.asked,
        )


@dataclass(slots=True)
class _Tally:
    evicted: int = 0
    dropped: int = 0
    map_cpu_s: float = 0.0


@dataclass(frozen=True, slots=True)
class _Watch:
    """Who takes part in mapping frame by frame."""

    progress: Progress
    stop: _Stop
    follower: Follower | None


def _observe_all(memory: SpatialMemory, reader: Reader, watch: _Watch) -> _Tally:
    tally = _Tally()
    for done, observation in enumerate(reader, start=1):
        start_s = time.process_time()
        report = memory.observe(observation)
        tally.map_cpu_s += report.map_cpu_s
        tally.evicted += report.voxels.evicted
        tally.dropped += report.voxels.dropped
        if watch.follower is not None:
            watch.follower.step(time.process_time() - start_s)
        watch.progress.step(done + reader.skipped.total)
        if report.saved_frames is not None:
            watch.progress.saved(report.saved_frames)
        if watch.stop.asked:
            break
    if watch.follower is not None:
        watch.follower.finish()
    return tally


@contextmanager
def _attached(memory: SpatialMemory, out: Path, overwrite: bool) -> Iterator[None]:
    """Keep the memory in `out`; an older file stays there until the new one is whole.

    A task that fails before its first frame leaves nothing behind.
    """
    if out.exists() and not overwrite:
        raise MapFileError(
            "the file exists", got=str(out), remedy="Choose another name, or use --overwrite"
        )
    target = out.with_name(out.name + ".partial") if out.exists() else out
    memory.attach(target, overwrite=True)
    try:
        with memory:
            yield
        if not target.exists():
            raise MapFileError("the map was removed while it was made", got=str(target))
    except BaseException:
        if memory.voxel_map.frames == 0 or target != out:
            remove_map(target)
        raise
    if target != out:
        move_map(target, out)


@dataclass(slots=True)
class _Stop:
    """Whether the user asked to stop; a frame is never cut in half."""

    asked: bool = False


@contextmanager
def _interrupt() -> Iterator[_Stop]:
    """Note the first Ctrl-C or SIGTERM for the loop to see; a second one interrupts at once."""
    stop = _Stop()

    def note(_signal: int, _frame: FrameType | None) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True

    try:
        before = {number: signal.signal(number, note) for number in _STOP_SIGNALS}
    except ValueError:  # not the main thread: the caller owns the signals
        yield stop
        return
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
