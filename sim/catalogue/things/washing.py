"""What people wash and clean with."""

from __future__ import annotations

from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.catalogue.things.making import FILLED, FULL, ON, WET, Parts, rigid, same
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part, Tube


def _soap_dispenser(colour: str) -> Parts:
    return (
        Part(
            Lathe(
                ((0.0, 0.0), (0.034, 0.0), (0.036, 0.01), (0.034, 0.115), (0.014, 0.13)), sides=14
            ),
            colour,
        ),
        Part(
            Lathe(((0.015, 0.128), (0.015, 0.145), (0.006, 0.147), (0.006, 0.172)), sides=10),
            "steel",
        ),
        Part(Box((0.016, 0.05, 0.01)), "steel", (0.0, -0.016, 0.175)),
    )


def _shampoo(colour: str) -> Parts:
    return (
        Part(Ellipsoid((0.036, 0.022, 0.09), 0.35, sides=12), colour, (0.0, 0.0, 0.09)),
        Part(Lathe(((0.016, 0.175), (0.016, 0.205), (0.0, 0.206)), sides=12), "white"),
        Part(Box((0.046, 0.002, 0.07)), "white", (0.0, -0.0225, 0.09)),
    )


def _toothbrushes() -> Parts:
    cup = ((0.0, 0.0), (0.034, 0.0), (0.037, 0.1), (0.034, 0.1))
    brushes: list[Part] = []
    for x, tint in ((-0.026, "blue"), (0.024, "red")):
        brushes.append(
            Part(Tube(((x * 0.3, 0.0, 0.02), (x * 1.4, 0.0, 0.18)), 0.004, sides=5), tint)
        )
        brushes.append(Part(Box((0.011, 0.016, 0.026)), "white", (x * 1.4, -0.01, 0.17)))
    return (
        Part(Lathe(cup, sides=14), "mint"),
        Part(Lathe(((0.034, 0.1), (0.03, 0.01), (0.0, 0.01)), sides=14), "white"),
        *brushes,
    )


def _toothpaste() -> Parts:
    return (
        Part(Ellipsoid((0.07, 0.026, 0.017), 0.6, sides=10), "white", (0.0, 0.0, 0.018)),
        Part(Box((0.09, 0.036, 0.002)), "blue", (-0.005, 0.0, 0.0355)),
        Part(
            Lathe(((0.012, 0.0), (0.014, 0.024), (0.0, 0.024)), sides=10),
            "red",
            (0.068, 0.0, 0.018),
            (0.0, 90.0, 0.0),
        ),
        Part(Box((0.012, 0.058, 0.006)), "white", (-0.07, 0.0, 0.016)),
    )


def _hairbrush() -> Parts:
    bristles = (
        Part(Box((0.075, 0.005, 0.018)), "charcoal", (0.06, y, 0.022))
        for y in (-0.02, -0.007, 0.007, 0.02)
    )
    return (
        Part(Ellipsoid((0.055, 0.034, 0.008), sides=12), "walnut", (0.06, 0.0, 0.008)),
        Part(Tube(((-0.11, 0.0, 0.009), (0.02, 0.0, 0.009)), 0.009, sides=7), "walnut"),
        *bristles,
    )


def _toilet_roll() -> Parts:
    roll = ((0.022, 0.0), (0.056, 0.0), (0.056, 0.1), (0.022, 0.1), (0.022, 0.0))
    return (
        Part(Lathe(roll, sides=18), "white cloth"),
        Part(Lathe(((0.0225, 0.101), (0.0195, 0.101), (0.0195, 0.002)), sides=12), "cardboard"),
    )


def _tissues(colour: str) -> Parts:
    return (
        Part(Box((0.23, 0.12, 0.075)), colour, (0.0, 0.0, 0.0375)),
        Part(Ellipsoid((0.06, 0.022, 0.001), sides=10), "charcoal", (0.0, 0.0, 0.0755)),
        Part(Lathe(((0.012, 0.07), (0.05, 0.13), (0.0, 0.11)), sides=7), "white cloth"),
    )


def _sponge() -> Parts:
    return (
        Part(Box((0.11, 0.07, 0.025)), "yellow", (0.0, 0.0, 0.0125)),
        Part(Box((0.11, 0.07, 0.01)), "green", (0.0, 0.0, 0.03)),
    )


def _spray_bottle(colour: str) -> Parts:
    body = ((0.0, 0.0), (0.043, 0.0), (0.045, 0.012), (0.043, 0.12), (0.02, 0.17), (0.014, 0.2))
    return (
        Part(Lathe(body, sides=14), colour),
        Part(Box((0.03, 0.09, 0.035)), "white", (0.0, -0.015, 0.22)),
        Part(Box((0.012, 0.014, 0.05)), "white", (0.0, -0.035, 0.185), (-20.0, 0.0, 0.0)),
        Part(Box((0.014, 0.014, 0.014)), "red", (0.0, -0.065, 0.222)),
    )


def _detergent(colour: str) -> Parts:
    handle = ((0.09, 0.0, 0.22), (0.12, 0.0, 0.2), (0.12, 0.0, 0.1), (0.09, 0.0, 0.08))
    return (
        Part(Ellipsoid((0.095, 0.055, 0.13), 0.4, sides=12), colour, (0.0, 0.0, 0.13)),
        Part(Tube(handle, 0.014, sides=7), colour),
        Part(
            Lathe(((0.035, 0.25), (0.032, 0.3), (0.0, 0.3)), sides=12), "white", (-0.03, 0.0, 0.0)
        ),
        Part(Box((0.12, 0.004, 0.1)), "white", (-0.01, -0.055, 0.12)),
        Part(Ellipsoid((0.035, 0.002, 0.035), sides=12), "orange", (-0.01, -0.058, 0.12)),
    )


