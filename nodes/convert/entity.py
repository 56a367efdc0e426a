"""Entities, beliefs and changes to messages."""

from __future__ import annotations

from collections.abc import Sequence

from geometry_msgs.msg import Pose
from whereseen_msgs.msg import Belief, Change, Entity, EntityArray

from whereseen.memory.answer import Metres3
from whereseen.memory.objects import entity as objects
from whereseen.nodes.convert.pose import point_of, vector_of
from whereseen.nodes.convert.stamp import header_of, time_of


def entity_message(entity: objects.Entity, *, frame_id: str, stamp_ns: int) -> Entity:
    """An entity; the header is of the newest frame considered.

    Raises:
        UnusableMessage: if a stamp does not fit.
    """
    return Entity(
        header=header_of(frame_id, stamp_ns),
        id=entity.id,
        label=entity.label,
        status=int(entity.status),
        probability=float(entity.probability),
        pose=_upright(entity.position_m),
        size=vector_of(entity.size_m),
        first_seen=time_of(entity.first_seen_ns),
        last_seen=time_of(entity.last_seen_ns),
        image_id=entity.image_id or 0,
    )


def entities_message(
    entities: Sequence[objects.Entity], *, frame_id: str, stamp_ns: int
) -> EntityArray:
    """All entities, ordered by id; raises like `entity_message`."""
    ordered = sorted(entities, key=lambda entity: entity.id)
    return EntityArray(
        header=header_of(frame_id, stamp_ns),
        entities=[entity_message(e, frame_id=frame_id, stamp_ns=stamp_ns) for e in ordered],
    )


def belief_message(belief: objects.Belief) -> Belief:
    """A belief in the map frame; raises like `entity_message`."""
    return Belief(
        entity_id=belief.entity_id,
        pose=_upright(belief.position_m),
        size=vector_of(belief.size_m),
        valid_from=time_of(belief.valid_from_ns),
        valid_to=time_of(belief.valid_to_ns or 0),
        probability=float(belief.probability),
        cause=int(belief.cause),
        source=belief.source,
    )


def change_message(change: objects.Change, *, frame_id: str, stamp_ns: int) -> Change:
    """A change; raises like `entity_message`."""
    return Change(
        kind=int(change.kind),
        earliest=time_of(change.earliest_ns),
        latest=time_of(change.latest_ns),
        entity=entity_message(change.entity, frame_id=frame_id, stamp_ns=stamp_ns),
        before=_belief_or_none(change.before),
        after=_belief_or_none(change.after),
    )


def _belief_or_none(belief: objects.Belief | None) -> Belief:
    return Belief() if belief is None else belief_message(belief)


def _upright(position_m: Metres3) -> Pose:
    """Boxes lie along the axes of the map."""
    return Pose(position=point_of(position_m))
