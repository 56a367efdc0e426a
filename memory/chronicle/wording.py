"""Answers in words."""

from __future__ import annotations

from datetime import datetime, tzinfo

from whereseen.memory.chronicle.deeds import Condition, Deed
from whereseen.memory.chronicle.stays import Stay, Turn
from whereseen.memory.language import Role, Verb
from whereseen.memory.objects.entity import Kind

_KINDS = {Verb.APPEARED: Kind.APPEARED, Verb.MOVED: Kind.MOVED, Verb.REMOVED: Kind.VANISHED}
_TURNED = {
    Kind.OPENED: "was opened",
    Kind.CLOSED: "was closed",
    Kind.TURNED_ON: "was switched on",
    Kind.TURNED_OFF: "was switched off",
}
_UNITS = (
    (86_400, "d", 3_600, "h"),
    (3_600, "h", 60, "min"),
    (60, "min", 1, "s"),
)


class Wording:
    """Says where and when.

    Args:
        zone: Of the clocks of who listens.
        now_ns: When it is said; moments of the same day need no date.
    """

    def __init__(self, zone: tzinfo, now_ns: int) -> None:
        self._zone = zone
        self._today = self._local(now_ns).date()

    def stay(self, stay: Stay) -> str:
        """Where a thing is or was, from when to when."""
        until = "" if stay.end_ns is None else f" until {self.time(stay.end_ns)}"
        return f"{stay.label}: {place_of(stay)}, from {self.time(stay.start_ns)}{until or ' on'}"

    def was(self, stay: Stay) -> str:
        """Where a thing was, and until when or that it still is."""
        if stay.end_ns is None:
            return self.stay(stay)
        return f"{stay.label}: was {place_of(stay)} until {self.time(stay.end_ns)}"

    def seen(self, stay: Stay, at_ns: int | None = None) -> str:
        """When a thing was last seen, and where."""
        when = self.time(stay.last_seen_ns if at_ns is None else at_ns)
        return f"{stay.label}: last seen at {when}, {place_of(stay)}"

    def turn(self, turn: Turn) -> str:
        """What happened, and between which times."""
        since, by = self.time(turn.earliest_ns), self.time(turn.latest_ns)
        when = f"by {by}" if not turn.earliest_ns else f"between {since} and {by}"
        return f"{turn.label}: {_happening(turn)}, {when}"

    def deed(self, deed: Deed) -> str:
        """What was done, by whom, from where to where, and when."""
        if deed.is_noticed and deed.before is None and deed.after is None:
            since, by = self.time(deed.start_ns), self.time(deed.end_ns)
            return f"{deed.label}: {deed.verb.value}, between {since} and {by}"
        if deed.is_noticed:
            kind = _KINDS.get(deed.verb, Kind.MOVED)
            span = (deed.start_ns, deed.end_ns)
            return self.turn(Turn(kind, deed.thing_id, deed.label, *span, deed.before, deed.after))
        start, end = self.time(deed.start_ns), self.time(deed.end_ns)
        when = f"at {end}" if start == end else f"from {start} to {end}"
        if deed.verb is Verb.SAW and deed.after is not None:
            return f"{deed.label}: seen {place_of(deed.after)}, {when}"
        who = {Role.ROBOT: "I ", Role.PERSON: f"{deed.actor.name} "}.get(deed.actor.role, "")
        what = f"the {deed.label}" if deed.label else _room(deed.room)
        ends = [
            f"{word} {place}"
            for word, place in (("from", _end(deed.before)), ("to", _end(deed.after)))
            if place
        ]
        return " ".join([f"{who}{deed.verb.value} {what}", *ends]) + f", {when}"

    def condition(self, condition: Condition) -> str:
        """What a thing was like, from when to when."""
        end_ns = condition.end_ns
        until = " on" if end_ns is None else f" until {self.time(end_ns)}"
        since = self.time(condition.start_ns)
        return f"{condition.label}: {condition.word}, from {since}{until}"

    @staticmethod
    def duration(seconds: float) -> str:
        """A length of time: days and hours, hours and minutes, or minutes and seconds."""
        for unit_s, unit, part_s, part in _UNITS:
            if seconds >= unit_s:
                whole, rest = divmod(round(seconds / part_s) * part_s, unit_s)
                more = round(rest / part_s)
                return f"{int(whole)} {unit}" + (f" {more} {part}" if more else "")
        return f"{seconds:.0f} s"

    @classmethod
    def roughly(cls, seconds: float, least_s: float, most_s: float) -> str:
        """A length of time that is known no better than between two others."""
        said, least, most = map(cls.duration, (seconds, least_s, most_s))
        return said if least == most else f"about {said} ({least} to {most})"

    def time(self, stamp_ns: int) -> str:
        """The time of day, with the date where it is another day."""
        local = self._local(stamp_ns)
        clock = local.strftime("%H:%M")
        return clock if local.date() == self._today else f"{clock} on {local:%d %B %Y}"

    def _local(self, stamp_ns: int) -> datetime:
        return datetime.fromtimestamp(stamp_ns // 1_000_000_000, self._zone)


def place_of(stay: Stay) -> str:
    """Where, in words."""
    support = f"{stay.relation} the {stay.support}" if stay.support else ""
    room = f"in {_room(stay.room)}" if stay.room else ""
    where = " ".join(filter(None, (support, room)))
    return f"{where} {_point(stay)}" if where else f"at {_point(stay)}"


def _happening(turn: Turn) -> str:
    if turn.kind == Kind.MOVED:
        return f"moved from {_end(turn.before) or 'elsewhere'} to {_end(turn.after) or 'elsewhere'}"
    if turn.kind == Kind.APPEARED:
        return f"appeared {place_of(turn.after)}" if turn.after else "appeared"
    if turn.kind == Kind.VANISHED:
        return f"gone from {_end(turn.before)}" if turn.before else "gone"
    return _TURNED.get(turn.kind) or f"became {turn.state}"


def _end(stay: Stay | None) -> str:
    """A place that something leaves or comes to: the table, inside the fridge, under the bed."""
    if stay is None:
        return ""
    before = {"in": "inside ", "under": "under "}.get(stay.relation, "")
    support = f"{before}the {stay.support}" if stay.support else ""
    room = _room(stay.room) if stay.room else ""
    where = f"{support} in {room}" if support and room else support or room
    return f"{where} {_point(stay)}" if where else _point(stay)


def _room(name: str) -> str:
    """A room as people say it: `the kitchen`, but `room 2`."""
    return name if name.rpartition(" ")[2].isdigit() else f"the {name}"


def _point(stay: Stay) -> str:
    x, y, z = stay.position_m
    return f"({x:.2f}, {y:.2f}, {z:.2f})"
