"""Answers in words."""

from __future__ import annotations

from datetime import datetime, tzinfo

from whereseen.memory.chronicle.stays import Stay, Turn
from whereseen.memory.objects.entity import Kind

_DAY_NS = 86_400_000_000_000


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

    def seen(self, stay: Stay) -> str:
        """When a thing was last seen, and where."""
        return f"{stay.label}: last seen at {self.time(stay.last_seen_ns)}, {place_of(stay)}"

    def turn(self, turn: Turn) -> str:
        """What happened, and between which times."""
        since, by = self.time(turn.earliest_ns), self.time(turn.latest_ns)
        when = f"by {by}" if not turn.earliest_ns else f"between {since} and {by}"
        return f"{turn.label}: {_happening(turn)}, {when}"

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
    room = f"in the {stay.room}" if stay.room else ""
    x, y, z = stay.position_m
    where = " ".join(filter(None, (support, room))) or "somewhere"
    return f"{where} ({x:.2f}, {y:.2f}, {z:.2f})"


def _happening(turn: Turn) -> str:
    before = place_of(turn.before) if turn.before is not None else ""
    after = place_of(turn.after) if turn.after is not None else ""
    if turn.kind == Kind.MOVED:
        return f"moved from {before or 'elsewhere'} to {after or 'elsewhere'}"
    if turn.kind == Kind.APPEARED:
        return f"appeared {after}"
    return f"gone from {before}"
