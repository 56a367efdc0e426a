"""A procedural kitchen as a home of one room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.naming import Names
from whereseen.sim.generation.things import Putting
from whereseen.sim.importing.assembling import Imported
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.importing.kitchen import KitchenPiece, write_kitchen
from whereseen.sim.scene.checks import check
from whereseen.sim.scene.description import FLOOR, FurnitureItem, Room, Scene
from whereseen.sim.scene.home import Home

_ROOM = "kitchen"
_AT_WALL_M, _FREE_M, _BESIDE_M = 0.01, 1.7, 0.8  # from furniture to a wall: behind, before, beside
_HEIGHT_M = 2.6
_ROUNDS = 12  # of leaving out what stands in the way of the rest


def import_kitchen(
    layout: str, seed: int, folder: Path, catalogue: Catalogue, *, objects: int = 20
) -> Imported:
    """Make a kitchen with things in it; the same for the same seed and version of the package.

    Pieces that break a rule of `whereseen.sim.scene.checks` are left out, as cupboards that go
    through each other.

    Args:
        layout: One of `whereseen.sim.importing.synthesizer.LAYOUTS`.
        seed: Of sizes, colours and things.
        folder: An existing one; the files of the furniture are written into `meshes` there.
        catalogue: Kinds of things.
        objects: How many things to put about, as far as there is room.

    Raises:
        ImportFailed: if the files cannot be written, or nothing is left.
        InvalidConfig: if there is no such layout.
        MissingDependency: if scene-synthesizer is not installed.
    """
    pieces = write_kitchen(layout, seed, folder / "meshes")
    scene, left_out = _believable(_furnished(f"{layout} kitchen {seed}", pieces), catalogue)
    config = HomeConfig(rooms=1, objects=objects, seed=seed)
    names = Names(taken=("robot", FLOOR, _ROOM, *(each.name for each in scene.furniture)))
    putting = Putting(Home(scene, catalogue), {}, config, np.random.default_rng(seed))
    return Imported(replace(scene, objects=putting.put(names)), left_out=left_out)


def _furnished(name: str, pieces: Sequence[KitchenPiece]) -> Scene:
    names = Names(taken=("robot", FLOOR, _ROOM))
    items = tuple(
        FurnitureItem(
            names.take(each.kind.label), each.kind.name, _ROOM, (*each.at_m, 0.0), each.yaw_deg
        )
        for each in pieces
    )
    low, high = _walls(pieces)
    room = Room(_ROOM, _ROOM, low, high, floor="tiles")
    kinds = tuple(each.kind for each in pieces)
    return Scene(name, (room,), furniture=items, meshes=kinds, height_m=_HEIGHT_M)


def _walls(pieces: Sequence[KitchenPiece]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Corners of the room: close behind backs, with room to walk before fronts."""
    home = Home(_unbounded(pieces), Catalogue({}, {}))
    boxes, backs = [], []
    for piece in home.pieces.values():
        low, high = piece.model.box_m()
        corners = np.array([(x, y) for x in (low[0], high[0]) for y in (low[1], high[1])])
        boxes.append(corners @ piece.T_map_piece[:2, :2].T + piece.T_map_piece[:2, 3])
        backs.append(piece.T_map_piece[:2, 1])
    points: Float64 = np.concatenate(boxes)
    low, high = points.min(axis=0), points.max(axis=0)
    for axis in range(2):
        for end, sign in ((low, -1.0), (high, 1.0)):
            facing = [float(back[axis]) * sign for back in backs]
            is_front = min(facing) < -0.5
            free = _AT_WALL_M if max(facing) > 0.5 else _FREE_M if is_front else _BESIDE_M
            end[axis] += sign * free
    return (float(low[0]), float(low[1])), (float(high[0]), float(high[1]))


def _unbounded(pieces: Sequence[KitchenPiece]) -> Scene:
    items = tuple(
        FurnitureItem(str(index), each.kind.name, _ROOM, (*each.at_m, 0.0), each.yaw_deg)
        for index, each in enumerate(pieces)
    )
    room = Room(_ROOM, _ROOM, (0.0, 0.0), (1.0, 1.0))
    return Scene("", (room,), furniture=items, meshes=tuple(each.kind for each in pieces))


def _believable(scene: Scene, catalogue: Catalogue) -> tuple[Scene, tuple[str, ...]]:
    """The scene without what breaks rules, and why each was left out."""
    left_out: list[str] = []
    for _ in range(_ROUNDS):
        violations = check(scene, catalogue)
        if not violations:
            return scene, tuple(left_out)
        wrong = next(name for name in reversed(violations[0].names) if name != _ROOM)
        left_out.append(f"{wrong}: {violations[0]}")
        kept = tuple(each for each in scene.furniture if each.name != wrong)
        scene = replace(scene, furniture=kept)
    raise ImportFailed("a kitchen cannot be used", got=left_out[-1], remedy="Take another seed")
