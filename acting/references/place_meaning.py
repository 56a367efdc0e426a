"""What a destination means: furniture, a room, "where it belongs", "next to the lamp"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from whereseen.acting.instructions.task import Reference
from whereseen.acting.knowledge.world_model import Likely
from whereseen.acting.references.destinations import (
    FORMER,
    HOME,
    PLACE_OF,
    belonging,
    former,
    holding,
    of_furniture,
    of_room,
)
from whereseen.acting.references.meaning import Meaning, refused
from whereseen.acting.references.phrase import Phrase
from whereseen.acting.references.resolution import Hypothesis, RefusalKind, Resolution
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.language import Sort


@dataclass(frozen=True, slots=True)
class PlaceMeaning:
    """Tells what destinations mean at one time.

    Attributes:
        meaning: Tells what noun phrases mean.
        likely_places: Where things of a label would be.
        told_ns: When the instruction was given, None for before a thing was last moved.
    """

    meaning: Meaning
    likely_places: Callable[[str], Sequence[Likely]]
    told_ns: int | None

    def resolved(self, reference: Reference, thing_id: int | None) -> Resolution:
        """Furniture or rooms, best first.

        Args:
            reference: As an instruction has it.
            thing_id: What is to be put there, None if nothing is.
        """
        text = " ".join(reference.text.split())
        whose: list[int | str] = [] if thing_id is None else [thing_id]
        if reference.same_as and text.startswith("where "):
            bindings = self.meaning.bindings
            whose = [each for it in reference.same_as for each in bindings.get(it, ())]
            text = "where it was"
        ids = [each for each in whose if isinstance(each, int)]
        if HOME.match(text):
            return self._belonging(reference, ids)
        if FORMER.match(text):
            return self._former(reference, ids)
        told = self.meaning.told(reference)
        if told is not None:
            return told
        of = PLACE_OF.match(text)
        return self._named(reference) if of is None else self._place_of(reference, of)

    def _named(self, reference: Reference) -> Resolution:
        try:
            phrase = self.meaning.phrase(reference.text)
        except InvalidQuery as error:
            return refused(reference.text, RefusalKind.NOT_UNDERSTOOD, str(error))
        room = self._room(phrase)
        if room is not None:
            return Resolution(reference.text, (of_room(room, 1.0, "it is a room"),), query=room)
        return self.meaning.resolved(reference, phrase, holding)

    def _room(self, phrase: Phrase) -> str | None:
        """The room that a phrase names."""
        said = phrase.asked.thing
        if said is None or said.sort is not Sort.ROOM or phrase.asked.event is not None:
            return None
        return next((each for each in said.known if each in self.meaning.known.known.rooms), None)

    def _belonging(self, reference: Reference, ids: Sequence[int]) -> Resolution:
        known = self.meaning.known
        thing = next((known.things[each] for each in ids if each in known.things), None)
        likely = self.likely_places(thing.label) if thing is not None else ()
        found = belonging(likely, known)
        if found:
            excluded = self.meaning.excluded
            found = tuple(sorted(found, key=lambda it: it.thing_id in excluded))
            return Resolution(reference.text, found[: self.meaning.config.most])
        what = "it" if thing is None else f"the {known.name(thing)}"
        return refused(reference.text, RefusalKind.UNKNOWN, f"I do not know where {what} belongs")

    def _former(self, reference: Reference, ids: Sequence[int]) -> Resolution:
        known = self.meaning.known
        stays = [it for it in known.past.source.stays if it.thing_id in ids]
        if self.told_ns is None:
            ended = [it.end_ns for it in stays if it.end_ns is not None]
            before_ns = max(ended, default=known.now_ns)
        else:
            before_ns = self.told_ns + 1
        found = former(stays, known, before_ns)
        if found:
            return Resolution(reference.text, found)
        return refused(reference.text, RefusalKind.UNKNOWN, "I do not know where it was before")

    def _place_of(self, reference: Reference, of: re.Match[str]) -> Resolution:
        """Of "where the plate is" and "next to the lamp": what carries that."""
        meant = self.meaning.resolved(Reference(of["is"] or of["near"]))
        if meant.best is None:
            return Resolution(reference.text, refusal=meant.refusal, query=meant.query)
        thing = self.meaning.known.things[meant.best.thing_id]
        if thing.is_receptacle and of["near"]:
            return Resolution(reference.text, meant.hypotheses)
        if of["verb"] in ("was", "were"):
            return self._former(reference, [thing.id])
        found = self._under(thing.id, meant.best)
        if found is None:
            reason = f"I do not know what the {meant.best.label} is on"
            return refused(reference.text, RefusalKind.UNKNOWN, reason)
        return Resolution(reference.text, (found,))

    def _under(self, thing_id: int, meant: Hypothesis) -> Hypothesis | None:
        known = self.meaning.known
        thing = known.things[thing_id]
        support, reason = known.things.get(thing.support_id), f"the {meant.label} is there"
        if support is not None:
            return of_furniture(support, meant.probability, reason)
        return of_room(thing.room, meant.probability, reason) if thing.room else None
