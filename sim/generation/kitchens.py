"""Generated homes whose kitchens are furnished with procedural furniture of scene-synthesizer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from whereseen.sim.catalogue.kinds import Catalogue, FurnitureKind
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.importing.kitchen import write_kitchen
from whereseen.sim.scene.description import FurnitureItem, MeshKind, Scene
from whereseen.sim.scene.mesh_kinds import furniture_kind

_LAYOUT = "single_wall"  # all of its pieces stand along one wall


def generate_with_kitchen(config: HomeConfig, catalogue: Catalogue, folder: Path) -> Scene:
    """A generated home whose kitchen furniture is made by scene-synthesizer.

    Kinds of the same labels take the place of the catalogue's, so that the same things are kept in
    them, and the home keeps the same rules.

    Args:
        config: Of the home; its seed is that of the furniture too.
        catalogue: All other kinds.
        folder: An existing one; the files of the furniture are written into `meshes` there.

    Raises:
        GenerationFailed: if no home keeps all rules.
        ImportFailed: if the files cannot be written.
        MissingDependency: if scene-synthesizer is not installed.
    """
    pieces = write_kitchen(_LAYOUT, config.seed, folder / "meshes")
    kinds = _one_of_each(each.kind for each in pieces)
    known = {label: each for label, each in kinds.items() if label in catalogue.furniture}
    made = {
        label: _instead_of(catalogue.furniture[label], furniture_kind(kind))
        for label, kind in known.items()
    }
    scene = generate(config, Catalogue({**catalogue.furniture, **made}, catalogue.objects))
    items = tuple(_named(item, known) for item in scene.furniture)
    used = {item.kind for item in items}
    meshes = tuple(kind for kind in known.values() if kind.name in used)
    return replace(scene, furniture=items, meshes=meshes)


def _one_of_each(kinds: Iterable[MeshKind]) -> dict[str, MeshKind]:
    """The narrowest of each label, which finds room most easily."""
    found: dict[str, MeshKind] = {}
    widths: dict[str, float] = {}
    for kind in kinds:
        low, high = furniture_kind(kind).model("").box_m()
        width = float(high[0] - low[0])
        if width < widths.get(kind.label, float("inf")):
            found[kind.label], widths[kind.label] = kind, width
    return found


def _instead_of(usual: FurnitureKind, made: FurnitureKind) -> FurnitureKind:
    """A kind that stands where the usual one would, and looks otherwise."""
    return replace(usual, styles=made.styles, model=made.model, surfaces=made.surfaces)


def _named(item: FurnitureItem, known: Mapping[str, MeshKind]) -> FurnitureItem:
    return replace(item, kind=known[item.kind].name, style="") if item.kind in known else item
