from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.importing.assembling import Imported
from whereseen.sim.scene.home import Home
from whereseen.sim.world.truth import GroundTruth
from whereseen.sim.world.world import World


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where meshes of imported scenes are written."""
    made = tmp_path / "imported"
    made.mkdir()
    return made


@pytest.fixture
def box_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a coloured box: `box_file("a/b.glb", (x, y, z), middle, (r, g, b))`."""
    trimesh = pytest.importorskip("trimesh")

    def write(name: str, size: Any, middle: Any = (0, 0, 0), colour: Any = (200, 40, 40)) -> Path:
        box = trimesh.creation.box(extents=size)
        box.apply_translation(middle)
        material = trimesh.visual.material.PBRMaterial(baseColorFactor=[*colour, 255])
        box.visual = trimesh.visual.TextureVisuals(material=material)
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(trimesh.Scene([box]).export(file_type=path.suffix[1:]))
        return path

    return write


@pytest.fixture
def truth_of() -> Callable[[Imported], GroundTruth]:
    """What is true in an imported scene."""
    return lambda imported: World(Home(imported.scene, Catalogue({}, {}))).truth()


@pytest.fixture
def box_of_piece() -> Callable[[Imported, str], tuple[list[float], list[float]]]:
    """Lower and upper corner of a piece of furniture in the map frame."""

    def box(imported: Imported, name: str) -> tuple[list[float], list[float]]:
        piece = Home(imported.scene, Catalogue({}, {})).pieces[name]
        points = (
            np.concatenate([_vertices(part) for part in piece.model.parts])
            @ piece.T_map_piece[:3, :3].T
            + piece.T_map_piece[:3, 3]
        )
        return points.min(axis=0).tolist(), points.max(axis=0).tolist()

    return box


def _vertices(part: Any) -> Any:
    from whereseen.sim.modelling.shapes import mesh_of

    return mesh_of(part).vertices_m
