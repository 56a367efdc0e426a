"""Scenes of Habitat's scene datasets: a stage and objects, y up, become furniture and things.

After https://aihabitat.org/docs/habitat-sim/attributesJSON.html.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from whereseen.memory.frames import Float64, from_quaternion
from whereseen.sim.importing.assembling import Imported, assemble
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.importing.found import Found, is_carried
from whereseen.sim.importing.glb import R_Y_TO_Z_UP
from whereseen.sim.importing.habitat_templates import Templates, read_json, vector
from whereseen.sim.importing.naming import NamingTable
from whereseen.sim.modelling.mesh_files import TexturedMesh
from whereseen.sim.modelling.mesh_merging import moved
from whereseen.sim.scene.description import Room

SUFFIX = ".scene_instance.json"
STAGE = "building"  # label of the stage, if no table says otherwise


def import_habitat(
    scene_instance: Path,
    folder: Path,
    *,
    dataset: Path | None = None,
    table: NamingTable | None = None,
    rooms: Sequence[Room] = (),
) -> Imported:
    """Make a scene of a scene instance.

    Articulated objects and lights are left out. What is not static and small is a thing.

    Args:
        scene_instance: The file `*.scene_instance.json`.
        folder: An existing one, for the meshes of the scene.
        dataset: The folder of the dataset; the nearest one above with a
            `*.scene_dataset_config.json` if None, else the file's own.
        table: What templates are called, by the last part of their names; made of it if None.
        rooms: In the map frame; one room round everything if none are given.

    Raises:
        ImportFailed: if it is no scene instance, or names what there is not.
        MeshUnreadable: if a mesh cannot be read.
        MissingDependency: if trimesh is not installed.
    """
    described = read_json(scene_instance)
    reader = _Reader(described, dataset or _dataset_of(scene_instance), table or NamingTable())
    left_out = [
        f"{_text(each, 'template_name')}: articulated"
        for each in _rows(described, "articulated_object_instances")
    ]
    name = scene_instance.name.removesuffix(SUFFIX)
    made = assemble(name, reader.found(), folder, rooms=rooms)
    return Imported(made.scene, made.fixed, tuple(left_out))


class _Reader:
    """Finds what a scene instance describes."""

    def __init__(self, described: dict[str, Any], dataset: Path, table: NamingTable) -> None:
        self._described = described
        self._templates = Templates(dataset)
        self._table = table

    def found(self) -> list[Found]:
        """The stage and all objects that the table does not leave out."""
        stage = self._described.get("stage_instance")
        found = [self._stage(stage)] if isinstance(stage, dict) else []
        found += [self._object(each) for each in _rows(self._described, "object_instances")]
        return [each for each in found if each is not None]

    def _stage(self, instance: dict[str, Any]) -> Found | None:
        template = _text(instance, "template_name")
        name = template.rpartition("/")[2]
        naming = self._table.naming_of(name, otherwise=STAGE)
        if not naming.label:
            return None
        covered = self._templates.covered(template, "stage", _scale(instance))
        T_map_own = _pose(instance, np.zeros(3))
        return Found(name, naming.label, False, _upright(covered), T_map_own)

    def _object(self, instance: dict[str, Any]) -> Found | None:
        template, scale = _text(instance, "template_name"), _scale(instance)
        name = template.rpartition("/")[2]
        naming = self._table.naming_of(name)
        if not naming.label:
            return None
        covered = self._templates.covered(template, "object", scale)
        centre = np.zeros(3)
        if _is_by_centre(instance, self._described):
            centre = self._templates.centre(template, covered)
        loose = is_carried(covered) and str(instance.get("motion_type")).lower() != "static"
        movable = loose if naming.movable is None else naming.movable
        T_map_own = _pose(instance, centre)
        return Found(name, naming.label, movable, _upright(covered), T_map_own)


def _pose(instance: dict[str, Any], centre: Float64) -> Float64:
    """Pose (4, 4) in the map frame of a mesh whose z is up."""
    w, x, y, z = vector(instance.get("rotation"), (1.0, 0.0, 0.0, 0.0))
    T = from_quaternion(vector(instance.get("translation"), (0.0, 0.0, 0.0)), (x, y, z, w))
    if not np.isfinite(T).all():
        raise ImportFailed("a rotation is no quaternion", got=repr(instance.get("rotation")))
    T[:3, 3] -= T[:3, :3] @ centre
    turn = np.eye(4)
    turn[:3, :3] = R_Y_TO_Z_UP
    return np.asarray(turn @ T @ turn.T)


def _upright(covered: TexturedMesh) -> TexturedMesh:
    """The same with z up."""
    T = np.eye(4)
    T[:3, :3] = R_Y_TO_Z_UP
    return moved(covered, T)


def _is_by_centre(instance: dict[str, Any], described: dict[str, Any]) -> bool:
    """Whether poses are those of centres of mass, which they are if nothing is said."""
    told = instance.get("translation_origin") or described.get("translation_origin") or "COM"
    return str(told).lower() == "com"


def _scale(instance: dict[str, Any]) -> Float64:
    uniform = vector([instance.get("uniform_scale", 1.0)] * 3, (1.0,) * 3)
    scale = uniform * vector(instance.get("non_uniform_scale"), (1.0, 1.0, 1.0))
    if not scale.all():
        raise ImportFailed("an object has no size", got=str(instance.get("template_name")))
    return scale


def _rows(described: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = described.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(each, dict) for each in rows):
        raise ImportFailed(f"{name} is no list of objects", got=f"{rows!r:.60}")
    return rows


def _text(instance: dict[str, Any], name: str) -> str:
    value = instance.get(name)
    if not isinstance(value, str) or not value:
        raise ImportFailed(f"an instance has no {name}", got=f"{instance!r:.60}")
    return value


def _dataset_of(file: Path) -> Path:
    for folder in file.absolute().parents:
        if any(folder.glob("*.scene_dataset_config.json")):
            return folder
    return file.absolute().parent
