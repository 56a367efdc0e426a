"""SDF worlds, as of Gazebo: models with meshes and solids become furniture and things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.importing.assembling import Found, Imported, assemble, is_carried
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.importing.naming import NamingTable
from whereseen.sim.importing.sdf_poses import in_model, transform_of
from whereseen.sim.importing.sdf_visuals import SdfVisuals
from whereseen.sim.importing.xml_files import read_xml
from whereseen.sim.modelling.mesh_files import TexturedMesh
from whereseen.sim.modelling.mesh_merging import merged, moved
from whereseen.sim.scene.description import Room

_DEEPEST = 8  # models within models


def import_sdf(
    world: Path,
    folder: Path,
    *,
    models: Sequence[Path] = (),
    table: NamingTable | None = None,
    rooms: Sequence[Room] = (),
) -> Imported:
    """Make a scene of a world.

    Each model of the world is one piece: furniture if it is static or large, else a thing. Joints
    stay as they are; lights, planes and collision shapes are left out.

    Args:
        world: The SDF file.
        folder: An existing one, for the meshes of the scene.
        models: Folders in which `model://` is looked up, before the world's own.
        table: What models are called; made of their own names if None.
        rooms: In the map frame; one room round everything if none are given.

    Raises:
        ImportFailed: if it is no SDF world, or names what there is not.
        MeshUnreadable: if a mesh cannot be read.
        MissingDependency: if trimesh, or pycollada for DAE meshes, is not installed.
    """
    reader = _Reader((*models, *_folders_near(world)))
    names = table or NamingTable()
    root = read_xml(world)
    scope = root.find("world") if root.tag == "sdf" else None
    if scope is None:
        raise ImportFailed(
            "a file is no SDF world", got=str(world), remedy="Give a file with <world>"
        )
    found = []
    for name, is_static, T_map_model, covered in reader.models_of(scope, world.parent):
        naming = names.naming_of(name)
        if naming.label:
            loose = not is_static and is_carried(covered)
            movable = loose if naming.movable is None else naming.movable
            found.append(Found(name, naming.label, movable, covered, T_map_model))
    made = assemble(scope.get("name") or world.stem, found, folder, rooms=rooms)
    return Imported(made.scene, made.fixed, tuple(dict.fromkeys(reader.left_out)))


class _Reader:
    """Models in SDF files, with what they include."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._visuals = SdfVisuals(self._folders)

    @property
    def left_out(self) -> list[str]:
        return self._visuals.left_out

    def models_of(
        self, scope: Element, folder: Path
    ) -> Iterator[tuple[str, bool, Float64, TexturedMesh]]:
        """Name, whether it is static, pose and looks of each model that can be seen."""
        for model in scope.findall("model"):
            yield from self._seen(model, in_model(scope, model), folder, model)
        for include in scope.findall("include"):
            model, of_model = self._included(include, folder)
            T = transform_of(include) if include.find("pose") is not None else transform_of(model)
            yield from self._seen(model, T, of_model, include)

    def _seen(
        self, model: Element, T: Float64, folder: Path, named: Element
    ) -> Iterator[tuple[str, bool, Float64, TexturedMesh]]:
        parts = list(self._parts(model, folder, 0))
        name = named.get("name") or named.findtext("name") or model.get("name") or "model"
        is_static = _is_true(named.findtext("static") or model.findtext("static"))
        if parts:
            yield name.strip(), is_static, T, merged(parts)

    def _parts(self, model: Element, folder: Path, depth: int) -> Iterator[TexturedMesh]:
        """All visuals of a model, in its frame."""
        if depth > _DEEPEST:
            raise ImportFailed("models are nested too deep", got=str(model.get("name")))
        for link in model.findall("link"):
            T_model_link = in_model(model, link)
            for visual in link.findall("visual"):
                covered = self._visuals.covered(visual, folder)
                if covered is not None:
                    yield moved(covered, np.asarray(T_model_link @ transform_of(visual)))
        for nested in model.findall("model"):
            T = in_model(model, nested)
            yield from (moved(each, T) for each in self._parts(nested, folder, depth + 1))
        for include in model.findall("include"):
            nested, of_nested = self._included(include, folder)
            T = transform_of(include) if include.find("pose") is not None else transform_of(nested)
            yield from (moved(each, T) for each in self._parts(nested, of_nested, depth + 1))

    def _included(self, include: Element, folder: Path) -> tuple[Element, Path]:
        """The model that an include names, and the folder of its file."""
        uri = (include.findtext("uri") or "").strip()
        at = self._visuals.find(uri, folder)
        file = _file_of_model(at) if at.is_dir() else at
        model = read_xml(file).find("model")
        if model is None:
            raise ImportFailed("a file has no model", got=str(file))
        return model, file.parent


def _folders_near(world: Path) -> tuple[Path, ...]:
    """Where models usually lie: in the folder of the world, above it, and in `models` there."""
    above = world.absolute().parents[:2]
    return tuple(each for folder in above for each in (folder, folder / "models"))


def _file_of_model(folder: Path) -> Path:
    """The newest file that a model's `model.config` names, or its `model.sdf`."""
    config = folder / "model.config"
    if config.is_file():
        named = [(each.get("version") or "", each.text) for each in read_xml(config).findall("sdf")]
        files = [text.strip() for _, text in sorted(named, key=lambda each: each[0]) if text]
        if files:
            return folder / files[-1]
    return folder / "model.sdf"


def _is_true(text: str | None) -> bool:
    return (text or "").strip().lower() in ("true", "1")
