"""What a question is about, among all that is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from whereseen.memory.chronicle.stays import Chronicle, Stay, Turn
from whereseen.memory.language import Asked, Place, RankBy, Relation, Thing, TimeRelation
from whereseen.memory.objects.entity import Kind

_T = TypeVar("_T", Stay, Turn)
_WITHIN = (Relation.IN, Relation.AT, Relation.ON)


class Choice:
    """Stays and turns that a question may mean.

    Args:
        chronicle: All that is known.
        asked: The question.
    """

    def __init__(self, chronicle: Chronicle, asked: Asked) -> None:
        self._chronicle, self._asked = chronicle, asked

    @property
    def name(self) -> str:
        """What is asked about, in words."""
        thing = self._asked.thing
        return "anything" if thing is None or thing.is_any else f"any {thing.phrase}"

    def all_stays(self) -> list[Stay]:
        """Stays of the thing, whenever and wherever."""
        return [stay for stay in self._chronicle.stays if self._is_meant(stay.label)]

    def stays(self) -> list[Stay]:
        """Stays of the thing in that place at that time, oldest first."""
        return [stay for stay in self._timely(self.all_stays()) if self._is_there(stay)]

    def elsewhere(self) -> list[Stay]:
        """Stays of the thing at that time in other places."""
        return [stay for stay in self._timely(self.all_stays()) if not self._is_there(stay)]

    def latest_before(self) -> list[Stay]:
        """The last stay of each such thing that had ended by then."""
        until_ns = self._moment_ns()
        ended: dict[int, Stay] = {}
        for stay in self.all_stays():
            if stay.start_ns <= until_ns and self._is_there(stay):
                ended[stay.thing_id] = stay
        return list(ended.values())

    def turns(self, kinds: Sequence[Kind]) -> list[Turn]:
        """What happened to the thing at that time, oldest first."""
        return [
            turn
            for turn in self._chronicle.turns
            if turn.kind in kinds
            and self._is_meant(turn.label)
            and self._may_have_been(turn)
            and self._leads_there(turn)
        ]

    def ranked(self, found: list[_T]) -> list[_T]:
        """The first or the last few, if the question says which."""
        rank = self._asked.rank
        if rank is None or rank.by != RankBy.TIME:
            return found
        start = rank.nth - 1 if rank.nth > 0 else len(found) + rank.nth
        low = start if rank.nth > 0 else start - rank.count + 1
        return found[max(low, 0) : max(low + rank.count, 0)]

    def _is_meant(self, label: str) -> bool:
        thing = self._asked.thing
        if thing is None or thing.is_any:
            return label not in self._chronicle.supports
        return label in thing.known and thing.is_exact and not _has(label, thing.excluded)

    def _timely(self, stays: Iterable[Stay]) -> list[Stay]:
        time = self._asked.time
        if time is None or time.at_ns is not None:
            moment_ns = self._moment_ns()
            return [stay for stay in stays if stay.holds_at(moment_ns)]
        return [stay for stay in stays if stay.holds_within(time.start_ns, time.end_ns)]

    def _moment_ns(self) -> int:
        time = self._asked.time
        if time is None:
            return self._chronicle.now_ns
        if time.at_ns is not None:
            return time.at_ns
        return self._chronicle.now_ns if time.end_ns is None else time.end_ns

    def _may_have_been(self, turn: Turn) -> bool:
        event = self._asked.event
        time = self._asked.time or (None if event is None else event.time)
        if time is None:
            return True
        if time.relation == TimeRelation.SINCE and time.start_ns is not None:
            return turn.latest_ns >= time.start_ns
        ends = time.end_ns is None or turn.earliest_ns < time.end_ns
        return ends and (time.start_ns is None or turn.latest_ns >= time.start_ns)

    def _is_there(self, stay: Stay) -> bool:
        return all(_fits(stay, place) for place in self._asked.places if not place.is_asked)

    def _leads_there(self, turn: Turn) -> bool:
        event = self._asked.event
        places = [*self._asked.places, *(() if event is None else event.places)]
        return all(_fits_turn(turn, place) for place in places if not place.is_asked)


def _fits_turn(turn: Turn, place: Place) -> bool:
    stay = turn.before if place.relation == Relation.FROM else turn.after or turn.before
    return stay is not None and _fits(stay, place)


def _fits(stay: Stay, place: Place) -> bool:
    if place.thing is None:
        return True
    inside = _names(place.thing, stay.room)
    if place.relation in (*_WITHIN, Relation.FROM, Relation.TO, Relation.UNDER):
        inside = inside or _names(place.thing, stay.support)
    return inside != place.is_negated


def _names(thing: Thing, name: str) -> bool:
    return bool(name) and (name in thing.known or thing.is_any)


def _has(label: str, words: Iterable[str]) -> bool:
    said = label.casefold().split()
    return any(word in said for word in words)
