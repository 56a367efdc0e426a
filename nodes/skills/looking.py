"""What the memory saw of a skill: drivers know what they did, the memory whether it worked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.skills.call import Call, GoTo, LookAt, Pick, Place
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome
from whereseen.nodes.skills.goals import Ground
from whereseen.nodes.skills.told_world import ToldWorld


@dataclass(frozen=True, slots=True)
class Look:
    """Before and after a skill.

    Attributes:
        world: What is known.
        ground: Asks for what was seen.
        known: What was known before it.
    """

    world: WorldModel
    ground: Ground
    known: ToldWorld


def known_about(call: Call, world: WorldModel, held: int | None) -> ToldWorld:
    """What is known of all that a call is about, to be remembered while that changes."""
    known = ToldWorld(lambda: world.now_ns)
    for thing_id in (*_about(call), held or 0):
        thing = world.thing(thing_id) if thing_id else None
        if thing is not None:
            known.learn(thing)
            support = world.thing(thing.support_id) if thing.support_id else None
            if support is not None:
                known.learn(support)
    return known


def checked(outcome: Outcome, look: Look, held: int | None) -> Outcome:
    """The outcome, or that a thing is not where it was looked for, or was put.

    Args:
        outcome: As the driver told.
        look: What the memory knows.
        held: What was in the hand.
    """
    call = outcome.call
    about = {*_about(call), *([held] if held and isinstance(call, Place) else [])}
    if outcome.is_success and about:
        look.ground.settle(sorted(about), outcome.end_ns)
    sought = held if isinstance(call, Place) else getattr(call, "thing_id", None)
    if not outcome.is_success or not sought or not isinstance(call, LookAt | Place):
        return outcome
    thing, before = look.world.thing(sought), look.known.thing(sought)
    if is_seen(sought, outcome, look):
        return outcome
    where = thing or before
    if where is not None:
        look.world.note_absence(sought, where.position_m)
    said = "was put: it may have fallen" if isinstance(call, Place) else "was thought to be"
    reason = f"the {where.label if where is not None else 'thing'} is not where it {said}"
    return replace(outcome, failure=Failure(FailureKind.NOT_THERE, reason, sought))


def is_seen(thing_id: int, outcome: Outcome, look: Look) -> bool:
    """Whether a thing was seen where it is thought to be since a skill began, or may have been."""
    thing = look.world.thing(thing_id)
    is_there = thing is not None and not thing.is_gone
    return is_there and look.ground.is_seen(thing_id, outcome.start_ns) is not False


def _about(call: Call) -> tuple[int, ...]:
    """The things that a call is about."""
    if isinstance(call, GoTo):
        return (call.target,) if isinstance(call.target, int) else ()
    if isinstance(call, LookAt | Pick):
        return (call.thing_id,)
    named = getattr(call, "thing_id", None) or getattr(call, "receptacle_id", None)
    return () if named is None else (int(named),)
