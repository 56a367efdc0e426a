"""A kitchen as scene-synthesizer makes it, by hand: a cupboard, a worktop, a fridge."""

from __future__ import annotations

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.importing.synthesizer import Solid, Synthesized
from whereseen.sim.modelling.model import BASE, Joint, Link
from whereseen.sim.modelling.placing import pose
from whereseen.sim.modelling.shapes import Box, Part, Vector3, mesh_of

WIDTH_M = 0.6


def solid(name: str, low: Vector3, high: Vector3, link: str = BASE, *, box: bool = True) -> Solid:
    size = np.subtract(high, low)
    edges: Vector3 = (float(size[0]), float(size[1]), float(size[2]))
    T = np.eye(4)
    T[:3, 3] = np.add(low, high) / 2
    return Solid(name, link, edges if box else None, mesh_of(Part(Box(edges), "")), T)


def cupboard(name: str, T_map_own: Float64, *, height: float, door: str) -> Synthesized:
    """Five boards and a door with its hinge on the left."""
    solids = (
        solid("left", (-0.3, -0.28, 0.0), (-0.28, 0.3, height)),
        solid("right", (0.28, -0.28, 0.0), (0.3, 0.3, height)),
        solid("back", (-0.28, 0.28, 0.0), (0.28, 0.3, height)),
        solid("surface_0", (-0.28, -0.28, 0.0), (0.28, 0.28, 0.02)),
        solid("surface_1", (-0.28, -0.28, 0.4), (0.28, 0.28, 0.42)),
        solid("top", (-0.28, -0.28, height - 0.02), (0.28, 0.28, height)),
        solid(f"{door}_door", (0.0, 0.0, 0.0), (0.59, 0.018, height), door),
        solid("door_handle", (0.5, -0.03, 0.3), (0.52, 0.0, 0.5), door, box=False),
    )
    hinge = Joint("hinge", (0.0, 0.0, -1.0), 0.0, 1.57)
    link = Link(door, (), (-0.299, -0.3, 0.0), hinge)
    return Synthesized(name, T_map_own, (link,), solids)


def kitchen() -> tuple[Synthesized, ...]:
    """Two pieces side by side, with their backs to the wall at y = 0.3, and a worktop."""
    worktop = Synthesized(
        "countertop_base_cabinet",
        pose((2.0, 0.0, 0.0)),
        (),
        (solid("geometry_0", (-0.3, -0.3, 0.85), (0.3, 0.3, 0.88)),),
    )
    return (
        cupboard("base_cabinet", pose((2.0, 0.0, 0.0)), height=0.85, door="door_0_0"),
        cupboard("refrigerator", pose((2.0 + WIDTH_M, 0.0, 0.0)), height=1.5, door="door"),
        worktop,
    )
