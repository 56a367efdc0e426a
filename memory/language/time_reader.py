"""Finds the times in a question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from whereseen.memory.language.clock import Clock, take_clock
from whereseen.memory.language.conventions import (
    ABOUT_SLACK,
    FIRST_WAKING_HOUR,
    MEALS,
    PARTS_OF_DAY,
    ROUND_SLACK,
    SAME_AS,
)
from whereseen.memory.language.days_said import Days, DaysReader
from whereseen.memory.language.durations import SECOND_NS, Moment, take_recent
from whereseen.memory.language.local_time import LocalTime
from whereseen.memory.language.when import Time, TimeRelation
from whereseen.memory.language.words import Cursor, Word, word_set

_BEFORE = ("before", "until", "till", "by", "prior to", "up to", "no later than")
_AFTER = ("after", "following", "later than")
_ABOUT = ("around", "about", "approximately", "roughly", "at about", "at around", "at roughly")
_NO_TIME = word_set("table tables box boxes bag plate plates tray set bar room menu lamp")


@dataclass(slots=True)
class _Pieces:
    days: Days | None = None
    clock: Clock | None = None
    part: str | None = None
    slack: timedelta = ROUND_SLACK

    @property
    def is_any(self) -> bool:
        return bool(self.days or self.clock or self.part)


class TimeReader:
    """Puts a single word for every time that is said.

    Args:
        local: Where and when the question is asked; what had to be decided is noted there.
    """

    def __init__(self, local: LocalTime) -> None:
        self._local = local
        self._days = DaysReader(local)

    def replace(self, words: list[Word]) -> list[Word]:
        """The words, in which a word with a `Time` stands for each time.

        Raises:
            NotUnderstood: if a time is beyond all clocks.
        """
        cursor, found = Cursor(words), list[Word]()
        while not cursor.is_done:
            start = cursor.at
            when = self._time(cursor)
            if when is None:
                cursor.at = start + 1
                found.append(words[start])
            else:
                found.append(Word("", time=when))
        return found

    def _time(self, words: Cursor) -> Time | None:
        start = words.at
        between = self._between(words)
        if between:
            return between
        words.at = start
        if words.take("since", "ever since", "from"):
            is_since = words.word(-1) == "since"
            moment = self._moment(words, is_expected=True, is_after=True)
            if moment and (is_since or words.take("on", "onwards", "onward")):
                return _since(moment)
        words.at = start
        if words.take(*_BEFORE):
            moment = self._moment(words, is_expected=True, is_after=True)
            return _before(moment) if moment else None
        if words.take(*_AFTER):
            moment = self._moment(words, is_expected=True, is_after=True)
            return _after(moment) if moment else None
        moment = take_recent(words, self._local) or self._moment(words)
        return _during(moment) if moment else None

    def _between(self, words: Cursor) -> Time | None:
        first = words.take("between", "from")
        start = self._pieces(words, is_expected=True, is_from=first == "from") if first else None
        if not start or not words.take(*(("and",) if first == "between" else _UNTIL)):
            return None
        end = self._pieces(words, is_expected=True)
        if not end:
            return None
        start.days = start.days or (end.days if start.clock else None)
        start.part = start.part or (end.part if start.clock else None)
        a = self._resolve(start)
        b = self._resolve(end, start.days, after_ns=_start(a))
        end_ns = b.end_ns if b.at_ns is None else b.at_ns
        return Time(TimeRelation.DURING, _start(a), end_ns) if end_ns > _start(a) else None

    def _moment(
        self, words: Cursor, *, is_expected: bool = False, is_after: bool = False
    ) -> Moment | None:
        recent = take_recent(words, self._local) if is_after else None
        if recent:
            return recent
        pieces = self._pieces(words, is_expected=is_expected)
        return self._resolve(pieces) if pieces else None

    def _pieces(
        self, words: Cursor, *, is_expected: bool = False, is_from: bool = False
    ) -> _Pieces | None:
        found = _Pieces()
        mark = words.at
        if words.take("first thing") and self._days.take(Cursor(words.words, words.at)) is None:
            words.at = mark
        while self._piece(words, found, is_expected=is_expected, is_from=is_from):
            pass
        return found if found.is_any else None

    def _piece(self, words: Cursor, found: _Pieces, *, is_expected: bool, is_from: bool) -> bool:
        mark = words.at
        if found.is_any:
            words.take(",")
        if found.days is None:
            found.days = self._days.take(words)
            if found.days:
                return True
        if found.clock is None:
            found.clock = self._take_clock(words, found, is_expected=is_expected, is_from=is_from)
            if found.clock:
                return True
        if found.part is None:
            found.part = _take_part(words, is_bare=is_expected or found.is_any)
            if found.part:
                return True
        words.at = mark
        return False

    def _take_clock(
        self, words: Cursor, found: _Pieces, *, is_expected: bool, is_from: bool
    ) -> Clock | None:
        mark = words.at
        if words.take(*_ABOUT):
            found.slack = ABOUT_SLACK
            is_expected = True
        elif words.take("at exactly", "at precisely", "at"):
            is_expected = True
        is_expected = is_expected or bool(found.days and found.days.is_exact)
        clock = take_clock(words, is_expected=is_expected, is_from=is_from)
        if clock is None:
            words.at = mark
        return clock

    def _resolve(
        self, said: _Pieces, days: Days | None = None, after_ns: int | None = None
    ) -> Moment:
        on = said.days or days
        part = said.part or (on.part if on else None)
        if said.clock is None:
            return self._span(on, part)
        at_ns = self._clock_ns(said.clock, on, part, after_ns)
        if said.slack == ROUND_SLACK and not said.clock.is_round:
            end_ns = at_ns + (SECOND_NS if said.clock.has_second else 60 * SECOND_NS)
            moment = Moment(at_ns, end_ns, at_ns)
        else:
            slack_ns = said.slack // timedelta(seconds=1) * SECOND_NS
            moment = Moment(at_ns - slack_ns, at_ns + slack_ns, at_ns)
        return replace(moment, limit=self._local.days_span(on.first, on.count) if on else None)

    def _span(self, on: Days | None, part: str | None) -> Moment:
        local = self._local
        if part is None:
            days = on or Days(local.today)
            return Moment(*local.days_span(days.first, days.count))
        day = on.first if on else local.latest_part(part)
        start_ns, end_ns = local.part_span(day, part)
        limit = local.days_span(day) if on else None
        return Moment(start_ns, end_ns, limit=limit, is_meal=part in MEALS)

    def _clock_ns(
        self, clock: Clock, on: Days | None, part: str | None, after_ns: int | None
    ) -> int:
        if part is not None:
            return self._within(clock, on.first if on else self._local.latest_part(part), part)
        if on is not None:
            return self._on_day(clock, on)
        return self._nearest(clock, after_ns)

    def _within(self, clock: Clock, day: date, part: str) -> int:
        """In a part of a day: nine in the evening."""
        start_ns, end_ns = self._local.part_span(day, part)
        for offset in (0, 1):
            for each in clock.times:
                at_ns = self._local.moment_ns(day + timedelta(days=offset), each)
                if start_ns <= at_ns <= end_ns:
                    return at_ns
        return self._local.moment_ns(day, _waking(clock))

    def _on_day(self, clock: Clock, on: Days) -> int:
        if len(clock.times) == 1:
            return self._local.moment_ns(on.first, clock.times[0])
        early = clock.times[0]
        chosen = early if on.is_exact and early.hour else _waking(clock)
        if on.is_exact and not early.hour:
            chosen = clock.times[1]
        others = [self._local.moment_ns(on.first, each) for each in clock.times]
        at_ns = self._local.moment_ns(on.first, chosen)
        if at_ns > self._local.now_ns >= others[0]:
            chosen, at_ns = early, others[0]
        self._note(early, chosen)
        return at_ns

    def _nearest(self, clock: Clock, after_ns: int | None) -> int:
        """The latest that has been, or the first after another moment."""
        local = self._local
        days = [local.day(offset) for offset in (-1, 0, 1)]
        moments = sorted((local.moment_ns(day, each), each) for day in days for each in clock.times)
        if after_ns is None:
            at_ns, chosen = max(pair for pair in moments if pair[0] <= local.now_ns)
        else:
            later = [pair for pair in moments if pair[0] > after_ns]
            at_ns, chosen = min(later) if later else moments[-1]
        if len(clock.times) > 1:
            self._note(clock.times[0], chosen)
        return at_ns

    def _note(self, early: time, chosen: time) -> None:
        self._local.notes.append(f"{early:%I:%M} was read as {chosen:%H:%M}")


_UNTIL = ("to", "until", "till", "through")


def _take_part(words: Cursor, *, is_bare: bool) -> str | None:
    mark = words.at
    is_bare = bool(words.take("at", "during", "over", "in the", "during the", "that")) or is_bare
    if is_bare:
        words.take("the")
        name = words.take(*PARTS_OF_DAY, *SAME_AS)
        if name and words.word() not in _NO_TIME:
            words.take("time")
            return SAME_AS.get(name, name)
    words.at = mark
    return None


def _waking(clock: Clock) -> time:
    if len(clock.times) == 1 or clock.times[0].hour >= FIRST_WAKING_HOUR:
        return clock.times[0]
    return clock.times[1]


def _start(moment: Moment) -> int:
    return moment.start_ns if moment.at_ns is None else moment.at_ns


def _during(moment: Moment) -> Time:
    relation = TimeRelation.DURING if moment.at_ns is None else TimeRelation.AT
    return Time(relation, moment.start_ns, moment.end_ns, moment.at_ns)


def _before(moment: Moment) -> Time:
    limit = moment.limit
    return Time(TimeRelation.BEFORE, limit[0] if limit else None, _start(moment))


def _after(moment: Moment) -> Time:
    start_ns = moment.end_ns if moment.at_ns is None else moment.at_ns
    return Time(TimeRelation.AFTER, start_ns, moment.limit[1] if moment.limit else None)


def _since(moment: Moment) -> Time:
    return Time(TimeRelation.SINCE, moment.end_ns if moment.is_meal else _start(moment))
