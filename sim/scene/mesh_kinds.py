"""Kinds made elsewhere as kinds like any other: how they look, and where things can stand."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import numpy as np

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.catalogue.kinds import Catalogue, FurnitureKind, ObjectKind, Surface
from whereseen.sim.modelling.materials import OF_FILE
from whereseen.sim.modelling.mesh_cutting import Level, levels
from whereseen.sim.modelling.mesh_rays import is_open
from whereseen.sim.modelling.mesh_reading import pieces_of
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.shapes import Mesh, MeshFile, Part, joined
from whereseen.sim.scene.description import MeshKind
from whereseen.sim.scene.jointed_kinds import SUFFIX, jointed_kind
from whereseen.sim.scene.structure import is_built

_LOWEST_M = 0.03  # what is lower is floor
_LEAST_HEADROOM_M = 0.06
_MOST_SURFACES = 12
_OPEN_HEADROOM_M = 2.0


def with_meshes(catalogue: Catalogue, meshes: Iterable[MeshKind]) -> Catalogue:
    """A catalogue with kinds made elsewhere; those of furniture are measured when this is called.

    Raises:
        InvalidConfig: if a name is taken by another kind.
        MeshUnreadable: if there is no such mesh.
    """
    furniture, objects = dict(catalogue.furniture), dict(catalogue.objects)
    for kind in meshes:
        known = furniture.get(kind.name) or objects.get(kind.name)
        if known is not None and _is_made_of(known, kind):
            continue
        if known is not None:
            raise InvalidConfig("names of kinds are unique", got=kind.name)
        if kind.movable:
            objects[kind.name] = object_kind(kind)
        else:
            furniture[kind.name] = furniture_kind(kind)
    return Catalogue(furniture, objects)


def furniture_kind(kind: MeshKind) -> FurnitureKind:
    """Furniture that looks like a mesh, with a surface for each of its level faces.

    One that a URDF describes has doors and drawers too.
    """
    if kind.file.lower().endswith(SUFFIX):
        return jointed_kind(kind)
    return FurnitureKind(
        name=kind.label,
        styles=("",),
        model=partial(_model, kind),
        surfaces=() if _holds_nothing(kind) else surfaces_of(mesh_of_kind(kind)),
    )


def object_kind(kind: MeshKind) -> ObjectKind:
    """A thing that looks like a mesh; nothing is known of where it is kept."""
    return ObjectKind(
        name=kind.label,
        category=kind.label,
        material="",
        colours=("",),
        model=partial(_model, kind),
        homes={},
    )


def mesh_of_kind(kind: MeshKind) -> Mesh:
    """All of a kind's mesh in its own frame: metres, upright, origin where the kind says."""
    mesh = joined(list(pieces_of(Path(kind.file), kind.scale, kind.turn_deg)))
    return Mesh(mesh.vertices_m + kind.offset_m, mesh.normals, mesh.uv, mesh.faces)


def surfaces_of(mesh: Mesh) -> tuple[Surface, ...]:
    """Where things can stand on a mesh, the largest first; the highest of all is its `top`."""
    found = [level for level in levels(mesh) if level.height_m > _LOWEST_M]
    roomy = [(level, _headroom(level, found)) for level in found]
    roomy = [each for each in roomy if each[1] >= _LEAST_HEADROOM_M]
    roomy = [each for each in roomy[:_MOST_SURFACES] if is_open(mesh, each[0])]
    by_height = sorted((level for level, _ in roomy), key=_by_height)
    surfaces = []
    for level, headroom in roomy:
        order = by_height.index(level) + 1
        is_top = order == len(by_height)
        middle = np.add(level.low_m, level.high_m) / 2.0
        surfaces.append(
            Surface(
                name="top" if is_top else f"level {order}",
                at_m=(float(middle[0]), float(middle[1]), level.height_m),
                size_m=level.size_m,
                headroom_m=headroom,
                preposition="on" if headroom == _OPEN_HEADROOM_M else "in",
            )
        )
    return tuple(surfaces)


def _model(kind: MeshKind, _style: str) -> Model:
    count = len(pieces_of(Path(kind.file), kind.scale, kind.turn_deg))
    shapes = (MeshFile(kind.file, each, kind.scale, kind.turn_deg) for each in range(count))
    return Model(tuple(Part(shape, OF_FILE + kind.file, kind.offset_m) for shape in shapes))


def _by_height(level: Level) -> tuple[float, float]:
    return (level.height_m, level.area_m2)


def _holds_nothing(kind: MeshKind) -> bool:
    """Whether it is a part of a building; a whole building may come with its furniture."""
    return is_built(kind.label) and kind.label != "building"


def _is_made_of(known: FurnitureKind | ObjectKind, kind: MeshKind) -> bool:
    return isinstance(known.model, partial) and known.model.args[:1] == (kind,)


def _headroom(level: Level, others: Iterable[Level]) -> float:
    """Free height up to the next level above."""
    above = [
        other.height_m - level.height_m
        for other in others
        if other.height_m > level.height_m and _overlap(level, other)
    ]
    # What is above has a thickness of its own, which levels do not tell.
    return min((height - 0.03 for height in above), default=_OPEN_HEADROOM_M)


def _overlap(one: Level, other: Level) -> bool:
    low, high = np.maximum(one.low_m, other.low_m), np.minimum(one.high_m, other.high_m)
    shared = float(np.prod(np.maximum(high - low, 0.0)))
    return shared > 0.3 * float(np.prod(one.size_m))
