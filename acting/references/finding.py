"""Things that fit all that is asked of them: words, places, what was done, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.references.deeds_meant import DeedFinder, is_where_done
from whereseen.acting.references.described import Described, uses_of
from whereseen.acting.references.fitting import Fit, is_of_sort, named_so, of_words
from whereseen.acting.references.phrase import Phrase
from whereseen.acting.references.where import Whereabouts
from whereseen.memory.language import Asked, Relation, Sort, Verb
from whereseen.memory.language.thing import Thing as Said

_OF_FURNITURE = frozenset({"open", "opened", "closed", "shut", "locked", "unlocked"})
_EARLIER = 0.8  # than the last time, each time
_BY_LOOKS = 0.9  # of how alike a thing is, where no word names it


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that fits.

    Attributes:
        thing: It.
        fit: How well.
    """

    thing: Thing
    fit: Fit

    def times(self, match: float, *notes: str) -> Found:
        """As well as it fits something else too."""
        return replace(self, fit=self.fit.times(match, *notes))


class Finder:
    """Finds things that a phrase means.

    Args:
        known: All that is known.
        alike: How well things fit a phrase by other means than words, by identity.
    """

    def __init__(self, known: Described, alike: Callable[[str], Mapping[int, float]]) -> None:
        self._known, self._alike = known, alike
        self._where = Whereabouts(known)

    def find(self, phrase: Phrase) -> list[Found]:
        """All that fit in any measure.

        Raises:
            NotAnswered: if it is said by what cannot be known.
        """
        asked = phrase.asked
        if phrase.is_held:
            held = [each for each in self._known.things.values() if each.is_held]
            return [Found(each, Fit(1.0, ("I hold it",))) for each in held]
        found = [Found(each, fit) for each, fit in self._by_words(phrase) if fit.match > 0.0]
        if asked.event is not None and asked.event.verb is not Verb.SAW:
            found = self._by_deeds(found, replace(asked, is_plural=not phrase.is_one))
        if asked.places:
            return self._by_places(found, phrase)
        if asked.time is not None and asked.event is None:
            there = self._where.once_there(asked, is_over=False)
            return [each for each in found if each.thing.id in there]
        return found

    def _by_words(self, phrase: Phrase) -> Iterable[tuple[Thing, Fit]]:
        things, asked = self._known.things.values(), phrase.asked
        said = _with_state(_sought(asked), asked.state)
        if phrase.use:
            for each in things:
                if phrase.use in uses_of(each):
                    fit = of_words(each, said, is_named=True)
                    yield each, fit.times(1.0, f"one can {phrase.use} it")
        elif not said.noun:
            yield from self._any(said, asked)
        else:
            labels = named_so(said.noun, [each.label for each in things])
            for each in things:
                match = labels.get(each.label, 0.0)
                if match:
                    called = f"it is called {self._known.name(each)}"
                    yield each, of_words(each, said).times(match, called)
            if not labels:
                yield from self._by_looks(asked.text)

    def _any(self, said: Said, asked: Asked) -> Iterable[tuple[Thing, Fit]]:
        """Where no name is said: "the red thing", "what you opened"."""
        may_be_furniture = asked.event is not None and not asked.event.places
        may_be_furniture |= bool(set(said.states) & _OF_FURNITURE)
        for each in self._known.things.values():
            if is_of_sort(each, said.sort) or (may_be_furniture and said.sort is Sort.THING):
                yield each, of_words(each, said)

    def _by_looks(self, text: str) -> Iterable[tuple[Thing, Fit]]:
        for thing_id, match in self._alike(text).items():
            if thing_id in self._known.things:
                thing = self._known.things[thing_id]
                yield thing, Fit(_BY_LOOKS * match, (f"it looks like {text}",))

    def _by_deeds(self, found: list[Found], asked: Asked) -> list[Found]:
        """Those with which it was done, those with which it was done last fitting best."""
        by_id = {each.thing.id: each for each in found}
        done = DeedFinder(self._known, self._where.meant).things(
            asked, {each.thing.id: each.thing for each in found}
        )
        if asked.event is not None and asked.event.is_negated:
            spared = {each.thing_id for each in done}
            return [each for each in found if each.thing.id not in spared]
        lasting = _EARLIER if asked.rank is None else 1.0
        return [
            by_id[each.thing_id].times(each.match * lasting**n, each.note)
            for n, each in enumerate(done)
            if each.thing_id in by_id
        ]

    def _by_places(self, found: list[Found], phrase: Phrase) -> list[Found]:
        asked, kept = phrase.asked, list[Found]()
        if asked.time is not None or phrase.is_past:
            there = self._where.once_there(asked, is_over=asked.time is None)
            here = [each for each in found if each.thing.id in there]
            return [each.times(there[each.thing.id], "it was there") for each in here]
        for each in found:
            fit = self._where.fit(each.thing, asked.places)
            if fit.match > 0.0:
                kept.append(each.times(fit.match, *fit.notes))
        if not kept and all(place.relation is Relation.FROM for place in asked.places):
            return self._by_places(found, replace(phrase, is_past=True))  # it came from there
        return kept


def _sought(asked: Asked) -> Said:
    """What is looked for; of "the shelf you put the book on" that is no book."""
    if is_where_done(asked) and asked.event is not None:
        place = next(it for it in asked.event.places if it.is_asked)
        return place.thing or Said(sort=Sort.RECEPTACLE)
    return asked.thing or Said()


def _with_state(said: Said, state: str | None) -> Said:
    if state is None or state in said.states:
        return said
    return replace(said, states=(*said.states, state))
