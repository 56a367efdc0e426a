"""What people wear, and bags."""

from __future__ import annotations

from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.catalogue.things.making import (
    CLEAN,
    FOLDED,
    FULL,
    OPEN,
    WET,
    Parts,
    cloth,
    folded,
    rigid,
    same,
)
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part, Tube


def _t_shirt(colour: str) -> Parts:
    """Folded, its collar on top."""
    material = cloth(colour)
    trim = "black" if colour == "white" else "white cloth"
    collar = Lathe(((0.03, 0.0), (0.05, 0.0), (0.05, 0.008), (0.03, 0.008)), sides=14)
    folds = (Part(Box((0.003, 0.25, 0.004)), trim, (x, 0.0, 0.031)) for x in (-0.085, 0.085))
    return (
        Part(Box((0.24, 0.25, 0.014)), material, (0.0, 0.0, 0.007)),
        Part(Box((0.235, 0.245, 0.014)), material, (0.0, 0.003, 0.024)),
        *folds,
        Part(collar, trim, (0.0, 0.075, 0.03)),
    )


def _scarf(colour: str) -> Parts:
    material = cloth(colour)
    fringe = (
        Part(Box((0.012, 0.035, 0.004)), "white cloth", (x, -0.12, 0.006))
        for x in (-0.06, -0.036, -0.012, 0.012, 0.036, 0.06)
    )
    return (*folded(0.16, 0.2, 3, 0.022, material), *fringe)


def _cap(colour: str) -> Parts:
    crown = ((0.098, 0.0), (0.098, 0.035), (0.085, 0.075), (0.05, 0.105), (0.0, 0.115))
    material = cloth(colour)
    return (
        Part(Lathe(crown, sides=16), material),
        Part(
            Ellipsoid((0.085, 0.08, 0.006), sides=12),
            material,
            (0.0, -0.11, 0.012),
            (6.0, 0.0, 0.0),
        ),
        Part(Ellipsoid((0.01, 0.01, 0.006), sides=6), "white", (0.0, 0.0, 0.115)),
    )


def _hat() -> Parts:
    brim = (
        (0.0, 0.0),
        (0.17, 0.0),
        (0.18, 0.012),
        (0.1, 0.012),
        (0.095, 0.08),
        (0.07, 0.11),
        (0.0, 0.105),
    )
    return (
        Part(Lathe(brim), "straw"),
        Part(Lathe(((0.102, 0.013), (0.1, 0.04)), sides=20), "navy cloth"),
    )


def backpack(colour: str = "canvas", pocket: str = "lavender") -> Parts:
    """45 cm high, standing."""
    return (
        Part(Ellipsoid((0.16, 0.1, 0.225), 0.4), colour, (0.0, 0.0, 0.225)),
        Part(Ellipsoid((0.125, 0.045, 0.11), 0.4, sides=10), pocket, (0.0, -0.095, 0.135)),
        Part(Tube(((-0.05, 0.0, 0.43), (0.0, 0.0, 0.475), (0.05, 0.0, 0.43)), 0.01), "black"),
    )


def _backpack(colour: str) -> Parts:
    straps = (
        Part(Tube(((x, 0.085, 0.38), (x, 0.13, 0.25), (x, 0.09, 0.08)), 0.014, sides=6), "black")
        for x in (-0.075, 0.075)
    )
    return (*backpack(cloth(colour), cloth("grey" if colour != "grey" else "black")), *straps)


def _handbag(colour: str) -> Parts:
    handle = ((-0.08, 0.0, 0.2), (-0.06, 0.0, 0.29), (0.06, 0.0, 0.29), (0.08, 0.0, 0.2))
    return (
        Part(Ellipsoid((0.15, 0.06, 0.11), 0.35, sides=12), colour, (0.0, 0.0, 0.11)),
        Part(Box((0.22, 0.01, 0.09)), colour, (0.0, -0.061, 0.15)),
        Part(Box((0.03, 0.012, 0.03)), "brass", (0.0, -0.064, 0.11)),
        Part(Tube(handle, 0.009, sides=6), "brown"),
    )


def shoes(colour: str = "blue", sole: str = "white") -> Parts:
    """A pair, 28 cm long."""
    pair: list[Part] = []
    for x in (-0.07, 0.07):
        pair += [
            Part(Ellipsoid((0.045, 0.14, 0.012), 0.5, sides=9), sole, (x, 0.0, 0.012)),
            Part(Ellipsoid((0.042, 0.09, 0.042), sides=8), colour, (x, -0.04, 0.042)),
            Part(Ellipsoid((0.042, 0.06, 0.05), 0.6, sides=8), colour, (x, 0.07, 0.06)),
        ]
    return tuple(pair)


def _shoes(colour: str) -> Parts:
    laces = (
        Part(
            Box((0.03, 0.008, 0.004)),
            "black" if colour == "white" else "white",
            (x, y, z),
            (30.0, 0.0, 0.0),
        )
        for x in (-0.07, 0.07)
        for y, z in ((-0.055, 0.083), (-0.03, 0.086))
    )
    return (*shoes(colour, "grey" if colour == "white" else "white"), *laces)


def _boots(colour: str) -> Parts:
    pair: list[Part] = []
    shaft = Lathe(((0.045, 0.05), (0.05, 0.3), (0.046, 0.3), (0.042, 0.06)), sides=12)
    for x in (-0.07, 0.07):
        pair += [
            Part(Ellipsoid((0.045, 0.13, 0.014), 0.5, sides=8), "black", (x, 0.0, 0.014)),
            Part(Ellipsoid((0.044, 0.1, 0.045), 0.8, sides=8), colour, (x, -0.02, 0.05)),
            Part(shaft, colour, (x, 0.065, 0.0)),
        ]
    return tuple(pair)