def _bucket(colour: str) -> Parts:
    wall = ((0.0, 0.0), (0.1, 0.0), (0.135, 0.26), (0.145, 0.27), (0.128, 0.27))
    handle = (
        (-0.138, 0.0, 0.25),
        (-0.12, -0.04, 0.33),
        (0.0, -0.07, 0.39),
        (0.12, -0.04, 0.33),
        (0.138, 0.0, 0.25),
    )
    return (
        Part(Lathe(wall), colour),
        Part(Lathe(((0.128, 0.27), (0.097, 0.01), (0.0, 0.01))), "grey"),
        Part(Tube(handle, 0.006, sides=6), "white"),
    )


def _iron() -> Parts:
    handle = ((-0.09, 0.0, 0.08), (-0.07, 0.0, 0.125), (0.05, 0.0, 0.125), (0.08, 0.0, 0.08))
    return (
        Part(Ellipsoid((0.13, 0.055, 0.01), 0.8, sides=14), "steel", (0.0, 0.0, 0.01)),
        Part(Ellipsoid((0.12, 0.05, 0.04), 0.7, sides=14), "teal", (0.005, 0.0, 0.05)),
        Part(Tube(handle, 0.014, sides=7), "charcoal"),
        Part(
            Lathe(((0.018, 0.0), (0.018, 0.008), (0.0, 0.01)), sides=10), "white", (0.0, 0.0, 0.088)
        ),
    )


_CLEANING = {"sink": 1.2, "storage shelf": 1.0, "washing machine": 0.8}

KINDS = (
    ObjectKind(
        "soap dispenser", "hygiene", "plastic", ("white", "teal", "pink"), rigid(_soap_dispenser),
        {"bathroom vanity": 2.0, "sink": 1.2},
        ("something to wash my hands with", "what is pumped for foam"), ("press", "fill"),
        (FILLED,),
    ),
    ObjectKind(
        "shampoo bottle", "hygiene", "plastic", ("green", "blue", "orange", "purple"),
        rigid(_shampoo),
        {"bathtub": 1.5, "bathroom vanity": 1.2, "storage shelf": 0.2},
        ("something to wash my hair with", "what lathers under the shower"), ("pour from",),
        (FILLED,),
    ),
    ObjectKind(
        "cup of toothbrushes", "hygiene", "plastic", ("",), same(_toothbrushes),
        {"bathroom vanity": 2.0},
        ("what I scrub my teeth with", "the dental things that stand in a beaker"), ("brush with",),
        (WET,),
    ),
    ObjectKind(
        "tube of toothpaste", "hygiene", "plastic", ("",), same(_toothpaste),
        {"bathroom vanity": 2.0},
        ("the minty stuff for a fresh breath", "what is squeezed onto bristles"), ("squeeze",),
        (FILLED,),
    ),
    ObjectKind(
        "hairbrush", "hygiene", "wood", ("",), same(_hairbrush),
        {"bathroom vanity": 1.5, "dresser": 0.8, "nightstand": 0.3},
        ("something against tangles", "what I style myself with before going out"), ("brush with",),
        (),
    ),
    ObjectKind(
        "toilet roll", "hygiene", "paper", ("",), same(_toilet_roll),
        {"toilet": 2.0, "bathroom vanity": 1.0, "storage shelf": 0.6},
        ("soft paper for the bathroom", "what one must not run out of in the loo"), ("tear off",),
        (),
    ),
    ObjectKind(
        "tissue box", "hygiene", "paper", ("blue", "pink", "mint"), rigid(_tissues),
        {"nightstand": 1.0, "coffee table": 0.8, "desk": 0.5, "dresser": 0.5},
        ("something to blow my nose with", "paper handkerchiefs"), ("pull from",), (FILLED,),
    ),
    ObjectKind(
        "sponge", "cleaning", "foam", ("",), same(_sponge), {"sink": 2.0, "kitchen counter": 0.4},
        ("something to scrub the pots with", "what soaks up spilled water"),
        ("wipe with", "squeeze"), (WET,),
    ),
    ObjectKind(
        "spray bottle", "cleaning", "plastic", ("blue", "green", "yellow"), rigid(_spray_bottle),
        _CLEANING,
        ("what cleans the windows", "something with a trigger against stains"), ("spray", "fill"),
        (FILLED,),
    ),
    ObjectKind(
        "detergent bottle", "cleaning", "plastic", ("blue", "purple", "white"),
        rigid(_detergent),
        {"washing machine": 1.5, "storage shelf": 0.8, "sink": 0.6},
        ("what goes into the machine with dirty laundry", "liquid for a load of whites"),
        ("pour from",), (FILLED,),
    ),
    ObjectKind(
        "bucket", "cleaning", "plastic", ("blue", "red", "green"), rigid(_bucket),
        {"storage shelf": 1.0, "bathtub": 0.6, "floor": 0.4},
        ("what I carry mop water in", "a pail for the beach"), ("carry", "fill", "pour from"),
        (FULL,),
    ),
    ObjectKind(
        "iron", "appliances", "metal", ("",), same(_iron),
        {"storage shelf": 1.0, "washing machine": 1.0, "wardrobe": 0.3},
        ("what gets creases out of a shirt", "the hot steaming plate with a handle"),
        ("press with",), (ON,),
    ),
)  # fmt: skip
