"""What people cook with."""

from __future__ import annotations

from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.catalogue.things.making import CLEAN, FULL, ON, Parts, rigid, same
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part, Tube


def kettle(colour: str = "steel") -> Parts:
    """An electric kettle, 25 cm high."""
    body = ((0.0, 0.0), (0.085, 0.0), (0.085, 0.02), (0.08, 0.03), (0.06, 0.2), (0.05, 0.21))
    lid = ((0.05, 0.21), (0.015, 0.225), (0.015, 0.24), (0.0, 0.245))
    handle = ((0.055, 0.0, 0.2), (0.12, 0.0, 0.21), (0.13, 0.0, 0.13), (0.08, 0.0, 0.06))
    spout = ((-0.06, 0.0, 0.15), (-0.1, 0.0, 0.2))
    return (
        Part(Lathe(body), colour),
        Part(Lathe(lid), "black"),
        Part(Tube(handle, 0.013), "black"),
        Part(Tube(spout, 0.018), colour),
    )


def _saucepan(colour: str) -> Parts:
    outside = ((0.0, 0.0), (0.095, 0.0), (0.1, 0.01), (0.1, 0.11), (0.095, 0.11))
    inside = ((0.095, 0.11), (0.093, 0.01), (0.0, 0.01))
    handle = ((0.095, 0.0, 0.09), (0.17, 0.0, 0.095), (0.28, 0.0, 0.1))
    return (
        Part(Lathe(outside), colour),
        Part(Lathe(inside), "steel"),
        Part(Tube(handle, 0.01, sides=6), "black"),
    )


def _frying_pan() -> Parts:
    outside = ((0.0, 0.0), (0.1, 0.0), (0.13, 0.045), (0.126, 0.045))
    inside = ((0.126, 0.045), (0.098, 0.006), (0.0, 0.006))
    handle = ((0.125, 0.0, 0.035), (0.2, 0.0, 0.05), (0.3, 0.0, 0.055))
    return (
        Part(Lathe(outside), "charcoal"),
        Part(Lathe(inside), "black"),
        Part(Tube(handle, 0.011, sides=6), "brown"),
    )


def _cutting_board() -> Parts:
    return (
        Part(Box((0.34, 0.22, 0.018)), "beech", (0.0, 0.0, 0.009)),
        Part(Box((0.32, 0.2, 0.001)), "birch", (0.0, 0.0, 0.0185)),
        Part(
            Lathe(((0.015, 0.0), (0.015, 0.0195), (0.0, 0.0195)), sides=10),
            "brown",
            (0.145, 0.0, 0.0),
        ),
    )


def _toaster(colour: str) -> Parts:
    return (
        Part(Ellipsoid((0.14, 0.085, 0.09), 0.3, sides=12), colour, (0.0, 0.0, 0.1)),
        Part(Box((0.25, 0.14, 0.03)), "black", (0.0, 0.0, 0.015)),
        *(Part(Box((0.19, 0.022, 0.004)), "black", (0.0, y, 0.189)) for y in (-0.028, 0.028)),
        Part(Box((0.012, 0.035, 0.02)), "black", (0.146, 0.0, 0.13)),
    )


def _coffee_maker() -> Parts:
    jug = ((0.0, 0.0), (0.06, 0.0), (0.068, 0.05), (0.05, 0.12), (0.045, 0.13), (0.0, 0.13))
    handle = ((0.0, -0.1, 0.14), (0.0, -0.145, 0.13), (0.0, -0.145, 0.08), (0.0, -0.11, 0.07))
    return (
        Part(Box((0.18, 0.26, 0.03)), "charcoal", (0.0, 0.0, 0.015)),
        Part(Box((0.18, 0.09, 0.3)), "charcoal", (0.0, 0.085, 0.15)),
        Part(Box((0.18, 0.26, 0.1)), "charcoal", (0.0, 0.0, 0.29)),
        Part(Box((0.12, 0.004, 0.05)), "steel", (0.0, -0.131, 0.29)),
        Part(Lathe(jug, sides=14), "dark glass", (0.0, -0.04, 0.03)),
        Part(Tube(handle, 0.008, sides=6), "black"),
    )


