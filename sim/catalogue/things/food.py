"""What people eat and drink."""

from __future__ import annotations

import numpy as np

from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.catalogue.things.making import FILLED, OPEN, SLICED, Parts, rigid, same
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part, Tube


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


def banana() -> Parts:
    """Lying on its side, 19 cm long."""
    arc = np.radians(np.linspace(-55, 55, 9))
    path = tuple((0.11 * np.sin(a).item(), 0.11 * (1 - np.cos(a).item()), 0.019) for a in arc)
    tips = (path[0], path[-1])
    return (
        Part(Tube(path, 0.019), "yellow"),
        *(Part(Ellipsoid((0.019, 0.019, 0.019), sides=8), "yellow", tip) for tip in tips),
        Part(Ellipsoid((0.008, 0.008, 0.008), sides=6), "brown", (-0.104, 0.058, 0.019)),
    )


def apple(colour: str = "apple red") -> Parts:
    """8 cm wide."""
    return (
        Part(Ellipsoid((0.04, 0.04, 0.037)), colour, (0.0, 0.0, 0.037)),
        Part(Tube(((0.0, 0.0, 0.065), (0.004, 0.0, 0.085)), 0.003, sides=5), "brown"),
    )


def cereal_box() -> Parts:
    """19 x 30 cm, 6 cm deep."""
    return (
        Part(Box((0.19, 0.058, 0.3)), "orange", (0.0, 0.0, 0.15)),
        Part(Box((0.188, 0.06, 0.298)), "cereal", (0.0, 0.0, 0.15)),
    )


def _orange() -> Parts:
    return (
        Part(Ellipsoid((0.042, 0.042, 0.04), sides=12), "orange", (0.0, 0.0, 0.04)),
        Part(Ellipsoid((0.006, 0.006, 0.003), sides=5), "leaf", (0.0, 0.0, 0.079)),
    )


def _lemon() -> Parts:
    return (
        Part(Ellipsoid((0.04, 0.029, 0.029), sides=12), "lemon", (0.0, 0.0, 0.029)),
        *(
            Part(Ellipsoid((0.011, 0.01, 0.01), sides=6), "lemon", (x, 0.0, 0.029))
            for x in (-0.039, 0.039)
        ),
    )


def _tomato() -> Parts:
    leaves = (
        Part(Box((0.03, 0.008, 0.002)), "leaf", (0.0, 0.0, 0.062), (0.0, 0.0, yaw))
        for yaw in (0.0, 60.0, 120.0)
    )
    return (Part(Ellipsoid((0.038, 0.038, 0.031), sides=12), "tomato", (0.0, 0.0, 0.031)), *leaves)


def _carrot() -> Parts:
    cone = Lathe(((0.0, 0.0), (0.012, 0.05), (0.018, 0.14), (0.01, 0.155), (0.0, 0.156)), sides=10)
    return (
        Part(cone, "carrot", (-0.1, 0.0, 0.018), (0.0, 90.0, 0.0)),
        *(
            Part(Tube(((0.05, 0.0, 0.018), (0.12, y, z)), 0.005, sides=5), "leaf")
            for y, z in ((-0.02, 0.012), (0.0, 0.03), (0.02, 0.012))
        ),
    )


def _bread() -> Parts:
    cuts = (
        Part(Ellipsoid((0.008, 0.045, 0.01), sides=6), "crumb", (x, 0.0, 0.093), (0.0, 0.0, 25.0))
        for x in (-0.07, 0.0, 0.07)
    )
    return (Part(Ellipsoid((0.14, 0.065, 0.05), 0.7, sides=14), "crust", (0.0, 0.0, 0.05)), *cuts)


def _cheese() -> Parts:
    return (
        Part(Box((0.14, 0.09, 0.05)), "cheese", (0.0, 0.0, 0.025)),
        Part(Box((0.004, 0.092, 0.052)), "tomato", (-0.071, 0.0, 0.026)),
        *(
            Part(Ellipsoid((0.011, 0.004, 0.009), sides=6), "mustard cloth", (x, -0.045, z))
            for x, z in ((-0.04, 0.03), (0.0, 0.018), (0.035, 0.034))
        ),
        *(
            Part(Ellipsoid((0.012, 0.009, 0.003), sides=6), "mustard cloth", (x, y, 0.05))
            for x, y in ((-0.02, 0.02), (0.04, -0.02))
        ),
    )


def _cake() -> Parts:
    cherries = (
        Part(Ellipsoid((0.013, 0.013, 0.013), sides=6), "red",
             (0.075 * np.cos(a).item(), 0.075 * np.sin(a).item(), 0.1))
        for a in np.radians(np.arange(0, 360, 60))
    )  # fmt: skip
    return (
        Part(Lathe(((0.0, 0.0), (0.14, 0.0), (0.145, 0.008), (0.0, 0.008)), sides=20), "white"),
        Part(Lathe(((0.11, 0.008), (0.11, 0.07)), sides=20), "brown"),
        Part(Lathe(((0.112, 0.068), (0.112, 0.09), (0.0, 0.092)), sides=20), "pink"),
        *cherries,
    )


