"""Food and drinks in boxes, bottles and tins."""

from __future__ import annotations

from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.catalogue.things.making import COLD, FILLED, OPEN, Parts, rigid, same
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part


def bottle() -> Parts:
    """A wine bottle, 30 cm high."""
    profile = ((0.0, 0.0), (0.038, 0.0), (0.038, 0.18), (0.03, 0.21), (0.015, 0.235), (0.014, 0.3))
    label = ((0.0385, 0.06), (0.0385, 0.13))
    cork = ((0.0145, 0.27), (0.0145, 0.301), (0.0, 0.301))
    return (
        Part(Lathe(profile), "green glass"),
        Part(Lathe(label), "paper"),
        Part(Lathe(cork), "brown"),
    )


def cereal_box() -> Parts:
    """19 x 30 cm, 6 cm deep."""
    return (
        Part(Box((0.19, 0.058, 0.3)), "orange", (0.0, 0.0, 0.15)),
        Part(Box((0.188, 0.06, 0.298)), "cereal", (0.0, 0.0, 0.15)),
    )


def _carton(label: str, colour: str) -> Parts:
    """A litre with a sloping top, 23 cm high."""
    slope = 33.0
    return (
        Part(Box((0.07, 0.07, 0.18)), colour, (0.0, 0.0, 0.09)),
        Part(Box((0.068, 0.071, 0.13)), label, (0.0, 0.0, 0.085)),
        *(
            Part(
                Box((0.07, 0.042, 0.004)), colour, (0.0, s * 0.0185, 0.191), (-s * slope, 0.0, 0.0)
            )
            for s in (-1.0, 1.0)
        ),
        Part(Box((0.07, 0.004, 0.03)), colour, (0.0, 0.0, 0.216)),
        Part(
            Lathe(((0.012, 0.0), (0.012, 0.016), (0.0, 0.016)), sides=10),
            "red",
            (0.0, -0.02, 0.19),
            (33.0, 0.0, 0.0),
        ),
    )


def _milk() -> Parts:
    return _carton("milk label", "white")


def _juice() -> Parts:
    return _carton("juice label", "orange")


def _soup_can() -> Parts:
    return (
        Part(
            Lathe(
                (
                    (0.0, 0.0),
                    (0.037, 0.0),
                    (0.037, 0.11),
                    (0.034, 0.11),
                    (0.034, 0.105),
                    (0.0, 0.105),
                ),
                sides=16,
            ),
            "steel",
        ),
        Part(Lathe(((0.0375, 0.008), (0.0375, 0.102)), sides=16), "soup label"),
    )


def _jam_jar(colour: str) -> Parts:
    return (
        Part(
            Lathe(
                ((0.0, 0.0), (0.036, 0.0), (0.038, 0.01), (0.038, 0.075), (0.032, 0.085)), sides=16
            ),
            colour,
        ),
        Part(Lathe(((0.0385, 0.018), (0.0385, 0.062)), sides=16), "jam label"),
        Part(Lathe(((0.034, 0.083), (0.034, 0.1), (0.0, 0.101)), sides=16), "white"),
    )


def _coffee_tin() -> Parts:
    return (
        Part(Lathe(((0.0, 0.0), (0.05, 0.0), (0.05, 0.13)), sides=16), "coffee label"),
        Part(Lathe(((0.052, 0.125), (0.052, 0.145), (0.0, 0.146)), sides=16), "black"),
    )


def _eggs() -> Parts:
    eggs = (
        Part(Ellipsoid((0.021, 0.021, 0.028), sides=8), "skin", (x, y, 0.05))
        for x in (-0.05, 0.0, 0.05)
        for y in (-0.025, 0.025)
    )
    return (Part(Box((0.16, 0.105, 0.045)), "cardboard", (0.0, 0.0, 0.0225)), *eggs)


_PANTRY = {"wall cabinet": 1.5, "kitchen counter": 1.2, "storage shelf": 0.6}

KINDS = (
    ObjectKind(
        "milk carton", "drinks", "cardboard", ("",), same(_milk), COLD,
        ("what I pour over my cornflakes", "something from cows for my coffee"),
        ("pour from", "drink"), (FILLED, OPEN),
    ),
    ObjectKind(
        "juice carton", "drinks", "cardboard", ("",), same(_juice), COLD,
        ("a litre of squeezed fruit", "something fruity to drink at breakfast"),
        ("pour from", "drink"), (FILLED, OPEN),
    ),
    ObjectKind(
        "wine bottle", "drinks", "glass", ("",), same(bottle),
        {"sideboard": 1.2, "dining table": 1.0, "kitchen counter": 0.8, "storage shelf": 0.6},
        ("something festive from the vineyard", "what needs a corkscrew"),
        ("pour from", "drink"), (FILLED, OPEN),
    ),
    ObjectKind(
        "cereal box", "food", "cardboard", ("",), same(cereal_box),
        {**_PANTRY, "dining table": 0.5},
        ("the breakfast flakes", "crunchy stuff to eat with milk"),
        ("eat", "pour from"), (FILLED, OPEN),
    ),
    ObjectKind(
        "soup can", "food", "tin", ("",), same(_soup_can), _PANTRY,
        ("a preserved meal to warm up", "what needs a tin opener"), ("open", "eat"), (OPEN,),
    ),
    ObjectKind(
        "jam jar", "food", "glass", ("red", "orange", "purple"), rigid(_jam_jar),
        {"fridge": 1.0, "dining table": 0.8, "wall cabinet": 0.8, "kitchen counter": 0.6},
        ("something sweet to spread on toast", "preserved berries"), ("eat", "open"),
        (FILLED, OPEN),
    ),
    ObjectKind(
        "coffee tin", "food", "tin", ("",), same(_coffee_tin),
        {"kitchen counter": 1.5, "wall cabinet": 1.0},
        ("the ground beans", "where the powder for the filter is kept"), ("open", "pour from"),
        (FILLED,),
    ),
    ObjectKind(
        "box of eggs", "food", "cardboard", ("",), same(_eggs), COLD,
        ("what I need for an omelette", "what the hens laid"), ("cook", "open"), (FILLED,),
    ),
)  # fmt: skip