def _slippers(colour: str) -> Parts:
    pair: list[Part] = []
    for x in (-0.065, 0.065):
        pair += [
            Part(Ellipsoid((0.046, 0.13, 0.014), 0.5, sides=10), "beige cloth", (x, 0.0, 0.014)),
            Part(Ellipsoid((0.047, 0.07, 0.035), 0.8, sides=10), cloth(colour), (x, -0.06, 0.036)),
        ]
    return tuple(pair)


def _umbrella(colour: str) -> Parts:
    """Folded, lying along x."""
    folded = ((0.0, 0.0), (0.008, 0.02), (0.03, 0.1), (0.034, 0.3), (0.018, 0.48), (0.0, 0.5))
    hook = (
        (0.25, 0.0, 0.034),
        (0.33, 0.0, 0.034),
        (0.36, 0.02, 0.034),
        (0.35, 0.05, 0.034),
        (0.32, 0.05, 0.034),
    )
    return (
        Part(Lathe(folded, sides=9), cloth(colour), (-0.3, 0.0, 0.034), (0.0, 90.0, 0.0)),
        Part(Tube(((-0.34, 0.0, 0.034), (0.26, 0.0, 0.034)), 0.005, sides=6), "steel"),
        Part(Tube(hook, 0.01, sides=6), "walnut"),
    )


_LINEN = {
    "wardrobe": 1.2,
    "dresser": 1.0,
    "laundry basket": 0.6,
    "washing machine/drum": 0.5,
    "bed": 0.4,
}
_WORN = {"shoe rack": 3.0, "floor": 0.4, "wardrobe": 0.4}

KINDS = (
    ObjectKind(
        "T-shirt", "clothes", "cloth", ("white", "red", "blue", "black", "orange"), rigid(_t_shirt),
        _LINEN,
        ("a top for a warm day", "something with short sleeves to put on"),
        ("wear", "wash", "fold"), (CLEAN, FOLDED),
    ),
    ObjectKind(
        "scarf", "clothes", "cloth", ("red", "grey", "purple"), rigid(_scarf),
        {"hall table": 0.8, "wardrobe": 1.0, "bench": 0.6, "dresser": 0.5},
        ("what keeps my neck warm", "a long knitted thing with a fringe"),
        ("wear", "wash", "fold"), (CLEAN, FOLDED),
    ),
    ObjectKind(
        "baseball cap", "clothes", "cloth", ("blue", "red", "black"), rigid(_cap),
        {"hall table": 1.0, "shoe rack": 0.6, "wardrobe": 0.6, "bench": 0.4, "dresser": 0.4},
        ("something with a visor for sunny days", "what fans wear on their heads"),
        ("wear",), (CLEAN,),
    ),
    ObjectKind(
        "straw hat", "clothes", "straw", ("",), same(_hat),
        {"wardrobe": 1.0, "dresser": 0.8, "bed": 0.3},
        ("what shades my face in the garden", "headgear with a wide brim"), ("wear",), (),
    ),
    ObjectKind(
        "backpack", "bags", "cloth", ("purple", "black", "red", "green"), rigid(_backpack),
        {"floor": 0.8, "bench": 0.8, "wardrobe": 0.5, "chair": 0.4, "bed": 0.4},
        ("what I carry my gear in on a hike", "the bag with two shoulder straps"),
        ("carry", "open", "fill"), (FULL, OPEN),
    ),
    ObjectKind(
        "handbag", "bags", "leather", ("red", "black", "teal"), rigid(_handbag),
        {"hall table": 1.2, "bench": 1.0, "dresser": 0.6, "wardrobe": 0.5, "chair": 0.2},
        ("what a lady keeps lipstick and purse in", "something elegant for the evening to carry"),
        ("carry", "open", "fill"), (FULL, OPEN),
    ),
    ObjectKind(
        "pair of shoes", "shoes", "leather", ("blue", "red", "white", "black"), rigid(_shoes),
        _WORN,
        ("what I tie on for a jog", "sneakers with laces"), ("wear", "carry"), (CLEAN, WET),
    ),
    ObjectKind(
        "pair of boots", "shoes", "rubber", ("yellow", "green"), rigid(_boots),
        {"wardrobe": 1.0, "floor": 0.3, "storage shelf": 0.8},
        ("what keeps my feet dry in puddles", "wellingtons for the rain"), ("wear", "carry"),
        (CLEAN, WET),
    ),
    ObjectKind(
        "pair of slippers", "shoes", "cloth", ("grey", "pink", "blue"), rigid(_slippers),
        {"floor": 0.6, "shoe rack": 1.5, "bench": 0.4, "wardrobe": 0.3},
        ("what I wear on my feet indoors", "something comfy against a cold floor"),
        ("wear", "carry"), (CLEAN,),
    ),
    ObjectKind(
        "umbrella", "accessories", "cloth", ("black", "red", "yellow"), rigid(_umbrella),
        {"hall table": 0.8, "bench": 1.0, "shoe rack": 0.6, "floor": 0.3},
        ("what keeps me dry in a downpour", "something against the rain with a hook"),
        ("open", "carry"), (OPEN, WET),
    ),
)  # fmt: skip
