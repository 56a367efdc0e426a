"""Procedural kitchens as furniture: files of each piece, its kind, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from whereseen.memory.frames import invert
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.importing.kitchen_looks import Materials, label_of, names_of
from whereseen.sim.importing.synthesizer import Solid, Synthesized, synthesize
from whereseen.sim.importing.urdf_writing import Visual, write_furniture
from whereseen.sim.modelling.model import Link
from whereseen.sim.modelling.placing import yaw_of
from whereseen.sim.scene.description import MeshKind, Point2

_COVER = "countertop"
_MOST, _TOUCH_M = 0.6, 0.02


@dataclass(frozen=True, slots=True)
class KitchenPiece:
    """A piece of a kitchen.

    Attributes:
        kind: In a file of its own.
        at_m: Where its origin is on the floor plan.
        yaw_deg: How it is turned; 0 faces -y.
    """

    kind: MeshKind
    at_m: Point2
    yaw_deg: float


def write_kitchen(layout: str, seed: int, folder: Path) -> tuple[KitchenPiece, ...]:
    """Make a kitchen, and write each piece of it as a URDF.

    Worktops become parts of what they lie on.

    Args:
        layout: One of `whereseen.sim.importing.synthesizer.LAYOUTS`.
        seed: Of sizes and colours.
        folder: For the files; made if it is not there.

    Raises:
        ImportFailed: if the files cannot be written.
        InvalidConfig: if there is no such layout.
        MissingDependency: if scene-synthesizer is not installed.
    """
    pieces = _with_covers(synthesize(layout, seed))
    materials = Materials(np.random.default_rng(seed))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_written(each, f"{layout} {seed}", folder, materials) for each in pieces)
    except OSError as error:
        raise ImportFailed("a kitchen cannot be written", got=str(error)) from error


def _written(piece: Synthesized, kitchen: str, folder: Path, materials: Materials) -> KitchenPiece:
    label, names = label_of(piece.name), names_of(link.name for link in piece.links)
    visuals: dict[str, list[Visual]] = {}
    for solid in piece.solids:
        shape = solid.mesh if solid.size_m is None else solid.size_m
        visual = Visual(shape, solid.T_link_own, materials.of(label, solid.name))
        visuals.setdefault(names.get(solid.link, solid.link), []).append(visual)
    file = folder / f"{re.sub(r'[^a-z0-9]+', '_', f'{kitchen} {piece.name}')}.urdf"
    write_furniture(file, [_renamed(link, names) for link in piece.links], visuals)
    x, y = float(piece.T_map_own[0, 3]), float(piece.T_map_own[1, 3])
    kind = MeshKind(f"{label} of kitchen {kitchen} ({piece.name})", label, str(file))
    return KitchenPiece(kind, (x, y), yaw_of(piece.T_map_own))


def _renamed(link: Link, names: dict[str, str]) -> Link:
    return replace(link, name=names[link.name], parent=names.get(link.parent, link.parent))


def _with_covers(pieces: Sequence[Synthesized]) -> list[Synthesized]:
    """The pieces, each with the worktop that lies on it."""
    covers = [each for each in pieces if each.name.startswith(_COVER)]
    found = []
    for piece in (each for each in pieces if each not in covers):
        mine = [each for each in covers if _lies_on(each, piece)]
        solids = [_moved(solid, each, piece) for each in mine for solid in each.solids]
        found.append(replace(piece, solids=(*piece.solids, *solids)))
    return found


def _lies_on(cover: Synthesized, piece: Synthesized) -> bool:
    """Whether a worktop begins where a piece ends, and is above it for the most part."""
    (low, high), (low_m, high_m) = cover.box_m, piece.box_m
    shared = np.minimum(high, high_m)[:2] - np.maximum(low, low_m)[:2]
    is_above = np.prod(shared.clip(0.0)) > _MOST * np.prod((high - low)[:2])
    return bool(is_above and abs(low[2] - high_m[2]) < _TOUCH_M)


def _moved(solid: Solid, cover: Synthesized, piece: Synthesized) -> Solid:
    T_own_cover = invert(piece.T_map_own) @ cover.T_map_own
    return replace(solid, name=_COVER, T_link_own=T_own_cover @ solid.T_link_own)
