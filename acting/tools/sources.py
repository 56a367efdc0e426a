"""Where tools get the memory from: one in this process, or a map file that others may write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timezone, tzinfo
from pathlib import Path
from typing import Protocol

from whereseen.memory.asking import encoder_of
from whereseen.memory.consolidation.consolidating import consolidate
from whereseen.memory.encoder.protocol import Encoder
from whereseen.memory.errors import MapFileError
from whereseen.memory.reviewing import current_graph
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.store.database import release

_Signature = tuple[tuple[int, int, int], ...]
_UTC = timezone.utc


class Source(Protocol):
    """Gives a memory, to read from or to change."""

    def reading(self, *, summed_up: bool = False) -> SpatialMemory:
        """As it is now; not to be changed.

        Args:
            summed_up: Whether habits and summaries are wanted, if there is a way to have them.
        """
        ...

    def writing(self) -> AbstractContextManager[SpatialMemory]:
        """To change it; what was changed is kept when the block ends."""
        ...


class HeldMemory:
    """A memory of this process; rooms are as of the last refresh of its graph."""

    def __init__(self, memory: SpatialMemory) -> None:
        self._memory = memory

    def reading(self, *, summed_up: bool = False) -> SpatialMemory:
        """That memory, as its last round of consolidation left it."""
        return self._memory

    @contextmanager
    def writing(self) -> Iterator[SpatialMemory]:
        """That memory; its file, if it has one, is committed afterwards."""
        yield self._memory
        if self._memory.file is not None:
            self._memory.commit()


class MapOnDisk:
    """A map file: read into memory whenever another program has committed to it, never locked.

    What is read is brought up to date in memory alone: rooms, habits, summaries. To write, the
    file is opened, changed, committed and closed at once, and only if nobody else has it open:
    the next commit of a robot that maps into it would undo the change.

    Args:
        file: The map.
        encoder: Name of its encoder, `auto` for the one that it names.
        zone: Whose days are summed up.
    """

    def __init__(self, file: Path, encoder: str = "auto", zone: tzinfo = _UTC) -> None:
        self._file = file
        self._encoder_name = encoder
        self._encoder: Encoder | None = None
        self._zone = zone
        self._read: tuple[_Signature, SpatialMemory] | None = None

    def reading(self, *, summed_up: bool = False) -> SpatialMemory:
        """As last committed.

        Args:
            summed_up: Learn habits and make summaries, where the file holds none.

        Raises:
            MapFileError: if it cannot be read.
            EncoderUnavailable, EncoderMismatch: as `open_map`.
        """
        signature = _signature(self._file)
        if self._read is None or self._read[0] != signature:
            self._read = None  # two would be in memory at once
            memory = SpatialMemory.open(self._file, self._known_encoder())
            current_graph(memory)
            self._read = signature, memory
        memory = self._read[1]
        if summed_up and not memory.upkeep.summaries:
            other = SpatialMemory.open(self._file, self._known_encoder())
            consolidate(other, zone=self._zone)  # it thins the log: not the one that is asked
            memory.upkeep.restore(other.upkeep.rows())
        return memory

    @contextmanager
    def writing(self) -> Iterator[SpatialMemory]:
        """The file, opened to be written.

        Raises:
            MapFileError: if it cannot be, or another program has it open.
        """
        try:
            release(self._file)
        except MapFileError as error:
            raise MapFileError(
                "another program uses the map",
                got=str(self._file),
                remedy="Tell it to the robot's own services, or stop that program",
            ) from error
        self._read = None
        with SpatialMemory.resume(self._file, self._known_encoder()) as memory:
            current_graph(memory)
            yield memory

    def _known_encoder(self) -> Encoder:
        if self._encoder is None:
            self._encoder = encoder_of(self._file, self._encoder_name)
        return self._encoder


def _signature(file: Path) -> _Signature:
    """What differs once something was committed to a file."""
    found = []
    for each in (file, file.with_name(file.name + "-wal")):
        try:
            stat = each.stat()
        except OSError:
            continue
        found.append((stat.st_ino, stat.st_size, stat.st_mtime_ns))
    return tuple(found)
