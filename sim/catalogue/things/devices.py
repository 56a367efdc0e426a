"""Devices with a battery that people carry about."""

from __future__ import annotations

import numpy as np

from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.catalogue.things.making import CHARGED, ON, Parts, rigid, same
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part, Tube


def laptop() -> Parts:
    """Open, 33 cm wide."""
    return (
        Part(Box((0.33, 0.23, 0.016)), "steel", (0.0, 0.0, 0.008)),
        Part(Box((0.31, 0.21, 0.001)), "keyboard", (0.0, 0.0, 0.0165)),
        Part(Box((0.33, 0.008, 0.22)), "steel", (0.0, 0.148, 0.117), (-18.0, 0.0, 0.0)),
        Part(Box((0.31, 0.002, 0.195)), "screen", (0.0, 0.1435, 0.117), (-18.0, 0.0, 0.0)),
    )


def remote_control() -> Parts:
    """17 cm long."""
    return (
        Part(Box((0.048, 0.17, 0.017)), "black", (0.0, 0.0, 0.0085)),
        Part(Box((0.046, 0.168, 0.001)), "buttons", (0.0, 0.0, 0.0175)),
    )


def _phone(colour: str) -> Parts:
    return (
        Part(Box((0.074, 0.152, 0.01)), colour, (0.0, 0.0, 0.005)),
        Part(Box((0.067, 0.143, 0.001)), "phone", (0.0, 0.0, 0.0105)),
    )


def _tablet() -> Parts:
    return (
        Part(Box((0.18, 0.25, 0.01)), "graphite", (0.0, 0.0, 0.005)),
        Part(Box((0.16, 0.23, 0.001)), "phone", (0.0, 0.0, 0.0105)),
    )


def _headphones(colour: str) -> Parts:
    arc = tuple(
        (0.08 * np.cos(a).item(), 0.085 * np.sin(a).item(), 0.03)
        for a in np.linspace(-0.25, np.pi + 0.25, 11)
    )
    return (
        Part(Tube(arc, 0.009, sides=6), colour),
        *(
            Part(Ellipsoid((0.018, 0.04, 0.03), 0.7, sides=10), colour, (x, -0.03, 0.03))
            for x in (-0.082, 0.082)
        ),
        *(
            Part(Ellipsoid((0.012, 0.034, 0.026), 0.7, sides=8), "charcoal", (x, -0.03, 0.03))
            for x in (-0.065, 0.065)
        ),
    )


def _camera() -> Parts:
    lens = ((0.033, 0.0), (0.033, 0.03), (0.028, 0.05), (0.022, 0.05), (0.018, 0.042), (0.0, 0.042))
    return (
        Part(Box((0.13, 0.05, 0.085)), "charcoal", (0.0, 0.0, 0.0425)),
        Part(Box((0.05, 0.045, 0.03)), "charcoal", (0.0, 0.0, 0.095)),
        Part(Lathe(lens, sides=16), "black", (0.005, -0.024, 0.042), (90.0, 0.0, 0.0)),
        Part(Box((0.04, 0.008, 0.07)), "black", (-0.048, -0.026, 0.042)),
        Part(
            Lathe(((0.01, 0.0), (0.01, 0.008), (0.0, 0.008)), sides=8), "red", (-0.045, 0.0, 0.085)
        ),
    )


def _controller(colour: str) -> Parts:
    pad = "dark glass" if colour == "white" else "steel"
    return (
        Part(Ellipsoid((0.06, 0.035, 0.02), 0.6, sides=10), colour, (0.0, 0.0, 0.025)),
        *(
            Part(
                Ellipsoid((0.026, 0.05, 0.022), sides=10),
                colour,
                (s * 0.055, -0.02, 0.023),
                (0.0, 0.0, s * 18.0),
            )
            for s in (-1.0, 1.0)
        ),
        *(
            Part(
                Lathe(((0.011, 0.0), (0.012, 0.012), (0.0, 0.012)), sides=10),
                pad,
                (x, -0.008, 0.04),
            )
            for x in (-0.027, 0.027)
        ),
        *(
            Part(Ellipsoid((0.005, 0.005, 0.003), sides=6), tint, (0.05 + dx, dy, 0.04))
            for tint, dx, dy in (
                ("red", 0.01, 0.0),
                ("blue", -0.01, 0.0),
                ("green", 0.0, -0.01),
                ("yellow", 0.0, 0.01),
            )
        ),
    )


