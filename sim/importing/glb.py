"""One binary glTF file, or any other that trimesh reads, with names for its nodes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from whereseen.sim.importing.assembling import Imported, assemble
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.importing.found import Found, is_carried
from whereseen.sim.importing.naming import NamingTable
from whereseen.sim.modelling.mesh_merging import moved
from whereseen.sim.modelling.mesh_reading import read_nodes
from whereseen.sim.scene.description import Room

R_Y_TO_Z_UP = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])


def import_glb(
    file: Path,
    folder: Path,
    *,
    table: NamingTable | None = None,
    rooms: Sequence[Room] = (),
    up: Literal["y", "z"] = "y",
    scale: float = 1.0,
) -> Imported:
    """Make a scene of a file whose nodes are furniture and things.

    Args:
        file: To read.
        folder: An existing one, for the meshes of the scene.
        table: What the nodes are called; made of their own names if None.
        rooms: In the map frame; one room round everything if none are given.
        up: The axis that points up in the file; y in glTF.
        scale: Metres per unit of the file.

    Raises:
        ImportFailed: if there is nothing in it.
        MeshUnreadable: if it is no file of meshes.
        MissingDependency: if trimesh is not installed.
    """
    if not 0.0 < scale < np.inf:
        raise ImportFailed("scale is out of range", got=repr(scale), remedy="Use more than 0")
    names, T_map_file = table or NamingTable(), np.eye(4)
    if up == "y":
        T_map_file[:3, :3] = R_Y_TO_Z_UP
    found = []
    for node in read_nodes(file):
        naming = names.naming_of(node.name)
        if not naming.label:
            continue
        covered = moved(node.covered, T_map_file, (scale,) * 3)
        movable = is_carried(covered) if naming.movable is None else naming.movable
        found.append(Found(node.name, naming.label, movable, covered, np.eye(4)))
    return assemble(file.stem, found, folder, rooms=rooms)
