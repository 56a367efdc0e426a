"""Kinds of what was found elsewhere, each with a file of its mesh."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.importing.found import Found
from whereseen.sim.modelling.glb import write_glb
from whereseen.sim.modelling.mesh_merging import moved
from whereseen.sim.modelling.mesh_thinning import thinned_to
from whereseen.sim.modelling.placing import pose
from whereseen.sim.scene.description import MeshKind
from whereseen.sim.scene.structure import is_built

# glTF means y to be up, so the files are written so.
_UPRIGHT_DEG = (90.0, 0.0, 0.0)
_R_Z_TO_Y_UP = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])

_LEAST_FACES, _FACES_PER_M, _MOST_FACES = 800, 1200, 12_000


def _most_faces(found: Found) -> int:
    """Triangles that are worth their time in a picture of 320 x 240; walls stay as they are."""
    if is_built(found.label):
        return len(found.covered.mesh.faces)
    longest_m = float(np.ptp(found.covered.mesh.vertices_m, axis=0).max())
    return int(min(_LEAST_FACES + _FACES_PER_M * longest_m, _MOST_FACES))


class Names:
    """Names in a scene, each of which is given once."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def unique(self, name: str) -> str:
        """The name, with a number if it was given before."""
        number, found = 1, name
        while found in self._taken:
            number += 1
            found = f"{name} {number}"
        self._taken.add(found)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Upright:
    """How something found stands as one of our kinds, which can only be turned about z.

    Attributes:
        lean: (3, 3) by which its mesh is turned for good.
        origin: (3,) of the kind in its leant frame: in the middle of its base.
        at_m: (3,) of the kind's origin in the map frame.
        yaw_deg: Of the kind in the map frame.
        is_floor: Whether it has a floor: its origin lies there then, so that nobody takes the
            floor for a shelf.
    """

    lean: Float64
    origin: Float64
    at_m: Float64
    yaw_deg: float
    is_floor: bool


def upright(found: Found) -> Upright:
    """How something found stands."""
    turn = found.T_map_own[:3, :3]
    yaw_deg = math.degrees(math.atan2(turn[1, 0], turn[0, 0])) if turn[2, 2] > 0.99 else 0.0
    R_map_upright = pose((0.0, 0.0, 0.0), yaw_deg)[:3, :3]
    lean = R_map_upright.T @ turn
    if np.abs(lean - np.eye(3)).max() < 1e-6:
        lean = np.eye(3)
    leant = found.covered.mesh.vertices_m @ lean.T
    low, high = leant.min(axis=0), leant.max(axis=0)
    is_floor = found.has_floor
    base = -float(found.T_map_own[2, 3]) if is_floor else float(low[2])
    origin = np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, base])
    at_m = R_map_upright @ origin + found.T_map_own[:3, 3]
    return Upright(lean, origin, at_m, yaw_deg, is_floor)


class Kinds:
    """Kinds, each of which is written once.

    Args:
        scene: Name of the scene, with which theirs begin.
        folder: For the files; made if there is none.
    """

    def __init__(self, scene: str, folder: Path) -> None:
        self._scene = scene
        self._folder = folder
        self._files = Names(set())
        self._known: dict[tuple[bytes, str, bool, bytes], MeshKind] = {}

    @property
    def made(self) -> tuple[MeshKind, ...]:
        """All so far."""
        return tuple(self._known.values())

    def kind_of(self, found: Found, stands: Upright) -> MeshKind:
        """The kind of something that stands so.

        Raises:
            ImportFailed: if its mesh cannot be written.
        """
        turned = np.append(stands.lean.ravel().round(4), stands.origin.round(4))
        key = (found.digest(), found.label, found.movable, turned.tobytes())
        if key not in self._known:
            self._known[key] = self._made(found, stands)
        return self._known[key]

    def _made(self, found: Found, stands: Upright) -> MeshKind:
        T = np.eye(4)
        T[:3, :3] = _R_Z_TO_Y_UP @ stands.lean
        T[:3, 3] = -_R_Z_TO_Y_UP @ stands.origin
        stem = re.sub(r"\W+", "_", found.name).strip("_")[:60] or "mesh"
        file = self._folder / (self._files.unique(stem).replace(" ", "_") + ".glb")
        try:
            self._folder.mkdir(exist_ok=True)
            write_glb(file, moved(thinned_to(found.covered, _most_faces(found)), T))
        except OSError as error:
            raise ImportFailed("meshes cannot be written", got=str(error)) from error
        name = f"{self._scene}: {file.stem}"
        return MeshKind(name, found.label, str(file), 1.0, _UPRIGHT_DEG, movable=found.movable)
