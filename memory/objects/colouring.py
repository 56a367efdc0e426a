"""Answers to questions that name a colour, of things whose labels tell none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from whereseen.memory.answer import Answer, Place
from whereseen.memory.attributes.colour import colour_terms_in
from whereseen.memory.attributes.thing_attributes import ThingAttributes
from whereseen.memory.encoder.lexicon import household_lexicon
from whereseen.memory.encoder.protocol import Encoder, Query, Vocabulary
from whereseen.memory.encoder.question import noun_phrase_of
from whereseen.memory.objects.boxes import outside_m
from whereseen.memory.objects.entity import Entity, Status

if TYPE_CHECKING:
    from whereseen.memory.objects.object_memory import ObjectMemory

_PLACES = 20  # that are looked at: those of another colour drop out
_COLOURED_SHARE = 0.3  # of a thing that has a colour, from where on it is called so
_NEAR_M = 0.1  # of a thing's box, within which a place is that of the thing


def colours_asked(query: Query, encoder: Encoder) -> frozenset[str]:
    """Colours that a question names; none for encoders that see colours themselves."""
    if not isinstance(encoder, Vocabulary):
        return frozenset()
    phrase = noun_phrase_of(query.text) or ""
    return colour_terms_in(phrase.casefold().split())


def most_places(colours: frozenset[str], top: int) -> int:
    """How many places to look at for `top` of some colours."""
    return max(top, _PLACES) if colours else top


def of_colours(
    answer: Answer, colours: frozenset[str], objects: ObjectMemory, *, found_at: float, top: int
) -> Answer:
    """An answer in which places of things of other colours are less likely, or left out.

    Places of things whose labels tell a colour, or whose colour is not known, stay as they are.

    Args:
        answer: By names alone.
        colours: That are asked for; a thing has to have all.
        objects: All things.
        found_at: Probability from which a question is answered.
        top: At most so many places.
    """
    here = [each for each in objects.entities() if _may_be_meant(each, answer.query)]
    weighed = [_weighed(place, colours, here, objects.attributes) for place in answer.places]
    places = sorted((each for each in weighed if each.probability > 0.0), key=_least_likely)
    found = answer.found and bool(places) and places[0].probability >= found_at
    reason = answer.reason
    if answer.found and not found:
        reason = f"what was seen of that kind does not look {' and '.join(sorted(colours))}"
    return replace(answer, found=found, reason=reason, places=tuple(places[:top]))


def _weighed(
    place: Place, colours: frozenset[str], entities: list[Entity], attributes: ThingAttributes
) -> Place:
    at = np.array([place.position_m], dtype=np.float32)
    apart = [float(outside_m(at, each.position_m, each.size_m)[0]) for each in entities]
    near = [each for each, away in zip(entities, apart, strict=True) if away <= _NEAR_M]
    unnamed = [each for each in near if not colour_terms_in(each.label.casefold().split())]
    smallest = min(unnamed, key=lambda each: float(np.prod(each.size_m)), default=None)
    if smallest is None or len(unnamed) < len(near):
        return place
    shares = [attributes.share_of(smallest.id, frozenset({colour})) for colour in colours]
    known = [share for share in shares if share is not None]
    if not known:
        return place
    return replace(place, probability=place.probability * min(1.0, min(known) / _COLOURED_SHARE))


def _may_be_meant(entity: Entity, question: str) -> bool:
    """Whether a thing is there, and of a kind that a question asks for, as far as one knows."""
    lexicon = household_lexicon()
    asked = lexicon.read(noun_phrase_of(question) or "").kinds
    kinds = lexicon.read(entity.label).kinds
    alike = any(lexicon.is_a(a, b) or lexicon.is_a(b, a) for a in asked for b in kinds)
    return entity.status != Status.GONE and (alike or not asked or not kinds)


def _least_likely(place: Place) -> float:
    return -place.probability
