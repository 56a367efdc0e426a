"""Parts of a scene made elsewhere, put together as one of ours."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.modelling.glb import write_glb
from whereseen.sim.modelling.mesh_cutting import levels
from whereseen.sim.modelling.mesh_files import TexturedMesh
from whereseen.sim.modelling.mesh_merging import moved
from whereseen.sim.modelling.placing import pose
from whereseen.sim.scene.description import FurnitureItem, MeshKind, ObjectItem, Room, Scene, Spot
from whereseen.sim.scene.home import Home
from whereseen.sim.world.contents import Contents

CARRIED_M = 0.5  # what is larger along an axis is not carried about, if nobody says so

_MARGIN_M = 0.8  # between what is in a scene and the walls round it: a robot goes round
_BUILDING_MARGIN_M = 0.05  # round what has a floor of its own
_LIFT_M = 0.002  # of floors made elsewhere, which else lie in the same plane as ours
_FLOOR_M2 = 1.0
_SUPPORT_M = 0.06  # how far from a surface a thing may be to stand on it
_LEAST_ROOM_M, _LEAST_HEIGHT_M = 1.5, 2.5
# glTF means y to be up, so the files are written so.
_UPRIGHT_DEG = (90.0, 0.0, 0.0)
_R_Z_TO_Y_UP = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])


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
    def box_m(self) -> tuple[Float64, Float64]:
        """Lower and upper corner (3,) of its box in the map frame."""
        placed = moved(self.covered, self.T_map_own).mesh.vertices_m
        return placed.min(axis=0), placed.max(axis=0)


@dataclass(frozen=True, slots=True)
class Imported:
    """A scene made elsewhere, as one of ours.

    Attributes:
        scene: What it is now; its meshes lie in the folder that was given.
        fixed: Names of what could be carried about but stands on nothing: it stays where it is.
        left_out: What was not understood, and why.
    """

    scene: Scene
    fixed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def is_carried(covered: TexturedMesh) -> bool:
    """Whether something is small enough to be carried about."""
    return bool(np.ptp(covered.mesh.vertices_m, axis=0).max() <= CARRIED_M)


def assemble(
    name: str, found: Sequence[Found], folder: Path, *, rooms: Sequence[Room] = ()
) -> Imported:
    """Make a scene, and write its meshes into `folder/meshes`.

    Args:
        name: Of the scene.
        found: All that is in it.
        folder: An existing one, for the meshes; the scene file should lie there too.
        rooms: Of the home; one room round everything if none are given.

    Raises:
        ImportFailed: if nothing is in it, or the meshes cannot be written.
    """
    if not found:
        raise ImportFailed("a scene with nothing in it", got=name)
    boxes = [each.box_m for each in found]
    low, high = np.min([box[0] for box in boxes], axis=0), np.max([box[1] for box in boxes], axis=0)
    home_rooms = tuple(rooms) or (_room_round(low, high, any(has_floor(each) for each in found)),)
    kinds = _Kinds(name, folder / "meshes")
    names = _Names({"robot", *(room.name for room in home_rooms)})
    scene = Scene(name, home_rooms, height_m=max(_LEAST_HEIGHT_M, float(high[2]) + 0.1))
    fixed = [each for each in found if not each.movable]
    scene = _with_furniture(scene, fixed, kinds, names)
    contents = Contents(Home(scene, Catalogue({}, {})), first_instance=1)
    objects, floating = [], []
    for each in found:
        if each.movable:
            item = _thing(each, contents, kinds, names)
            objects += [item] if item else []
            floating += [] if item else [each]
    scene = _with_furniture(scene, floating, kinds, names)
    scene = replace(scene, objects=tuple(objects), meshes=kinds.made)
    return Imported(scene, fixed=tuple(each.name for each in floating))


class _Names:
    """Names in a scene, each of which is given once."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def unique(self, name: str) -> str:
        number, found = 1, name
        while found in self._taken:
            number += 1
            found = f"{name} {number}"
        self._taken.add(found)
        return found


