"""Resolves references over what is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from whereseen.acting.instructions.task import Mention, Reference
from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.acting.references.config import Ambiguity, ReferenceConfig
from whereseen.acting.references.described import Described
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
from whereseen.acting.references.finding import Finder, Found
from whereseen.acting.references.fitting import Fit
from whereseen.acting.references.phrase import Phrase, read_phrase
from whereseen.acting.references.resolution import (
    Hypothesis,
    Refusal,
    RefusalKind,
    Resolution,
)
from whereseen.acting.references.weighing import Circumstances, Weighed, ranked, weighed
from whereseen.acting.references.where import Whereabouts
from whereseen.memory.answer import Metres3
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.language import QuestionReader, Sort
from whereseen.memory.operations.near_names import known_names

Bindings = Mapping[Mention, Sequence[int | str]]
"""What mentions mean: identities of things and furniture, names of rooms."""

_NOTHING_YET: Bindings = {}


class ReferenceResolver:
    """Resolves noun phrases, vague ones too, over a world model.

    What is read of the world is kept until the world's things or its chronicle change.

    Args:
        world: What is known.
        config: What to do with what is ambiguous.
    """

    def __init__(self, world: WorldModel, config: ReferenceConfig | None = None) -> None:
        self._world = world
        self._config = ReferenceConfig() if config is None else config
        self._known: Described | None = None
        self._reader: QuestionReader | None = None

    def resolve(
        self,
        reference: Reference,
        *,
        bindings: Bindings = _NOTHING_YET,
        excluded: Collection[int] = (),
        near_m: Metres3 | None = None,
    ) -> Resolution:
        """What a reference to things or furniture means, best first.

        Args:
            reference: As an instruction has it.
            bindings: What was named before in the task means.
            excluded: Things that were looked for and not found where they should be; they rank
                after all others.
            near_m: From where "nearest" counts, and which of several is picked.
        """
        known = self._known_now()
        told = self._told(reference, bindings, known)
        if told is not None:
            return told
        around = Circumstances(_ids(bindings), frozenset(excluded), near_m)
        return self._resolved(reference, bindings, around, known)

    def resolve_place(
        self,
        reference: Reference,
        *,
        thing_id: int | None = None,
        bindings: Bindings = _NOTHING_YET,
        excluded: Collection[int] = (),
        near_m: Metres3 | None = None,
        told_ns: int | None = None,
    ) -> Resolution:
        """Which furniture or room a destination means, best first.

        Args:
            reference: As an instruction has it.
            thing_id: What is to be put there; needed for "where it belongs" and "where it was".
            bindings: What was named before in the task means.
            excluded: Furniture where it cannot be put; it ranks after all others.
            near_m: From where "nearest" counts, and which of several is picked.
            told_ns: When the instruction was given: "where the mug was" means then. None for
                before it was last moved.
        """
        known = self._known_now()
        text = " ".join(reference.text.split())
        whose: list[int | str] = [thing_id] if thing_id is not None else []
        if reference.same_as and text.startswith("where "):
            whose = [each for it in reference.same_as for each in bindings.get(it, ())]
            text = "where it was"
        if HOME.match(text):
            return self._belonging(reference, whose, known)
        if FORMER.match(text):
            return self._former(reference, whose, known, told_ns)
        told = self._told(reference, bindings, known)
        if told is not None:
            return told
        around = Circumstances(_ids(bindings), frozenset(excluded), near_m)
        of = PLACE_OF.match(text)
        if of is not None:
            return self._place_of(reference, of, bindings, around, known, told_ns)
        return self._resolved(reference, bindings, around, known, is_place=True)

    def _belonging(
        self, reference: Reference, whose: Sequence[int | str], known: Described
    ) -> Resolution:
        ids = (it for it in whose if isinstance(it, int))
        thing = next((known.things[it] for it in ids if it in known.things), None)
        likely = self._world.likely_places(thing.label) if thing is not None else ()
        found = belonging(likely, known)
        if found:
            return Resolution(reference.text, found[: self._config.most])
        what = "it" if thing is None else f"the {known.name(thing)}"
        return _refused(reference.text, RefusalKind.UNKNOWN, f"I do not know where {what} belongs")

    def _former(
        self,
        reference: Reference,
        whose: Sequence[int | str],
        known: Described,
        told_ns: int | None,
    ) -> Resolution:
        stays = [it for it in known.source.stays if it.thing_id in whose]
        before_ns = told_ns
        if before_ns is None:
            ended = [it.end_ns for it in stays if it.end_ns is not None]
            before_ns = max(ended, default=self._world.now_ns)
        else:
            before_ns += 1
        found = former(stays, known, before_ns)
        if found:
            return Resolution(reference.text, found)
        return _refused(reference.text, RefusalKind.UNKNOWN, "I do not know where it was")

    def _place_of(
        self,
        reference: Reference,
        of: re.Match[str],
        bindings: Bindings,
        around: Circumstances,
        known: Described,
        told_ns: int | None,
    ) -> Resolution:
        """Of "where the plate is" and "next to the lamp": what carries that."""
        inner = Reference(of["is"] or of["near"])
        meant = self._resolved(inner, bindings, around, known)
        if meant.best is None:
            return Resolution(reference.text, refusal=meant.refusal, query=meant.query)
        thing = known.things[meant.best.thing_id]
        if thing.is_receptacle and of["near"]:
            return Resolution(reference.text, meant.hypotheses)
        if of["verb"] in ("was", "were"):
            return self._former(reference, [thing.id], known, told_ns)
        support = known.things.get(thing.support_id)
        name = known.name(thing)
        if support is not None:
            found = of_furniture(support, meant.best.probability, f"the {name} is there")
            return Resolution(reference.text, (found,))
        if thing.room:
            found = of_room(thing.room, meant.best.probability, f"the {name} is there")
            return Resolution(reference.text, (found,))
        reason = f"I do not know what the {name} is on"
        return _refused(reference.text, RefusalKind.UNKNOWN, reason)

    def _resolved(
        self,
        reference: Reference,
        bindings: Bindings,
        around: Circumstances,
        known: Described,
        *,
        is_place: bool = False,
    ) -> Resolution:
        try:
            phrase = self._read(reference.text, known)
            room = self._room(phrase, known) if is_place else None
            if room is not None:
                found_room = of_room(room, 1.0, "it is a room")
                return Resolution(reference.text, (found_room,), query=room)
            found = Finder(known).find(phrase)
            if is_place:
                found = [replace(it, fit=it.fit.times(holding(it.thing))) for it in found]
            found = ranked(found, phrase, lambda: self._origins_m(phrase, known, around))
        except InvalidQuery as error:
            return _refused(reference.text, RefusalKind.NOT_UNDERSTOOD, str(error))
        others = {each for it in reference.other_than for each in bindings.get(it, ())}
        found = [each for each in found if each.thing.id not in others]
        return self._chosen(reference, phrase, weighed(found, phrase, around), known)

    def _room(self, phrase: Phrase, known: Described) -> str | None:
        """The room that a phrase names."""
        said = phrase.asked.thing
        if said is None or said.sort is not Sort.ROOM or phrase.asked.event is not None:
            return None
        return next((each for each in said.known if each in known.known.rooms), None)

    def _known_now(self) -> Described:
        fresh = Described.of(self._world, self._config.zone)
        old = self._known
        if old is None or old.source is not fresh.source or old.things != fresh.things:
            is_same = old is not None and old.known == fresh.known
            self._known, self._reader = fresh, self._reader if is_same else None
        assert self._known is not None
        return self._known

    def _read(self, text: str, known: Described) -> Phrase:
        if self._reader is None:
            self._reader = known.reader()
        uses = frozenset(use for each in known.things.values() for use in each.affordances)
        return read_phrase(text, self._reader, self._world.now_ns, uses)

    def _told(
        self, reference: Reference, bindings: Bindings, known: Described
    ) -> Resolution | None:
        """Of what is known without looking: an identity, or what "it" means."""
        if reference.thing_id is not None:
            meant: Sequence[int | str] = (reference.thing_id,)
        elif reference.same_as:
            if any(each not in bindings for each in reference.same_as):
                reason = f"what {reference.text!r} means is not known yet"
                return _refused(reference.text, RefusalKind.NOT_YET_KNOWN, reason)
            meant = [each for it in reference.same_as for each in bindings[it]]
        else:
            return None
        things = [self._world.thing(each) for each in meant if isinstance(each, int)]
        fit = Fit(1.0, ("it was named before",))
        hypotheses = tuple(
            self._hypothesis(Weighed(Found(each, fit), 1.0), 1.0, known)
            for each in things
            if each is not None
        )
        rooms = [each for each in meant if isinstance(each, str)]
        hypotheses += tuple(Hypothesis(0, each, 1.0, 1.0, "", "", 0, each) for each in rooms)
        if not hypotheses:
            reason = f"what {reference.text!r} means is no longer known"
            return _refused(reference.text, RefusalKind.UNKNOWN, reason)
        return Resolution(reference.text, hypotheses)

    def _origins_m(self, phrase: Phrase, known: Described, around: Circumstances) -> list[Metres3]:
        rank = phrase.asked.rank
        if rank is not None and rank.place is not None:
            return Whereabouts(known).points_m(rank.place)
        at_m = around.near_m or known.source.robot_m
        return [at_m] if at_m is not None else []

    def _chosen(
        self, reference: Reference, phrase: Phrase, found: list[Weighed], known: Described
    ) -> Resolution:
        text, least = reference.text, self._config.least_match
        good = [each for each in found if each.found.fit.match >= least]
        if not good:
            return self._unknown(text, phrase, found, known)
        hypotheses = self._hypotheses(good, known)
        if reference.count != 1:
            return Resolution(text, hypotheses, query=phrase.query)
        rivals = self._rivals(good, phrase)
        if len(rivals) < 2:
            return Resolution(text, hypotheses[: self._config.most], query=phrase.query)
        names = tuple(hypotheses[: len(rivals)])
        if self._config.ambiguity is Ambiguity.ASK:
            return Resolution(
                text, refusal=Refusal(RefusalKind.AMBIGUOUS, _question(text, names), names),
                query=phrase.query,
            )  # fmt: skip
        return Resolution(text, hypotheses[: self._config.most], query=phrase.query)

    def _rivals(self, good: list[Weighed], phrase: Phrase) -> list[Weighed]:
        if phrase.is_indefinite or phrase.asked.rank is not None:
            return good[:1]
        least = good[0].weight * self._config.ambiguous_share
        return [each for each in good if each.weight >= least]

    def _hypotheses(self, good: list[Weighed], known: Described) -> tuple[Hypothesis, ...]:
        total = sum(each.weight for each in good) or 1.0
        return tuple(self._hypothesis(each, each.weight / total, known) for each in good)

    def _hypothesis(self, each: Weighed, share: float, known: Described) -> Hypothesis:
        thing, fit = each.found.thing, each.found.fit
        there = 1.0 if thing.is_held else min(thing.probability, 0.05 if thing.is_gone else 1.0)
        return Hypothesis(
            thing.id,
            known.name(thing),
            share * there,
            fit.match,
            "; ".join((*fit.notes, *each.notes)),
            where_of(thing, known),
            thing.last_seen_ns,
            thing.room,
        )

    def _unknown(
        self, text: str, phrase: Phrase, found: list[Weighed], known: Described
    ) -> Resolution:
        near = self._hypotheses(found[:3], known)
        name = phrase.query or text
        reason = f"I know of nothing that is {text!r}"
        if near:
            reason += f"; nearest is the {near[0].label}, but {near[0].reason}"
        else:
            labels = {known.name(each) for each in known.things.values()}
            reason += f". {known_names(name, labels)}"
        refusal = Refusal(RefusalKind.UNKNOWN, reason, near)
        return Resolution(text, refusal=refusal, query=phrase.query)


def where_of(thing: Thing, known: Described) -> str:
    """Where a thing is thought to be, in words; empty if nobody knows."""
    if thing.is_held:
        return "in my hand"
    support = known.things.get(thing.support_id)
    on = f"{thing.relation or 'on'} the {support.label}" if support is not None else ""
    room = f"in the {thing.room}" if thing.room else ""
    return " ".join(filter(None, (on, room)))


def _question(text: str, names: Sequence[Hypothesis]) -> str:
    options = [f"the {it.label} {it.where}".rstrip() for it in names[:4]]
    return f"Which do you mean by {text!r}: {', '.join(options[:-1])} or {options[-1]}?"


def _refused(text: str, kind: RefusalKind, reason: str) -> Resolution:
    return Resolution(text, refusal=Refusal(kind, reason))


def _ids(bindings: Bindings) -> frozenset[int]:
    return frozenset(each for some in bindings.values() for each in some if isinstance(each, int))
