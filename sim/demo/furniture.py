"""Parts of the furniture: origin on the floor, x the width, -y the front, z up, metres."""

from __future__ import annotations

import numpy as np

from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part, Tube

Parts = tuple[Part, ...]


def sofa(width: float = 2.0) -> Parts:
    """Three seats with arms; the seat is 0.44 m high."""
    seat = (width - 0.36) / 3.0
    body = (
        Part(Box((width, 0.82, 0.2)), "grey seam", (0.0, 0.02, 0.17)),
        Part(Ellipsoid((width / 2, 0.13, 0.3), 0.25), "grey cloth", (0.0, 0.36, 0.55)),
        *(
            Part(Ellipsoid((0.1, 0.44, 0.25), 0.25), "grey cloth", (x, 0.0, 0.37))
            for x in (-width / 2 + 0.08, width / 2 - 0.08)
        ),
    )
    cushions = tuple(
        Part(Box((seat - 0.012, 0.68, 0.17)), "grey cloth", (seat * i, -0.07, 0.355))
        for i in (-1, 0, 1)
    )
    backs = tuple(
        Part(Ellipsoid((seat / 2 - 0.01, 0.1, 0.23), 0.4), "grey cloth", (seat * i, 0.2, 0.66))
        for i in (-1, 0, 1)
    )
    return (*body, *cushions, *backs, *legs(width - 0.2, 0.7, 0.07, material="walnut"))


def armchair() -> Parts:
    """One seat 0.42 m high, with arms."""
    return (
        Part(Box((0.62, 0.62, 0.16)), "rust cloth", (0.0, 0.0, 0.22)),
        Part(Box((0.56, 0.56, 0.12)), "rust cloth", (0.0, -0.04, 0.36)),
        Part(Ellipsoid((0.36, 0.1, 0.3), 0.35), "rust cloth", (0.0, 0.3, 0.6), (-8.0, 0.0, 0.0)),
        *(
            Part(Ellipsoid((0.075, 0.33, 0.2), 0.3), "rust cloth", (x, 0.0, 0.4))
            for x in (-0.34, 0.34)
        ),
        *legs(0.56, 0.52, 0.14, material="walnut"),
    )


def table(width: float, depth: float, height: float, *, top: str = "oak") -> Parts:
    """A slab 3.5 cm thick on four legs."""
    return (
        Part(Box((width, depth, 0.035)), top, (0.0, 0.0, height - 0.0175)),
        Part(Box((width - 0.1, depth - 0.1, 0.05)), top, (0.0, 0.0, height - 0.06)),
        *legs(width - 0.1, depth - 0.1, height - 0.035, material=top, thickness=0.05),
    )


def desk() -> Parts:
    """A slab 0.74 m high on a drawer block and two legs."""
    return (
        Part(Box((1.4, 0.65, 0.03)), "beech", (0.0, 0.0, 0.725)),
        Part(Box((0.4, 0.58, 0.71)), "beech", (0.46, 0.0, 0.355)),
        *(Part(Box((0.37, 0.004, 0.2)), "drawers", (0.46, -0.291, z)) for z in (0.14, 0.36, 0.58)),
        *(Part(Box((0.05, 0.05, 0.71)), "white", (-0.65, y, 0.355)) for y in (-0.27, 0.27)),
        Part(Box((1.05, 0.02, 0.3)), "beech", (-0.15, 0.29, 0.55)),
    )


def chair(seat: str) -> Parts:
    """A kitchen chair with a seat 0.46 m high."""
    return (
        Part(Box((0.42, 0.42, 0.04)), seat, (0.0, 0.0, 0.44)),
        Part(Box((0.4, 0.03, 0.22)), seat, (0.0, 0.205, 0.8)),
        *(Part(Box((0.035, 0.035, 0.46)), "beech", (x, 0.2, 0.68)) for x in (-0.185, 0.185)),
        *legs(0.38, 0.38, 0.42, material="beech", thickness=0.035),
    )


def desk_chair() -> Parts:
    """A swivel chair on a star of five."""
    angles = np.radians(np.arange(0, 360, 72))
    star = tuple(
        Part(Tube(((0.0, 0.0, 0.09), (0.28 * c, 0.28 * s, 0.04)), 0.018), "charcoal")
        for c, s in zip(np.cos(angles).tolist(), np.sin(angles).tolist(), strict=True)
    )
    return (
        Part(Ellipsoid((0.24, 0.24, 0.045), 0.5), "green cloth", (0.0, 0.0, 0.46)),
        Part(Ellipsoid((0.22, 0.035, 0.26), 0.5), "green cloth", (0.0, 0.23, 0.8)),
        Part(Tube(((0.0, 0.1, 0.43), (0.0, 0.25, 0.46), (0.0, 0.27, 0.7)), 0.02), "charcoal"),
        Part(Lathe(((0.03, 0.06), (0.03, 0.43))), "dark steel"),
        *star,
    )


def bookcase() -> Parts:
    """0.9 m wide, 1.7 m high, shelves at 0.08, 0.48, 0.88, 1.28 and 1.7 m."""
    return (
        *(Part(Box((0.03, 0.32, 1.7)), "walnut", (x, 0.0, 0.85)) for x in (-0.435, 0.435)),
        *(
            Part(Box((0.84, 0.31, 0.03)), "walnut", (0.0, 0.0, z - 0.015))
            for z in (0.08, 0.48, 0.88, 1.28)
        ),
        Part(Box((0.9, 0.32, 0.03)), "walnut", (0.0, 0.0, 1.685)),
        Part(Box((0.84, 0.012, 1.6)), "brown", (0.0, 0.152, 0.87)),
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


def plant() -> Parts:
    """A leafy plant 1.3 m high in a clay pot."""
    leaves = []
    for index in range(26):
        yaw = 137.5 * index
        rise = 0.52 + 0.026 * index
        out = 0.25 - 0.006 * index
        c, s = np.cos(np.radians(yaw)).item(), np.sin(np.radians(yaw)).item()
        material = "leaf" if index % 3 else "dark leaf"
        blade = Ellipsoid((0.17, 0.055, 0.008))
        leaves.append(Part(blade, material, (out * c, out * s, rise), (0.0, -38.0, yaw)))
    return (
        Part(Lathe(((0.0, 0.0), (0.13, 0.0), (0.18, 0.3), (0.19, 0.34), (0.165, 0.34))),
             "terracotta"),
        Part(Lathe(((0.168, 0.31), (0.0, 0.315))), "soil"),
        Part(Tube(((0.0, 0.0, 0.3), (0.02, 0.0, 0.7), (0.0, 0.0, 1.15)), 0.016), "brown"),
        *leaves,
    )  # fmt: skip


def floor_lamp() -> Parts:
    """1.55 m high."""
    return (
        Part(Lathe(((0.0, 0.0), (0.15, 0.0), (0.15, 0.02), (0.02, 0.035), (0.012, 1.3))), "black"),
        Part(Lathe(((0.2, 1.25), (0.13, 1.55), (0.0, 1.55))), "glow"),
        Part(Lathe(((0.0, 1.26), (0.195, 1.26))), "glow"),
    )


def legs(
    width: float, depth: float, height: float, *, material: str, thickness: float = 0.05
) -> Parts:
    """Four square legs within a rectangle."""
    x, y = (width - thickness) / 2.0, (depth - thickness) / 2.0
    return tuple(
        Part(Box((thickness, thickness, height)), material, (sx * x, sy * y, height / 2.0))
        for sx in (-1, 1)
        for sy in (-1, 1)
    )
