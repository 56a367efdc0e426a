"""One thing as planners know it: as it was seen, and as it is after what the robot did since."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from whereseen.acting.knowledge.acts import Absence, state_after
from whereseen.acting.knowledge.states import excluded_by, same_states
from whereseen.acting.knowledge.world_model import Thing
from whereseen.memory.attributes.state import StateHistory
from whereseen.memory.attributes.words import state_text
from whereseen.memory.chronicle import Deed, Stay
from whereseen.memory.graph.bodies import role_of
from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.spatial_memory import SpatialMemory

Supports: TypeAlias = Mapping[int, tuple[str, int]]  # by thing: relation and what carries it

_LEFT = 0.1  # of its probability, of what the robot looked for in vain
_THERE_M = 0.7  # a look in vain farther away says nothing of where a thing is thought to be
_PUT = 0.95  # that a thing is where the robot put it


def thing_of(
    memory: SpatialMemory, entity: Entity, supports: Supports, *, is_held: bool = False
) -> Thing:
    """A thing as it was last seen or told.

    Args:
        memory: Its attributes and rooms.
        entity: The thing.
        supports: What carries which thing.
        is_held: Whether it is in the robot's hand.
    """
    objects, now_ns = memory.objects, memory.objects.now_ns
    like = objects.attributes_of(entity.id)
    colours = objects.attributes.sure_colours(entity)
    states = objects.attributes.states_text(entity.id, now_ns)
    relation, support = ("", 0) if is_held else supports.get(entity.id, ("", 0))
    return Thing(
        id=entity.id,
        label=entity.label,
        position_m=entity.position_m,
        size_m=entity.size_m,
        probability=1.0 if is_held else entity.probability,
        last_seen_ns=entity.last_seen_ns,
        attributes=tuple(filter(None, (*colours, like.material))),
        states=tuple(filter(None, states.split(", "))),
        affordances=like.affordances,
        room=memory.kept_graph.room_name(entity.position_m) or "",
        relation=relation,
        support_id=support,
        is_receptacle=role_of(entity.label).is_receptacle,
        is_gone=entity.status is Status.GONE and not is_held,
        is_held=is_held,
    )


def as_done(thing: Thing, deed: Deed, after: Stay, things: Iterable[Thing]) -> Thing:
    """A thing that the robot put somewhere; as it is if it was seen later than that.

    Args:
        thing: As it was seen.
        deed: What was done.
        after: Where it was put.
        things: All, among which is what carries it.
    """
    if thing.last_seen_ns > deed.end_ns:
        return thing
    named = [each for each in things if each.label == after.support and each.id != thing.id]
    support = min(named, key=lambda each: _outside_m(each, after), default=None)
    return replace(
        thing,
        position_m=after.position_m,
        probability=max(_PUT, after.probability if after.probability < 1.0 else 0.0),
        last_seen_ns=max(thing.last_seen_ns, deed.end_ns),
        room=after.room or (support.room if support is not None else thing.room),
        relation=after.relation,
        support_id=0 if support is None else support.id,
        is_gone=False,
    )


def as_missed(thing: Thing, absence: Absence, put_ns: int) -> Thing:
    """A thing that the robot looked for in vain; as it is if it was seen or put there later.

    Args:
        thing: As it was known without that.
        absence: Where the robot looked, and when.
        put_ns: When it last put it somewhere.
    """
    is_later = max(thing.last_seen_ns, put_ns) > absence.stamp_ns
    is_elsewhere = math.dist(thing.position_m, absence.position_m) > _THERE_M
    if is_later or is_elsewhere or thing.is_held:
        return thing
    return replace(thing, probability=thing.probability * _LEFT, is_gone=True)


def states_since(thing: Thing, deed: Deed, seen: StateHistory) -> Thing:
    """A thing in the state in which a deed left it; as it is if that was seen otherwise later.

    Args:
        thing: With the states that were seen.
        deed: What was done.
        seen: When which state was seen.
    """
    word = state_after(deed)
    if not word:
        return thing
    others = same_states(word) | excluded_by(word)
    later = (
        state_text(state.key, state.value)
        for state in seen.of(thing.id)
        if state.seen_ns > deed.end_ns
    )
    if any(each in others for each in later):
        return thing
    kept = tuple(each for each in thing.states if each not in others)
    return replace(thing, states=(*kept, word))


def _outside_m(piece: Thing, stay: Stay) -> float:
    """How far a place is outside of the box of a piece of furniture."""
    pairs = zip(piece.position_m, stay.position_m, piece.size_m, strict=True)
    return math.hypot(*(max(abs(at - there) - size / 2, 0.0) for at, there, size in pairs))
