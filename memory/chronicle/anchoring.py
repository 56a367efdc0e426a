"""Events that serve as times, made into times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from whereseen.memory.chronicle.deeds import Deed
from whereseen.memory.chronicle.meaning import Whereabouts, is_meant
from whereseen.memory.chronicle.stays import Chronicle
from whereseen.memory.language import (
    Anchor,
    Answer,
    Asked,
    Event,
    Place,
    Rank,
    RankBy,
    Sequence,
    Thing,
    Time,
    TimeRelation,
    Verb,
)

_BEFORE = (Sequence.BEFORE, Sequence.RIGHT_BEFORE, Sequence.UNTIL)
_OF_MOMENTS = (Answer.WHERE, Answer.WHETHER, Answer.HOW_MANY, Answer.WHICH, Answer.STATE)
_SLACK_NS = 300_000_000_000  # of "five minutes after"


class NoSuchEvent(Exception):
    """Nothing of the kind that serves as a time is known; its text says of what kind."""


class Matching(Protocol):
    """Finds what happened."""

    def matching(
        self, event: Event, thing: Thing | None, time: Time | None, places: Iterable[Place] = ()
    ) -> list[Deed]:
        """As `Happenings.matching`."""
        ...


@dataclass(frozen=True, slots=True)
class Anchoring:
    """Puts times in the place of events that serve as times.

    Args:
        chronicle: What was so.
        happenings: What happened.
    """

    chronicle: Chronicle
    happenings: Matching

    def settled(self, asked: Asked) -> Asked:
        """The question with a time where it had an anchor.

        Raises:
            NoSuchEvent: if nothing of the kind is known.
            NotAnswered: if that event is one that cannot be looked for.
        """
        event = asked.event
        anchor = asked.anchor or (event.anchor if event is not None else None)
        if anchor is None:
            return asked
        bare = None if event is None else replace(event, anchor=None)
        asked = replace(asked, anchor=None, event=bare)
        found = self._last_of(anchor, asked)
        time = self._time(anchor, found, asked)
        asked = _with_time(asked, _within(time, _time_of(asked)))
        return replace(asked, rank=asked.rank or _nearest(anchor, asked))

    def _last_of(self, anchor: Anchor, asked: Asked) -> Deed:
        """The last event that is meant, within the time that the question is about."""
        event, time = anchor.event, anchor.event.time or _time_of(asked)
        if event.verb is Verb.WAS:
            found = list(self._states(event, time))
        else:
            found = self.happenings.matching(event, None, time)
        if not found:
            thing = f" {event.thing.phrase}" if event.thing is not None else ""
            raise NoSuchEvent(f"{event.verb.value}{thing}")
        last = found[-1]
        return replace(last, end_ns=last.start_ns) if event.verb is Verb.SAW else last

    def _states(self, event: Event, time: Time | None) -> list[Deed]:
        """While something was somewhere, or in some state."""
        thing, where = event.thing, Whereabouts(self.chronicle)
        now_ns = self.chronicle.now_ns
        start_ns, end_ns = (None, None) if time is None else (time.start_ns, time.end_ns)
        if thing is not None and thing.states:
            spans = [
                (each.start_ns, each.end_ns)
                for each in self.chronicle.conditions
                if each.word in thing.states and is_meant(thing, each.label)
            ]
        else:
            spans = [
                (stay.start_ns, stay.end_ns)
                for stay in self.chronicle.stays
                if is_meant(thing, stay.label)
                and where.fit_all(stay, event.places)
                and stay.holds_within(start_ns, end_ns)
            ]
        return [Deed(Verb.WAS, a, now_ns if b is None else b) for a, b in spans]

    def _time(self, anchor: Anchor, deed: Deed, asked: Asked) -> Time:
        """The part of the past that lies so to what happened."""
        sequence, is_before = anchor.sequence, anchor.sequence in _BEFORE
        offset_ns = -anchor.offset_ns if is_before else anchor.offset_ns
        edge_ns = (deed.start_ns if is_before else deed.end_ns) + offset_ns
        is_state = asked.event is None and asked.answer in _OF_MOMENTS
        if sequence is Sequence.WHILE or (sequence is Sequence.WHEN and not is_state):
            at_ns = None if not is_state else (deed.start_ns + deed.end_ns) // 2
            return Time(TimeRelation.DURING, deed.start_ns, deed.end_ns + 1, at_ns)
        if is_state and sequence is not Sequence.SINCE:
            at_ns = edge_ns - 1 if is_before else edge_ns
            at_ns = deed.start_ns if sequence is Sequence.WHEN else at_ns
            return Time(TimeRelation.AT, at_ns, at_ns + 1, at_ns)
        if anchor.offset_ns:
            return Time(TimeRelation.AT, edge_ns - _SLACK_NS, edge_ns + _SLACK_NS, edge_ns)
        if is_before:  # it was so yet when that was last looked at
            return Time(TimeRelation.BEFORE, None, edge_ns + deed.is_noticed)
        return Time(TimeRelation.AFTER, edge_ns + 1, None)


def _nearest(anchor: Anchor, asked: Asked) -> Rank | None:
    """Which of several is meant: the next, or the one before, unless all are."""
    is_one = anchor.sequence in (Sequence.RIGHT_BEFORE, Sequence.RIGHT_AFTER)
    is_one |= asked.answer is Answer.WHICH and asked.event is not None and not asked.is_plural
    if not is_one or asked.event is None:
        return None
    return Rank(RankBy.TIME, -1 if anchor.sequence in _BEFORE else 1)


def _time_of(asked: Asked) -> Time | None:
    return asked.time or (asked.event.time if asked.event is not None else None)


def _within(time: Time, limit: Time | None) -> Time:
    """What two times have in common; a moment stays one."""
    if limit is None or time.at_ns is not None:
        return time
    starts = [each for each in (time.start_ns, limit.start_ns) if each is not None]
    ends = [each for each in (time.end_ns, limit.end_ns) if each is not None]
    return replace(time, start_ns=max(starts, default=None), end_ns=min(ends, default=None))


def _with_time(asked: Asked, time: Time) -> Asked:
    if asked.event is None:
        return replace(asked, time=time)
    return replace(asked, time=None, event=replace(asked.event, time=time))
