"""Standing questions for changes: told as the memory notes them, until they are closed."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING, Any

from whereseen.memory.answer import Metres3
from whereseen.memory.encoder.protocol import Query, checked_text
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.frames import Float32
from whereseen.memory.language import Verb
from whereseen.memory.log.erasure import UNITED
from whereseen.memory.log.records import TOLD, LoggedEvent, LoggedObservation
from whereseen.memory.near_names import near_names
from whereseen.memory.objects.entity import Kind
from whereseen.memory.spatial.selection import Selection

if TYPE_CHECKING:
    from whereseen.memory.chronicle.stays import Stay, Turn
    from whereseen.memory.log.memory_log import Entry
    from whereseen.memory.spatial_memory import SpatialMemory

_APPEARED = Kind.APPEARED.name.lower()
_TURNS = {kind.name.lower(): kind for kind in Kind}
_DEEDS = (Verb.PUT, Verb.TOOK, Verb.VISITED, Verb.CLEANED, Verb.USED, Verb.SAW, Verb.LEFT)
KINDS = (*_TURNS, TOLD, UNITED, *(verb.value for verb in _DEEDS))
_QUIET = (UNITED,)  # told only to those who name it

RoomName = Callable[[Metres3], str | None]


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


@dataclass(frozen=True, slots=True)
class Noticed:
    """A change that was noted.

    Attributes:
        kind: What happened, as `moved`.
        event: As it is in the log; of what was only told, one made of the observation.
        observation: What it is known from.
        before_m: Where the thing was, None where that is not known.
        after_m: Where it is since, None where it vanished.
        before_room, after_room: Names of the rooms there, empty where none is known.
        number: Of this change for its watch, from 1; dropped ones leave gaps.
        dropped: How many changes were dropped just before this one, as nobody fetched them.
    """

    kind: str
    event: LoggedEvent
    observation: LoggedObservation
    before_m: Metres3 | None
    after_m: Metres3 | None
    before_room: str = ""
    after_room: str = ""
    number: int = 0
    dropped: int = 0

    @property
    def label(self) -> str:
        """What the thing is called."""
        return self.observation.label or str(self.event.args.get("label", ""))

    @property
    def entity_id(self) -> int:
        """Identity of the thing, 0 where it is of none."""
        return self.observation.entity_id or 0

    @property
    def earliest_ns(self) -> int:
        """It happened at this time or later."""
        return self.event.t0_ns

    @property
    def latest_ns(self) -> int:
        """It happened at this time or earlier."""
        return self.event.t1_ns

    @property
    def probability(self) -> float:
        """How sure the memory is of where the thing is, or that it is gone, 0 to 1."""
        return self.observation.score

    @property
    def is_first_sight(self) -> bool:
        """Whether it only was seen for the first time: nobody knows whether it is new there."""
        return self.kind == _APPEARED and self.event.t0_ns == self.event.t1_ns

    @property
    def turn(self) -> Turn | None:
        """The same as part of a history; None where no thing came, moved, left or altered."""
        kind = _TURNS.get(self.kind)
        if kind is None:
            return None
        from whereseen.memory.chronicle.stays import Turn

        before = self._stay(self.before_m, self.before_room, self.event.t0_ns)
        after = self._stay(self.after_m, self.after_room, self.event.t1_ns)
        earliest_ns = 0 if self.is_first_sight else self.event.t0_ns
        span = (earliest_ns, self.event.t1_ns)
        return Turn(kind, self.entity_id, self.label, *span, before, after)

    def to_json(self) -> dict[str, Any]:
        """The same for other programs."""
        return {
            "number": self.number,
            "dropped": self.dropped,
            "kind": self.kind,
            "entity_id": self.entity_id,
            "label": self.label,
            "earliest_ns": self.earliest_ns,
            "latest_ns": self.latest_ns,
            "before_m": self.before_m,
            "before_room": self.before_room,
            "after_m": self.after_m,
            "after_room": self.after_room,
            "probability": self.probability,
            "actor": self.event.actor,
        }

    def _stay(self, position_m: Metres3 | None, room: str, at_ns: int) -> Stay | None:
        if position_m is None:
            return None
        from whereseen.memory.chronicle.stays import Stay

        return Stay(self.entity_id, self.label, position_m, at_ns, None, at_ns, room=room)


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

    def note(self, entries: Iterable[Entry]) -> None:
        """Tell of what is noted in the log."""
        if not self._open:
            return
        for entry in entries:
            for noticed in noticed_in(entry.observation, entry.events, self._room_name):
                for watch in tuple(self._open):
                    watch.tell(noticed, entry.vector)

    def _room_name(self, position_m: Metres3) -> str | None:
        return self._memory.kept_graph.room_name(position_m)


def noticed_in(
    observation: LoggedObservation, events: Iterable[LoggedEvent], room_name: RoomName
) -> Iterator[Noticed]:
    """Changes that a row of the log tells of.

    Args:
        observation: The row.
        events: What is known from it.
        room_name: Name of the room at a point of the map, None where none is known.
    """
    known = list(events)
    for event in known:
        before_m, after_m = _point(event.args.get("from_m")), _point(event.args.get("to_m"))
        yield Noticed(
            kind=event.type,
            event=event,
            observation=observation,
            before_m=before_m,
            after_m=after_m,
            before_room=_room(before_m, room_name),
            after_room=_room(after_m, room_name),
        )
    if observation.kind == TOLD and not known:
        at_ns, at_m = observation.stamp_ns, observation.position_m
        told = LoggedEvent(type=TOLD, t0_ns=at_ns, t1_ns=at_ns)
        yield Noticed(TOLD, told, observation, None, at_m, "", _room(at_m, room_name))


def _room(position_m: Metres3 | None, room_name: RoomName) -> str:
    return "" if position_m is None else room_name(position_m) or ""


def _point(value: object) -> Metres3 | None:
    if not isinstance(value, (list, tuple)) or len(value) != 3:
        return None
    x, y, z = value
    return float(x), float(y), float(z)
