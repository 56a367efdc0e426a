"""Times that are told by how long ago they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from whereseen.memory.language.conventions import JUST_NOW, LONGEST_AGO, RECENTLY
from whereseen.memory.language.days_said import take_count
from whereseen.memory.language.errors import NotUnderstood
from whereseen.memory.language.local_time import LocalTime, Span
from whereseen.memory.language.words import Cursor

SECOND_NS = 1_000_000_000
_SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 7 * 86400,
    "month": 30 * 86400,
    "year": 365 * 86400,
}
_SHORT = {"seconds": 1, "second": 1, "secs": 1, "sec": 1, "minutes": 60, "minute": 60} | {
    "mins": 60,
    "min": 60,
    "hours": 3600,
    "hour": 3600,
}
_ALL = _SHORT | {name + end: s for name, s in _SECONDS.items() for end in ("", "s")}
_LAST = ("the last", "the past", "last", "past")
_SPANS = ("in the", "within the", "during the", "over the", "for the", "throughout the", "the")
_NOW = ("right now", "now", "at the moment", "currently", "at present", "at this moment")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as it was said.

    Attributes:
        start_ns: When it starts.
        end_ns: When it is over.
        at_ns: The moment that is meant, if it is one.
        limit: The day it was said to be on, which "before" and "after" do not leave.
        is_meal: Whether "since" starts at its end.
    """

    start_ns: int
    end_ns: int
    at_ns: int | None = None
    limit: Span | None = None
    is_meal: bool = False


def take_recent(words: Cursor, local: LocalTime) -> Moment | None:
    """Pass "now", "five minutes ago", "in the last hour", "earlier today", "recently".

    Raises:
        NotUnderstood: if it is centuries ago.
    """
    now_ns, start = local.now_ns, words.at
    if words.take("just now", "a moment ago", "moments ago"):
        return Moment(now_ns - _ns(JUST_NOW), now_ns)
    if words.take(*_NOW):
        return Moment(now_ns, now_ns + 1, now_ns)
    if words.word(-1) != "most" and words.take("recently", "lately"):
        return Moment(now_ns - _ns(RECENTLY), now_ns)
    found = _ago(words, now_ns)
    if found is None:
        words.at = start
        found = _last(words, now_ns)
    if found is None:
        words.at = start
        found = _earlier(words, local)
    if found is None:
        words.at = start
    return found


def take_duration_s(words: Cursor, units: dict[str, int] | None = None) -> float | None:
    """Pass "five minutes", "half an hour", "an hour and a half"; returns seconds.

    Raises:
        NotUnderstood: if it is centuries.
    """
    start, known = words.at, _SHORT if units is None else units
    half = words.take("half an", "half a")
    count = 0.5 if half else take_count(words)
    unit = words.take(*known) if count is not None else None
    if count is None or unit is None:
        words.at = start
        return None
    if words.take("and a half"):
        count += 0.5
    if count * known[unit] > LONGEST_AGO.total_seconds():
        raise NotUnderstood("the time is too long ago", remedy="Name a later one")
    return count * known[unit]


def is_duration(words: Cursor) -> bool:
    """Whether "20 minutes" or the like comes next."""
    return words.word(1) in _ALL and take_count(Cursor(words.words, words.at)) is not None


def _ago(words: Cursor, now_ns: int) -> Moment | None:
    """A moment, as rough as half the unit."""
    words.take("about", "around", "roughly", "some")
    at = words.at
    duration_s = take_duration_s(words)
    if duration_s is None or not words.take("ago", "earlier", "back"):
        return None
    unit_s = max((s for name, s in _SHORT.items() if _has(words, at, name)), default=1)
    slack_ns = unit_s * SECOND_NS // 2
    at_ns = now_ns - int(duration_s * 2) * SECOND_NS // 2
    return Moment(at_ns - slack_ns, min(at_ns + slack_ns, now_ns), at_ns)


def _has(words: Cursor, start: int, name: str) -> bool:
    return any(word.text == name for word in words.words[start : words.at])


def _last(words: Cursor, now_ns: int) -> Moment | None:
    """As in "In the last hour", "the past three days": to the second, not by the calendar."""
    is_the = words.take(*_SPANS) is not None
    if not words.take("last", "past", "previous"):
        return None
    unit = words.take(*(_ALL if is_the else _SHORT))
    if unit is not None:
        duration_s: float | None = _ALL[unit] * (1.5 if words.take("and a half") else 1.0)
    else:
        duration_s = take_duration_s(words, _ALL)
    if duration_s is None:
        return None
    return Moment(now_ns - int(duration_s * 2) * SECOND_NS // 2, now_ns)


def _earlier(words: Cursor, local: LocalTime) -> Moment | None:
    """As in "Earlier today", "so far today": until now."""
    if not words.take("earlier", "so far"):
        return None
    words.take("on")
    if words.take("today", "on today"):
        return Moment(local.days_span(local.today)[0], local.now_ns)
    part = words.take("this morning", "this afternoon", "this evening")
    if part is None:
        return None
    start_ns, end_ns = local.part_span(local.today, part.split()[1])
    return Moment(start_ns, min(end_ns, local.now_ns)) if start_ns < local.now_ns else None


def _ns(duration: timedelta) -> int:
    return duration // timedelta(microseconds=1) * 1000