class _Kinds:
    """Kinds, each with a file of its mesh."""

    def __init__(self, scene: str, folder: Path) -> None:
        self._scene = scene
        self._folder = folder
        self._files = _Names(set())
        self._known: dict[tuple[bytes, str, bool, bytes], tuple[MeshKind, Float64]] = {}

    @property
    def made(self) -> tuple[MeshKind, ...]:
        return tuple(kind for kind, _ in self._known.values())

    def kind_of(self, found: Found) -> tuple[MeshKind, Float64, float]:
        """The kind, and where its origin is: (3,) in the map frame, and its turn about z."""
        turn = found.T_map_own[:3, :3]
        yaw_deg = math.degrees(math.atan2(turn[1, 0], turn[0, 0])) if turn[2, 2] > 0.99 else 0.0
        T_map_upright = pose((0.0, 0.0, 0.0), yaw_deg)
        lean = T_map_upright[:3, :3].T @ turn
        if np.abs(lean - np.eye(3)).max() < 1e-6:
            lean = np.eye(3)
        key = (_digest(found), found.label, found.movable, lean.round(4).tobytes())
        if key not in self._known:
            self._known[key] = self._made(found, lean)
        kind, origin = self._known[key]
        return kind, T_map_upright[:3, :3] @ origin + found.T_map_own[:3, 3], yaw_deg

    def _made(self, found: Found, lean: Float64) -> tuple[MeshKind, Float64]:
        """A new kind, and where its origin lies in the found one's frame, leant."""
        T = np.eye(4)
        T[:3, :3] = lean
        leant = moved(found.covered, T)
        low, high = leant.mesh.vertices_m.min(axis=0), leant.mesh.vertices_m.max(axis=0)
        # What has a floor has its origin there, so that nobody takes the floor for a shelf.
        base = -float(found.T_map_own[2, 3]) if has_floor(found) else float(low[2])
        origin = np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, base])
        T[:3, :3], T[:3, 3] = _R_Z_TO_Y_UP, -_R_Z_TO_Y_UP @ origin
        stem = re.sub(r"\W+", "_", found.name).strip("_")[:60] or "mesh"
        file = self._folder / (self._files.unique(stem).replace(" ", "_") + ".glb")
        try:
            self._folder.mkdir(exist_ok=True)
            write_glb(file, moved(leant, T))
        except OSError as error:
            raise ImportFailed("meshes cannot be written", got=str(error)) from error
        name = f"{self._scene}: {file.stem}"
        kind = MeshKind(name, found.label, str(file), 1.0, _UPRIGHT_DEG, movable=found.movable)
        return kind, origin


def _digest(found: Found) -> bytes:
    """Equal for what looks the same; of what has a floor only at the same height."""
    mesh = found.covered.mesh
    known = hashlib.blake2b(found.covered.image.tobytes(), digest_size=16)
    for array in (mesh.vertices_m.round(5), mesh.uv.round(5), mesh.faces):
        known.update(np.ascontiguousarray(array).tobytes())
    height_m = found.T_map_own[2, 3] if has_floor(found) else np.inf
    known.update(np.float64(height_m).tobytes())
    return known.digest()


def _with_furniture(scene: Scene, found: Iterable[Found], kinds: _Kinds, names: _Names) -> Scene:
    items = list(scene.furniture)
    for each in found:
        kind, at, yaw_deg = kinds.kind_of(replace(each, movable=False))
        x, y, z = (float(value) for value in at)
        z += _LIFT_M if has_floor(each) else 0.0
        room = scene.room_at((x, y)) or min(
            scene.rooms, key=lambda room: math.dist(room.middle_m, (x, y))
        )
        item = FurnitureItem(names.unique(each.name), kind.name, room.name, (x, y, z), yaw_deg)
        items.append(item)
    return replace(scene, furniture=tuple(items), meshes=kinds.made)


def _thing(found: Found, contents: Contents, kinds: _Kinds, names: _Names) -> ObjectItem | None:
    """A thing on the surface below it; None if there is none close by."""
    kind, at, yaw_deg = kinds.kind_of(found)
    x, y, z = (float(value) for value in at)
    if contents.home.scene.room_at((x, y)) is None:
        return None
    spot, turn_deg = contents.below(pose((x, y, z), yaw_deg))
    stands = contents.home.pose_on(spot, turn_deg, {})
    if abs(float(stands[2, 3]) - z) > _SUPPORT_M:
        return None
    offset = (float(spot.offset_m[0]), float(spot.offset_m[1]))
    return ObjectItem(
        names.unique(found.name), kind.name, Spot(spot.on, spot.surface, offset), float(turn_deg)
    )


def has_floor(found: Found) -> bool:
    """Whether much of it lies in the plane of our floors."""
    low, high = found.box_m
    if low[2] > _LIFT_M or high[2] < -_LIFT_M:
        return False
    placed = moved(found.covered, found.T_map_own).mesh
    flat = levels(placed, least_m2=_FLOOR_M2, least_share=0.0)
    return any(abs(level.height_m) <= _LIFT_M for level in flat)


def _room_round(low: Float64, high: Float64, is_building: bool) -> Room:
    """One room round everything."""
    margin = _BUILDING_MARGIN_M if is_building else _MARGIN_M
    middle = (low[:2] + high[:2]) / 2.0
    half = np.maximum((high[:2] - low[:2]) / 2.0 + margin, _LEAST_ROOM_M / 2.0)
    (x0, y0), (x1, y1) = (middle - half).tolist(), (middle + half).tolist()
    return Room("room", "room", (x0, y0), (x1, y1))
