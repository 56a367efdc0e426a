"""What the pieces of procedural kitchens are called, and of what they are made."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

# What a piece is, by the beginning of its name; the longest that fits counts.
_LABELS = {
    "refrigerator": "fridge",
    "range": "stove",
    "range_hood": "range hood",
    "dishwasher": "dishwasher",
    "sink_cabinet": "sink",
    "base_cabinet": "kitchen counter",
    "corner": "kitchen counter",
    "kitchen_island": "kitchen counter",
    "wall_cabinet": "wall cabinet",
    "countertop": "kitchen counter",
}
# Fronts, worktop, body of cupboards, body of machines.
STYLES = (
    ("white front", "granite", "white", "steel"),
    ("sage front", "oak", "cream", "white"),
    ("walnut front", "marble", "walnut", "steel"),
    ("blue front", "oak", "white", "white"),
    ("graphite front", "marble", "grey", "steel"),
)
_MACHINES = ("fridge", "dishwasher", "stove", "range hood")


def label_of(name: str) -> str:
    """What an annotator calls a piece; its own words if it is not known."""
    fits = [start for start in _LABELS if name.startswith(start)]
    return _LABELS[max(fits, key=len)] if fits else re.sub(r"[_\d]+", " ", name).strip()


class Materials:
    """Materials of one kitchen.

    Args:
        rng: Draws the style.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self._front, self._top, self._body, self._machine = STYLES[int(rng.integers(len(STYLES)))]

    def of(self, label: str, part: str) -> str:
        """The material of a part.

        Args:
            label: Of the piece.
            part: As scene-synthesizer calls it, as `door_0_1_door`.
        """
        for pattern, material in self._rules(label):
            if re.search(pattern, part):
                return material
        return self._machine if label in _MACHINES else self._body

    def _rules(self, label: str) -> Iterable[tuple[str, str]]:
        yield "handle|knob|heater", "dark steel"
        yield "window", "dark glass"
        yield "countertop", self._top
        if label == "fridge":
            yield "shelf|holder", "clear glass"
        elif label in ("dishwasher", "stove"):
            yield "basket|shelf", "graphite"
            yield "surface|separator", "dark steel"
        elif label == "sink":
            yield "^sink$", "steel"
        if label not in _MACHINES:
            yield "door|drawer_.*_board_0|closed", self._front


def names_of(links: Iterable[str]) -> dict[str, str]:
    """What people call what moves: `door 2`, `drawer`, `freezer door`."""
    words = {link: " ".join(re.findall("[a-z]+", link)) for link in links}
    counts: dict[str, int] = {}
    found = {}
    for link, word in words.items():
        alike = [each for each in words.values() if each == word]
        counts[word] = counts.get(word, 0) + 1
        found[link] = f"{word} {counts[word]}" if len(alike) > 1 else word
    return found
