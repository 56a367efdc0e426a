"""Keeping a memory in a map file: what is attached, committed, saved and closed."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

from whereseen.memory.config import MemoryConfig
from whereseen.memory.encoder.protocol import Encoder
from whereseen.memory.errors import MapFileError
from whereseen.memory.log.memory_log import MemoryLog
from whereseen.memory.spatial.chunks import mark_changed, mark_saved
from whereseen.memory.spatial.voxel_map import VoxelMap
from whereseen.memory.store.map_file import MapFile
from whereseen.memory.store.snapshot import restore, snapshot

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory


class FileBacked:
    """What a memory does with its file.

    Args:
        clock_s: A clock that only goes forward, for saving in time when stamps stand still.
    """

    config: MemoryConfig
    log: MemoryLog
    voxel_map: VoxelMap

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._file: MapFile | None = None
        self._clock_s = clock_s
        self._saved_at = (0, clock_s())

    @property
    def file(self) -> Path | None:
        """The attached map file, None if there is none."""
        return None if self._file is None else self._file.path

    def scrub(self) -> bool:
        """Commit, so that no byte of what was dropped stays in the file; True if none is left.

        Raises:
            MapFileError: if the disk refuses.
        """
        if self._file is None:
            return True
        self._file.plan_scrub()
        self.commit()
        return self._file.is_scrubbed

    @classmethod
    def open(
        cls, path: Path | str, encoder: Encoder, config: MemoryConfig | None = None
    ) -> SpatialMemory:
        """Read a saved map into memory; the file is closed again.

        Args:
            path: The map file.
            encoder: The encoder that the map was made with.
            config: Limits and thresholds of this session, with the file's voxel size; those that
                the map was made with if None.

        Raises:
            MapFileError: if the file is missing, foreign, damaged or of a newer format.
            EncoderMismatch: if the encoder is another one.
        """
        with MapFile.open(Path(path)) as file:
            return restore(cast("type[SpatialMemory]", cls), file, encoder, config)

    @classmethod
    def resume(
        cls, path: Path | str, encoder: Encoder, config: MemoryConfig | None = None
    ) -> SpatialMemory:
        """Read a saved map into memory and keep it in that file from now on; raises like `open`."""
        file = MapFile.open(Path(path))
        try:
            memory = restore(cast("type[SpatialMemory]", cls), file, encoder, config)
            file.continue_writing()
            memory.log.live_in(file.log, file.begin)
        except BaseException:
            file.close()
            raise
        memory._file = file
        return memory

    def attach(self, path: Path | str, *, overwrite: bool = False) -> None:
        """Keep this memory in a new file from now on: what is committed survives any crash.

        A file attached before is committed and closed first.

        Raises:
            MapFileError: if the file exists and may not be replaced, or cannot be written.
        """
        self.close()
        self.log.take_along()
        self._file = MapFile.create(Path(path), overwrite=overwrite)
        mark_changed(self.voxel_map)
        self.commit()

    def commit(self) -> int:
        """Write all changes to the attached file, atomically; returns frames that are safe.

        Raises:
            MapFileError: if nothing is attached, or the disk refuses; the file stays as it was.
        """
        if self._file is None:
            raise MapFileError("no file is attached", remedy="Call attach or save with a path")
        try:
            self._file.write(snapshot(self._whole))
        except BaseException:
            self.log.undo()
            raise
        self.log.live_in(self._file.log, self._file.begin)
        mark_saved(self.voxel_map)
        return self.voxel_map.frames

    def save(self, path: Path | str) -> None:
        """Write everything to a file; an older file of that name is replaced only at the end.

        Raises:
            MapFileError: if the disk refuses; the old file survives.
        """
        if self._file is not None and self._file.path.resolve() == Path(path).resolve():
            self.commit()
            return
        mark_changed(self.voxel_map)
        with MapFile.replace(Path(path)) as file:
            file.write(snapshot(self._whole))

    def close(self) -> None:
        """Commit and detach the file, if there is one."""
        if self._file is None:
            return
        try:
            self.commit()
        finally:
            file, self._file = self._file, None
            with file:
                self.log.lie_in(file.path, file.log.mark())

    def __enter__(self) -> SpatialMemory:
        return self._whole

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _autosave(self, now_ns: int) -> int | None:
        now_s, (last_ns, last_s) = self._clock_s(), self._saved_at
        since_s = max(abs(now_ns - last_ns) / 1e9, now_s - last_s)
        if self._file is None or since_s < self.config.autosave_s:
            return None
        self._saved_at = (now_ns, now_s)
        return self.commit()

    @property
    def _whole(self) -> SpatialMemory:
        return cast("SpatialMemory", self)
