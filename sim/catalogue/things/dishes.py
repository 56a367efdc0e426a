"""What people eat and drink from."""

from __future__ import annotations

import numpy as np

from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.catalogue.things.making import CLEAN, FULL, Parts, rigid, same
from whereseen.sim.modelling.shapes import Box, Lathe, Part, Tube


def mug(colour: str) -> Parts:
    """9.5 cm high, with a handle."""
    wall = ((0.0, 0.0), (0.036, 0.0), (0.041, 0.01), (0.041, 0.095), (0.036, 0.095))
    inside = ((0.036, 0.095), (0.035, 0.015), (0.0, 0.015))
    angles = np.linspace(-1.75, 1.75, 9)
    handle = tuple((0.036 + 0.034 * np.cos(a).item(), 0.0, 0.049 + 0.031 * np.sin(a).item())
                   for a in angles)  # fmt: skip
    return (
        Part(Lathe(wall), colour),
        Part(Lathe(inside), "white"),
        Part(Tube(handle, 0.0065), colour),
    )


def bowl(colour: str = "teal", inside_colour: str = "porcelain") -> Parts:
    """26 cm wide."""
    outside = ((0.0, 0.0), (0.05, 0.0), (0.06, 0.012), (0.105, 0.05), (0.13, 0.09), (0.126, 0.09))
    inside = ((0.126, 0.09), (0.1, 0.053), (0.055, 0.02), (0.0, 0.015))
    return (Part(Lathe(outside), colour), Part(Lathe(inside), inside_colour))


def _salad_bowl(colour: str) -> Parts:
    return bowl(colour, colour)  # people and robots mostly see the inside


def _cereal_bowl(colour: str) -> Parts:
    outside = ((0.0, 0.0), (0.035, 0.0), (0.04, 0.008), (0.068, 0.035), (0.078, 0.065))
    inside = ((0.078, 0.065), (0.064, 0.036), (0.03, 0.012), (0.0, 0.012))
    return (Part(Lathe(outside), colour), Part(Lathe(inside), colour))


def _plate(colour: str) -> Parts:
    rim = ((0.0, 0.0), (0.07, 0.0), (0.125, 0.018), (0.127, 0.021), (0.08, 0.008))
    return (
        Part(Lathe(rim, sides=24), colour),
        Part(Lathe(((0.08, 0.008), (0.0, 0.006)), sides=24), "porcelain"),
    )


def _glass() -> Parts:
    outside = ((0.0, 0.0), (0.03, 0.0), (0.037, 0.13), (0.034, 0.13))
    return (
        Part(Lathe(outside, sides=16), "clear glass"),
        Part(Lathe(((0.034, 0.13), (0.028, 0.012), (0.0, 0.012)), sides=16), "water"),
    )


def _wine_glass() -> Parts:
    foot = ((0.0, 0.0), (0.034, 0.0), (0.032, 0.004), (0.005, 0.01), (0.004, 0.09), (0.02, 0.1))
    cup = ((0.02, 0.1), (0.038, 0.13), (0.036, 0.165), (0.03, 0.195))
    inside = ((0.03, 0.195), (0.033, 0.165), (0.034, 0.13), (0.0, 0.108))
    return (
        Part(Lathe((*foot, *cup[1:]), sides=14), "clear glass"),
        Part(Lathe(inside, sides=14), "porcelain"),
    )


def _teapot(colour: str) -> Parts:
    body = ((0.0, 0.0), (0.05, 0.0), (0.08, 0.04), (0.08, 0.075), (0.05, 0.115), (0.03, 0.12))
    lid = ((0.04, 0.118), (0.03, 0.13), (0.008, 0.134), (0.013, 0.148), (0.0, 0.152))
    handle = tuple(
        (0.07 + 0.04 * np.cos(a).item(), 0.0, 0.07 + 0.038 * np.sin(a).item())
        for a in np.linspace(-1.6, 1.6, 7)
    )
    spout = ((-0.07, 0.0, 0.045), (-0.1, 0.0, 0.07), (-0.125, 0.0, 0.115))
    return (
        Part(Lathe(body, sides=16), colour),
        Part(Lathe(lid, sides=14), colour),
        Part(Tube(handle, 0.008, sides=6), colour),
        Part(Tube(spout, 0.013, sides=8), colour),
    )


def _jug(colour: str) -> Parts:
    body = ((0.0, 0.0), (0.055, 0.0), (0.07, 0.07), (0.05, 0.17), (0.058, 0.22), (0.054, 0.22))
    inside = ((0.054, 0.22), (0.047, 0.17), (0.0, 0.16))
    handle = ((0.05, 0.0, 0.2), (0.1, 0.0, 0.19), (0.105, 0.0, 0.12), (0.06, 0.0, 0.06))
    return (
        Part(Lathe(body, sides=16), colour),
        Part(Lathe(inside, sides=16), "porcelain"),
        Part(Tube(handle, 0.009, sides=6), colour),
    )


def _water_bottle(colour: str) -> Parts:
    body = ((0.0, 0.0), (0.036, 0.0), (0.036, 0.17), (0.022, 0.2))
    lid = ((0.024, 0.2), (0.024, 0.235), (0.012, 0.24), (0.012, 0.255), (0.0, 0.255))
    return (
        Part(Lathe(body, sides=16), colour),
        Part(Lathe(lid, sides=14), "black"),
        Part(Lathe(((0.0365, 0.05), (0.0365, 0.07)), sides=16), "steel"),
    )


