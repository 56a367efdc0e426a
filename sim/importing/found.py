"""Parts of a scene made elsewhere, as they were found."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.mesh_cutting import levels
from whereseen.sim.modelling.mesh_files import TexturedMesh
from whereseen.sim.modelling.mesh_merging import moved
from whereseen.sim.modelling.shapes import Mesh

CARRIED_M = 0.5  # what is larger along an axis is not carried about, if nobody says so
LIFT_M = 0.002  # of floors made elsewhere, which else lie in the same plane as ours

_FLOOR_M2 = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Something in a scene made elsewhere.

    Attributes:
        name: Of this one; need not be unique.
        label: What an annotator calls it.
        movable: Whether it can be carried about.
        covered: What it looks like: metres, z up in its own frame.
        T_map_own: (4, 4) where its own frame is.
    """

    name: str
    label: str
    movable: bool
    covered: TexturedMesh
    T_map_own: Float64

    @property
    def mesh(self) -> Mesh:
        """Its mesh in the map frame."""
        return moved(self.covered, self.T_map_own).mesh

    @property
    def box_m(self) -> tuple[Float64, Float64]:
        """Lower and upper corner (3,) of its box in the map frame."""
        vertices = self.mesh.vertices_m
        return vertices.min(axis=0), vertices.max(axis=0)

    @property
    def has_floor(self) -> bool:
        """Whether much of it lies in the plane of our floors."""
        mesh = self.mesh
        low_m, high_m = mesh.vertices_m[:, 2].min(), mesh.vertices_m[:, 2].max()
        if low_m > LIFT_M or high_m < -LIFT_M:
            return False
        flat = levels(mesh, least_m2=_FLOOR_M2, least_share=0.0)
        return any(abs(level.height_m) <= LIFT_M for level in flat)

    def digest(self) -> bytes:
        """Equal for what looks the same."""
        mesh = self.covered.mesh
        known = hashlib.blake2b(self.covered.image.tobytes(), digest_size=16)
        for array in (mesh.vertices_m.round(5), mesh.uv.round(5), mesh.faces):
            known.update(np.ascontiguousarray(array).tobytes())
        return known.digest()


def is_carried(covered: TexturedMesh) -> bool:
    """Whether something is small enough to be carried about."""
    return bool(np.ptp(covered.mesh.vertices_m, axis=0).max() <= CARRIED_M)