def _carton(label: str, colour: str) -> Parts:
    """A litre with a sloping top, 23 cm high."""
    slope = 33.0
    return (
        Part(Box((0.07, 0.07, 0.18)), colour, (0.0, 0.0, 0.09)),
        Part(Box((0.068, 0.071, 0.13)), label, (0.0, 0.0, 0.085)),
        *(
            Part(Box((0.07, 0.042, 0.004)), colour, (0.0, s * 0.0185, 0.191), (-s * slope, 0.0, 0.0))
            for s in (-1.0, 1.0)
        ),
        Part(Box((0.07, 0.004, 0.03)), colour, (0.0, 0.0, 0.216)),
        Part(Lathe(((0.012, 0.0), (0.012, 0.016), (0.0, 0.016)), sides=10), "red",
             (0.0, -0.02, 0.19), (33.0, 0.0, 0.0)),
    )  # fmt: skip


def _milk() -> Parts:
    return _carton("milk label", "white")


def _juice() -> Parts:
    return _carton("juice label", "orange")


def _soup_can() -> Parts:
    return (
        Part(Lathe(((0.0, 0.0), (0.037, 0.0), (0.037, 0.11), (0.034, 0.11), (0.034, 0.105),
                    (0.0, 0.105)), sides=16), "steel"),
        Part(Lathe(((0.0375, 0.008), (0.0375, 0.102)), sides=16), "soup label"),
    )  # fmt: skip


def _jam_jar(colour: str) -> Parts:
    return (
        Part(Lathe(((0.0, 0.0), (0.036, 0.0), (0.038, 0.01), (0.038, 0.075), (0.032, 0.085)),
                   sides=16), colour),
        Part(Lathe(((0.0385, 0.018), (0.0385, 0.062)), sides=16), "jam label"),
        Part(Lathe(((0.034, 0.083), (0.034, 0.1), (0.0, 0.101)), sides=16), "white"),
    )  # fmt: skip


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


_COLD = {"fridge": 3.0, "kitchen counter": 0.6, "dining table": 0.4}
_FRUIT = {"kitchen counter": 1.2, "dining table": 1.2, "fridge": 0.6, "coffee table": 0.3}
_PANTRY = {"wall cabinet": 1.5, "kitchen counter": 1.2, "storage shelf": 0.6}

KINDS = (
    ObjectKind(
        "apple", "food", "fruit", ("red", "green", "yellow"), rigid(apple), _FRUIT,
        ("a crunchy snack that keeps the doctor away", "what grows in an orchard and goes in a pie"),
        ("eat", "cut"), (SLICED,),
    ),
    ObjectKind(
        "banana", "food", "fruit", ("",), same(banana), _FRUIT,
        ("a bent snack that monkeys love", "what I peel and eat before sport"), ("eat", "peel"), (),
    ),
    ObjectKind(
        "orange", "food", "fruit", ("",), same(_orange), _FRUIT,
        ("a citrus to squeeze for breakfast", "a juicy round snack full of vitamin C"),
        ("eat", "peel", "cut"), (SLICED,),
    ),
    ObjectKind(
        "lemon", "food", "fruit", ("",), same(_lemon), _FRUIT,
        ("something sour for the fish", "a slice for my tea"), ("cut", "squeeze"), (SLICED,),
    ),
    ObjectKind(
        "tomato", "food", "vegetable", ("",), same(_tomato), _FRUIT,
        ("what ketchup is made from", "the juicy thing for a salad"), ("eat", "cut"), (SLICED,),
    ),
    ObjectKind(
        "carrot", "food", "vegetable", ("",), same(_carrot), _COLD,
        ("a crisp root that rabbits love", "the nose of a snowman"), ("eat", "cut"), (SLICED,),
    ),
    ObjectKind(
        "loaf of bread", "food", "pastry", ("",), same(_bread),
        {"kitchen counter": 1.5, "dining table": 1.0, "microwave": 0.3},
        ("something baked for sandwiches", "what the baker sold me this morning"),
        ("eat", "cut"), (SLICED,),
    ),
    ObjectKind(
        "piece of cheese", "food", "dairy", ("",), same(_cheese), _COLD,
        ("something to grate over pasta", "what mice are said to love"), ("eat", "cut"), (SLICED,),
    ),
    ObjectKind(
        "cake", "food", "pastry", ("",), same(_cake),
        {"dining table": 1.5, "kitchen counter": 1.0, "fridge": 0.8, "sideboard": 0.3},
        ("something sweet for a birthday", "what candles are put on once a year"),
        ("eat", "cut"), (SLICED,),
    ),
    ObjectKind(
        "milk carton", "drinks", "cardboard", ("",), same(_milk), _COLD,
        ("what I pour over my cornflakes", "something from cows for my coffee"),
        ("pour from", "drink"), (FILLED, OPEN),
    ),
    ObjectKind(
        "juice carton", "drinks", "cardboard", ("",), same(_juice), _COLD,
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
        "cereal box", "food", "cardboard", ("",), same(cereal_box), {**_PANTRY, "dining table": 0.5},
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
        ("something sweet to spread on toast", "preserved berries"), ("eat", "open"), (FILLED, OPEN),
    ),
    ObjectKind(
        "coffee tin", "food", "tin", ("",), same(_coffee_tin), {"kitchen counter": 1.5, "wall cabinet": 1.0},
        ("the ground beans", "where the powder for the filter is kept"), ("open", "pour from"),
        (FILLED,),
    ),
    ObjectKind(
        "box of eggs", "food", "cardboard", ("",), same(_eggs), _COLD,
        ("what I need for an omelette", "what the hens laid"), ("cook", "open"), (FILLED,),
    ),
)  # fmt: skip
