"""Standing questions for changes: told as the memory notes them, until they are closed."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING

from whereseen.memory.answer import Metres3
from whereseen.memory.encoder.protocol import Query, checked_text
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.frames import Float32
from whereseen.memory.log.erasure import UNITED
from whereseen.memory.log.records import LoggedEvent
from whereseen.memory.operations.near_names import near_names
from whereseen.memory.operations.noticed import KINDS, Noticed, noticed_in, row_of
from whereseen.memory.spatial.selection import Selection

if TYPE_CHECKING:
    from whereseen.memory.log.memory_log import Entry
    from whereseen.memory.spatial_memory import SpatialMemory

_QUIET = (UNITED,)  # told only to those who name it


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchFor:
    """Which changes are waited for: all that is given must hold; nothing given means all.

    Attributes:
        kinds: Any of these, see `KINDS`, as `moved` or `told`.
        labels: Things called so, whatever the case.
        entity_ids: Things of these identities.
        text: Things like this, as "something to drink from".
        within: A part of the map in which the thing was or is.
        room: Name of the room in which the thing was or is, whatever the case.
        min_probability: How sure it is that the thing is there, at least, 0 to 1.
        first_sights: Whether a thing counts that was seen for the first time where nobody had
            looked before: it may always have been there.
        most_waiting: How many changes wait at most; beyond, the oldest are dropped and counted.

    Raises:
        InvalidQuery: if a kind, the text, the probability or the number is none.
    """

    kinds: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    entity_ids: tuple[int, ...] = ()
    text: str = ""
    within: Selection | None = None
    room: str = ""
    min_probability: float = 0.0
    first_sights: bool = False
    most_waiting: int = 1000

    def __post_init__(self) -> None:
        for kind in self.kinds:
            if kind not in KINDS:
                near = near_names(kind, KINDS) or KINDS[:8]
                raise InvalidQuery(
                    "there is no such kind of change", got=kind, remedy=f"Use {', '.join(near)}"
                )
        if self.text:
            checked_text(self.text)
        if not 0.0 <= self.min_probability <= 1.0:
            got = repr(self.min_probability)
            raise InvalidQuery("the probability is none", got=got, remedy="Use 0 to 1")
        if self.most_waiting < 1:
            got = str(self.most_waiting)
            raise InvalidQuery("nothing may wait", got=got, remedy="Let one wait, or more")


class Watch:
    """Changes that fit a condition, in the order in which they were noted.

    Fetch them with `poll`, or by iteration, which ends when none is left for now. In the thread
    of its memory.

    Args:
        condition: Which ones.
        query: What the text of the condition means; None without one.
        likely: Probability from which a thing is what the text says.
        release: Called once when it is closed.

    Attributes:
        condition: Which ones.
        dropped: How many were dropped so far, as too many waited.
    """

    def __init__(
        self,
        condition: WatchFor,
        query: Query | None = None,
        *,
        likely: float = 0.5,
        release: Callable[[Watch], None] = lambda _: None,
    ) -> None:
        self.condition = condition
        self.dropped = 0
        self.is_closed = False
        self._query = query
        self._likely = likely
        self._release = release
        self._waiting: deque[Noticed] = deque()
        self._number = 0

    def poll(self, limit: int | None = None) -> list[Noticed]:
        """The oldest changes that wait, at most so many, all if None; they wait no longer."""
        most = len(self._waiting) if limit is None else min(limit, len(self._waiting))
        return [self._waiting.popleft() for _ in range(most)]

    def __iter__(self) -> Iterator[Noticed]:
        while self._waiting:
            yield self._waiting.popleft()

    def __len__(self) -> int:
        return len(self._waiting)

    def close(self) -> None:
        """Be told of nothing more; what waits may still be fetched."""
        if not self.is_closed:
            self.is_closed = True
            self._release(self)

    def __enter__(self) -> Watch:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def tell(self, noticed: Noticed, vector: Float32 | None) -> None:
        """Take a change if it fits.

        Args:
            noticed: The change.
            vector: What the thing looks like, or means (D,).
        """
        if self.is_closed or not self._fits(noticed, vector):
            return
        self._number += 1
        self._waiting.append(replace(noticed, number=self._number))
        while len(self._waiting) > self.condition.most_waiting:
            lost = self._waiting.popleft()
            self.dropped += 1
            following = self._waiting[0]
            self._waiting[0] = replace(following, dropped=following.dropped + lost.dropped + 1)

    def _fits(self, noticed: Noticed, vector: Float32 | None) -> bool:
        wanted = self.condition
        if wanted.kinds:
            if noticed.kind not in wanted.kinds:
                return False
        elif noticed.kind in _QUIET:
            return False
        if noticed.is_first_sight and not wanted.first_sights:
            return False
        labels = [label.casefold() for label in wanted.labels]
        return (
            (not labels or noticed.label.casefold() in labels)
            and (not wanted.entity_ids or noticed.entity_id in wanted.entity_ids)
            and noticed.probability >= wanted.min_probability
            and self._is_there(noticed)
            and self._is_like(vector)
        )

    def _is_there(self, noticed: Noticed) -> bool:
        wanted, at_ns = self.condition, noticed.latest_ns
        places = [each for each in (noticed.before_m, noticed.after_m) if each is not None]
        rooms = [room.casefold() for room in (noticed.before_room, noticed.after_room)]
        is_in_box = wanted.within is None or any(wanted.within.contains(p, at_ns) for p in places)
        return is_in_box and (not wanted.room or wanted.room.casefold() in rooms)

    def _is_like(self, vector: Float32 | None) -> bool:
        if self._query is None:
            return True
        if vector is None:
            return False
        score = float(self._query.vector @ vector)
        return float(self._query.calibration.probability(score)) >= self._likely


class Watches:
    """All watches of a memory.

    Args:
        memory: Whose changes; it owns this, so this does not hold it.
    """

    def __init__(self, memory: SpatialMemory) -> None:
        self._memory: SpatialMemory = weakref.proxy(memory)
        self._open: list[Watch] = []

    def __len__(self) -> int:
        return len(self._open)

    def begin(self, condition: WatchFor) -> Watch:
        """Tell of changes from now on.

        Raises:
            InvalidQuery: if the text cannot be asked.
        """
        memory = self._memory
        query = memory.encoder.query_text(condition.text) if condition.text else None
        likely, release = memory.config.places.found_at, self._open.remove
        watch = Watch(condition, query, likely=likely, release=release)
        self._open.append(watch)
        return watch

    def note(self, noted: Iterable[Entry | LoggedEvent]) -> None:
        """Tell of what is noted in the log: rows with their events, and events of no row."""
        if not self._open:
            return
        for each in noted:
            if isinstance(each, LoggedEvent):
                row, vector, events = row_of(each), self._vector_of(each), [each]
            else:
                row, vector, events = each.observation, each.vector, [*each.events]
            for noticed in noticed_in(row, events, self._room_name):
                for watch in tuple(self._open):
                    watch.tell(noticed, vector)

    def _vector_of(self, event: LoggedEvent) -> Float32 | None:
        """What the name of a thing means (D,), of which nothing was seen just now."""
        label = row_of(event).label
        return self._memory.objects.questions.query(label).vector if label else None

    def _room_name(self, position_m: Metres3) -> str | None:
        return self._memory.kept_graph.room_name(position_m)
