"""Basins let into a worktop, and taps."""

from __future__ import annotations

import numpy as np

from whereseen.sim.catalogue.joinery import Parts, block
from whereseen.sim.modelling.shapes import Part, Tube, Vector3

Hole = tuple[float, float, float, float]  # left, front, right, back


def worktop_with_hole(low: Vector3, high: Vector3, hole: Hole, material: str) -> Parts:
    """Four slabs round a hole."""
    (x, y, z), (right, back, top), (a, b, c, d) = low, high, hole
    return (
        block((x, y, z), (a, back, top), material),
        block((c, y, z), (right, back, top), material),
        block((a, y, z), (c, b, top), material),
        block((a, d, z), (c, back, top), material),
    )


def basin(hole: Hole, *, bottom: float, top: float, material: str) -> Parts:
    """A basin in the hole, with a rim; things lie 6 mm above its bottom."""
    a, b, c, d = hole
    rim, wall = 0.015, 0.006
    inside = (
        block((a, b, bottom), (c, d, bottom + 0.006), material),
        block((a, b, bottom), (a + wall, d, top), material),
        block((c - wall, b, bottom), (c, d, top), material),
        block((a, b, bottom), (c, b + wall, top), material),
        block((a, d - wall, bottom), (c, d, top), material),
    )
    lips = (
        block((a - rim, b - rim, top), (c + rim, b, top + 0.004), material),
        block((a - rim, d, top), (c + rim, d + rim, top + 0.004), material),
        block((a - rim, b, top), (a, d, top + 0.004), material),
        block((c, b, top), (c + rim, d, top + 0.004), material),
    )
    return (*inside, *lips)


def tap(at: Vector3, *, height: float, reach: float, material: str = "steel") -> Parts:
    """A tap that rises and bends to the front."""
    x, y, z = at
    r = reach / 2
    bow = tuple(
        (x, y - r + r * np.cos(angle).item(), z + height - r + r * np.sin(angle).item())
        for angle in np.linspace(0.0, 2.9, 7)
    )
    return (
        Part(Tube(((x, y, z), *bow), 0.013, sides=7), material),
        block((x + 0.012, y - 0.008, z + 0.05), (x + 0.05, y + 0.008, z + 0.062), material),
    )
