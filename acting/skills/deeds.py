"""Calls that were done, as deeds for the memory."""

from __future__ import annotations

from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.acting.skills.call import (
    Call,
    Close,
    Explore,
    GoTo,
    Heat,
    LookAt,
    Open,
    Pick,
    Place,
    Relation,
    Slice,
    Toggle,
    Wash,
)
from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle import Deed, Stay
from whereseen.memory.chronicle.deeds import ROBOT
from whereseen.memory.language import Verb

_VERBS: dict[type[Call], Verb] = {
    Pick: Verb.TOOK,
    Open: Verb.OPENED,
    Close: Verb.CLOSED,
    Slice: Verb.SLICED,
    Wash: Verb.CLEANED,
    Heat: Verb.HEATED,
}


def deed_of(
    call: Call,
    world: WorldModel,
    start_ns: int,
    end_ns: int,
    *,
    held: int | None = None,
    position_m: Metres3 | None = None,
) -> Deed | None:
    """What a memory is to be told of a call that did what it is for; None: nothing.

    Args:
        call: What was done.
        world: What was known before it.
        start_ns: When it began.
        end_ns: When it was over.
        held: What was in the hand before it.
        position_m: Where the thing is now, of `Place`; None for the middle of what it was put on
            or in, on its top or in its middle.
    """
    if isinstance(call, GoTo | Explore | LookAt):
        return None
    if isinstance(call, Place):
        return _put(call, world, start_ns, end_ns, held, position_m)
    thing_id = (held or 0) if isinstance(call, Wash | Heat) else _thing_of(call)
    thing = world.thing(thing_id)
    label, room = (thing.label, thing.room) if thing is not None else ("", "")
    before = _stay(thing, world) if isinstance(call, Pick) and thing is not None else None
    return Deed(_verb(call), start_ns, end_ns, ROBOT, thing_id, label, before=before, room=room)


def use_of(
    call: Call, world: WorldModel, start_ns: int, end_ns: int, held: int | None
) -> Deed | None:
    """That something was used for a call that did what it is for, as a knife; None: nothing was.

    Args:
        call: What was done.
        world: What was known before it.
        start_ns: When it began.
        end_ns: When it was over.
        held: What was in the hand.
    """
    tool = world.thing(held or 0) if isinstance(call, Slice) else None
    if tool is None:
        return None
    return Deed(Verb.USED, start_ns, end_ns, ROBOT, tool.id, tool.label, room=tool.room)


def _put(
    call: Place,
    world: WorldModel,
    start_ns: int,
    end_ns: int,
    held: int | None,
    position_m: Metres3 | None,
) -> Deed:
    thing, support = world.thing(held or 0), world.thing(call.receptacle_id)
    if thing is None:  # the hand is empty all the same
        return Deed(Verb.PUT, start_ns, end_ns, ROBOT, held or 0)
    room = thing.room if support is None else support.room
    at_m = position_m if support is None else position_m or _put_m(thing, support, call)
    after = None
    if at_m is not None:
        label = "" if support is None else support.label
        relation = call.relation.value if label else ""
        after = Stay(
            thing.id, thing.label, at_m, end_ns, None, end_ns,
            room=room, relation=relation, support=label,
        )  # fmt: skip
    return Deed(Verb.PUT, start_ns, end_ns, ROBOT, thing.id, thing.label, after=after, room=room)


def _put_m(thing: Thing, support: Thing, call: Place) -> Metres3:
    """The middle of a thing that is on top of another, or in the middle of it."""
    x, y, z = support.position_m
    is_on = call.relation is Relation.ON
    return (x, y, z + (support.size_m[2] + thing.size_m[2]) / 2.0) if is_on else (x, y, z)


def _stay(thing: Thing, world: WorldModel) -> Stay:
    support = world.thing(thing.support_id) if thing.support_id else None
    return Stay(
        thing.id,
        thing.label,
        thing.position_m,
        min(thing.last_seen_ns, world.now_ns),
        None,
        thing.last_seen_ns,
        thing.probability,
        thing.room,
        thing.relation if support is not None else "",
        "" if support is None else support.label,
    )


def _thing_of(call: Pick | Open | Close | Toggle | Slice | Wash | Heat) -> int:
    return call.thing_id if isinstance(call, Pick | Toggle | Slice) else call.receptacle_id


def _verb(call: Call) -> Verb:
    if isinstance(call, Toggle):
        return Verb.TURNED_ON if call.is_on else Verb.TURNED_OFF
    return _VERBS[type(call)]
