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
    """Deeds and absences of a log; only what is new is read again.

    Args:
        log: That they are noted in.

    Attributes:
        deeds: Those that moved a thing or changed its state, oldest first.
        absences: Oldest first.
    """

    def __init__(self, log: MemoryLog) -> None:
        self.deeds: list[Deed] = []
        self.absences: list[Absence] = []
        self._log = log
        self._read_to = 0

    def read(self) -> bool:
        """Read what was noted since the last time; returns whether there was anything."""
        hits = self._log.events(EventQuery(after_id=self._read_to, limit=_ALL))
        if not hits:
            return False
        self._read_to = max(hit.id for hit in hits)
        events = [hit.event for hit in sorted(hits, key=lambda hit: hit.id)]
        deeds = [deed for deed in deeds_of(events) if deed.after or state_after(deed)]
        absences = list(_absences(events))
        self.deeds += deeds
        self.absences += absences
        return bool(deeds or absences)

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
