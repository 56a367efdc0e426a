"""Tools, containers, and what people have in their pockets."""

from __future__ import annotations

import numpy as np

from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.catalogue.things.making import FULL, OPEN, Parts, rigid, same
from whereseen.sim.modelling.shapes import Box, Lathe, Part, Tube


def _watering_can(colour: str) -> Parts:
    handle = ((0.06, 0.0, 0.17), (0.11, 0.0, 0.2), (0.14, 0.0, 0.13), (0.08, 0.0, 0.04))
    spout = ((-0.07, 0.0, 0.04), (-0.14, 0.0, 0.12), (-0.19, 0.0, 0.2))
    body = ((0.0, 0.0), (0.085, 0.0), (0.085, 0.15), (0.06, 0.175), (0.05, 0.175))
    rose = Lathe(((0.01, 0.0), (0.032, 0.03), (0.0, 0.036)), sides=12)
    return (
        Part(Lathe(body, sides=16), colour),
        Part(Lathe(((0.05, 0.175), (0.07, 0.02), (0.0, 0.02)), sides=16), "charcoal"),
        Part(Tube(handle, 0.011, sides=7), colour),
        Part(Tube(spout, 0.012, sides=7), colour),
        Part(rose, "brass", (-0.185, 0.0, 0.19), (0.0, -32.0, 0.0)),
    )


def _keys() -> Parts:
    ring = tuple(
        (-0.03 + 0.017 * np.cos(a).item(), 0.017 * np.sin(a).item(), 0.003)
        for a in np.linspace(0.0, 2 * np.pi, 11)
    )
    keys: list[Part] = []
    for yaw, tint in ((-24.0, "brass"), (14.0, "steel")):
        c, s = np.cos(np.radians(yaw)).item(), np.sin(np.radians(yaw)).item()
        keys.append(
            Part(
                Lathe(((0.0, 0.0), (0.013, 0.0), (0.013, 0.004), (0.0, 0.004)), sides=10),
                tint,
                (-0.006 * c, -0.006 * s, 0.001),
            )
        )
        keys.append(
            Part(Box((0.048, 0.008, 0.003)), tint, (0.03 * c, 0.03 * s, 0.003), (0.0, 0.0, yaw))
        )
    tag = Part(Box((0.034, 0.022, 0.005)), "red", (-0.06, 0.012, 0.0025), (0.0, 0.0, -20.0))
    return (Part(Tube(ring, 0.0022, sides=5), "steel"), *keys, tag)


def _wallet(colour: str) -> Parts:
    return (
        Part(Box((0.115, 0.09, 0.008)), colour, (0.0, 0.0, 0.004)),
        Part(Box((0.112, 0.086, 0.003)), "paper", (0.0, 0.001, 0.0095)),
        Part(Box((0.115, 0.09, 0.008)), colour, (0.0, 0.0, 0.015)),
        Part(
            Lathe(((0.006, 0.0), (0.006, 0.002), (0.0, 0.002)), sides=8),
            "brass",
            (0.0, -0.033, 0.019),
        ),
    )


def _glasses() -> Parts:
    rims = tuple(
        Part(
            Tube(
                tuple(
                    (x + 0.025 * np.cos(a).item(), -0.055, 0.024 + 0.02 * np.sin(a).item())
                    for a in np.linspace(0.0, 2 * np.pi, 11)
                ),
                0.003,
                sides=5,
            ),
            "black",
        )
        for x in (-0.034, 0.034)
    )
    panes = tuple(
        Part(
            Lathe(((0.0, 0.0), (0.023, 0.0), (0.023, 0.002), (0.0, 0.002)), sides=12),
            "dark glass",
            (x, -0.055, 0.024),
            (90.0, 0.0, 0.0),
        )
        for x in (-0.034, 0.034)
    )
    sides = tuple(
        Part(
            Tube(((x, -0.055, 0.032), (x, 0.05, 0.03), (x, 0.075, 0.006)), 0.003, sides=5), "black"
        )
        for x in (-0.061, 0.061)
    )
    bridge = Part(Tube(((-0.01, -0.055, 0.03), (0.01, -0.055, 0.03)), 0.003, sides=5), "black")
    return (*rims, *panes, *sides, bridge)


def _basket() -> Parts:
    wall = ((0.0, 0.0), (0.11, 0.0), (0.145, 0.12), (0.15, 0.13), (0.138, 0.13))
    handle = tuple(
        (0.14 * np.cos(a).item(), 0.0, 0.12 + 0.16 * np.sin(a).item())
        for a in np.linspace(0.0, np.pi, 11)
    )
    return (
        Part(Lathe(wall), "straw"),
        Part(Lathe(((0.138, 0.13), (0.105, 0.012), (0.0, 0.012))), "sand"),
        Part(Tube(handle, 0.01, sides=6), "straw"),
    )


def _parcel() -> Parts:
    return (
        Part(Box((0.32, 0.24, 0.2)), "cardboard", (0.0, 0.0, 0.1)),
        Part(Box((0.322, 0.05, 0.202)), "sand", (0.0, 0.0, 0.1005)),
        Part(Box((0.1, 0.07, 0.001)), "paper", (-0.08, 0.065, 0.2005)),
    )


