"""What the robot did, and where it looked in vain, as the log of a memory tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle import Deed
from whereseen.memory.chronicle.logged import deeds_of
from whereseen.memory.language import Verb
from whereseen.memory.log.memory_log import MemoryLog
from whereseen.memory.log.query import EventQuery
from whereseen.memory.log.records import LoggedEvent

NOT_THERE = "not there"  # type of the event: the robot looked for a thing in vain
_ALL = 2**62
_STATES = {
    Verb.OPENED: "open",
    Verb.CLOSED: "closed",
    Verb.TURNED_ON: "on",
    Verb.TURNED_OFF: "off",
    Verb.CLEANED: "clean",
    Verb.SLICED: "sliced",
    Verb.HEATED: "hot",
}


@dataclass(frozen=True, slots=True)
class Absence:
    """The robot looked for a thing and it was not there.

    Attributes:
        thing_id: Identity of the thing.
        position_m: Where it looked.
        stamp_ns: When.
    """

    thing_id: int
    position_m: Metres3
    stamp_ns: int


def state_after(deed: Deed) -> str:
    """In which state its thing is after a deed, in a word; empty if that does not change it."""
    return deed.state or _STATES.get(deed.verb, "")


def event_of(absence: Absence) -> LoggedEvent:
    """What to write to the log, so that `Acts` can read it."""
    args = {"thing_id": absence.thing_id, "position_m": list(absence.position_m)}
    return LoggedEvent(
        type=NOT_THERE, t0_ns=absence.stamp_ns, t1_ns=absence.stamp_ns, actor="robot", args=args
    )


class Acts:
    """Deeds and absences of a log; only what is new is read again, and all when it was rewritten.

    Of deeds that bring about the same with the same thing the last is kept, and of absences from
    the same place: there are never more of them than things, states and places.

    Args:
        log: That they are noted in.
    """

    def __init__(self, log: MemoryLog) -> None:
        self._deeds: dict[tuple[int, bool, str], Deed] = {}
        self._absences: dict[tuple[int, Metres3], Absence] = {}
        self._log = log
        self._rewrites = log.rewrites
        self._read_to = 0

    @property
    def deeds(self) -> tuple[Deed, ...]:
        """The last that moved each thing, and that brought it into each state, oldest first."""
        return tuple(self._deeds.values())

    @property
    def absences(self) -> tuple[Absence, ...]:
        """The last of each thing from each place, oldest first."""
        return tuple(self._absences.values())

    def read(self) -> bool:
        """Read what was noted since the last time; returns whether anything is otherwise."""
        is_rewritten = self._rewrites != self._log.rewrites
        if is_rewritten:
            self._deeds, self._absences = {}, {}
            self._rewrites, self._read_to = self._log.rewrites, 0
        hits = self._log.events(EventQuery(after_id=self._read_to, limit=_ALL))
        if not hits:
            return is_rewritten
        self._read_to = max(hit.id for hit in hits)
        events = [hit.event for hit in sorted(hits, key=lambda hit: hit.id)]
        deeds = [deed for deed in deeds_of(events) if deed.after or state_after(deed)]
        absences = list(_absences(events))
        for deed in deeds:
            key = (deed.thing_id, deed.after is not None, state_after(deed))
            self._deeds.pop(key, None)  # the newest comes last
            self._deeds[key] = deed
        for absence in absences:
            at = (absence.thing_id, absence.position_m)
            self._absences.pop(at, None)
            self._absences[at] = absence
        return is_rewritten or bool(deeds or absences)

    @property
    def last_ns(self) -> int:
        """When the newest of them was over; 0 if there is none."""
        ends = [deed.end_ns for deed in self.deeds[-1:]]
        return max([*ends, *(each.stamp_ns for each in self.absences[-1:])], default=0)


def _absences(events: Iterable[LoggedEvent]) -> Iterable[Absence]:
    for event in events:
        thing_id, at = event.args.get("thing_id"), event.args.get("position_m")
        if event.type == NOT_THERE and isinstance(thing_id, int) and isinstance(at, list):
            x, y, z = (float(each) for each in at)
            yield Absence(thing_id, (x, y, z), event.t0_ns)
