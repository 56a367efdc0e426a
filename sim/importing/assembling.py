"""Parts of a scene made elsewhere, put together as one of ours."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.importing.building import rooms_within
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.importing.found import LIFT_M, Found
from whereseen.sim.importing.mesh_writing import Kinds, Names, Upright, upright
from whereseen.sim.modelling.placing import pose
from whereseen.sim.scene.description import FurnitureItem, ObjectItem, Room, Scene, Spot
from whereseen.sim.scene.home import Home
from whereseen.sim.world.contents import Contents

_SUPPORT_M = 0.06  # how far from a surface a thing may be to stand on it
_LEAST_HEIGHT_M = 2.5


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


def assemble(
    name: str, found: Sequence[Found], folder: Path, *, rooms: Sequence[Room] = ()
) -> Imported:
    """Make a scene, and write its meshes into `folder/meshes`.

    Args:
        name: Of the scene.
        found: All that is in it.
        folder: An existing one, for the meshes; the scene file should lie there too.
        rooms: Of the home; if none are given those that walls enclose, or one round everything.

    Raises:
        ImportFailed: if nothing is in it, or the meshes cannot be written.
    """
    if not found:
        raise ImportFailed("a scene with nothing in it", got=name)
    home_rooms = tuple(rooms) or rooms_within(found)
    high_m = max(float(each.box_m[1][2]) for each in found)
    is_bare = all(not room.walls for room in home_rooms)
    scene = Scene(
        name,
        home_rooms,
        height_m=max(_LEAST_HEIGHT_M, high_m + 0.1),
        wall_m=0.0 if is_bare else 0.1,
    )
    kinds = Kinds(name, folder / "meshes")
    names = Names({"robot", *(room.name for room in home_rooms)})
    scene = _with_furniture(scene, [each for each in found if not each.movable], kinds, names)
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


def _with_furniture(scene: Scene, found: Iterable[Found], kinds: Kinds, names: Names) -> Scene:
    items = list(scene.furniture)
    for each in found:
        stands = upright(each)
        kind = kinds.kind_of(replace(each, movable=False), stands)
        x, y, z = (float(value) for value in stands.at_m)
        z += LIFT_M if stands.is_floor else 0.0
        room = scene.room_at((x, y)) or min(
            scene.rooms, key=lambda room: math.dist(room.middle_m, (x, y))
        )
        items.append(
            FurnitureItem(names.unique(each.name), kind.name, room.name, (x, y, z), stands.yaw_deg)
        )
    return replace(scene, furniture=tuple(items), meshes=kinds.made)


def _thing(found: Found, contents: Contents, kinds: Kinds, names: Names) -> ObjectItem | None:
    """A thing on the surface below it; None if there is none close by."""
    stands = upright(found)
    spot, turn_deg = _below(stands, contents)
    if spot is None:
        return None
    kind = kinds.kind_of(found, stands)
    offset = (float(spot.offset_m[0]), float(spot.offset_m[1]))
    return ObjectItem(
        names.unique(found.name), kind.name, Spot(spot.on, spot.surface, offset), turn_deg
    )


def _below(stands: Upright, contents: Contents) -> tuple[Spot | None, float]:
    """The surface on which something stands, and its turn there; None if there is none."""
    x, y, z = (float(value) for value in stands.at_m)
    if contents.home.scene.room_at((x, y)) is None:
        return None, 0.0
    spot, turn_deg = contents.below(pose((x, y, z), stands.yaw_deg))
    at = contents.home.pose_on(spot, turn_deg, {})
    is_near = abs(float(at[2, 3]) - z) <= _SUPPORT_M
    return (spot, float(turn_deg)) if is_near else (None, 0.0)
