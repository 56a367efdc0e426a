"""Days, weeks, months and years as people say them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from whereseen.memory.language.local_time import LocalTime, month_end
from whereseen.memory.language.numbers import number_at, ordinal_at
from whereseen.memory.language.words import Cursor, word_list

WEEKDAYS = word_list("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = word_list(
    "january february march april may june july august september october november december"
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_YEARS = range(1678, 2262)
_LAST_NIGHT = "last night"


@dataclass(frozen=True, slots=True)
class Days:
    """One or more days.

    Attributes:
        first: The first of them.
        count: How many.
        part: Of the day, if that was said with it: "last night".
        is_exact: Whether it was written in figures, with which hours count to 24.
    """

    first: date
    count: int = 1
    part: str | None = None
    is_exact: bool = False


class DaysReader:
    """Recognises days.

    Args:
        local: Where and when the question is asked.
    """

    def __init__(self, local: LocalTime) -> None:
        self._local = local

    def take(self, words: Cursor) -> Days | None:
        """Pass days, or nothing."""
        start = words.at
        readers: tuple[Callable[[Cursor], Days | None], ...] = (
            self._named,
            self._ago,
            self._weekday,
            self._long,
            self._date,
            self._month,
        )
        for read in readers:
            found = read(words)
            if found:
                return found
            words.at = start
        return None

    def _named(self, words: Cursor) -> Days | None:
        local = self._local
        if words.take("the day before yesterday", "day before yesterday"):
            return Days(local.day(-2))
        if words.take("the night before last", "night before last"):
            return Days(local.day(-2), part=_LAST_NIGHT)
        if words.take("the week before last", "week before last"):
            return Days(local.day(-14 - local.today.weekday()), 7)
        if words.take("last night", "yesterday night", "overnight", "during last night"):
            return Days(local.day(-1), part=_LAST_NIGHT)
        if words.take("tonight"):
            return Days(local.today, part=_LAST_NIGHT)
        if words.take("today", "all day", "this day"):
            return Days(local.today)
        if words.take("yesterday"):
            return Days(local.day(-1))
        part = words.take("this morning", "this afternoon", "this evening", "this lunchtime")
        if part:
            return Days(local.today, part=part.split()[1].replace("lunchtime", "lunch"))
        return None

    def _ago(self, words: Cursor) -> Days | None:
        """As in "Two days ago", "a week ago": that day."""
        count = take_count(words)
        unit = words.take(*_UNITS)
        if count is None or unit is None or not words.take("ago", "back", "earlier"):
            return None
        name = unit.rstrip("s")
        if name in ("day", "night"):
            return Days(self._local.day(-count), part=_LAST_NIGHT if name == "night" else None)
        if name == "week":
            return Days(self._local.day(-7 * count))
        return Days(self._local.month(-count * (12 if name == "year" else 1)))

    def _weekday(self, words: Cursor) -> Days | None:
        words.take("on")
        which = words.take("last", "this", "the past", "the last", "this past")
        name = words.take(*WEEKDAYS)
        if not name:
            return None
        today, index = self._local.today, WEEKDAYS.index(name)
        if which == "this":
            return Days(today + timedelta(days=index - today.weekday()))
        back = (today.weekday() - index - 1) % 7 + 1
        self._local.notes.append(f"{name} is the latest before today")
        return Days(self._local.day(-back))

    def _long(self, words: Cursor) -> Days | None:
        """As in "Last week", "this month", "at the weekend"."""
        before = words.take("in", "during", "over", "on", "at")
        which = words.take("last", "this", "the")
        unit = words.take("week", "weekend", "month", "year") if which else None
        is_other = which == "the" or before in ("on", "at")
        if unit is None or (is_other and unit != "weekend"):
            return None
        today, is_last = self._local.today, which == "last"
        monday = today - timedelta(days=today.weekday())
        if unit == "week":
            return Days(monday - timedelta(days=7 if is_last else 0), 7)
        if unit == "weekend":
            saturday = monday + timedelta(days=5)
            is_begun = today >= saturday and not is_last
            return Days(saturday if is_begun or which == "this" else monday - timedelta(days=2), 2)
        if unit == "month":
            return _of_month(self._local.month(-1 if is_last else 0).replace(day=1))
        return _of_year(today.year - (1 if is_last else 0))

    def _date(self, words: Cursor) -> Days | None:
        words.take("on", "at")
        iso = _ISO.fullmatch(words.word())
        if iso:
            words.at += 1
            day = _day(*map(int, iso.groups()))
            words.take("t")
            return Days(day, is_exact=True) if day else None
        is_the = words.take("the") is not None
        number = _take_ordinal(words) or _take_number(words)
        if number is None:
            return self._month_first(words)
        words.take("of")
        month = words.take(*MONTHS)
        if month:
            return self._latest(number, MONTHS.index(month) + 1, words)
        is_day = (is_the and words.word(-1) in ("st", "nd", "rd", "th", "of")) or False
        is_on = words.peek(-4).text == "on" or words.peek(-3).text == "on"
        return self._of_this_month(number) if is_day and is_on else None

    def _month_first(self, words: Cursor) -> Days | None:
        """As in "March 3rd, 2025"."""
        month = words.take(*MONTHS)
        if not month:
            return None
        words.take("the")
        number = _take_ordinal(words) or _take_number(words)
        return None if number is None else self._latest(number, MONTHS.index(month) + 1, words)

    def _month(self, words: Cursor) -> Days | None:
        """As in "In October", "in 2025"."""
        if not words.take("in", "during", "last", "since", "throughout"):
            return None
        month = words.take(*MONTHS)
        year = _take_year(words)
        if month is None:
            return None if year is None else _of_year(year)
        index, today = MONTHS.index(month) + 1, self._local.today
        return _of_month(date(year or today.year - (index > today.month), index, 1))

    def _latest(self, number: int, month: int, words: Cursor) -> Days | None:
        """A date, of the last year in which it is not ahead unless a year follows."""
        mark = words.at
        words.take(",")
        year = _take_year(words)
        if year is not None:
            day = _day(year, month, number)
            return Days(day) if day else None
        words.at = mark
        today = self._local.today
        candidates = (_day(today.year - back, month, number) for back in range(9))
        latest = next((day for day in candidates if day and day <= today), None)
        return Days(latest) if latest else None

    def _of_this_month(self, number: int) -> Days | None:
        today = self._local.today
        months = (self._local.month(-back) for back in range(3))
        candidates = (_day(month.year, month.month, number) for month in months)
        latest = next((day for day in candidates if day and day <= today), None)
        return Days(latest) if latest else None


_UNITS = ("days", "day", "nights", "night", "weeks", "week", "months", "month", "years", "year")


def take_count(words: Cursor) -> int | None:
    """Pass "two", "a", "a few" or "a couple of"; rough ones are 3 and 2."""
    if words.take("a couple of", "a couple", "couple of"):
        return 2
    if words.take("a few", "few", "several"):
        return 3
    return 1 if words.take("a", "an") else _take_number(words)


def _take_number(words: Cursor) -> int | None:
    return _passed(words, number_at([words.word(), words.word(1)]))


def _take_ordinal(words: Cursor) -> int | None:
    return _passed(words, ordinal_at([words.word(), words.word(1)]))


def _take_year(words: Cursor) -> int | None:
    found = number_at([words.word()])
    return _passed(words, found) if found and found[0] in _YEARS else None


def _passed(words: Cursor, found: tuple[int, int] | None) -> int | None:
    if found is None:
        return None
    words.at += found[1]
    return found[0]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _of_month(first: date) -> Days:
    return Days(first, (month_end(first) - first).days)


def _of_year(year: int) -> Days:
    first = date(year, 1, 1)
    return Days(first, (date(year + 1, 1, 1) - first).days)
