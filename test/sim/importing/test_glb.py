from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from whereseen.memory.errors import WhereseenError
from whereseen.sim.importing.glb import import_glb
from whereseen.sim.importing.naming import Naming, NamingTable

trimesh = pytest.importorskip("trimesh")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A table with a cup on it, y up, in centimetres, and a helper that is not meant to be seen."""
    scene = trimesh.Scene()
    for name, size, at in (
        ("Table_01", (120, 75, 80), (0, 37.5, 0)),
        ("cup_a", (8, 10, 8), (30, 80, -20)),
        ("helper", (500, 1, 500), (0, 0, 0)),
    ):
        T = trimesh.transformations.translation_matrix(at)
        scene.add_geometry(trimesh.creation.box(extents=size), node_name=name, transform=T)
    path = tmp_path / "flat.glb"
    path.write_bytes(scene.export(file_type="glb"))
    return path


def test_nodes_become_furniture_and_things(file: Path, folder: Path, truth_of: Any) -> None:
    table = NamingTable((Naming("helper", ""), Naming("cup*", "mug")))
    made = import_glb(file, folder, table=table, scale=0.01)
    assert [(item.name, item.room) for item in made.scene.furniture] == [("Table_01", "room")]
    cup = truth_of(made).objects["cup_a"]
    assert (cup.on, cup.surface, cup.label) == ("Table_01", "top", "mug")
    assert cup.position_m == pytest.approx([0.3, 0.2, 0.8], abs=1e-4)  # -z is +y
    assert {kind.label for kind in made.scene.meshes} == {"table", "mug"}
    assert made.scene.name == "flat"


def test_tables_say_what_is_carried(file: Path, folder: Path) -> None:
    table = NamingTable((Naming("helper", ""), Naming("cup*", "mug", movable=False)))
    made = import_glb(file, folder, table=table, scale=0.01)
    assert not made.scene.objects
    assert len(made.scene.furniture) == 2
    assert not made.fixed


def test_z_can_be_up(file: Path, folder: Path, box_of_piece: Any) -> None:
    made = import_glb(file, folder, up="z", scale=0.01)
    low, high = box_of_piece(made, "Table_01")
    assert low == pytest.approx([-0.6, 0.0, -0.4], abs=1e-4)
    assert high == pytest.approx([0.6, 0.75, 0.4], abs=1e-4)


def test_what_is_wrong_is_told(file: Path, folder: Path) -> None:
    with pytest.raises(WhereseenError, match="nothing in it"):
        import_glb(file, folder, table=NamingTable((Naming("*", ""),)))
    with pytest.raises(WhereseenError, match="scale"):
        import_glb(file, folder, scale=0.0)
    with pytest.raises(WhereseenError, match="no such mesh"):
        import_glb(file.with_name("none.glb"), folder)
