"""What things in the benchmark's room are, as a segmenter tells: kinds, not single things."""

from __future__ import annotations

from whereseen.sim.benchmark.room_layout import LABELS

SURFACES = ("ceiling", "floor", "wall")
"""Parts of the room itself."""


def kind_of(label: str) -> str:
    """The kind of what a label of the room names: `cabinet 3` is a cabinet, `wall west` a wall."""
    if label == "partition":
        return "wall"
    bare = label.rstrip("0123456789 ")
    first = bare.partition(" ")[0]
    return first if first in SURFACES else bare


KINDS = tuple(kind_of(label) for label in LABELS)
"""The kind of each label, in the order of the label images' values."""

THINGS = tuple(sorted(set(KINDS) - set(SURFACES)))
"""All kinds of things in the room, without its surfaces."""
