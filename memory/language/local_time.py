"""Days and hours where the question is asked, as nanoseconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone, tzinfo

from whereseen.memory.language.conventions import PARTS_OF_DAY
from whereseen.memory.language.errors import NotUnderstood

Span = tuple[int, int]
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)
_FIRST, _LAST = date(1678, 1, 1), date(2262, 1, 1)  # within int64 nanoseconds


@dataclass(slots=True)
class LocalTime:
    """Arithmetic of local days around one moment.

    Args:
        now_ns: The moment, UTC in int64 nanoseconds.
        zone: Of the clocks on the wall.

    Attributes:
        now_ns: The moment.
        zone: Of the clocks.
        notes: What had to be decided because clocks were changed.
    """

    now_ns: int
    zone: tzinfo
    notes: list[str] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        """The moment, rounded down to microseconds."""
        moment = _EPOCH + timedelta(microseconds=self.now_ns // 1000)
        return moment.astimezone(self.zone)

    @property
    def today(self) -> date:
        """The day on the wall."""
        return self.now.date()

    def day(self, days: int) -> date:
        """The day that is so many days after today.

        Raises:
            NotUnderstood: if it is before the year 1678 or after 2261.
        """
        limit = (_LAST - _FIRST).days
        return _checked(self.today + timedelta(days=max(-limit, min(days, limit))))

    def month(self, months: int) -> date:
        """Today, so many months later, or the last day of that month if it is shorter.

        Raises:
            NotUnderstood: as `day` does.
        """
        index = self.today.year * 12 + self.today.month - 1 + months
        if not _FIRST.year * 12 <= index < _LAST.year * 12:
            raise _too_far()
        first = date(index // 12, index % 12 + 1, 1)
        return min(first + timedelta(days=self.today.day - 1), month_end(first) - timedelta(days=1))

    def moment_ns(self, day: date, clock: time) -> int:
        """When clocks show a time.

        Of an hour that comes twice it is the first; what is skipped is as much later.
        """
        local = datetime.combine(_checked(day), clock, tzinfo=self.zone)
        if local.utcoffset() != local.replace(fold=1).utcoffset():
            self._note(local)
        return _ns(local)

    def days_span(self, first: date, days: int = 1) -> Span:
        """From midnight to midnight."""
        return (
            self.moment_ns(first, time()),
            self.moment_ns(first + timedelta(days=days), time()),
        )

    def part_span(self, day: date, part: str) -> Span:
        """A part of a day; nights end on the next."""
        start, end = PARTS_OF_DAY[part]
        last = day + timedelta(days=1) if end <= start else day
        return self.moment_ns(day, start), self.moment_ns(last, end)

    def latest_part(self, part: str) -> date:
        """The last day of which this part has begun."""
        is_begun = self.part_span(self.today, part)[0] <= self.now_ns
        return self.day(0 if is_begun else -1)

    def _note(self, local: datetime) -> None:
        offset, later = local.utcoffset(), local.replace(fold=1).utcoffset()
        is_twice = offset is not None and later is not None and offset > later
        how = "comes twice, the first is meant" if is_twice else "was skipped by clocks"
        note = f"{local:%Y-%m-%d %H:%M} {how}"
        if note not in self.notes:
            self.notes.append(note)


def month_end(first: date) -> date:
    """The first day of the next month."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _ns(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND * 1000


def _checked(day: date) -> date:
    if not _FIRST <= day <= _LAST:
        raise _too_far()
    return day


def _too_far() -> NotUnderstood:
    return NotUnderstood("the time is before or after all clocks", remedy="Name a later one")
