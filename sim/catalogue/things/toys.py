"""Toys that look like something."""

from __future__ import annotations

from whereseen.sim.catalogue.kinds import ObjectKind, State
from whereseen.sim.catalogue.things.making import CLEAN, Parts, rigid, same
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part, Tube


def teddy(fur: str = "fur", light: str = "light fur") -> Parts:
    """A sitting teddy bear, 33 cm high."""
    face = (
        Part(Ellipsoid((0.042, 0.03, 0.032), sides=7), light, (0.0, -0.075, 0.225)),
        Part(Ellipsoid((0.013, 0.01, 0.009), sides=6), "black", (0.0, -0.103, 0.238)),
        *(
            Part(Ellipsoid((0.009,) * 3, sides=5), "black", (x, -0.075, 0.268))
            for x in (-0.032, 0.032)
        ),
    )
    ears = (
        *(
            Part(Ellipsoid((0.034, 0.018, 0.034), sides=7), fur, (x, 0.0, 0.31))
            for x in (-0.066, 0.066)
        ),
        *(
            Part(Ellipsoid((0.02, 0.01, 0.02), sides=6), light, (x, -0.014, 0.31))
            for x in (-0.066, 0.066)
        ),
    )
    limbs = (
        *(
            Part(
                Ellipsoid((0.035, 0.038, 0.075), sides=7),
                fur,
                (x, -0.035, 0.14),
                (30.0, -x * 250, 0.0),
            )
            for x in (-0.1, 0.1)
        ),
        *(
            Part(
                Ellipsoid((0.042, 0.088, 0.042), sides=7),
                fur,
                (x, -0.105, 0.043),
                (0.0, 0.0, x * 250),
            )
            for x in (-0.07, 0.07)
        ),
        *(
            Part(Ellipsoid((0.03, 0.014, 0.032), sides=6), light, (x, -0.182, 0.045))
            for x in (-0.093, 0.093)
        ),
    )
    return (
        Part(Ellipsoid((0.09, 0.078, 0.105), sides=11), fur, (0.0, 0.0, 0.105)),
        Part(Ellipsoid((0.055, 0.02, 0.07), sides=8), light, (0.0, -0.066, 0.11)),
        Part(Ellipsoid((0.08, 0.074, 0.072), sides=11), fur, (0.0, -0.008, 0.25)),
        *face,
        *ears,
        *limbs,
    )


def _teddy(colour: str) -> Parts:
    return teddy(*{"brown": ("fur", "light fur"), "white": ("white cloth", "pink cloth"),
                   "grey": ("graphite", "silver cloth")}[colour])  # fmt: skip


def duck() -> Parts:
    """A rubber duck, 11 cm high."""
    return (
        Part(Ellipsoid((0.06, 0.05, 0.036), sides=12), "yellow", (0.0, 0.0, 0.036)),
        Part(Ellipsoid((0.03, 0.03, 0.03), sides=10), "yellow", (-0.032, 0.0, 0.085)),
        Part(Ellipsoid((0.018, 0.018, 0.007), sides=8), "orange", (-0.064, 0.0, 0.082)),
        Part(Ellipsoid((0.02, 0.012, 0.014), sides=6), "yellow", (0.056, 0.0, 0.054)),
        *(
            Part(Ellipsoid((0.005,) * 3, sides=5), "black", (-0.055, y, 0.094))
            for y in (-0.016, 0.016)
        ),
    )


def _wheels(x_m: float, y_m: float, radius: float) -> Parts:
    wheel = Lathe(((0.0, -0.009), (radius, -0.009), (radius, 0.009), (0.0, 0.009)), sides=12)
    return tuple(
        Part(wheel, "rubber", (x, y, radius), (90.0, 0.0, 0.0))
        for x in (-x_m, x_m)
        for y in (-y_m, y_m)
    )


def _car(colour: str) -> Parts:
    return (
        Part(Ellipsoid((0.085, 0.038, 0.022), 0.3, sides=10), colour, (0.0, 0.0, 0.034)),
        Part(Ellipsoid((0.045, 0.033, 0.02), 0.4, sides=10), "dark glass", (0.008, 0.0, 0.062)),
        Part(Box((0.055, 0.056, 0.006)), colour, (0.008, 0.0, 0.081)),
        *_wheels(0.052, 0.036, 0.018),
        *(Part(Box((0.004, 0.014, 0.009)), "yellow", (-0.084, y, 0.037)) for y in (-0.022, 0.022)),
    )


def _train(colour: str) -> Parts:
    boiler = Lathe(((0.0, 0.0), (0.028, 0.0), (0.028, 0.1), (0.0, 0.1)), sides=14)
    chimney = Lathe(((0.008, 0.0), (0.014, 0.03), (0.0, 0.03)), sides=10)
    return (
        Part(Box((0.19, 0.06, 0.02)), "black", (0.0, 0.0, 0.032)),
        Part(boiler, colour, (-0.085, 0.0, 0.07), (0.0, 90.0, 0.0)),
        Part(Box((0.07, 0.064, 0.07)), colour, (0.055, 0.0, 0.075)),
        Part(Box((0.085, 0.075, 0.008)), "yellow", (0.055, 0.0, 0.114)),
        Part(Box((0.04, 0.066, 0.028)), "dark glass", (0.055, 0.0, 0.09)),
        Part(chimney, "black", (-0.06, 0.0, 0.095)),
        Part(
            Lathe(((0.02, 0.0), (0.02, 0.006), (0.0, 0.008)), sides=12),
            "yellow",
            (-0.085, 0.0, 0.07),
            (0.0, -90.0, 0.0),
        ),
        *_wheels(0.06, 0.032, 0.022),
    )