def _wooden_spoon() -> Parts:
    return (
        Part(Tube(((-0.15, 0.0, 0.007), (0.08, 0.0, 0.007)), 0.006, sides=6), "beech"),
        Part(Ellipsoid((0.04, 0.026, 0.009), sides=10), "beech", (0.11, 0.0, 0.009)),
    )


def _kitchen_knife() -> Parts:
    return (
        Part(Box((0.13, 0.022, 0.014)), "black", (-0.1, 0.0, 0.007)),
        Part(Box((0.19, 0.034, 0.003)), "steel", (0.06, 0.003, 0.007)),
    )


def _pepper_mill() -> Parts:
    profile = (
        (0.0, 0.0),
        (0.03, 0.0),
        (0.03, 0.03),
        (0.02, 0.07),
        (0.024, 0.13),
        (0.016, 0.145),
        (0.024, 0.16),
        (0.02, 0.185),
        (0.0, 0.2),
    )
    return (Part(Lathe(profile, sides=14), "walnut"),)


_STORED = {"kitchen counter": 1.5, "stove": 1.0, "sink": 0.5, "dishwasher": 0.5}

KINDS = (
    ObjectKind(
        "kettle", "cookware", "metal", ("steel", "red", "white"), rigid(kettle),
        {"kitchen counter": 2.0, "stove": 0.5, "microwave": 0.4},
        ("something to boil water with", "what I need to make a cup of tea"),
        ("pour from", "switch on", "fill"), (ON, FULL),
    ),
    ObjectKind(
        "saucepan", "cookware", "metal", ("steel", "red", "blue"), rigid(_saucepan), _STORED,
        ("something to cook pasta in", "what I boil eggs in"),
        ("cook in", "carry", "fill"), (CLEAN, FULL),
    ),
    ObjectKind(
        "frying pan", "cookware", "metal", ("",), same(_frying_pan), _STORED,
        ("something to make pancakes in", "what I sear a steak in"),
        ("cook in", "carry"), (CLEAN,),
    ),
    ObjectKind(
        "cutting board", "cookware", "wood", ("",), same(_cutting_board),
        {"kitchen counter": 2.0, "sink": 0.8, "dining table": 0.4},
        ("something to chop vegetables on", "the wooden slab for slicing onions"),
        ("cut on", "carry"), (CLEAN,),
    ),
    ObjectKind(
        "toaster", "appliances", "metal", ("steel", "red", "black"), rigid(_toaster),
        {"kitchen counter": 2.0, "microwave": 0.6},
        ("what makes slices crisp for breakfast", "the machine with two slots for bread"),
        ("switch on", "put bread in"), (ON,),
    ),
    ObjectKind(
        "coffee maker", "appliances", "plastic", ("",), same(_coffee_maker),
        {"kitchen counter": 2.0, "microwave": 0.5},
        ("what brews my espresso", "the machine that wakes me up in the morning"),
        ("switch on", "fill"), (ON, FULL),
    ),
    ObjectKind(
        "wooden spoon", "cutlery", "wood", ("",), same(_wooden_spoon),
        {"kitchen counter": 2.0, "sink": 0.6, "stove": 0.6},
        ("something to stir the stew with", "what I taste the sauce with"),
        ("stir with", "carry"), (CLEAN,),
    ),
    ObjectKind(
        "kitchen knife", "cutlery", "metal", ("",), same(_kitchen_knife),
        {"kitchen counter": 2.0, "sink": 0.6, "dishwasher": 0.4},
        ("something sharp to slice tomatoes with", "the blade that children must not touch"),
        ("cut with", "carry"), (CLEAN,),
    ),
    ObjectKind(
        "pepper mill", "spices", "wood", ("",), same(_pepper_mill),
        {"dining table": 1.5, "kitchen counter": 1.0, "stove": 0.4},
        ("what grinds spice over the pasta", "the turned seasoning grinder"),
        ("grind with", "carry"), (FULL,),
    ),
)  # fmt: skip
