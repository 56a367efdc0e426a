"""States in the words of labels and attributes: an "open fridge" is a fridge that is open."""

from __future__ import annotations

import re
from functools import lru_cache

from whereseen.memory.encoder.lexicon import household_lexicon

StateValue = tuple[str, str]  # as ("open", "yes")

_YES, _NO = "yes", "no"
_WORDS: dict[str, StateValue] = {
    "open": ("open", _YES), "opened": ("open", _YES), "ajar": ("open", _YES),
    "closed": ("open", _NO), "shut": ("open", _NO),
    "switched on": ("on", _YES), "turned on": ("on", _YES), "on": ("on", _YES),
    "lit": ("on", _YES), "glowing": ("on", _YES), "running": ("on", _YES),
    "switched off": ("on", _NO), "turned off": ("on", _NO), "off": ("on", _NO),
    "unlit": ("on", _NO), "full": ("full", _YES), "filled": ("full", _YES),
    "empty": ("full", _NO), "clean": ("clean", _YES), "dirty": ("clean", _NO),
    "folded": ("folded", _YES), "unfolded": ("folded", _NO), "sliced": ("sliced", _YES),
}  # fmt: skip
_LATER_ONLY = frozenset({"on", "off"})  # "on the lamp" says where
# Entries of the lexicon that, with all their kinds, may be in a state: others have such words as a
# part of their name.
_MAY_BE = {
    "open": {"fridge", "freezer", "oven", "microwave", "dishwasher", "washing machine", "dryer",
             "cabinet", "wardrobe", "drawer", "chest of drawers", "bedside table", "sideboard",
             "door", "window", "box", "chest", "safe", "bin", "laptop", "book", "jar", "bag",
             "curtain", "blind", "umbrella", "suitcase", "desk", "tv stand", "toilet", "stove",
             "kitchen counter", "kitchen island", "container", "bottle", "letterbox"},
    "on": {"light", "screen", "stove", "oven", "hob", "microwave", "kettle", "candle", "tap",
           "fireplace", "appliance", "kitchen appliance", "electronics", "fan", "radiator",
           "shower", "computer", "washing machine", "dryer", "dishwasher", "heater", "phone"},
    "full": {"container", "drinking vessel", "bin", "jug", "bowl", "basket", "laundry basket",
             "bag", "sink", "bathtub", "kettle", "dishwasher", "pot", "cookware", "vase"},
    "clean": {"crockery", "drinking vessel", "cutlery", "cookware", "clothes", "towel", "knife",
              "kitchen utensil", "table", "kitchen counter", "sink", "bedding"},
    "folded": {"clothes", "towel", "blanket", "bedding"},
    "sliced": {"food", "fruit", "vegetable", "bread", "cake"},
}  # fmt: skip
_TRUE = frozenset({"yes", "true", "1", "1.0"})
_FALSE = frozenset({"no", "false", "0", "0.0"})
_IN_BRACKETS = re.compile(r"^(?P<name>.+?)\s*(?:\((?P<said>[^()]+)\)|[,:]\s*(?P<after>[^,:]+))$")


@lru_cache(maxsize=4096)
def read_label(label: str) -> tuple[str, tuple[StateValue, ...]]:
    """The name of a thing without the states that its label tells, and those.

    "open fridge", "fridge (open)" and "fridge, open" are a "fridge" with ("open", "yes"). A word
    that no such thing can be in, as in "open shelf", stays a part of its name.
    """
    plain = " ".join(label.split())
    bracket = _IN_BRACKETS.match(plain)
    if bracket:
        said = (bracket["said"] or bracket["after"]).casefold()
        if said in _WORDS:
            return bracket["name"], (_WORDS[said],)
    words = plain.split(" ")
    for count in (2, 1):
        if len(words) <= count:
            continue
        before, after = (" ".join(part).casefold() for part in (words[:count], words[-count:]))
        rest, shorter = " ".join(words[count:]), " ".join(words[:-count])
        if before not in _LATER_ONLY and before in _WORDS and _may_be(rest, _WORDS[before][0]):
            return rest, (_WORDS[before],)
        if after in _WORDS and _may_be(shorter, _WORDS[after][0]):
            return shorter, (_WORDS[after],)
    return label, ()


def state_value(key: str, value: str) -> StateValue:
    """An attribute as states are kept: `state: open`, `open: true` and `is_open: 1` are one."""
    name, said = key.strip().casefold().removeprefix("is_"), value.strip().casefold()
    if said in _WORDS and (name == "state" or _WORDS[said][0] == name):
        return _WORDS[said]
    if name in _WORDS and said in _TRUE | _FALSE:
        own, usual = _WORDS[name]
        return own, usual if said in _TRUE else _NO if usual == _YES else _YES
    return name, _YES if said in _TRUE else _NO if said in _FALSE else said


def said_state(word: str) -> StateValue:
    """What a word says: "dirty" as ("clean", "no"); what is not known, as itself and "yes"."""
    return _WORDS.get(word, (word, _YES))


def state_text(key: str, value: str) -> str:
    """A state in words, as "open", "switched off" or "material: wood"."""
    return _TEXTS.get((key, value)) or (f"{key}: {value}" if value not in (_YES, _NO) else
                                        key if value == _YES else f"not {key}")  # fmt: skip


_TEXTS = {
    ("open", _YES): "open", ("open", _NO): "closed", ("on", _YES): "on", ("on", _NO): "off",
    ("full", _YES): "full", ("full", _NO): "empty", ("clean", _NO): "dirty",
    ("folded", _NO): "unfolded",
}  # fmt: skip


def _may_be(name: str, key: str) -> bool:
    lexicon = household_lexicon()
    kinds = lexicon.read(name).kinds
    return any(_MAY_BE[key] & lexicon.with_broader([kind]) for kind in kinds)
