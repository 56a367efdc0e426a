"""What is made of cloth and is not worn."""

from __future__ import annotations

from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.catalogue.things.making import (
    CLEAN,
    FOLDED,
    WET,
    Parts,
    cloth,
    folded,
    rigid,
)
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Part


def cushion(colour: str = "mustard cloth") -> Parts:
    """A cushion leaning backwards, 42 cm wide."""
    return (
        Part(Ellipsoid((0.21, 0.075, 0.2), 0.55), colour, (0.0, 0.0, 0.195), (-20.0, 0.0, 0.0)),
    )


def _cushion(colour: str) -> Parts:
    return cushion(cloth(colour))


def _towel(colour: str) -> Parts:
    material = cloth(colour)
    stripe = Part(Box((0.03, 0.2, 0.002)), "white cloth", (0.1, 0.0, 0.0715))
    return (*folded(0.32, 0.22, 3, 0.024, material), stripe)


def _blanket(colour: str) -> Parts:
    return folded(0.42, 0.32, 4, 0.03, cloth(colour))


KINDS = (
    ObjectKind(
        "towel", "linen", "cloth", ("white", "blue", "pink", "green", "yellow"), rigid(_towel),
        {"bathroom vanity": 1.5, "bathtub": 0.3, "wardrobe": 0.8,
         "washing machine/drum": 0.7, "storage shelf": 0.3},
        ("something to dry my hands with", "what I take along to the swimming pool"),
        ("dry with", "wash", "fold"), (CLEAN, WET, FOLDED),
    ),
    ObjectKind(
        "cushion", "linen", "cloth", ("yellow", "red", "navy", "green", "pink"), rigid(_cushion),
        {"sofa": 2.0, "armchair": 0.8, "bed": 0.8, "bench": 0.4},
        ("something soft to lean on", "a small pillow for the couch"), ("lean on", "carry"),
        (CLEAN,),
    ),
    ObjectKind(
        "blanket", "linen", "cloth", ("beige", "red", "blue", "green"), rigid(_blanket),
        {"sofa": 1.2, "bed": 1.0, "wardrobe": 0.8, "armchair": 0.2},
        ("something warm to wrap up in", "what covers my legs while I watch a film"),
        ("cover with", "fold", "wash"), (FOLDED, CLEAN),
    ),
)  # fmt: skip
