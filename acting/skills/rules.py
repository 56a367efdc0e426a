"""What has to be so before a skill, what is so after it, and what is never possible.

Facts are read against what is known (`KnownState`): they are so, are not so, or nobody knows. An
unknown fact is no reason not to try; one that is known to be false is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from whereseen.acting.knowledge import states
from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.acting.skills import kinds
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
    Pose2,
    Relation,
    Slice,
    Toggle,
    Wash,
    skill_name,
)
from whereseen.acting.skills.facts import HAND, Fact, Predicate

HOT, CLEAN, SLICED, SWITCHED_ON, SWITCHED_OFF = "hot", "clean", "sliced", "on", "off"
_PUT = {Relation.ON: Predicate.ON, Relation.IN: Predicate.IN}
HAND_FREE = Fact(Predicate.HAND_FREE)
HAND_IN_USE = Fact(Predicate.HAND_FREE, is_true=False)


@dataclass(frozen=True, slots=True)
class KnownState:
    """What is so, as far as is known.

    Attributes:
        world: All things.
        held: Identity of what is in the hand, None if that is empty.
        at: What the robot drove to last and has not left: a thing, a room, a pose; None: nothing.
    """

    world: WorldModel
    held: int | None = None
    at: int | str | Pose2 | None = None

    def holds(self, fact: Fact) -> bool | None:
        """Whether a fact is so; None if nobody knows."""
        known = self._is_so(fact)
        return None if known is None else known == fact.is_true

    def is_known_false(self, fact: Fact) -> bool:
        """Whether it is known that a fact is not so."""
        return self.holds(fact) is False

    def _is_so(self, fact: Fact) -> bool | None:
        if fact.predicate is Predicate.HAND_FREE:
            return self.held is None
        if fact.predicate is Predicate.HELD:
            return self.held is not None and self._is_same(self.held, fact.thing_id)
        thing = self.world.thing(fact.thing_id)
        if thing is None:
            return None
        if fact.predicate is Predicate.AT:
            return self._is_at(thing)
        if fact.predicate is Predicate.OPEN:
            return _word_holds(thing, "open")
        if fact.predicate is Predicate.STATE:
            return _word_holds(thing, fact.word)
        return self._is_put(thing, fact)

    def _is_same(self, one: int, other: int) -> bool:
        """Whether two identities are of one thing, which may have had another one before."""
        first, second = self.world.thing(one), self.world.thing(other)
        return one == other or (first is not None and second is not None and first.id == second.id)

    def _is_at(self, thing: Thing) -> bool:
        """Standing at a thing is standing at what carries it, and the other way round."""
        if not isinstance(self.at, int):
            return False
        there = self.world.thing(self.at)
        own = {thing.id, thing.support_id} - {0}
        return self.at in own or (there is not None and thing.id in (there.id, there.support_id))

    def _is_put(self, thing: Thing, fact: Fact) -> bool | None:
        if thing.id == self.held or thing.is_held:
            return False
        if thing.is_gone or not thing.support_id:
            return None
        other = self.world.thing(fact.other_id)
        is_there = thing.support_id == (fact.other_id if other is None else other.id)
        return is_there and _says(thing.relation, fact.predicate, other)


def preconditions(call: Call, world: WorldModel) -> tuple[Fact, ...]:
    """What has to be so before a skill, in the order in which it is best brought about."""
    if isinstance(call, Pick):
        return (HAND_FREE, at(call.thing_id), *_accessible(call.thing_id, world))
    if isinstance(call, Place):
        inside = call.relation is Relation.IN
        door = _door(call.receptacle_id, world) if inside else ()
        return (HAND_IN_USE, at(call.receptacle_id), *door)
    if isinstance(call, Open | Close):
        return (at(call.receptacle_id),)
    if isinstance(call, Wash | Heat):
        return (HAND_IN_USE, at(call.receptacle_id))
    if isinstance(call, Slice):
        return (HAND_IN_USE, at(call.thing_id))
    if isinstance(call, LookAt | Toggle):
        return (at(call.thing_id), *_accessible(call.thing_id, world))
    return ()


def effects(call: Call, held: int | None) -> tuple[Fact, ...]:
    """What is so after a skill that did what it is for.

    Args:
        call: The skill.
        held: What was in the hand before it.
    """
    if isinstance(call, GoTo):
        return (at(call.target),) if isinstance(call.target, int) else ()
    if isinstance(call, Pick):
        return (Fact(Predicate.HELD, call.thing_id), HAND_IN_USE)
    if isinstance(call, Place):
        put = (Fact(_PUT[call.relation], held, call.receptacle_id),) if held else ()
        return (*put, HAND_FREE)
    if isinstance(call, Open | Close):
        is_open = isinstance(call, Open)
        return (Fact(Predicate.OPEN, call.receptacle_id, is_true=is_open),)
    if isinstance(call, Toggle):
        word = SWITCHED_ON if call.is_on else SWITCHED_OFF
        return (Fact(Predicate.STATE, call.thing_id, word=word),)
    if isinstance(call, Slice):
        return (Fact(Predicate.STATE, call.thing_id, word=SLICED),)
    if isinstance(call, Wash | Heat) and held:
        word = CLEAN if isinstance(call, Wash) else HOT
        return (Fact(Predicate.STATE, held, word=word),)
    return ()


def why_impossible(
    call: Call, world: WorldModel, skills: Collection[type[Call]], held: int | None = None
) -> str:
    """Why a call can never do what it is for; empty if nothing is known that speaks against it.

    Args:
        call: The skill.
        world: What is known of the things.
        skills: What the robot can do.
        held: What would be in the hand then.
    """
    if type(call) not in skills:
        return f"this robot cannot {skill_name(call).replace('_', ' ')}"
    named = _named(call)
    if named is None:
        return ""
    thing = world.thing(named)
    if thing is None:
        return f"no thing {named} is known"
    return _of_kind(call, thing, None if held is None else world.thing(held))


def put_fact(thing_id: int, receptacle_id: int, relation: Relation) -> Fact:
    """That a thing is on or in a piece of furniture."""
    return Fact(_PUT[relation], thing_id, receptacle_id)


def at(thing_id: int) -> Fact:
    """That the robot stands where it can reach a thing."""
    return Fact(Predicate.AT, thing_id)


def container_of(thing: Thing, world: WorldModel) -> Thing | None:
    """What has to be open to get at a thing, None if nothing has."""
    support = world.thing(thing.support_id) if thing.support_id and not thing.is_held else None
    is_inside = support is not None and thing.relation == Relation.IN.value
    return support if is_inside and support is not None and kinds.has_door(support) else None


def _of_kind(call: Call, thing: Thing, held: Thing | None) -> str:
    the = f"the {thing.label}"
    if isinstance(call, Pick) and not kinds.is_carried(thing):
        return f"{the} cannot be carried"
    if isinstance(call, Place):
        return _of_placing(call, thing, held)
    if isinstance(call, Open | Close) and not kinds.opens(thing):
        return f"{the} does not open"
    if isinstance(call, Toggle) and not kinds.is_switched(thing):
        return f"{the} cannot be switched"
    if isinstance(call, Slice) and not kinds.is_cut(thing):
        return f"{the} cannot be sliced"
    if isinstance(call, Slice) and held is not None and not kinds.cuts(held):
        return f"one does not cut with the {held.label}"
    if isinstance(call, Wash) and not kinds.washes(thing):
        return f"nothing is washed in {the}"
    if isinstance(call, Heat) and not kinds.heats(thing):
        return f"nothing is warmed in {the}"
    if isinstance(call, Heat) and held is not None and not kinds.is_warmed(held):
        return f"the {held.label} must not be warmed"
    return ""


def _of_placing(call: Place, thing: Thing, held: Thing | None) -> str:
    said = f"{call.relation.value} the {thing.label}"
    if held is not None and held.id == thing.id:
        return f"the {thing.label} cannot be put {call.relation.value} itself"
    if not kinds.takes(thing, call.relation):
        return f"nothing can be put {said}"
    if held is not None and not kinds.fits(held, thing):
        return f"the {held.label} is too large to be put {said}"
    return ""


def _named(call: Call) -> int | None:
    if isinstance(call, GoTo):
        return call.target if isinstance(call.target, int) else None
    if isinstance(call, Explore):
        return None
    if isinstance(call, LookAt | Pick | Toggle | Slice):
        return call.thing_id
    return call.receptacle_id


def _accessible(thing_id: int, world: WorldModel) -> tuple[Fact, ...]:
    thing = world.thing(thing_id)
    container = None if thing is None else container_of(thing, world)
    return () if container is None else (Fact(Predicate.OPEN, container.id),)


def _door(receptacle_id: int, world: WorldModel) -> tuple[Fact, ...]:
    thing = world.thing(receptacle_id)
    if thing is None or kinds.is_open_above(thing.label):  # a door below a basin is not its own
        return ()
    known_shut = kinds.opens(thing) and "closed" in thing.states
    return (Fact(Predicate.OPEN, receptacle_id),) if kinds.has_door(thing) or known_shut else ()


def _word_holds(thing: Thing, word: str) -> bool | None:
    if word == "open" and "locked" in thing.states:
        return False
    return states.holds(word, thing.states)


def _says(relation: str, predicate: Predicate, receptacle: Thing | None) -> bool:
    """Whether a relation is what is asked for; in a shelf or a sink, on and in are the same."""
    if relation == predicate.value:
        return True
    is_open = receptacle is not None and not kinds.has_door(receptacle)
    return is_open and relation in (Predicate.ON.value, Predicate.IN.value)


__all__ = [
    "HAND",
    "HAND_FREE",
    "HAND_IN_USE",
    "KnownState",
    "at",
    "container_of",
    "effects",
    "preconditions",
    "put_fact",
    "why_impossible",
]
