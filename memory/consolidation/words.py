"""Parts of sentences: places, times, lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from whereseen.memory.chronicle.stays import Stay, Turn
from whereseen.memory.chronicle.wording import Wording

_INTO = {"on": "to", "in": "into", "under": "under"}
_AT_ONCE_NS = 600_000_000_000  # what happened within this happened "at" its end
_MOST = 12  # names in a list
_LONG_S = 600.0


def room_named(name: str) -> str:
    """As "the kitchen", or "bedroom 2" for one of several."""
    return name if name[-1:].isdigit() else f"the {name}"


def at_place(stay: Stay) -> str:
    """Where something is, as "on the desk in the study"."""
    support = f"{stay.relation} the {stay.support}" if stay.support else ""
    room = f"in {room_named(stay.room)}" if stay.room else ""
    return " ".join(filter(None, (support, room))) or f"at {_position(stay)}"


def to_place(stay: Stay) -> str:
    """Where something goes, as "to the desk in the study"."""
    if stay.support:
        return f"{_INTO.get(stay.relation, 'to')} the {stay.support}{_in_room(stay)}"
    return f"to {room_named(stay.room) if stay.room else _position(stay)}"


def from_place(stay: Stay) -> str:
    """Whence something goes, as "from the desk in the study"."""
    if stay.support:
        out = "out of" if stay.relation == "in" else "from"
        return f"{out} the {stay.support}{_in_room(stay)}"
    return f"from {room_named(stay.room) if stay.room else _position(stay)}"


def _in_room(stay: Stay) -> str:
    return f" in {room_named(stay.room)}" if stay.room else ""


def _position(stay: Stay) -> str:
    x, y, z = stay.position_m
    return f"({x:.1f}, {y:.1f}, {z:.1f}) m"


def listed(parts: Sequence[str], *, most: int = _MOST, pause: str = ", ") -> str:
    """As "a, b and c", or "a, b and 7 more"."""
    shown = [*parts[:most], *([f"{len(parts) - most} more"] if len(parts) > most else [])]
    return shown[0] if len(shown) == 1 else f"{pause.join(shown[:-1])} and {shown[-1]}"


def named(labels: Iterable[str]) -> str:
    """As "the bowl and 2 mugs", in order of the labels."""
    counted = Counter(labels)
    return listed([_counted(label, counted[label]) for label in sorted(counted)])


def is_plural(label: str) -> bool:
    """Whether a name is that of several, as "keys" and "pink slippers", not "pair of slippers"."""
    head = label.split(" of ")[0]
    return head.endswith("s") and not head.endswith(("ss", "us", "is"))


def _counted(label: str, count: int) -> str:
    if count == 1:
        return f"the {label}"
    head, of, rest = label.partition(" of ")
    return f"{count} {head}{'' if head.endswith('s') else 's'}{of}{rest}"


class Clock:
    """Says times of one day.

    Args:
        zone: Of the clocks on the wall.
    """

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def time(self, stamp_ns: int) -> str:
        """As "14:05"."""
        return datetime.fromtimestamp(stamp_ns // 1_000_000_000, self._zone).strftime("%H:%M")

    def when(self, turn: Turn) -> str:
        """As "at 14:05" or "between 12:10 and 14:05"."""
        by = self.time(turn.latest_ns)
        if turn.latest_ns - turn.earliest_ns <= _AT_ONCE_NS:
            return f"at {by}"
        is_long_ago = turn.latest_ns - turn.earliest_ns > 86_400 * 10**9
        return f"by {by}" if is_long_ago else f"between {self.time(turn.earliest_ns)} and {by}"

    @staticmethod
    def duration(seconds: float) -> str:
        """As "6 h 10 min"; seconds only of what was short."""
        return Wording.duration(round(seconds / 60.0) * 60.0 if seconds >= _LONG_S else seconds)
