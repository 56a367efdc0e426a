"""What a room is, from what stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from whereseen.memory.encoder.lexicon import Lexicon, household_lexicon

UNKNOWN = "room"

_NOTHING = 1.5  # what has to be outweighed by all that is found
_SAYS_SO = 1.5  # a "bathroom vanity"
_EXITS = 3  # a room with so many is mostly there to be passed through
_PASSAGE = 1.5

# How much a thing says for a kind of room, as logarithms of odds, from general knowledge. Kinds of
# things count as what they are kinds of, unless they are listed themselves.
_SIGNS: Mapping[str, Mapping[str, float]] = {
    "kitchen": {
        "fridge": 3.0, "freezer": 1.5, "stove": 3.0, "oven": 3.0, "hob": 3.0, "dishwasher": 2.5,
        "kitchen counter": 3.0, "kitchen island": 3.0, "kitchen cabinet": 2.0, "range hood": 2.5,
        "kitchen sink": 3.0, "washbasin": 0.0, "sink": 1.0, "kitchen appliance": 1.0,
    },
    "bathroom": {
        "toilet": 4.0, "bathtub": 4.0, "shower": 4.0, "shower curtain": 3.0, "bidet": 4.0,
        "washbasin": 2.5, "bathroom cabinet": 2.0, "kitchen sink": 0.0, "sink": 0.7,
        "bath mat": 1.5, "toilet paper holder": 2.0, "toilet brush": 2.0, "towel": 0.3,
        "washing machine": 0.3,
    },
    "bedroom": {
        "crib": 1.0, "bed": 4.0, "mattress": 2.0, "bedside table": 2.0, "wardrobe": 1.5,
        "chest of drawers": 1.5, "dressing table": 1.0,
    },
    "children's room": {
        "crib": 4.0, "bunk bed": 4.0, "bed": 2.0, "toy box": 3.0, "changing table": 3.0,
        "toy": 0.7,
    },
    "living room": {
        "sofa": 4.0, "tv stand": 3.0, "television": 2.0, "coffee table": 3.0, "armchair": 1.5,
        "fireplace": 2.0, "side table": 0.7, "bookcase": 0.5,
    },
    "dining room": {
        "dining table": 2.5, "sideboard": 1.5, "display cabinet": 1.0, "dining chair": 1.0,
        "office chair": 0.0, "armchair": 0.0, "chair": 0.5,
    },
    "office": {
        "desk": 3.0, "office chair": 2.0, "filing cabinet": 2.5, "printer": 1.5,
        "computer monitor": 1.0, "bookcase": 0.7,
    },
    "hallway": {
        "coat rack": 3.0, "coat stand": 3.0, "shoe rack": 2.5, "shoe cabinet": 2.5,
        "console table": 2.5, "umbrella stand": 2.5, "doormat": 1.5, "bench": 0.5,
    },
    "laundry": {
        "washing machine": 3.0, "dryer": 3.0, "ironing board": 2.0, "clothes airer": 2.0,
        "laundry basket": 1.0,
    },
    "storage room": {"storage box": 0.7, "cardboard box": 0.7, "ladder": 1.0, "toolbox": 0.7},
    "garage": {"car": 4.0, "workbench": 2.0, "bicycle": 0.7},
}  # fmt: skip
KINDS = tuple(_SIGNS)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a room seems to be.

    Attributes:
        kind: One of `KINDS`, or `room`.
        probability: Of that.
    """

    kind: str
    probability: float


def guess_kind(labels: Iterable[str], *, exits: int = 0, lexicon: Lexicon | None = None) -> Guess:
    """The most likely kind of a room.

    Args:
        labels: Of what is in it; several of one label say no more than one.
        exits: To how many rooms it leads.
        lexicon: What labels mean; the household's if None.
    """
    words = lexicon or household_lexicon()
    scores = dict.fromkeys(KINDS, 0.0)
    for label in sorted(set(labels)):
        for kind in KINDS:
            scores[kind] += _says(label, kind, words)
    scores["hallway"] += _PASSAGE * (exits >= _EXITS)
    values = np.array([_NOTHING, *scores.values()])
    shares = np.exp(values - values.max())
    shares /= shares.sum()
    best = int(np.argmax(shares))
    return Guess((UNKNOWN, *KINDS)[best], float(shares[best]))


def numbered(kinds: Mapping[int, str], given: Mapping[int, str]) -> dict[int, str]:
    """Unique names of rooms by identity: the given ones, and `bedroom`, `bedroom 2` and so on."""
    names = dict(given)
    taken = {name.casefold() for name in names.values()}
    for each in sorted(kinds):
        if each in names:
            continue
        number, name = 1, kinds[each]
        while name.casefold() in taken:
            number += 1
            name = f"{kinds[each]} {number}"
        names[each] = name
        taken.add(name.casefold())
    return names


def _says(label: str, kind: str, words: Lexicon) -> float:
    """How much a label says for a kind of room."""
    signs, first = _SIGNS[kind], kind.split()[0]
    meant = [_nearest(each, signs, words) for each in sorted(words.read(label).kinds)]
    says_so = first in label.casefold().split() and kind != label.casefold()
    return max(meant, default=0.0) + _SAYS_SO * says_so


def _nearest(name: str, signs: Mapping[str, float], words: Lexicon) -> float:
    """What is said of an entry, or of the first broader one of which anything is said."""
    at: str | None = name
    while at is not None:
        if at in signs:
            return signs[at]
        at = words[at].broader
    return 0.0
