"""Changes in a map file that another process writes, as they are committed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from whereseen.memory.encoder.protocol import Encoder
from whereseen.memory.errors import MapFileError
from whereseen.memory.frames import Float32
from whereseen.memory.graph.keeping import restore_rooms
from whereseen.memory.graph.rooms import RoomMap
from whereseen.memory.log.copying import Mark
from whereseen.memory.log.query import EventHit, EventQuery, Where
from whereseen.memory.log.records import TOLD, LoggedEvent, LoggedObservation
from whereseen.memory.log.sqlite_backend import SqliteBackend
from whereseen.memory.operations.noticed import Noticed, RoomName, noticed_in, row_of
from whereseen.memory.operations.watching import Watch, WatchFor
from whereseen.memory.store.map_file import MapFile

_ALL = 1 << 31
_PATIENCE = 10  # looks at a file that is being replaced, before that is an error


class FileWatch:
    """A watch over a map file; a file that takes its place is followed from its beginning.

    The file is open only while it is looked at, so that its writer can erase for good.

    Args:
        path: The map file.
        condition: Which changes.
        encoder: Of the map, if the condition has a text.
        likely: Probability from which a thing is what the text says.
        from_start: Whether all that is in the file already is told of too.

    Raises:
        MapFileError: if there is no such file, or it cannot be read.
        InvalidQuery: if the text cannot be asked.
    """

    def __init__(
        self,
        path: Path,
        condition: WatchFor,
        encoder: Encoder | None = None,
        *,
        likely: float = 0.5,
        from_start: bool = False,
    ) -> None:
        has_text = bool(condition.text) and encoder is not None
        query = encoder.query_text(condition.text) if has_text and encoder is not None else None
        self.watch = Watch(condition, query, likely=likely)
        self._space = "" if encoder is None or not has_text else encoder.spec.model_id
        self._path = path
        self._failures = 0
        self._file_id = _identity(path)
        self._read_to = Mark()
        if not from_start:
            with MapFile.open(path) as file:
                self._read_to = file.log.mark()

    def look(self) -> list[Noticed]:
        """What was committed since the last look and fits, in the order in which it was noted.

        Raises:
            MapFileError: if the file stays away, or is damaged.
        """
        try:
            file_id = _identity(self._path)
            if file_id != self._file_id:
                self._file_id, self._read_to = file_id, Mark()
            with MapFile.open(self._path) as file:
                self._read(file)
        except MapFileError:
            self._failures += 1
            if self._failures >= _PATIENCE:
                raise
            return []
        self._failures = 0
        return self.watch.poll()

    def _read(self, file: MapFile) -> None:
        log, now = file.log, file.log.mark()
        since = self._read_to
        if now.observation_id < since.observation_id or now.event_id < since.event_id:
            since = Mark()  # another file, which was given the number of the one before
        if now == since:
            return
        events = log.events(EventQuery(after_id=since.event_id, limit=_ALL))
        told = log.candidates(Where(kinds=(TOLD,))).ids
        rooms = _rooms_of(file)
        for number, row, known in _rows(log, events, told[told > since.observation_id]):
            vector = self._vector(log, number)
            for noticed in noticed_in(row, known, rooms):
                self.watch.tell(noticed, vector)
        self._read_to = now

    def _vector(self, log: SqliteBackend, number: int) -> Float32 | None:
        if not self._space or not number:
            return None
        _, vectors = log.vectors(self._space, np.array([number], dtype=np.int64))
        return vectors[0].astype(np.float32) if len(vectors) else None


def follow(
    watch: FileWatch,
    emit: Callable[[Noticed], None],
    sleep: Callable[[float], None],
    *,
    period_s: float,
    most: int | None = None,
) -> None:
    """Look again and again, until something is raised or so many changes were told.

    Args:
        watch: Is looked at.
        emit: Told of each change.
        sleep: Waits for some seconds.
        period_s: Between two looks.
        most: Changes, without end if None.

    Raises:
        MapFileError: if the file stays away, or is damaged.
    """
    left = most
    while left is None or left > 0:
        for noticed in watch.look()[:left]:
            emit(noticed)
            left = None if left is None else left - 1
        if left is None or left > 0:
            sleep(period_s)


def _rows(
    log: SqliteBackend, events: list[EventHit], told: np.ndarray
) -> Iterator[tuple[int, LoggedObservation, list[LoggedEvent]]]:
    """Observations by number with the events known from them; 0 for events known from none."""
    by_row: dict[int, list[LoggedEvent]] = {int(each): [] for each in told}
    alone = []
    for hit in sorted(events, key=lambda hit: hit.id):
        rows = hit.event.observation_ids
        if rows:
            by_row.setdefault(rows[0], []).append(hit.event)
        else:
            alone.append(hit.event)
    known = log.observations(np.array(sorted(by_row), dtype=np.int64))
    for number in sorted(by_row):
        if number in known:
            yield number, known[number], by_row[number]
        else:
            alone += by_row[number]
    for event in alone:
        yield 0, row_of(event), [event]


def _rooms_of(file: MapFile) -> RoomName:
    """Names of the rooms in a file, as far as they are kept there."""
    rooms, text = RoomMap(), file.graph().rooms
    if text:
        restore_rooms(rooms, text)

    def name_at(position_m: tuple[float, float, float]) -> str | None:
        room_id = rooms.room_of(position_m)
        room = None if room_id is None else rooms.room(room_id)
        return None if room is None else room.name

    return name_at


def _identity(path: Path) -> tuple[int, int]:
    """Which file it is, whatever its name."""
    try:
        stat = path.stat()
    except OSError as error:
        raise MapFileError(
            "there is no such map file", got=str(path), remedy="Make one with: whereseen map"
        ) from error
    return stat.st_dev, stat.st_ino
