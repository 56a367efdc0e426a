"""Times as people and programs say them: from when, until when, as of when."""

from __future__ import annotations

import re
from datetime import tzinfo

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.language.local_time import LocalTime
from whereseen.memory.language.time_reader import TimeReader
from whereseen.memory.language.when import Time, TimeRelation
from whereseen.memory.language.words import words_of

_UNITS_S = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*([a-z]+)(?:\s+ago)?")
_STAMP = re.compile(r"\d{15,19}")
_LONGEST = 200


def since_ns(text: str, now_ns: int, zone: tzinfo) -> int:
    """When a time begins: midnight for "yesterday", the moment for "9:30".

    Args:
        text: As "9:30", "yesterday at nine", "2h" or "20 minutes ago", or nanoseconds.
        now_ns: When it is said, UTC in int64 nanoseconds.
        zone: Of the clocks of who says it.

    Raises:
        InvalidQuery: if it is not understood, or has no beginning.
    """
    time = time_said(text, now_ns, zone)
    start_ns = time.start_ns if time.at_ns is None else time.at_ns
    if start_ns is None:
        raise _unclear("the time has no beginning", text)
    return start_ns


def until_ns(text: str, now_ns: int, zone: tzinfo) -> int:
    """The last moment of a time: the end of the day for "yesterday", the moment for "9:30".

    Args as of `since_ns`.

    Raises:
        InvalidQuery: if it is not understood, or has no end.
    """
    time = time_said(text, now_ns, zone)
    if time.at_ns is not None:
        return time.at_ns
    if time.end_ns is None:
        raise _unclear("the time has no end", text)
    return time.end_ns - 1


def as_of_ns(text: str, now_ns: int, zone: tzinfo) -> int:
    """As `until_ns`, but not after now: "today" is until now.

    Raises:
        InvalidQuery: if it is not understood, or begins after now.
    """
    at_ns = until_ns(text, now_ns, zone)
    if at_ns > now_ns and since_ns(text, now_ns, zone) > now_ns:
        raise InvalidQuery("that is yet to come", got=text, remedy="Ask for a time in the past")
    return min(at_ns, now_ns)


def time_said(text: str, now_ns: int, zone: tzinfo) -> Time:
    """A time that is all that a text says.

    Raises:
        InvalidQuery: if it says anything else, or nothing.
    """
    said = text.strip().lower()
    if len(said) > _LONGEST:
        raise _unclear("the time is too long", text[:40])
    duration = _DURATION.fullmatch(said)
    if duration is not None and duration[2] in _UNITS_S:
        at_ns = now_ns - round(float(duration[1]) * _UNITS_S[duration[2]] * 1e9)
        return Time(TimeRelation.AT, at_ns, at_ns + 1, at_ns)
    if _STAMP.fullmatch(said):
        return Time(TimeRelation.AT, int(said), int(said) + 1, int(said))
    for phrase in (said, f"since {said}"):  # lunch alone may be food
        words = TimeReader(LocalTime(now_ns, zone)).replace(words_of(phrase))
        if len(words) == 1 and words[0].time is not None:
            return words[0].time
    raise _unclear("the time is not understood", text)


def _unclear(what: str, text: str) -> InvalidQuery:
    return InvalidQuery(
        what, got=repr(text), remedy='Say it as 9:30, yesterday, "yesterday at nine" or 2h'
    )
