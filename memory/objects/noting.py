"""Which things are due to be noted in the log, and what happened to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from whereseen.memory.frames import Float64, apply
from whereseen.memory.log.erasure import UNITED
from whereseen.memory.log.records import ABSENCE, DETECTION, TOLD, LoggedEvent
from whereseen.memory.objects.boxes import distance_m
from whereseen.memory.objects.entity import Cause, Entity, Status
from whereseen.memory.objects.history import ChangeRow
from whereseen.memory.objects.rows import ObjectRows
from whereseen.memory.objects.sighting import metres3
from whereseen.memory.objects.things import Things
from whereseen.memory.objects.track import Track

_MOVED_M = 0.1  # so far and no less, a thing at rest is noted again at once
_NS = 1e9


@dataclass(frozen=True, slots=True)
class Row:
    """A thing of which a row is due.

    Attributes:
        track: The thing.
        kind: Kind of the row.
        stamp_ns: When it was so.
        source: Who told, or what saw.
        events: What happened to it.
    """

    track: Track
    kind: str
    stamp_ns: int
    source: str
    events: tuple[LoggedEvent, ...]

    @property
    def has_changed(self) -> bool:
        """Whether it became different, rather than was seen for the first time."""
        return any(event.t0_ns < event.t1_ns for event in self.events)


class Noted:
    """What of the things is in the log, and so what is missing there.

    A thing is noted when it is seen for the first time, told of, found elsewhere, missed or back,
    and else, while it is seen, once in a while.

    Args:
        repeat_s: How long after its last row a thing that is still seen is noted again.
    """

    def __init__(self, repeat_s: float = 60.0) -> None:
        self.repeat_s = repeat_s
        self._noted: dict[int, Entity] = {}
        self._told: dict[int, int] = {}  # of things told of, since when
        self._changes: set[ChangeRow] = set()

    def restore(self, rows: ObjectRows) -> None:
        """Take all that was kept for noted."""
        self._noted = {row.entity.id: row.entity for row in rows.things}
        self._told = {
            belief.entity_id: belief.valid_from_ns
            for belief in rows.beliefs.values()
            if belief.cause == Cause.TOLD and belief.valid_to_ns is None
        }
        self._changes = set(rows.changes.values())

    def move(self, correction: Callable[[int], Float64]) -> None:
        """Take where things were noted for corrected: stamps to transforms (4, 4) of the map."""
        for entity_id, entity in self._noted.items():
            moved = metres3(apply(correction(entity.last_seen_ns), [entity.position_m])[0])
            self._noted[entity_id] = replace(entity, position_m=moved)

    def due(
        self, things: Things, label: str, news: Mapping[int, Sequence[LoggedEvent]]
    ) -> Iterator[Row]:
        """Rows about things of a label, and about all that changed since the last call.

        Args:
            things: All things.
            label: Whose things have just been brought up to date.
            news: Things of which more is known by now than was noted, and what happened to them.
        """
        changes = self._new_changes(things)
        events: dict[int, list[LoggedEvent]] = {each: [*found] for each, found in news.items()}
        for change in changes:
            events.setdefault(change.entity_id, []).append(_event(things, change))
        for was, entity_id, stamp_ns in things.united:
            args = {"entity_id": entity_id, "was": was}
            united = LoggedEvent(type=UNITED, t0_ns=stamp_ns, t1_ns=stamp_ns, args=args)
            events.setdefault(entity_id, []).append(united)
        things.united.clear()
        for track in self._looked_at(things, label, events):
            row = self._row(things, track, events.get(track.entity.id))
            if row is not None:
                self._noted[track.entity.id] = track.entity
                yield row

    @staticmethod
    def _looked_at(things: Things, label: str, also: Iterable[int]) -> list[Track]:
        found = {track.entity.id: track for track in things.labelled(label)}
        found |= {each: things.tracks[each] for each in also if each in things.tracks}
        return [found[each] for each in sorted(found)]

    def _row(self, things: Things, track: Track, found: list[LoggedEvent] | None) -> Row | None:
        entity, events, has_news = track.entity, tuple(found or ()), found is not None
        current = things.history.current(entity.id)
        belief = None if current is None else current[1]
        source = "" if belief is None else belief.source
        if belief is not None and belief.cause == Cause.TOLD:
            since_ns = belief.valid_from_ns
            is_new = self._told.get(entity.id) != since_ns
            self._told[entity.id] = since_ns
            return Row(track, TOLD, since_ns, source, events) if is_new or events else None
        if entity.status == Status.GONE:
            before = self._noted.get(entity.id)
            is_new = before is None or before.status != Status.GONE
            at_ns = track.doubted_ns or entity.last_seen_ns
            return Row(track, ABSENCE, at_ns, source, events) if is_new or events else None
        is_due = has_news or self._is_due(entity)
        return Row(track, DETECTION, entity.last_seen_ns, source, events) if is_due else None

    def _is_due(self, entity: Entity) -> bool:
        before = self._noted.get(entity.id)
        if before is None or before.status == Status.GONE:
            return True
        if entity.last_seen_ns <= before.last_seen_ns:
            return False
        is_elsewhere = distance_m(entity.position_m, before.position_m) >= _MOVED_M
        since_ns = entity.last_seen_ns - before.last_seen_ns
        return is_elsewhere or since_ns >= self.repeat_s * _NS

    def _new_changes(self, things: Things) -> list[ChangeRow]:
        found = []
        for row in reversed(things.history.changes.values()):
            if row in self._changes:
                break
            found.append(row)
        if found:
            self._changes = set(things.history.changes.values())
        return found[::-1]


def _event(things: Things, change: ChangeRow) -> LoggedEvent:
    beliefs, track = things.history.beliefs, things.tracks.get(change.entity_id)
    args: dict[str, object] = {"entity_id": change.entity_id}
    if track is not None:
        args["label"] = track.entity.label
    for name, number in (("from_m", change.before), ("to_m", change.after)):
        if number is not None and number in beliefs:
            args[name] = list(beliefs[number].position_m)
    return LoggedEvent(
        type=change.kind.name.lower(),
        t0_ns=change.earliest_ns or change.latest_ns,
        t1_ns=change.latest_ns,
        args=args,
    )