def _tool_box(colour: str) -> Parts:
    handle = ((-0.08, 0.0, 0.19), (-0.08, 0.0, 0.235), (0.08, 0.0, 0.235), (0.08, 0.0, 0.19))
    return (
        Part(Box((0.4, 0.19, 0.12)), colour, (0.0, 0.0, 0.06)),
        Part(Box((0.41, 0.2, 0.07)), "charcoal", (0.0, 0.0, 0.155)),
        *(Part(Box((0.03, 0.008, 0.05)), "steel", (x, -0.1, 0.125)) for x in (-0.12, 0.12)),
        Part(Tube(handle, 0.011, sides=7), "black"),
    )


def _hammer() -> Parts:
    head = Lathe(
        ((0.0, 0.0), (0.016, 0.0), (0.016, 0.02), (0.012, 0.03), (0.012, 0.08), (0.0, 0.1)),
        sides=10,
    )
    return (
        Part(Tube(((-0.14, 0.0, 0.017), (0.13, 0.0, 0.017)), 0.012, sides=7), "beech"),
        Part(head, "dark steel", (0.13, -0.045, 0.017), (-90.0, 0.0, 0.0)),
    )


def _screwdriver(colour: str) -> Parts:
    grip = ((0.0, 0.0), (0.013, 0.005), (0.016, 0.05), (0.012, 0.09), (0.0, 0.095))
    return (
        Part(Lathe(grip, sides=8), colour, (-0.11, 0.0, 0.016), (0.0, 90.0, 0.0)),
        Part(Tube(((-0.02, 0.0, 0.016), (0.1, 0.0, 0.016)), 0.004, sides=6), "steel"),
        Part(Box((0.014, 0.01, 0.003)), "steel", (0.104, 0.0, 0.016)),
    )


_WORKSHOP = {"storage shelf": 2.0, "wardrobe": 0.2}

KINDS = (
    ObjectKind(
        "watering can", "garden", "metal", ("green", "blue", "yellow"), rigid(_watering_can),
        {"storage shelf": 1.0, "washing machine": 0.5, "kitchen counter": 0.4, "floor": 0.2},
        ("what I give my plants a drink with", "the vessel with a sprinkler"),
        ("pour from", "fill", "carry"), (FULL,),
    ),
    ObjectKind(
        "bunch of keys", "accessories", "metal", ("",), same(_keys),
        {"hall table": 2.5, "kitchen counter": 0.5, "desk": 0.4, "coffee table": 0.3},
        ("what opens my front door", "something to unlock the flat with"), ("unlock with", "carry"),
        (),
    ),
    ObjectKind(
        "wallet", "accessories", "leather", ("brown", "black", "red"), rigid(_wallet),
        {"hall table": 1.5, "nightstand": 0.7, "desk": 0.6, "dresser": 0.5, "kitchen counter": 0.3},
        ("where my money is", "what holds cash and cards"), ("open", "carry"), (OPEN,),
    ),
    ObjectKind(
        "pair of sunglasses", "accessories", "plastic", ("",), same(_glasses),
        {"hall table": 1.2, "dresser": 0.6, "nightstand": 0.6, "coffee table": 0.3},
        ("something against the glare at the beach", "dark shades for my eyes"), ("wear", "carry"),
        (),
    ),
    ObjectKind(
        "basket", "containers", "wicker", ("",), same(_basket),
        {"kitchen counter": 0.6, "storage shelf": 0.8, "dining table": 0.5, "sideboard": 0.4},
        ("something woven for a picnic", "what I gather mushrooms in"), ("carry", "fill"), (FULL,),
    ),
    ObjectKind(
        "parcel", "containers", "cardboard", ("",), same(_parcel),
        {"storage shelf": 1.0, "desk": 0.5, "hall table": 0.5, "bench": 0.6, "floor": 0.3},
        ("what the postman delivered", "something in packing tape with an address"),
        ("open", "carry"), (OPEN,),
    ),
    ObjectKind(
        "tool box", "tools", "metal", ("red", "blue", "yellow"), rigid(_tool_box),
        {"storage shelf": 2.0, "wardrobe": 0.6, "kitchen counter": 0.3},
        ("where the wrenches are", "what a handyman carries"), ("open", "carry"), (OPEN,),
    ),
    ObjectKind(
        "hammer", "tools", "metal", ("",), same(_hammer),
        {**_WORKSHOP, "desk": 0.2, "kitchen counter": 0.2},
        ("something to drive nails with", "what a carpenter hits with"), ("hit with", "carry"), (),
    ),
    ObjectKind(
        "screwdriver", "tools", "metal", ("red", "blue", "yellow"), rigid(_screwdriver),
        {**_WORKSHOP, "desk": 0.4, "kitchen counter": 0.3},
        ("something to turn a Phillips head with", "what I need to put up a hinge"),
        ("turn with", "carry"), (),
    ),
)  # fmt: skip
