"""What people eat as it is."""

from __future__ import annotations

import numpy as np

from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.catalogue.things.making import COLD, SLICED, Parts, rigid, same
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part, Tube


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
        Part(
            Ellipsoid((0.013, 0.013, 0.013), sides=6),
            "red",
            (0.075 * np.cos(a).item(), 0.075 * np.sin(a).item(), 0.1),
        )
        for a in np.radians(np.arange(0, 360, 60))
    )
    return (
        Part(Lathe(((0.0, 0.0), (0.14, 0.0), (0.145, 0.008), (0.0, 0.008)), sides=20), "white"),
        Part(Lathe(((0.11, 0.008), (0.11, 0.07)), sides=20), "brown"),
        Part(Lathe(((0.112, 0.068), (0.112, 0.09), (0.0, 0.092)), sides=20), "pink"),
        *cherries,
    )


_FRUIT = {"kitchen counter/top": 1.2, "dining table": 1.2, "fridge": 0.6, "coffee table": 0.3}
_NO_SNACK = {"kitchen counter/top": 1.2, "dining table": 1.2, "fridge": 0.6}

KINDS = (
    ObjectKind(
        "apple", "food", "fruit", ("red", "green", "yellow"), rigid(apple), _FRUIT,
        ("a crunchy snack that keeps the doctor away",
         "what grows in an orchard and goes in a pie"),
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
        "lemon", "food", "fruit", ("",), same(_lemon), _NO_SNACK,
        ("something sour for the fish", "a slice for my tea"), ("cut", "squeeze"), (SLICED,),
    ),
    ObjectKind(
        "tomato", "food", "vegetable", ("",), same(_tomato), _NO_SNACK,
        ("what ketchup is made from", "the juicy thing for a salad"), ("eat", "cut"), (SLICED,),
    ),
    ObjectKind(
        "carrot", "food", "vegetable", ("",), same(_carrot), COLD,
        ("a crisp root that rabbits love", "the nose of a snowman"), ("eat", "cut"), (SLICED,),
    ),
    ObjectKind(
        "loaf of bread", "food", "pastry", ("",), same(_bread),
        {"kitchen counter/top": 1.5, "dining table": 1.0, "fridge/freezer": 0.3},
        ("something baked for sandwiches", "what the baker sold me this morning"),
        ("eat", "cut"), (SLICED,),
    ),
    ObjectKind(
        "piece of cheese", "food", "dairy", ("",), same(_cheese), COLD,
        ("something to grate over pasta", "what mice are said to love"), ("eat", "cut"), (SLICED,),
    ),
    ObjectKind(
        "cake", "food", "pastry", ("",), same(_cake),
        {"dining table": 1.5, "kitchen counter/top": 1.0, "fridge": 0.8, "sideboard/top": 0.3,
         "stove/oven rack": 0.2},
        ("something sweet for a birthday", "what candles are put on once a year"),
        ("eat", "cut"), (SLICED,),
    ),
)  # fmt: skip
