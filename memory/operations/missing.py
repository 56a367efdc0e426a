"""What is said of a thing that is not where it was: "I looked there, and it was not"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from whereseen.memory.answer import Place
from whereseen.memory.chronicle import Chronicle, Stay
from whereseen.memory.chronicle.wording import place_of
from whereseen.memory.io.picture.words import age
from whereseen.memory.objects.boxes import grid_points
from whereseen.memory.objects.entity import Belief, Cause, Entity, Status
from whereseen.memory.operations.likeness import likeness_of
from whereseen.memory.spatial.keyframes import Keyframe
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial.sightlines import images_in_sight

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory

_MOST_EVIDENCE = 5
_SECOND_NS = 10**9


@dataclass(frozen=True, slots=True)
class Missing:
    """A thing that was asked for and is gone from where it was.

    Attributes:
        entity: The thing.
        reason: Where it was, and when its place was seen without it.
        evidence: Kept images that show its place since then, the newest first.
        before: Where it was, oldest first.
    """

    entity: Entity
    reason: str
    evidence: tuple[Keyframe, ...]
    before: tuple[Stay, ...]


def missing_of(
    memory: SpatialMemory, text: str, chronicle: Chronicle, within: Selection | None = None
) -> Missing | None:
    """The thing that a question means and that went last, None if none did.

    Args:
        memory: Its things and images.
        text: As "a red mug".
        chronicle: Of this memory now.
        within: Only things that were in this part of the map.
    """
    query, threshold = memory.encoder.query_text(text), memory.config.places.found_at
    found = [
        (belief.valid_from_ns, entity, belief)
        for entity in memory.objects.entities()
        if entity.status == Status.GONE
        and (belief := _absence(memory, entity)) is not None
        and (within is None or within.contains(belief.position_m, belief.valid_from_ns))
        and likeness_of(memory, query, entity) >= threshold
    ]
    if not found:
        return None
    _, entity, absence = max(found, key=lambda each: (each[0], each[1].id))
    stays = tuple(each for each in chronicle.stays if each.thing_id == entity.id)
    return Missing(
        entity=entity,
        reason=_reason(entity, absence, stays, memory.objects.now_ns),
        evidence=images_in_sight(
            memory.voxel_map, memory.keyframes, _empty(entity, absence), most=_MOST_EVIDENCE
        ),
        before=stays,
    )


def _absence(memory: SpatialMemory, entity: Entity) -> Belief | None:
    beliefs = memory.objects.beliefs(entity.id)
    last = beliefs[-1] if beliefs else None
    return last if last is not None and last.cause == Cause.ABSENT else None


def _reason(entity: Entity, absence: Belief, stays: tuple[Stay, ...], now_ns: int) -> str:
    where = f" {place_of(stays[-1])}" if stays else ""
    last = age(now_ns - entity.last_seen_ns)
    without = age(now_ns - absence.valid_from_ns)
    return (
        f"the {entity.label} was last {last}{where}; "
        f"its place was {without} without it, {absence.probability:.0%} sure"
    )


def _empty(entity: Entity, absence: Belief) -> Place:
    """The place where a thing was, since it was last recognised there."""
    return Place(
        position_m=absence.position_m,
        size_m=absence.size_m,
        score=0.0,
        probability=absence.probability,
        first_seen_ns=min(entity.last_seen_ns + _SECOND_NS, absence.valid_from_ns),
        last_seen_ns=(1 << 62) if absence.valid_to_ns is None else absence.valid_to_ns,
        image_id=None,
        points_map=grid_points(absence.position_m, absence.size_m),
    )
