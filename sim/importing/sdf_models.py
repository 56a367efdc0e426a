"""Models in SDF files, with the models that they include and the folders they lie in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.importing.errors import ImportFailed, PartMissing
from whereseen.sim.importing.sdf_poses import in_model, transform_of
from whereseen.sim.importing.sdf_visuals import SdfVisuals
from whereseen.sim.importing.xml_files import read_xml, reading
from whereseen.sim.modelling.mesh_files import TexturedMesh
from whereseen.sim.modelling.mesh_merging import merged, moved
from whereseen.sim.modelling.mesh_reading import MeshUnreadable

_LEVELS = 3  # folders, of which the world's is the first
_UNSEEN = ("sun", "ground_plane")  # that come with Gazebo
_DEEPEST = 8  # models within models


@dataclass(frozen=True, slots=True, eq=False)
class SdfModel:
    """A model that can be seen.

    Attributes:
        name: Of this one, or of its file.
        is_static: Whether the file says that it stays.
        T_map_model: (4, 4).
        covered: Its looks in its own frame.
    """

    name: str
    is_static: bool
    T_map_model: Float64
    covered: TexturedMesh


class SdfModels:
    """Reads models.

    Args:
        folders: In which `model://` and `package://` are looked up.
        lenient: Whether to leave out what is missing or cannot be read.
    """

    def __init__(self, folders: Sequence[Path], *, lenient: bool = False) -> None:
        self._visuals = SdfVisuals(folders)
        self._lenient = lenient

    @property
    def left_out(self) -> list[str]:
        """What was not understood or not there, and why."""
        return self._visuals.left_out

    def models_of(self, scope: Element, folder: Path) -> Iterator[SdfModel]:
        """All models of a world that can be seen.

        Raises:
            ImportFailed: if one is wrong.
            PartMissing: if one names what there is not.
            MeshUnreadable: if a mesh cannot be read.
        """
        for model in scope.findall("model"):
            with reading(model):
                yield from self._seen(model, in_model(scope, model), folder, model)
        for include in scope.findall("include"):
            with reading(include):
                for model, of_model in self._included(include, folder):
                    T = _pose_of(include, model)
                    yield from self._seen(model, T, of_model, include)

    def _seen(self, model: Element, T: Float64, folder: Path, named: Element) -> Iterator[SdfModel]:
        parts = list(self._parts(model, folder, 0))
        name = named.get("name") or named.findtext("name") or model.get("name") or "model"
        is_static = _is_true(named.findtext("static") or model.findtext("static"))
        if parts:
            yield SdfModel(name.strip(), is_static, T, merged(parts))

    def _parts(self, model: Element, folder: Path, depth: int) -> Iterator[TexturedMesh]:
        """All visuals of a model, in its frame."""
        if depth > _DEEPEST:
            raise ImportFailed("models are nested too deep", got=str(model.get("name")))
        for link in model.findall("link"):
            with reading(link):
                T_model_link = in_model(model, link)
            for visual in link.findall("visual"):
                for covered in self._looks(visual, folder):
                    yield moved(covered, np.asarray(T_model_link @ transform_of(visual)))
        for nested in model.findall("model"):
            T = in_model(model, nested)
            yield from (moved(each, T) for each in self._parts(nested, folder, depth + 1))
        for include in model.findall("include"):
            for nested, of_nested in self._included(include, folder):
                T = _pose_of(include, nested)
                yield from (moved(each, T) for each in self._parts(nested, of_nested, depth + 1))

    def _looks(self, visual: Element, folder: Path) -> Iterator[TexturedMesh]:
        """A visual in its own frame; nothing if it cannot be seen, or is missing and may be."""
        try:
            with reading(visual):
                transform_of(visual)
                covered = self._visuals.covered(visual, folder)
        except (PartMissing, MeshUnreadable) as error:
            self._tolerate(error)
            return
        if covered is not None:
            yield covered

    def _included(self, include: Element, folder: Path) -> Iterator[tuple[Element, Path]]:
        """The model that an include names, and the folder of its file; nothing if it may miss."""
        uri = (include.findtext("uri") or "").strip()
        if uri.rpartition("/")[2] in _UNSEEN:
            return
        try:
            with reading(include):
                at = self._visuals.find(uri, folder)
                file = _file_of_model(at) if at.is_dir() else at
                root = read_xml(file)
        except PartMissing as error:
            self._tolerate(error)
            return
        model = root.find("model")
        if model is not None:
            yield model, file.parent
        elif root.find("light") is None and root.find("actor") is None:
            raise ImportFailed("a file has no model", got=str(file))

    def _tolerate(self, error: PartMissing | MeshUnreadable) -> None:
        if not self._lenient:
            raise error
        self.left_out.append(f"{error.what}: {error.got}")


def folders_near(world: Path) -> tuple[Path, ...]:
    """Where models usually lie: in the folder of the world, above it, and in `models` there."""
    above = world.absolute().parents[:_LEVELS]
    return tuple(each for folder in above for each in (folder, folder / "models"))


def _pose_of(include: Element, model: Element) -> Float64:
    return transform_of(include) if include.find("pose") is not None else transform_of(model)


def _file_of_model(folder: Path) -> Path:
    """The newest file that a model's `model.config` names, or its `model.sdf`."""
    config, usual = folder / "model.config", folder / "model.sdf"
    try:
        rows = read_xml(config).findall("sdf") if config.is_file() else []
    except ImportFailed:
        if not usual.is_file():
            raise
        rows = []  # Gazebo reads on past what is no XML in it
    named = sorted((each.get("version") or "", each.text or "") for each in rows)
    files = [text.strip() for _, text in named if text.strip()]
    return folder / files[-1] if files else usual


def _is_true(text: str | None) -> bool:
    return (text or "").strip().lower() in ("true", "1")
