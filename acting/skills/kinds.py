"""Which things allow which skills, by their labels: what opens, heats, washes, cuts, is switched.

From what can be done with things of a kind (`memory.attributes.category`) and how furniture takes
part in a household (`memory.graph.bodies`). What nobody has a word for allows nothing.
"""

from __future__ import annotations

from functools import lru_cache

from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.skills.call import Relation
from whereseen.memory.attributes.category import affordances_of
from whereseen.memory.encoder.lexicon import household_lexicon
from whereseen.memory.graph.bodies import Role, role_of

# Entries of the lexicon; all their kinds count too.
_DOORS = frozenset(
    ("fridge", "freezer", "oven", "microwave", "dishwasher", "washing machine", "dryer", "cabinet",
     "wardrobe", "drawer", "chest of drawers", "bedside table", "safe", "door")
)  # fmt: skip
_SWITCHED = frozenset(
    ("stove", "hob", "tap", "candle", "fireplace", "radiator", "heater", "fan", "oven", "kettle",
     "light", "screen", "appliance", "kitchen appliance", "electronics", "computer", "shower")
)  # fmt: skip
_WASHERS = frozenset(("sink", "dishwasher", "washing machine", "bathtub"))
_AJAR = frozenset(("open", "closed"))
_NO_TOP = frozenset(("bin", "laundry basket", "basket", "bathtub"))
_OPEN_ABOVE = _NO_TOP | {"sink", "bowl"}
_INSIDES = ("put things in", "carry things in", "wash in", "eat from", "drink from", "cook in")
_TOPS = ("put things on", "sit on", "lie on", "eat from")
_WARMED = ("eat", "drink", "drink from", "eat from", "cook in", "pour from")


def opens(thing: Thing) -> bool:
    """Whether such a thing can be opened at all; what was seen open or closed can."""
    return "open" in affordances_of(thing.label) or not _AJAR.isdisjoint(thing.states)


def has_door(thing: Thing) -> bool:
    """Whether one gets into such a thing only when it is open: a fridge, and not a bin."""
    return _is_kind(thing.label, _DOORS)


def is_open_above(label: str) -> bool:
    """Whether one puts things into such a thing from above, whatever doors are below: a sink."""
    return _is_kind(label, _OPEN_ABOVE)


def is_switched(thing: Thing) -> bool:
    """Whether such a thing can be on and off."""
    return "switch on" in affordances_of(thing.label) or _is_kind(thing.label, _SWITCHED)


def washes(thing: Thing) -> bool:
    """Whether things are cleaned there."""
    return _is_kind(thing.label, _WASHERS)


def heats(thing: Thing) -> bool:
    """Whether things are warmed there."""
    return "heat food" in affordances_of(thing.label)


def cuts(thing: Thing) -> bool:
    """Whether one cuts with it."""
    return "cut with" in affordances_of(thing.label)


def is_cut(thing: Thing) -> bool:
    """Whether such things are cut: food."""
    return "eat" in affordances_of(thing.label)


def is_warmed(thing: Thing) -> bool:
    """Whether such things are warmed: food, drinks, and what these are in."""
    return any(use in affordances_of(thing.label) for use in _WARMED)


def is_carried(thing: Thing) -> bool:
    """Whether such a thing is carried about: no furniture, no part of the building."""
    return not thing.is_receptacle and role_of(thing.label) is Role.OBJECT


def takes(thing: Thing, relation: Relation) -> bool:
    """Whether things can be put on it, or in it."""
    uses, role = affordances_of(thing.label), role_of(thing.label)
    if relation is Relation.ON and _is_kind(thing.label, _NO_TOP):
        return False
    if relation is Relation.ON:
        return role.is_receptacle or thing.is_receptacle or any(use in uses for use in _TOPS)
    if role in (Role.CLOSED, Role.BOTH, Role.SHELF):
        return True
    return any(use in uses for use in _INSIDES)


def is_top(thing: Thing) -> bool:
    """Whether it is furniture with a surface on which something can be put down for a while."""
    is_free = role_of(thing.label) in (Role.OPEN, Role.BOTH, Role.SHELF)
    return thing.is_receptacle and is_free and not has_door(thing) and not washes(thing)


def fits(thing: Thing, receptacle: Thing) -> bool:
    """Whether a thing is not larger than what it is to be put on or in, as far as is known."""
    is_measured = all(thing.size_m) and all(receptacle.size_m)
    if not is_measured or thing.is_held:  # the hand is in the picture, too
        return True
    return sorted(thing.size_m)[1] <= max(receptacle.size_m)


@lru_cache(maxsize=4096)
def _is_kind(label: str, names: frozenset[str]) -> bool:
    lexicon = household_lexicon()
    return any(names & lexicon.with_broader([kind]) for kind in lexicon.read(label).kinds)