def _thermos(colour: str) -> Parts:
    body = ((0.0, 0.0), (0.045, 0.0), (0.045, 0.02), (0.044, 0.23), (0.034, 0.25))
    cup = ((0.038, 0.25), (0.036, 0.315), (0.0, 0.32))
    handle = ((0.04, 0.0, 0.2), (0.075, 0.0, 0.19), (0.075, 0.0, 0.11), (0.04, 0.0, 0.1))
    return (
        Part(Lathe(body, sides=16), colour),
        Part(Lathe(cup, sides=16), "steel"),
        Part(Tube(handle, 0.008, sides=6), "black"),
    )


def _lunch_box(colour: str) -> Parts:
    return (
        Part(Box((0.2, 0.14, 0.06)), colour, (0.0, 0.0, 0.03)),
        Part(Box((0.206, 0.146, 0.018)), "white", (0.0, 0.0, 0.067)),
        *(Part(Box((0.012, 0.05, 0.03)), "white", (x, 0.0, 0.055)) for x in (-0.106, 0.106)),
    )


_CUPBOARD = {"kitchen counter": 1.0, "wall cabinet": 1.5, "dishwasher": 1.0, "sink": 0.8}

KINDS = (
    ObjectKind(
        "mug", "dishes", "ceramic", ("red", "blue", "green", "yellow", "white"), rigid(mug),
        {**_CUPBOARD, "dining table": 1.0, "desk": 0.8, "coffee table": 0.8, "nightstand": 0.4},
        ("something to drink coffee from", "what I have my morning tea in",
         "the ceramic thing with a handle for hot drinks"),
        ("drink from", "carry", "fill"), (CLEAN, FULL),
    ),
    ObjectKind(
        "salad bowl", "dishes", "ceramic", ("teal", "red", "white"), rigid(_salad_bowl),
        {"kitchen counter": 1.0, "dining table": 1.2, "wall cabinet": 0.5, "sideboard": 0.5},
        ("something large to serve leafy greens in", "a big round dish to mix food in"),
        ("eat from", "carry", "fill"), (CLEAN, FULL),
    ),
    ObjectKind(
        "bowl", "dishes", "ceramic", ("blue", "green", "orange", "white"), rigid(_cereal_bowl),
        {**_CUPBOARD, "dining table": 1.0, "coffee table": 0.3},
        ("something to eat soup from", "a deep dish for breakfast flakes"),
        ("eat from", "carry", "fill"), (CLEAN, FULL),
    ),
    ObjectKind(
        "plate", "dishes", "ceramic", ("white", "blue", "green", "pink"), rigid(_plate),
        {**_CUPBOARD, "dining table": 1.2},
        ("something flat to eat dinner from", "what a slice of pizza is put on"),
        ("eat from", "carry"), (CLEAN,),
    ),
    ObjectKind(
        "drinking glass", "dishes", "glass", ("",), same(_glass),
        {**_CUPBOARD, "dining table": 0.8, "nightstand": 0.6, "bathroom vanity": 0.4},
        ("something to drink water from", "a transparent tumbler"),
        ("drink from", "carry", "fill"), (CLEAN, FULL),
    ),
    ObjectKind(
        "wine glass", "dishes", "glass", ("",), same(_wine_glass),
        {"wall cabinet": 1.0, "sideboard": 1.0, "dining table": 0.7},
        ("a stemmed vessel for a toast", "what one sips a Merlot from"),
        ("drink from", "carry", "fill"), (CLEAN, FULL),
    ),
    ObjectKind(
        "teapot", "dishes", "ceramic", ("white", "red", "teal"), rigid(_teapot),
        {"kitchen counter": 1.0, "dining table": 0.8, "wall cabinet": 0.5, "sideboard": 0.4},
        ("something to brew leaves in", "the round vessel with a spout"),
        ("pour from", "carry", "fill"), (CLEAN, FULL),
    ),
    ObjectKind(
        "jug", "dishes", "ceramic", ("blue", "cream"), rigid(_jug),
        {"dining table": 1.0, "kitchen counter": 0.8, "fridge": 0.5, "sideboard": 0.4},
        ("something to pour lemonade from", "a tall pitcher"),
        ("pour from", "carry", "fill"), (CLEAN, FULL),
    ),
    ObjectKind(
        "water bottle", "bottles", "metal", ("blue", "red", "green", "black", "pink"),
        rigid(_water_bottle),
        {"desk": 1.0, "kitchen counter": 0.7, "nightstand": 0.6, "hall table": 0.5, "fridge": 0.4,
         "bench": 0.4},
        ("what I take along to the gym against thirst", "a refillable flask for cycling"),
        ("drink from", "carry", "fill"), (FULL, CLEAN),
    ),
    ObjectKind(
        "thermos flask", "bottles", "metal", ("green", "red", "navy"), rigid(_thermos),
        {"kitchen counter": 1.0, "wall cabinet": 0.4, "storage shelf": 0.5, "desk": 0.5},
        ("what keeps drinks hot on a hike", "an insulated can for hot tea"),
        ("drink from", "carry", "fill"), (FULL, CLEAN),
    ),
    ObjectKind(
        "lunch box", "containers", "plastic", ("yellow", "purple", "green"), rigid(_lunch_box),
        {"kitchen counter": 1.0, "fridge": 0.8, "desk": 0.4, "dishwasher": 0.3,
         "microwave/inside": 0.2},
        ("what carries sandwiches to school", "a plastic container for leftovers"),
        ("open", "carry", "fill"), (FULL, CLEAN),
    ),
)  # fmt: skip
