"""Times of the day as people say them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from whereseen.memory.language.numbers import number_at
from whereseen.memory.language.words import Cursor

_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_PM = ("pm", "p m")
_AM = ("am", "a m")


@dataclass(frozen=True, slots=True)
class Clock:
    """What a clock shows.

    Attributes:
        times: One time, or two where it may be before or after noon, the earlier one first.
        is_round: Whether it is said to the hour, half or quarter in words, or as a whole hour.
        has_second: Whether it is said to the second.
    """

    times: tuple[time, ...]
    is_round: bool = True
    has_second: bool = False


def take_clock(words: Cursor, *, is_expected: bool, is_from: bool = False) -> Clock | None:
    """Pass a time of day.

    Args:
        words: Where it may begin.
        is_expected: Whether a mere number is one, as after "at".
        is_from: Whether "nine to ten" are two of them, as after "from".
    """
    named = words.take(*_NAMED)
    if named:
        return Clock((_NAMED[named],))
    start = words.at
    may_count = not is_from or words.next_is("half", "quarter", "a quarter")
    clock = (_past_or_to(words) if may_count else None) or _digits(words)
    clock = clock or _hour(words, is_expected=is_expected)
    if clock is None:
        words.at = start
    return clock


def _past_or_to(words: Cursor) -> Clock | None:
    """As in "Half past nine", "a quarter to nine", "ten past nine", "half nine"."""
    start = words.at
    words.take("a")
    if words.take("half"):
        minutes: int | None = 30
        words.take("past")
        sign = 1
    else:
        minutes = 15 if words.take("quarter") else _number(words, 59)
        words.take("minutes", "minute")
        side = words.take("past", "to", "after") if minutes is not None else None
        sign = -1 if side == "to" else 1
        minutes = minutes if side else None
    hour = _number(words, 12) if minutes is not None else None
    if minutes is None or not hour:
        words.at = start
        return None
    total = hour * 60 + sign * minutes
    return _clock(words, total // 60, total % 60, is_round=minutes % 15 == 0)


def _digits(words: Cursor) -> Clock | None:
    """As in "9:30", "18:20:05", "06:20"."""
    parts = words.word().split(":")
    if len(parts) not in (2, 3) or len(parts[0]) > 2 or not all(map(str.isdecimal, parts)):
        return None
    hour, minute, second = (*map(int, parts), 0)[:3]
    if hour > 24 or minute > 59 or second > 59:
        return None
    words.at += 1
    is_24 = parts[0].startswith("0") or hour > 12
    return _clock(words, hour, minute, second if len(parts) == 3 else None, is_24=is_24)


def _hour(words: Cursor, *, is_expected: bool) -> Clock | None:
    """As in "9", "9 am", "nine thirty", "nine o'clock"."""
    hour = _number(words, 24)
    if hour is None:
        return None
    minute = _minute(words) if is_expected else None
    is_clock = words.take("o'clock", "hours") is not None
    if not (is_expected or is_clock or words.next_is(*_AM, *_PM)):
        return None
    return _clock(words, hour, minute or 0, is_round=minute is None)


def _minute(words: Cursor) -> int | None:
    start = words.at
    words.take("oh", "zero")
    minute = _number(words, 59)
    if minute is None or words.next_is("minutes", "minute", "hours", "hour", "days", "past", "to"):
        words.at = start
        return None
    return minute


def _clock(
    words: Cursor,
    hour: int,
    minute: int,
    second: int | None = None,
    *,
    is_round: bool = False,
    is_24: bool = False,
) -> Clock | None:
    half = "am" if words.take(*_AM) else "pm" if words.take(*_PM) else None
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if is_24 or half or hour > 12:
        hours: tuple[int, ...] = (hour % 24,)
    else:
        hours = (hour % 12, hour % 12 + 12)
    times = tuple(time(each, minute, second or 0) for each in hours)
    return Clock(times, is_round, second is not None)


def _number(words: Cursor, most: int) -> int | None:
    found = number_at([words.word(), words.word(1)])
    if found is None or found[0] > most:
        return None
    words.at += found[1]
    return found[0]
