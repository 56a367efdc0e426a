"""Whether a thing is what a question asks for, wherever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whereseen.memory.attributes.colour import colour_terms_in
from whereseen.memory.encoder.protocol import Query
from whereseen.memory.encoder.question import subject_of
from whereseen.memory.objects.colouring import colours_asked
from whereseen.memory.objects.entity import Entity

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory

_COLOURED_SHARE = 0.3  # of a thing that has a colour, from where on it is called so


def likeness_of(memory: SpatialMemory, query: Query, entity: Entity) -> float:
    """That a thing is what a question asks for, by its label and the colours seen of it."""
    objects = memory.objects
    example = objects.questions.example(entity.label)
    if example is None:
        asked, named = subject_of(query.text).casefold().split(), entity.label.casefold().split()
        return float(bool(asked) and set(asked) <= set(named))
    likely = float(query.calibration.probability(float(query.vector @ example.vector)))
    colours = colours_asked(query, memory.encoder)
    if not colours or colour_terms_in(entity.label.casefold().split()):
        return likely
    shares = [objects.attributes.share_of(entity.id, frozenset({each})) for each in colours]
    known = [share for share in shares if share is not None]
    return likely * min(1.0, min(known) / _COLOURED_SHARE) if known else likely