def _torch(colour: str) -> Parts:
    body = ((0.0, 0.0), (0.016, 0.0), (0.016, 0.12), (0.027, 0.145), (0.027, 0.17), (0.024, 0.17))
    return (
        Part(Lathe(body, sides=12), colour, (-0.085, 0.0, 0.027), (0.0, 90.0, 0.0)),
        Part(
            Lathe(((0.024, 0.17), (0.0, 0.165)), sides=12),
            "glow",
            (-0.085, 0.0, 0.027),
            (0.0, 90.0, 0.0),
        ),
        Part(Box((0.025, 0.01, 0.006)), "charcoal", (-0.02, 0.0, 0.044)),
    )


_LIVING = {"coffee table": 1.5, "sofa": 1.0, "tv stand": 1.0, "armchair": 0.4}

KINDS = (
    ObjectKind(
        "laptop", "electronics", "metal", ("",), same(laptop),
        {"desk": 2.0, "dining table": 0.6, "coffee table": 0.5, "bed": 0.3},
        ("a computer that folds shut", "what I write my e-mails on"), ("type on", "carry"),
        (ON, CHARGED),
    ),
    ObjectKind(
        "phone", "electronics", "glass", ("black", "white", "red"), rigid(_phone),
        {"nightstand": 1.0, "desk": 0.8, "sofa": 0.5, "kitchen counter": 0.5, "hall table": 0.6,
         "dining table": 0.4, "bed": 0.3},
        ("what I call people with", "my mobile"), ("call with", "carry"), (CHARGED, ON),
    ),
    ObjectKind(
        "tablet", "electronics", "glass", ("",), same(_tablet),
        {"coffee table": 1.0, "sofa": 0.7, "bed": 0.5, "desk": 0.5},
        ("the large touch screen for films", "what the children watch cartoons on"),
        ("touch", "carry"), (CHARGED, ON),
    ),
    ObjectKind(
        "remote control", "electronics", "plastic", ("",), same(remote_control), _LIVING,
        ("what I switch channels with", "the zapper"), ("press", "carry"), (),
    ),
    ObjectKind(
        "headphones", "electronics", "plastic", ("black", "white", "red"), rigid(_headphones),
        {"desk": 1.5, "bookcase": 0.4, "bed": 0.3, "coffee table": 0.4},
        ("something to hear music with in peace", "what goes over both ears"),
        ("wear", "listen with"), (CHARGED,),
    ),
    ObjectKind(
        "camera", "electronics", "plastic", ("",), same(_camera),
        {"bookcase": 1.0, "desk": 0.8, "sideboard": 0.4, "tv stand": 0.3},
        ("something to take photographs with", "what has a lens and a shutter"),
        ("take pictures with", "carry"), (CHARGED, ON),
    ),
    ObjectKind(
        "game controller", "electronics", "plastic", ("black", "white"), rigid(_controller),
        _LIVING,
        ("what I steer a racing simulation with", "the pad with two thumb sticks"),
        ("play with", "carry"), (CHARGED,),
    ),
    ObjectKind(
        "torch", "electronics", "plastic", ("yellow", "black"), rigid(_torch),
        {"hall table": 1.0, "storage shelf": 1.0, "kitchen counter": 0.4, "nightstand": 0.3},
        ("something to see with when the power is out", "a light to carry in the dark"),
        ("switch on", "carry"), (ON, CHARGED),
    ),
)  # fmt: skip
