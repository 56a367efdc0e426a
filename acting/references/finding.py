"""Things that fit all that is asked of them: words, places, what was done, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.references.described import Described
from whereseen.acting.references.fitting import Fit, is_of_sort, named_so, of_words
from whereseen.acting.references.phrase import Phrase
from whereseen.acting.references.states import same_states
from whereseen.acting.references.where import Whereabouts
from whereseen.memory.chronicle import Deed
from whereseen.memory.chronicle.anchoring import NoSuchEvent
from whereseen.memory.chronicle.ranking import Candidate, chosen
from whereseen.memory.language import Actor, Asked, RankBy, Sort, Verb
from whereseen.memory.language.thing import Thing as Said

_OTHERS_DID = 0.7  # of a deed of somebody else than who was named
_EARLIER = 0.8  # than the last time, each time


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that fits.

    Attributes:
        thing: It.
        fit: How well.
        order: Its number among those that were asked for in an order, 0 where none was.
    """

    thing: Thing
    fit: Fit
    order: int = 0


class Finder:
    """Finds things that a phrase means.

    Args:
        known: All that is known.
    """

    def __init__(self, known: Described) -> None:
        self._known = known
        self._where = Whereabouts(known)

    def find(self, phrase: Phrase) -> list[Found]:
        """All that fit in any measure, in order of identity or, if one is said, in that order.

        Raises:
            NotAnswered: if it is said by what cannot be known.
        """
        asked = phrase.asked
        found = [Found(each, fit) for each, fit in self._by_words(phrase) if fit.match > 0.0]
        if asked.event is not None and asked.event.verb is not Verb.SAW:
            found = self._by_deeds(found, asked)
        if asked.places:
            found = self._by_places(found, phrase)
        elif asked.time is not None and asked.event is None:
            found = self._by_time(found, asked)
        return found

    def _by_words(self, phrase: Phrase) -> Iterable[tuple[Thing, Fit]]:
        things, asked = self._known.things.values(), phrase.asked
        said = _with_state(asked.thing or Said(), asked.state)
        if phrase.use:
            for each in things:
                if phrase.use in each.affordances:
                    yield each, of_words(each, said).times(1.0, f"one can {phrase.use} it")
            return
        if not said.noun:
            is_any = asked.event is not None and not asked.event.places
            for each in things:
                if is_of_sort(each, said.sort) or (is_any and each.is_receptacle):
                    yield each, of_words(each, said)
            return
        labels = named_so(said.noun, [each.label for each in things])
        for each in things:
            match = labels.get(each.label, 0.0)
            if match:
                yield each, of_words(each, said).times(match, f"it is a {self._known.name(each)}")

    def _by_deeds(self, found: list[Found], asked: Asked) -> list[Found]:
        by_id = {each.thing.id: each for each in found}
        deeds, share = self._deeds(asked)
        candidates = [
            Candidate(deed.label, thing_id, deed.end_ns, deed.duration_s, None, deed)
            for deed in deeds
            for thing_id in self._ids(deed, by_id)
        ]
        asked = replace(asked, order=None)
        ranked = chosen(candidates, asked, lambda: (0.0, 0.0, 0.0)) if asked.rank else candidates
        latest: dict[int, Candidate[Deed]] = {each.key: each for each in ranked}
        ordered = sorted(latest.values(), key=lambda each: -each.at_ns)
        return [
            replace(
                by_id[each.key],
                fit=by_id[each.key].fit.times(
                    share * _EARLIER**n, self._known.wording.deed(each.what)
                ),
                order=0 if asked.rank is None else 1,
            )
            for n, each in enumerate(ordered)
        ]

    def _deeds(self, asked: Asked) -> tuple[list[Deed], float]:
        """What was done so, by who was named or else by anybody."""
        found = self._matching(asked)
        if found or asked.event is None or asked.event.actor == Actor():
            return found, 1.0
        return self._matching(
            replace(asked, event=replace(asked.event, actor=Actor()))
        ), _OTHERS_DID

    def _matching(self, asked: Asked) -> list[Deed]:
        try:
            settled = self._known.anchoring.settled(asked)
        except NoSuchEvent:
            return []
        event = settled.event
        if event is None:
            return []
        return self._known.happenings.matching(
            event, None, event.time or settled.time, settled.places
        )

    def _ids(self, deed: Deed, found: dict[int, Found]) -> list[int]:
        if deed.thing_id in found:
            return [deed.thing_id]
        if deed.thing_id:
            return []
        return [each for each, it in found.items() if self._known.name(it.thing) == deed.label]

    def _by_places(self, found: list[Found], phrase: Phrase) -> list[Found]:
        asked, kept = phrase.asked, list[Found]()
        if asked.time is not None or phrase.is_past:
            there = self._where.once_there(asked, is_over=asked.time is None)
            return [
                replace(each, fit=each.fit.times(there[each.thing.id], "it was there"))
                for each in found
                if each.thing.id in there
            ]
        for each in found:
            fit = self._where.fit(each.thing, asked.places)
            if fit.match > 0.0:
                kept.append(replace(each, fit=each.fit.times(fit.match, *fit.notes)))
        return kept

    def _by_time(self, found: list[Found], asked: Asked) -> list[Found]:
        there = self._where.once_there(asked, is_over=False)
        return [each for each in found if each.thing.id in there]


def _with_state(said: Said, state: str | None) -> Said:
    if state is None or state in said.states:
        return said
    return replace(said, states=(*said.states, state))


def is_by_rank(asked: Asked, by: RankBy) -> bool:
    """Whether one of several is asked for by its place in an order."""
    return asked.rank is not None and asked.rank.by is by


__all__ = ["Finder", "Found", "Sort", "is_by_rank", "same_states"]
