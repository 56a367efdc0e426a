"""What the robot did, as the memory notes it, from the outcome of an action."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.acting.skills.call import (
    Call,
    Close,
    Open,
    Pick,
    Place,
    Toggle,
)
from whereseen.acting.skills.outcome import Outcome
from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle import Deed, Stay
from whereseen.memory.chronicle.deeds import ROBOT
from whereseen.memory.language import Verb

_OF_FURNITURE = {Open: Verb.OPENED, Close: Verb.CLOSED}


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a thing was moved from and to, as far as a driver told.

    Attributes:
        before_m: In the map frame.
        after_m: In the map frame.
    """

    before_m: Metres3 | None = None
    after_m: Metres3 | None = None


def deed_of(
    outcome: Outcome, world: WorldModel, *, held: int | None, moved: Moved | None = None
) -> Deed | None:
    """What to note of a skill; None if it changed nothing.

    Args:
        outcome: Of a skill that succeeded.
        world: Knows the things.
        held: What was in the hand when it began.
        moved: As its driver told.
    """
    call, moved = outcome.call, moved or Moved()
    if isinstance(call, Pick):
        thing = world.thing(call.thing_id)
        before = None if thing is None else _before(thing, world, moved, outcome)
        return _deed(Verb.TOOK, outcome, thing, before=before)
    if isinstance(call, Place):
        thing = None if held is None else world.thing(held)
        return _deed(Verb.PUT, outcome, thing, after=_after(call, thing, world, moved, outcome))
    if isinstance(call, Toggle):
        verb = Verb.TURNED_ON if call.is_on else Verb.TURNED_OFF
        return _deed(verb, outcome, world.thing(call.thing_id))
    return _of_furniture(call, outcome, world)


def _of_furniture(call: Call, outcome: Outcome, world: WorldModel) -> Deed | None:
    if isinstance(call, Open | Close):
        return _deed(_OF_FURNITURE[type(call)], outcome, world.thing(call.receptacle_id))
    return None


def _deed(
    verb: Verb,
    outcome: Outcome,
    thing: Thing | None,
    *,
    before: Stay | None = None,
    after: Stay | None = None,
) -> Deed:
    return Deed(
        verb,
        outcome.start_ns,
        outcome.end_ns,
        ROBOT,
        0 if thing is None else thing.id,
        "" if thing is None else thing.label,
        before,
        after,
        room="" if thing is None else thing.room,
    )


def _before(thing: Thing, world: WorldModel, moved: Moved, outcome: Outcome) -> Stay:
    support = world.thing(thing.support_id) if thing.support_id else None
    return Stay(
        thing.id,
        thing.label,
        moved.before_m or thing.position_m,
        min(thing.last_seen_ns, outcome.start_ns),
        outcome.end_ns,
        thing.last_seen_ns,
        room=thing.room,
        relation=thing.relation,
        support="" if support is None else support.label,
    )


def _after(
    call: Place, thing: Thing | None, world: WorldModel, moved: Moved, outcome: Outcome
) -> Stay | None:
    receptacle = world.thing(call.receptacle_id)
    if receptacle is None:
        return None
    return Stay(
        0 if thing is None else thing.id,
        "" if thing is None else thing.label,
        moved.after_m or receptacle.position_m,
        outcome.end_ns,
        None,
        outcome.end_ns,
        room=receptacle.room,
        relation=call.relation.value,
        support=receptacle.label,
    )
