"""Furniture of the demo that does not open: -y its front, z up, origin on the floor."""

from __future__ import annotations

import numpy as np

from whereseen.sim.modelling.shapes import Box, Part, Tube

Parts = tuple[Part, ...]


def desk() -> Parts:
    """A slab 0.74 m high on a drawer block and two legs."""
    return (
        Part(Box((1.4, 0.65, 0.03)), "beech", (0.0, 0.0, 0.725)),
        Part(Box((0.4, 0.58, 0.71)), "beech", (0.46, 0.0, 0.355)),
        *(Part(Box((0.37, 0.004, 0.2)), "drawers", (0.46, -0.291, z)) for z in (0.14, 0.36, 0.58)),
        *(Part(Box((0.05, 0.05, 0.71)), "white", (-0.65, y, 0.355)) for y in (-0.27, 0.27)),
        Part(Box((1.05, 0.02, 0.3)), "beech", (-0.15, 0.29, 0.55)),
    )


def counter(width: float = 2.2, *, sink_x: float = 0.35) -> Parts:
    """A worktop 0.9 m high with a hole of 0.52 x 0.38 m for the sink."""
    left, right = sink_x - 0.26 + width / 2, width / 2 - sink_x - 0.26
    top = (
        Part(Box((left, 0.62, 0.04)), "stone", (-width / 2 + left / 2, 0.0, 0.88)),
        Part(Box((right, 0.62, 0.04)), "stone", (width / 2 - right / 2, 0.0, 0.88)),
        *(Part(Box((0.52, 0.12, 0.04)), "stone", (sink_x, y, 0.88)) for y in (-0.25, 0.25)),
    )
    return (
        *top,
        Part(Box((width, 0.56, 0.62)), "white", (0.0, 0.02, 0.4)),
        Part(Box((width, 0.02, 0.77)), "counter doors", (0.0, -0.27, 0.475)),
        *(Part(Box((0.02, 0.58, 0.86)), "white", (x, 0.02, 0.43)) for x in _ends(width)),
        Part(Box((width, 0.5, 0.09)), "charcoal", (0.0, 0.04, 0.045)),
        Part(Box((width, 0.012, 0.5)), "tiles", (0.0, 0.304, 1.15)),
    )


def _ends(width: float) -> tuple[float, float]:
    return (-width / 2 + 0.01, width / 2 - 0.01)


def sink() -> Parts:
    """A steel basin for the hole in the counter, with its tap; its rim is 0.904 m high."""
    rim = (
        *(Part(Box((0.55, 0.02, 0.006)), "steel", (0.0, y, 0.903)) for y in (-0.195, 0.195)),
        *(Part(Box((0.02, 0.41, 0.006)), "steel", (x, 0.0, 0.903)) for x in (-0.265, 0.265)),
    )
    basin = (
        *(Part(Box((0.52, 0.006, 0.18)), "dark steel", (0.0, y, 0.81)) for y in (-0.187, 0.187)),
        *(Part(Box((0.006, 0.37, 0.18)), "dark steel", (x, 0.0, 0.81)) for x in (-0.257, 0.257)),
        Part(Box((0.52, 0.38, 0.006)), "steel", (0.0, 0.0, 0.723)),
    )
    arc = tuple(
        (0.0, 0.15 - 0.09 * np.cos(a).item(), 1.12 + 0.09 * np.sin(a).item())
        for a in np.linspace(np.pi, 0.15, 9)
    )
    neck = ((0.0, 0.24, 0.9), (0.0, 0.24, 1.1), *arc)
    return (*rim, *basin, Part(Tube(neck, 0.014), "steel"))


def cupboard(width: float = 1.5) -> Parts:
    """A wall cupboard from 1.5 to 2.1 m."""
    return (
        Part(Box((width, 0.32, 0.6)), "cream", (0.0, 0.0, 1.8)),
        Part(Box((width, 0.006, 0.6)), "cupboard doors", (0.0, -0.163, 1.8)),
    )


def fridge() -> Parts:
    """1.75 m high, with two doors."""
    return (
        Part(Box((0.64, 0.62, 1.72)), "white", (0.0, 0.02, 0.89)),
        Part(Box((0.63, 0.04, 0.52)), "porcelain", (0.0, -0.31, 1.48)),
        Part(Box((0.63, 0.04, 1.14)), "porcelain", (0.0, -0.31, 0.63)),
        Part(Box((0.02, 0.03, 0.24)), "dark steel", (-0.27, -0.345, 1.36)),
        Part(Box((0.02, 0.03, 0.5)), "dark steel", (-0.27, -0.345, 0.9)),
        Part(Box((0.6, 0.58, 0.03)), "black", (0.0, 0.02, 0.015)),
    )
