"""SDF worlds, as of Gazebo: models with meshes and solids become furniture and things."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from whereseen.sim.importing.assembling import Imported, assemble
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.importing.found import Found, is_carried
from whereseen.sim.importing.naming import NamingTable
from whereseen.sim.importing.sdf_models import SdfModels, folders_near
from whereseen.sim.importing.xml_files import read_xml
from whereseen.sim.scene.description import Room


def import_sdf(
    world: Path,
    folder: Path,
    *,
    models: Sequence[Path] = (),
    table: NamingTable | None = None,
    rooms: Sequence[Room] = (),
    lenient: bool = False,
) -> Imported:
    """Make a scene of a world.

    Each model of the world is one piece: furniture if it is static or large, else a thing. Where
    all models are static, which many worlds say to save physics, what is small is a thing. Joints
    stay as they are; lights, planes and collision shapes are left out. The axis that a Collada
    file calls up is not turned, as Gazebo does not turn it.

    Args:
        world: The SDF file: a world, or a model that is one.
        folder: An existing one, for the meshes of the scene.
        models: Folders in which `model://` is looked up, before those near the world: its own,
            that above it, and `models` in either.
        table: What models are called; made of their own names if None.
        rooms: In the map frame; found or made if none are given.
        lenient: Whether to leave out models and meshes that are missing or cannot be read.

    Raises:
        ImportFailed: if it is no SDF world, or something in it is wrong.
        PartMissing: if it names what there is not.
        MeshUnreadable: if a mesh cannot be read.
        MissingDependency: if trimesh, or pycollada for DAE meshes, is not installed.
    """
    reader = SdfModels((*models, *folders_near(world)), lenient=lenient)
    names = table or NamingTable()
    root = read_xml(world)
    scope = root.find("world") if root.tag == "sdf" else None
    if scope is None and root.tag == "sdf" and root.find("model") is not None:
        scope = root
    if scope is None:
        remedy = "Give a file with <world> or <model>"
        raise ImportFailed("a file is no SDF world", got=str(world), remedy=remedy)
    seen = list(reader.models_of(scope, world.parent))
    says_static = not all(each.is_static for each in seen)
    found = []
    for each in seen:
        naming = names.naming_of(each.name)
        if naming.label:
            loose = is_carried(each.covered) and not (says_static and each.is_static)
            movable = loose if naming.movable is None else naming.movable
            found.append(Found(each.name, naming.label, movable, each.covered, each.T_map_model))
    made = assemble(_name_of(scope.get("name"), world), found, folder, rooms=rooms)
    return Imported(made.scene, made.fixed, tuple(dict.fromkeys(reader.left_out)))


def _name_of(told: str | None, world: Path) -> str:
    """What the world is called; its file's name if it is called nothing in particular."""
    return told if told and told != "default" else world.stem