def _dinosaur(colour: str) -> Parts:
    spikes = (
        Part(Lathe(((0.01, 0.0), (0.0, 0.022)), sides=6), "orange", (x, 0.0, z))
        for x, z in ((-0.035, 0.112), (-0.01, 0.118), (0.018, 0.114), (0.045, 0.1))
    )
    feet = (
        Part(Lathe(((0.0, 0.0), (0.017, 0.0), (0.015, 0.055)), sides=8), colour, (x, y, 0.0))
        for x in (-0.035, 0.035)
        for y in (-0.025, 0.025)
    )
    return (
        Part(Ellipsoid((0.07, 0.038, 0.042), sides=12), colour, (0.0, 0.0, 0.08)),
        Part(
            Tube(((-0.05, 0.0, 0.085), (-0.09, 0.0, 0.13), (-0.105, 0.0, 0.17)), 0.018, sides=8),
            colour,
        ),
        Part(Ellipsoid((0.034, 0.022, 0.022), sides=10), colour, (-0.118, 0.0, 0.178)),
        Part(
            Lathe(((0.034, 0.0), (0.02, 0.06), (0.0, 0.13)), sides=8),
            colour,
            (0.045, 0.0, 0.075),
            (0.0, 100.0, 0.0),
        ),
        *(
            Part(Ellipsoid((0.005,) * 3, sides=5), "black", (-0.13, y, 0.186))
            for y in (-0.017, 0.017)
        ),
        *feet,
        *spikes,
    )


def _doll() -> Parts:
    limbs = (
        *(
            Part(Tube(((x, 0.0, 0.03), (x * 1.5, -0.12, 0.02)), 0.018, sides=7), "skin")
            for x in (-0.03, 0.03)
        ),
        *(
            Part(Tube(((x, 0.0, 0.14), (x * 1.7, -0.05, 0.07)), 0.012, sides=7), "skin")
            for x in (-0.045, 0.045)
        ),
    )
    return (
        Part(
            Lathe(((0.0, 0.0), (0.075, 0.0), (0.05, 0.07), (0.035, 0.155), (0.0, 0.16)), sides=14),
            "pink",
        ),
        Part(Ellipsoid((0.043, 0.042, 0.048), sides=12), "skin", (0.0, 0.0, 0.2)),
        Part(Ellipsoid((0.048, 0.045, 0.044), sides=10), "brown", (0.0, 0.01, 0.215)),
        *(
            Part(Ellipsoid((0.018, 0.018, 0.03), sides=8), "brown", (x, 0.01, 0.185))
            for x in (-0.052, 0.052)
        ),
        *(
            Part(Ellipsoid((0.005,) * 3, sides=5), "black", (x, -0.041, 0.2))
            for x in (-0.015, 0.015)
        ),
        *limbs,
    )


_BROKEN = State("broken", ("no", "yes"))
_TOYS = {"toy chest": 2.0, "bookcase": 0.4, "bed": 0.5, "sofa": 0.3, "floor": 0.4}

KINDS = (
    ObjectKind(
        "teddy bear", "toys", "plush", ("brown", "white", "grey"), rigid(_teddy),
        {"bed": 1.5, "sofa": 0.6, "toy chest": 1.0, "armchair": 0.3, "bookcase": 0.3},
        ("something cuddly to fall asleep with", "the plush animal with round ears"),
        ("cuddle", "carry"), (CLEAN,),
    ),
    ObjectKind(
        "toy car", "toys", "plastic", ("red", "blue", "yellow", "green", "white"), rigid(_car),
        {**_TOYS, "desk": 0.4, "coffee table": 0.3},
        ("a little vehicle on four wheels to race",
         "what a child pushes along making engine noises"),
        ("play with", "push"), (_BROKEN,),
    ),
    ObjectKind(
        "toy train", "toys", "wood", ("red", "blue"), rigid(_train), _TOYS,
        ("the small locomotive", "what goes choo-choo over the carpet"), ("play with", "push"),
        (_BROKEN,),
    ),
    ObjectKind(
        "rubber duck", "toys", "rubber", ("",), same(duck),
        {"bathtub": 2.0, "bathroom vanity": 0.6, "toy chest": 0.4},
        ("a bird that swims among the foam", "what quacks when it is squeezed"),
        ("squeeze", "float"), (),
    ),
    ObjectKind(
        "toy dinosaur", "toys", "plastic", ("green", "purple", "orange"), rigid(_dinosaur), _TOYS,
        ("a small monster from prehistory", "the long-necked reptile"), ("play with",), (_BROKEN,),
    ),
    ObjectKind(
        "doll", "toys", "plastic", ("",), same(_doll), _TOYS,
        ("a little girl made of plastic", "what one dresses and puts to bed in a tiny cot"),
        ("play with", "carry"), (CLEAN,),
    ),
)  # fmt: skip
