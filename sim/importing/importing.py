"""Any scene made elsewhere, told by its file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from whereseen.sim.importing.assembling import Imported
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.importing.glb import import_glb
from whereseen.sim.importing.habitat import SUFFIX, import_habitat
from whereseen.sim.importing.naming import NamingTable
from whereseen.sim.importing.sdf import import_sdf

_SDF = (".world", ".sdf", ".model")
_MESHES = (".glb", ".gltf", ".obj", ".ply", ".dae")


def import_scene(
    source: Path,
    folder: Path,
    *,
    table: NamingTable | None = None,
    models: Sequence[Path] = (),
    lenient: bool = False,
    up: str = "y",
    scale: float = 1.0,
) -> Imported:
    """Make a scene of an SDF world, a Habitat scene instance, or a file of meshes.

    Args:
        source: The file, or a folder with one such file of the first kind in it.
        folder: An existing one, for the meshes of the scene.
        table: What parts are called.
        models: Of an SDF world: where models lie, if not near it.
        lenient: Of an SDF world: leave out what is missing or cannot be read.
        up: Of a file of meshes: the axis that points up, y or z.
        scale: Of a file of meshes: metres per unit.

    Raises:
        ImportFailed: if it is none of these, or something in it is wrong.
        MeshUnreadable: if a mesh cannot be read.
        MissingDependency: if a reader is not installed.
    """
    file = _only_one_in(source) if source.is_dir() else source
    if file.suffix.lower() in _SDF:
        return import_sdf(file, folder, models=models, table=table, lenient=lenient)
    if file.name.endswith(SUFFIX):
        return import_habitat(file, folder, table=table)
    if file.suffix.lower() in _MESHES and up in ("y", "z"):
        return import_glb(file, folder, table=table, up="z" if up == "z" else "y", scale=scale)
    if file.suffix.lower() in _MESHES:
        raise ImportFailed("an axis points up", got=repr(up), remedy="Use y or z")
    remedy = f"Give a file that ends in {', '.join((*_SDF, SUFFIX, *_MESHES))}"
    raise ImportFailed("a scene of no known kind", got=str(source), remedy=remedy)


def _only_one_in(folder: Path) -> Path:
    """The world or the scene instance somewhere in a folder."""
    for pattern in ("*.world", f"*{SUFFIX}"):
        found = sorted(folder.rglob(pattern))
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(str(each.relative_to(folder)) for each in found[:5])
            raise ImportFailed("a folder of several scenes", got=names, remedy="Give one of them")
    raise ImportFailed("a folder without a scene", got=str(folder), remedy="Give its file")
