"""What a question is about, among all that is known."""

from __future__ import annotations

from collections.abc import Iterable

from whereseen.memory.chronicle.deeds import Condition
from whereseen.memory.chronicle.meaning import Whereabouts, is_meant
from whereseen.memory.chronicle.stays import Chronicle, Stay
from whereseen.memory.language import Asked, Persistence, Thing, Time


class Choice:
    """Stays and conditions that a question may mean.

    Args:
        chronicle: All that is known.
        asked: The question.
    """

    def __init__(self, chronicle: Chronicle, asked: Asked) -> None:
        self._chronicle, self._asked = chronicle, asked
        self._where = Whereabouts(chronicle)
        self._supports = frozenset(chronicle.supports)

    @property
    def asked(self) -> Asked:
        """The question."""
        return self._asked

    @property
    def name(self) -> str:
        """What is asked about, in words."""
        thing = self._asked.thing
        return "anything" if thing is None or thing.is_any else f"any {thing.phrase}"

    def all_stays(self) -> list[Stay]:
        """Stays of the thing, whenever and wherever."""
        return [stay for stay in self._chronicle.stays if self._is_meant(stay)]

    def stays(self) -> list[Stay]:
        """Stays of the thing in that place at that time, oldest first."""
        if self._asked.persistence is Persistence.NO_LONGER:
            return self._ended()
        return [stay for stay in self._timely(self.all_stays()) if self._is_there(stay)]

    def there(self) -> list[Stay]:
        """Stays of the thing in that place, whenever unless a time is said."""
        found = [stay for stay in self.all_stays() if self._is_there(stay)]
        return found if self._asked.time is None else self._timely(found)

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

    def conditions(self, words: Iterable[str] = ()) -> list[Condition]:
        """What the thing was like, in one of some words if any are given, whenever."""
        wanted = tuple(words)
        return [
            each
            for each in self._chronicle.conditions
            if (not wanted or each.word in wanted) and self._is_of_thing(each)
        ]

    def conditions_then(self, words: Iterable[str] = ()) -> list[Condition]:
        """What the thing was like at the time of the question."""
        time, now_ns = self._asked.time, self._moment_ns()
        return [each for each in self.conditions(words) if _holds(each, time, now_ns)]

    def _is_meant(self, stay: Stay) -> bool:
        thing = self._asked.thing
        if thing is None or thing.is_any:
            return stay.label not in self._supports
        return is_meant(thing, stay.label) and self._has_states(stay.thing_id, thing)

    def _has_states(self, thing_id: int, thing: Thing) -> bool:
        held = {
            each.word
            for each in self._chronicle.conditions
            if each.thing_id == thing_id and _holds(each, self._asked.time, self._moment_ns())
        }
        return set(thing.states) <= held

    def _is_of_thing(self, condition: Condition) -> bool:
        if not is_meant(self._asked.thing, condition.label):
            return False
        if not self._asked.places or not condition.thing_id:
            return True
        return condition.thing_id in {stay.thing_id for stay in self.stays()}

    def _ended(self) -> list[Stay]:
        """Stays there that are over, of things that have not come back."""
        there = [stay for stay in self.all_stays() if self._is_there(stay)]
        time = self._asked.time
        back = {stay.thing_id for stay in there if stay.end_ns is None}
        since_ns = None if time is None else time.start_ns
        last = {
            stay.thing_id: stay
            for stay in there
            if stay.thing_id not in back
            and (since_ns is None or (stay.end_ns is not None and stay.end_ns >= since_ns))
        }
        return list(last.values())

    def _timely(self, stays: Iterable[Stay]) -> list[Stay]:
        time = self._asked.time
        if time is None or time.at_ns is not None:
            moment_ns = self._moment_ns()
            first_ns = min((stay.start_ns for stay in self._chronicle.stays), default=0)
            if time is not None and moment_ns < first_ns and time.end_ns is not None:
                return _first_by(stays, time.end_ns)  # "at nine" of who began at one past
            return [stay for stay in stays if stay.holds_at(moment_ns)]
        return [stay for stay in stays if stay.holds_within(time.start_ns, time.end_ns)]

    def _moment_ns(self) -> int:
        time = self._asked.time
        if time is None:
            return self._chronicle.now_ns
        if time.at_ns is not None:
            return time.at_ns
        return self._chronicle.now_ns if time.end_ns is None else time.end_ns

    def _is_there(self, stay: Stay) -> bool:
        return self._where.fit_all(stay, self._asked.places)


def _first_by(stays: Iterable[Stay], end_ns: int) -> list[Stay]:
    """The first stay of each thing, of those that began by a time."""
    first: dict[int, Stay] = {}
    for stay in stays:
        if stay.start_ns < end_ns:
            first.setdefault(stay.thing_id, stay)
    return list(first.values())


def _holds(condition: Condition, time: Time | None, now_ns: int) -> bool:
    """Whether it was so at the moment that is asked about, or at some time of the span."""
    is_span = time is not None and time.at_ns is None
    start_ns = time.start_ns if time is not None and is_span else now_ns
    end_ns = time.end_ns if time is not None and is_span else now_ns + 1
    begins = end_ns is None or condition.start_ns < end_ns
    over = condition.end_ns is not None and start_ns is not None and condition.end_ns <= start_ns
    return begins and not over
