"""Days of a memory, and where things were in the course of one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo

from whereseen.memory.chronicle.deeds import Deed
from whereseen.memory.chronicle.stays import Chronicle, Stay, Turn
from whereseen.memory.language.local_time import LocalTime
from whereseen.memory.objects.entity import Kind

_SAME_M = 0.5  # without a name of the place


@dataclass(frozen=True, slots=True)
class Day:
    """A day as far as it is known.

    Attributes:
        date: On the clocks of the zone.
        start_ns: Midnight, or when the memory began.
        end_ns: The next midnight, or up to when is looked.
        is_newest: Whether it is the last that is known.
    """

    date: date
    start_ns: int
    end_ns: int
    is_newest: bool

    def has(self, stamp_ns: int) -> bool:
        """Whether a moment belongs to it; the last moment that is known does."""
        return self.start_ns <= stamp_ns < self.end_ns + self.is_newest


@dataclass(frozen=True, slots=True)
class Spell:
    """A stay as far as it falls into a day.

    Attributes:
        stay: Where the thing was.
        first: The first of several stays in one place that count as one.
        start_ns, end_ns: From when to when on that day.
        begins, ends: Whether it came, and went, on that day.
    """

    stay: Stay
    first: Stay
    start_ns: int
    end_ns: int
    begins: bool
    ends: bool

    @property
    def seconds(self) -> float:
        """How long it lasted on that day."""
        return (self.end_ns - self.start_ns) / 1e9

    @property
    def place(self) -> tuple[str, str, str]:
        """Relation, furniture and room."""
        return self.stay.relation, self.stay.support, self.stay.room


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What is known of a day.

    Attributes:
        day: Which.
        spells: Where things were, by thing and time.
        turns: What happened, by time.
        deeds: What was done, by time; visits to rooms among it.
    """

    day: Day
    spells: tuple[Spell, ...]
    turns: tuple[Turn, ...]
    deeds: tuple[Deed, ...]

    def began_with(self, spell: Spell) -> Turn | None:
        """What happened when a spell began, None if nothing is known of that."""
        own = (turn for turn in self.turns if turn.thing_id == spell.stay.thing_id)
        there = [turn for turn in own if _leads_to(turn, spell.first)]
        begun_ns = spell.first.start_ns
        return min(there, key=lambda turn: abs(turn.latest_ns - begun_ns), default=None)

    def is_first_sight(self, spell: Spell) -> bool:
        """Whether the thing was not new where it was, but seen for the first time."""
        turn = self.began_with(spell)
        return turn is not None and turn.kind == Kind.APPEARED and not turn.earliest_ns


def days_of(
    stamps_ns: Sequence[int], turns: Iterable[Turn], until_ns: int, zone: tzinfo
) -> tuple[Day, ...]:
    """Days on which frames were seen or something happened, oldest first.

    Args:
        stamps_ns: Times of frames, ascending.
        turns: What happened.
        until_ns: Later ones do not count.
        zone: Whose days they are.
    """
    happened = sorted(turn.latest_ns for turn in turns if 0 < turn.latest_ns <= until_ns)
    seen = [*stamps_ns[: bisect_left(stamps_ns, until_ns + 1)]]
    begun_ns = min([*seen[:1], *happened[:1]], default=until_ns)
    dates = sorted({*_dates(seen, zone), *_dates(happened, zone)})
    days = []
    for each in dates:
        start_ns, end_ns = LocalTime(until_ns, zone).days_span(each)
        days.append(Day(each, max(start_ns, begun_ns), min(end_ns, until_ns), is_newest=False))
    return (*days[:-1], *(replace(day, is_newest=True) for day in days[-1:]))


def facts_of(chronicle: Chronicle, day: Day) -> DayFacts:
    """What a chronicle knows of a day."""
    spells = [spell for stay in chronicle.stays if (spell := _spell(stay, day)) is not None]
    ordered = sorted(spells, key=lambda each: (each.stay.thing_id, each.start_ns, each.end_ns))
    return DayFacts(
        day,
        tuple(_joined(ordered)),
        tuple(turn for turn in chronicle.turns if day.has(turn.latest_ns)),
        tuple(d for d in chronicle.deeds if d.end_ns >= day.start_ns and d.start_ns < day.end_ns),
    )


def first_days(days: Sequence[Day], count: int) -> int:
    """Number of days that are more than so many before the newest one."""
    if not days:
        return 0
    oldest = days[-1].date - timedelta(days=count - 1)
    return bisect_left([day.date for day in days], oldest)


def _leads_to(turn: Turn, stay: Stay) -> bool:
    return turn.after is not None and turn.after.position_m == stay.position_m


def _dates(stamps_ns: Sequence[int], zone: tzinfo) -> Iterator[date]:
    row = 0
    while row < len(stamps_ns):
        local = LocalTime(stamps_ns[row], zone)
        yield local.today
        row = max(bisect_left(stamps_ns, local.days_span(local.today)[1]), row + 1)


def _spell(stay: Stay, day: Day) -> Spell | None:
    """None for a stay of another day, or one of which nothing was seen from that day on."""
    end_ns = day.end_ns if stay.end_ns is None else min(stay.end_ns, day.end_ns)
    start_ns = max(stay.start_ns, day.start_ns)
    known_ns = max(stay.last_seen_ns, stay.start_ns, stay.end_ns or 0)
    if start_ns > end_ns or not stay.start_ns <= day.end_ns or known_ns < day.start_ns:
        return None
    ends = stay.end_ns is not None and day.has(stay.end_ns)
    return Spell(stay, stay, start_ns, end_ns, begins=day.has(stay.start_ns), ends=ends)


def _joined(spells: Iterable[Spell]) -> Iterator[Spell]:
    """With spells of a thing in one place, one after the other, as one."""
    last: Spell | None = None
    for spell in spells:
        if last is not None and _is_same(last, spell):
            last = replace(spell, first=last.first, start_ns=last.start_ns, begins=last.begins)
        else:
            if last is not None:
                yield last
            last = spell
    if last is not None:
        yield last


def _is_same(a: Spell, b: Spell) -> bool:
    if a.stay.thing_id != b.stay.thing_id or a.place != b.place:
        return False
    apart = sum((u - v) ** 2 for u, v in zip(a.stay.position_m, b.stay.position_m, strict=True))
    return bool(any(a.place)) or apart <= _SAME_M**2
