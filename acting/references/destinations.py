"""Where things are to be put: furniture, rooms, "where it belongs", "next to the lamp"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from whereseen.acting.knowledge.world_model import Likely, Thing
from whereseen.acting.references.described import Described, uses_of
from whereseen.acting.references.resolution import Hypothesis
from whereseen.memory.chronicle import Stay

HOME = re.compile(
    r"^(?:in |to )?(?:where (?:it|they|these|those|such things) (?:all )?(?:belongs?|goes|go|"
    r"should (?:be|go)|lives?|usually (?:is|are)|is usually|are usually)|"
    r"(?:its|their|the right|its usual|the usual) (?:proper )?(?:place|places|spot|home))$",
    re.IGNORECASE,
)
FORMER = re.compile(
    r"^(?:back )?(?:where (?:it|they) (?:was|were|came from|has been|had been|stood|lay)"
    r"(?: before| at first| originally)?|"
    r"where you (?:found|got|took|saw) (?:it|them)(?: from)?|its (?:old|former) place)$",
    re.IGNORECASE,
)
PLACE_OF = re.compile(
    r"^(?:where (?P<is>.+?) (?P<verb>is|are|was|were)(?: before| now)?|"
    r"(?:right )?(?:next to|beside|near to|near|close to|by|behind|in front of|"
    r"(?:to the )?(?:left|right) of) (?P<near>.+))$",
    re.IGNORECASE,
)
_HOLDS = (
    "put things on",
    "eat from",
    "drink from",
    "put things in",
    "wash in",
    "cook in",
    "sit on",
    "lie on",
)


def belonging(likely: Sequence[Likely], known: Described) -> tuple[Hypothesis, ...]:
    """Where a thing belongs, the likeliest first."""
    found = []
    for each in likely:
        if isinstance(each.place, str):
            found.append(of_room(each.place, each.probability, "such things usually are there"))
        elif each.place in known.things:
            thing = known.things[each.place]
            found.append(of_furniture(thing, each.probability, "such things usually are there"))
    return tuple(found)


def former(stays: Iterable[Stay], known: Described, before_ns: int) -> tuple[Hypothesis, ...]:
    """Where a thing was at a time, or else before that, by its stays."""
    last = [stay for stay in stays if stay.start_ns < before_ns and stay.support]
    if not last:
        return ()
    stay = last[-1]
    named = [it for it in known.things.values() if it.label == stay.support and it.is_receptacle]
    if not named:
        return (of_room(stay.room, 0.5, "it was in this room"),) if stay.room else ()
    near = min(named, key=lambda it: (it.room != stay.room, _apart2_m2(it, stay), it.id))
    return (of_furniture(near, 1.0, f"it was {stay.relation} the {stay.support}"),)


def of_furniture(thing: Thing, probability: float, reason: str) -> Hypothesis:
    """Furniture as a place."""
    where = f"in the {thing.room}" if thing.room else ""
    return Hypothesis(
        thing.id, thing.label, probability, 1.0, reason, where, thing.last_seen_ns, thing.room
    )


def of_room(name: str, probability: float, reason: str) -> Hypothesis:
    """A room as a place."""
    return Hypothesis(0, name, probability, 1.0, reason, "", 0, name)


def holding(thing: Thing) -> float:
    """How well things can be put on or in a thing, by what it is: 0 to 1."""
    if thing.is_receptacle:
        return 1.0
    return 0.6 if any(each in _HOLDS for each in uses_of(thing)) else 0.3


def _apart2_m2(thing: Thing, stay: Stay) -> float:
    return sum((a - b) ** 2 for a, b in zip(thing.position_m, stay.position_m, strict=True))
