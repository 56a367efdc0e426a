"""Answers from what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle.deeds import Deed
from whereseen.memory.chronicle.happenings import Happenings
from whereseen.memory.chronicle.meaning import Whereabouts, is_meant, is_named
from whereseen.memory.chronicle.ranking import Candidate, chosen, nth_of
from whereseen.memory.chronicle.recollection import NotAnswered, Recollection
from whereseen.memory.chronicle.stays import Chronicle, Stay, Turn
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.language import Asked, Event, Relation, Sort, Time, Verb

_FROM = (Verb.TOOK, Verb.REMOVED)
_STARTS = (Verb.TOOK, Verb.VISITED, Verb.REMOVED, Verb.LEFT)


@dataclass(frozen=True, slots=True)
class EventAnswers:
    """Answers to questions about something that was done or happened.

    Args:
        chronicle: All that is known.
        happenings: What happened in it.
        wording: Says it.
    """

    chronicle: Chronicle
    happenings: Happenings
    wording: Wording

    def where(self, asked: Asked, event: Event) -> Recollection | None:
        """Where it was done, to or from; None where nothing of the kind is known."""
        found = nth_of(self._matching(asked, event), asked.rank)[-1:]
        stay = _end_of(found[0], asked, event) if found else None
        if stay is None:
            return None
        name = {Sort.ROOM: stay.room, Sort.RECEPTACLE: stay.support}.get(asked.of or Sort.PLACE)
        names = (name,) if name else ()
        return Recollection(self._lines(found), True, (stay,), deeds=tuple(found), names=names)

    def when(self, asked: Asked, event: Event) -> Recollection:
        """The last time, or the one that is asked for."""
        found = self._matching(asked, event)
        found = found[-1:] if asked.rank is None else nth_of(found, asked.rank)
        if not found:
            return self._nothing(asked)
        first = found[0]
        turns = tuple(self._turns(found))
        text, at_ns = self._lines(found), _time_of(first, event.verb, asked)
        ago_s = (self.chronicle.now_ns - at_ns) / 1e9
        return Recollection(
            text, True, turns=turns, deeds=tuple(found), at_ns=at_ns, duration_s=ago_s
        )

    def whether(self, asked: Asked, event: Event) -> Recollection:
        """Whether anything of the kind happened."""
        found = self._matching(asked, event)
        is_so = bool(found) != event.is_negated
        text = "\n".join(["Yes." if is_so else "No.", *map(self.wording.deed, found)])
        return Recollection(text, True, deeds=tuple(found), is_so=is_so)

    def how_many(self, asked: Asked, event: Event) -> Recollection:
        """How often it happened, or to how many."""
        found = self._matching(asked, event)
        if asked.of is not Sort.TIMES:
            named = chosen(self._candidates(found, asked, event), asked, lambda: (0.0, 0.0, 0.0))
            names = tuple(each.name for each in named)
            text = "\n".join([str(len(names)), *names])
            return Recollection(text, True, names=names, number=len(names))
        text = "\n".join([str(len(found)), *map(self.wording.deed, found)])
        return Recollection(text, True, deeds=tuple(found), number=len(found))

    def which(self, asked: Asked, event: Event) -> Recollection:
        """Which things, receptacles or rooms it was done with, or at."""
        found = self._matching(asked, event)
        if event.verb is Verb.SAW and asked.rank is not None and event.time is not None:
            found = [deed for deed in found if event.time.contains(deed.start_ns)]
        if event.verb is Verb.REMOVED and event.time is None and not asked.places:
            found = [deed for deed in found if event.places or not self._is_here(deed.thing_id)]
        candidates = self._candidates(found, asked, event)
        if event.is_negated:
            return self._spared(asked, {each.name for each in candidates})
        named = chosen(candidates, asked, self._origin(asked), is_visit=event.verb is Verb.VISITED)
        if not named:
            return self._nothing(asked)
        deeds = tuple(dict.fromkeys(each.what for each in named))
        lines = [", ".join(each.name for each in named), *map(self.wording.deed, deeds)]
        names = tuple(each.name for each in named)
        turns = tuple(self._turns(deeds))
        return Recollection("\n".join(lines), True, turns=turns, deeds=deeds, names=names)

    def how_long(self, asked: Asked, event: Event) -> Recollection:
        """How long it took, or lasted in all within the time that is asked about."""
        found = self._matching(asked, event)
        if not found:
            return self._nothing(asked)
        if event.verb is Verb.VISITED:
            spans = [_clipped(deed, event.time) for deed in found]
        elif event.verb is Verb.REMOVED:
            found, spans = self._absence(found)
        else:
            found = nth_of(found, asked.rank)[-1:]
            spans = [(deed.start_ns, deed.end_ns) for deed in found]
        if any(deed.is_noticed for deed in found) and event.verb is not Verb.REMOVED:
            raise NotAnswered(
                "how long it took was not seen", got=asked.text, remedy="Ask when it happened"
            )
        duration_s = sum(end - start for start, end in spans) / 1e9
        text = "\n".join([self.wording.duration(duration_s), *map(self.wording.deed, found)])
        return Recollection(text, True, deeds=tuple(found), duration_s=duration_s)

    def changes(self, asked: Asked, event: Event) -> Recollection:
        """What was done."""
        found = self._matching(asked, event)
        if not found:
            return self._nothing(asked)
        turns = tuple(self._turns(found))
        return Recollection(self._lines(found), True, turns=turns, deeds=tuple(found))

    def _matching(self, asked: Asked, event: Event) -> list[Deed]:
        time = event.time or asked.time
        thing = asked.thing if asked.thing is None or asked.thing.sort is not Sort.PERSON else None
        return self.happenings.matching(event, thing, time, asked.places)

    def _candidates(
        self, found: Sequence[Deed], asked: Asked, event: Event
    ) -> list[Candidate[Deed]]:
        sites = dict(self.chronicle.sites)
        sort, candidates = asked.of or Sort.THING, []
        for deed in found:
            for name in _names_of(deed, sort, asked, event, set(self.chronicle.supports)):
                key = (deed.thing_id or deed.label) if sort is Sort.THING else ""
                stay = deed.after or deed.before
                at_m = stay.position_m if stay is not None and sort is Sort.THING else None
                at_ns = _time_of(deed, event.verb, asked)
                identity = key if isinstance(key, int) else 0
                at_m = at_m or sites.get(name)
                duration_s = _clipped_s(deed, event.time)
                candidates.append(Candidate(name, identity, at_ns, duration_s, at_m, deed))
        return candidates

    def _origin(self, asked: Asked) -> Callable[[], Metres3]:
        place = asked.rank.place if asked.rank is not None else None
        return lambda: Whereabouts(self.chronicle).position_m(place)

    def _spared(self, asked: Asked, named: set[str]) -> Recollection:
        """Those to which it did not happen."""
        sort, thing = asked.of or Sort.THING, asked.thing
        supports, labels = self.chronicle.supports, self.chronicle.labels
        if sort is Sort.ROOM:
            names: Iterable[str] = self.chronicle.rooms
        elif sort is Sort.RECEPTACLE:
            names = (each for each in supports if thing is None or is_named(thing, each))
        else:
            names = (each for each in labels if each not in supports and is_meant(thing, each))
        left = tuple(name for name in names if name not in named)
        last = {stay.label: stay for stay in self.chronicle.stays if stay.label in left}
        lines = [self.wording.seen(stay) for stay in last.values()] if sort is Sort.THING else []
        text = "\n".join([", ".join(left) or "None.", *lines])
        return Recollection(text, bool(left), tuple(last.values()) if lines else (), names=left)

    def _is_here(self, thing_id: int) -> bool:
        stays = (stay for stay in self.chronicle.stays if stay.thing_id == thing_id)
        return bool(thing_id) and any(stay.end_ns is None for stay in stays)

    def _absence(self, found: list[Deed]) -> tuple[list[Deed], list[tuple[int, int]]]:
        """The last time that something was gone, and from when to when."""
        for deed in reversed(found):
            if deed.verb is Verb.REMOVED or deed.before is None or deed.after is None:
                return [deed], [(deed.end_ns, self._back_ns(deed))]
            ended_ns = deed.before.end_ns
            if ended_ns is not None and ended_ns < deed.after.start_ns:
                return [deed], [(ended_ns, deed.after.start_ns)]
        return found[-1:], [(found[-1].end_ns, found[-1].end_ns)]

    def _back_ns(self, gone: Deed) -> int:
        later = (
            stay.start_ns
            for stay in self.chronicle.stays
            if stay.thing_id == gone.thing_id and stay.start_ns > gone.end_ns
        )
        return min(later, default=self.chronicle.now_ns)

    def _turns(self, deeds: Iterable[Deed]) -> Iterator[Turn]:
        spans = {(deed.thing_id, deed.end_ns) for deed in deeds if deed.is_noticed}
        for turn in self.chronicle.turns:
            if (turn.thing_id, turn.latest_ns) in spans:
                yield turn

    def _lines(self, deeds: Iterable[Deed]) -> str:
        return "\n".join(map(self.wording.deed, deeds))

    def _nothing(self, asked: Asked) -> Recollection:
        thing = asked.thing
        name = "anything" if thing is None or thing.is_any else f"any {thing.phrase}"
        return Recollection(f"I noticed nothing of the kind about {name}.", False)


def _end_of(deed: Deed, asked: Asked, event: Event) -> Stay | None:
    places = [place for place in (*event.places, *asked.places) if place.is_asked]
    is_from = event.verb in _FROM or any(place.relation is Relation.FROM for place in places)
    stay = deed.before if is_from else deed.after
    return stay or deed.after or deed.before


def _time_of(deed: Deed, verb: Verb, asked: Asked) -> int:
    """A moment for it: the middle of when it may have been, its start or its end."""
    if deed.is_noticed:
        earliest_ns = deed.start_ns or deed.end_ns
        return (earliest_ns + deed.end_ns) // 2
    if verb is Verb.SAW:
        is_first = asked.rank is not None and asked.rank.nth > 0
        return deed.start_ns if is_first else deed.end_ns
    return deed.start_ns if verb in _STARTS else deed.end_ns


def _names_of(
    deed: Deed, sort: Sort, asked: Asked, event: Event, supports: set[str]
) -> tuple[str, ...]:
    """What of a deed is asked for."""
    if sort is Sort.ROOM:
        return deed.rooms[:1]
    if sort is not Sort.RECEPTACLE:
        return (deed.label,) if deed.label and deed.label not in supports else ()
    if deed.label in supports and deed.before is None and deed.after is None:
        names: tuple[str, ...] = (deed.label,)
    else:
        stay = _end_of(deed, asked, event)
        ends = (stay,) if event.verb in (*_FROM, Verb.PUT) else (deed.before, deed.after)
        names = tuple(each.support for each in ends if each is not None and each.support)
    thing = asked.thing
    is_kind = thing is not None and thing.sort is Sort.RECEPTACLE and not thing.is_any
    return tuple(name for name in names if not is_kind or (thing and is_named(thing, name)))


def _clipped(deed: Deed, time: Time | None) -> tuple[int, int]:
    start_ns, end_ns = deed.start_ns, deed.end_ns
    if time is not None and time.at_ns is None:
        start_ns = start_ns if time.start_ns is None else max(start_ns, time.start_ns)
        end_ns = end_ns if time.end_ns is None else min(end_ns, time.end_ns)
    return start_ns, max(start_ns, end_ns)


def _clipped_s(deed: Deed, time: Time | None) -> float:
    start_ns, end_ns = _clipped(deed, time)
    return (end_ns - start_ns) / 1e9


def bare_event(asked: Asked) -> Asked:
    """The question without what was done, for where that is not known."""
    event = asked.event
    if event is None:
        return asked
    places = (*asked.places, *(place for place in event.places if not place.is_asked))
    return replace(asked, event=None, places=places, time=asked.time or event.time)
