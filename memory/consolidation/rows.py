"""What of consolidation is kept in a map file: plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Summary(NamedTuple):
    """What is known of something on one day, in words and numbers.

    Attributes:
        level: `thing`, `receptacle`, `room` or `day`.
        scope: What it is about, as `thing 7`, `kitchen table in the kitchen` or `kitchen`; the day
            again for a day.
        day: As `2026-11-21`.
        name: What people call it.
        t0_ns, t1_ns: From when to when it tells, int64 nanoseconds.
        text: In English.
        stats: The same as JSON.
        source: Hash of what it is made from; what has not changed is not made again.
        known_ns: Up to when that was known.
        thing_ids: Identities of all things that it tells of, ascending.
    """

    level: str
    scope: str
    day: str
    name: str
    t0_ns: int
    t1_ns: int
    text: str
    stats: str
    source: str
    known_ns: int
    thing_ids: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What no other summary has."""
        return self.level, self.scope, self.day


class Habit(NamedTuple):
    """How much speaks for it that things of a label are somewhere.

    Attributes:
        label: What they are called.
        room: Name of the room, empty if none is known.
        support: Label of what they are on or in, empty without.
        weight: In stays, each of which counts up to one.
    """

    label: str
    room: str
    support: str
    weight: float


class Progress(NamedTuple):
    """How far a round of consolidation has come.

    Attributes:
        until_ns: Up to when it looks.
        step: Name of the step that is under way; empty if the round is done.
        after: Identity of the last thing it has dealt with.
    """

    until_ns: int = 0
    step: str = ""
    after: int = 0


@dataclass(frozen=True, slots=True)
class UpkeepRows:
    """All that consolidation makes.

    Attributes:
        summaries: In order of their keys.
        habits: In order of labels, rooms and supports.
        progress: Of the round under way.
    """

    summaries: tuple[Summary, ...] = ()
    habits: tuple[Habit, ...] = ()
    progress: Progress = field(default_factory=Progress)
