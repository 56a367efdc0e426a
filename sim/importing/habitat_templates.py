"""Templates of Habitat's scene datasets: configurations and meshes by name.

After https://aihabitat.org/docs/habitat-sim/attributesJSON.html.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.importing.errors import ImportFailed, PartMissing
from whereseen.sim.modelling.mesh_files import TexturedMesh
from whereseen.sim.modelling.mesh_merging import moved
from whereseen.sim.modelling.mesh_reading import read_mesh

DATASET = ".scene_dataset_config.json"
_MOST_BYTES = 64 * 2**20
_MESHES = (".glb", ".gltf", ".obj", ".ply", ".stl")


class Templates:
    """Configurations and meshes of a dataset."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, list[Path]] = {}
        for file in sorted(folder.rglob("*")):
            if file.name.endswith(("_config.json", *_MESHES)):
                self._files.setdefault(file.name.partition(".")[0], []).append(file)
        self._told = dict(_told_of(folder))

    def covered(self, template: str, kind: str, scale: Float64) -> TexturedMesh:
        """The mesh of a template, y up, its front to -z, in metres."""
        config, folder = self._config(template, kind)
        asset = config.get("render_asset")
        file = folder / str(asset) if asset else self._mesh_of(template)
        unit_m = vector([config.get("units_to_meters", 1.0)], (1.0,))
        factors = scale * unit_m * vector(config.get("scale"), (1.0, 1.0, 1.0))
        T = np.eye(4)
        T[:3, :3] = _aligned(config)
        return moved(moved(read_mesh(file), T), np.eye(4), factors.tolist())

    def centre(self, template: str, covered: TexturedMesh) -> Float64:
        """Centre of mass (3,): what the configuration says, or the middle of the box."""
        config, _ = self._config(template, "object")
        vertices = covered.mesh.vertices_m
        middle = (vertices.min(axis=0) + vertices.max(axis=0)) / 2.0
        return vector(config.get("COM"), tuple(middle.tolist()))

    def _config(self, template: str, kind: str) -> tuple[dict[str, Any], Path]:
        """What is configured, and the folder in which its paths begin."""
        told = self._told.get((kind, template.rpartition("/")[2]))
        if told is None:
            return self._config_in_file(template, kind)
        config, folder = self._config_in_file(str(told.get("original_file") or ""), kind)
        attributes = _mapping(told.get("attributes"))
        return config | attributes, self._folder if "render_asset" in attributes else folder

    def _config_in_file(self, template: str, kind: str) -> tuple[dict[str, Any], Path]:
        ending = f".{kind}_config.json"
        for file in self._matching(template):
            if file.name.endswith(ending):
                return read_json(file), file.parent
        return {}, self._folder

    def _mesh_of(self, template: str) -> Path:
        for file in self._matching(template):
            if file.suffix.lower() in _MESHES:
                return file
        raise PartMissing("a template of the scene is missing", got=template)

    def _matching(self, template: str) -> Iterable[Path]:
        """Files of that name, those in the folder that the template names first."""
        name = template.rpartition("/")[2]
        files = self._files.get(name.partition(".")[0], [])
        return sorted(files, key=lambda file: template not in file.as_posix())


def _told_of(folder: Path) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """Templates that the dataset's own file makes of others, by kind and name."""
    for file in sorted(folder.glob(f"*{DATASET}")):
        described = read_json(file)
        for kind in ("stage", "object"):
            rows = _mapping(described.get(f"{kind}s")).get("configs")
            for row in rows if isinstance(rows, list) else ():
                handle = _mapping(row).get("template_handle")
                if handle:
                    yield (kind, str(handle)), _mapping(row)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _aligned(config: dict[str, Any]) -> Float64:
    """Rotation (3, 3) that turns what the configuration calls up and front to +y and -z."""
    up = vector(config.get("up"), (0.0, 1.0, 0.0))
    front = vector(config.get("front"), (0.0, 0.0, -1.0))
    right = np.cross(front, up)
    turn = np.array([right, up, -front])
    if np.abs(turn @ turn.T - np.eye(3)).max() > 1e-3:
        raise ImportFailed("up and front are no directions", got=f"{up.tolist()} {front.tolist()}")
    return turn


def vector(value: Any, usual: tuple[float, ...]) -> Float64:
    """Numbers as many as usual, or the usual ones if there are none.

    Raises:
        ImportFailed: if it is something else.
    """
    if value is None:
        return np.array(usual)
    if not isinstance(value, list) or len(value) != len(usual):
        raise ImportFailed(f"there should be {len(usual)} numbers", got=repr(value))
    if not all(type(each) in (int, float) for each in value) or not np.isfinite(value).all():
        raise ImportFailed("numbers cannot be read", got=repr(value))
    return np.array(value, dtype=np.float64)


def read_json(file: Path) -> dict[str, Any]:
    """A JSON object; raises ImportFailed if there is none in the file."""
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise ImportFailed("a file is too large", got=str(file))
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ImportFailed("a file cannot be read as JSON", got=f"{file}: {error}") from error
    if not isinstance(found, dict):
        raise ImportFailed("a file is no JSON object", got=str(file))
    return found
