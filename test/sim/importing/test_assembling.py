from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whereseen.memory.frames import Float64
from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.importing.assembling import Found, Imported, assemble
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.modelling.mesh_files import TexturedMesh
from whereseen.sim.modelling.mesh_merging import plain
from whereseen.sim.modelling.placing import pose
from whereseen.sim.modelling.shapes import Box, Part, Vector3, mesh_of, rotation
from whereseen.sim.scene.description import Room
from whereseen.sim.scene.home import Home
from whereseen.sim.scene.yaml_files import read_scene, write_scene
from whereseen.sim.world.truth import GroundTruth
from whereseen.sim.world.world import World

pytest.importorskip("trimesh")
TruthOf = Callable[[Imported], GroundTruth]


def box(size_m: Vector3, colour: tuple[int, int, int] = (90, 60, 30)) -> TexturedMesh:
    """Its own frame is in its middle."""
    return TexturedMesh(mesh_of(Part(Box(size_m), "white")), plain(colour))


def table(at_m: Vector3 = (0.0, 0.0, 0.375), yaw_deg: float = 0.0, **other: Any) -> Found:
    return Found("table", "table", False, box((1.2, 0.8, 0.75)), pose(at_m, yaw_deg), **other)


def cup(at_m: Vector3, **other: Any) -> Found:
    return Found("cup", "mug", True, box((0.08, 0.08, 0.1), (200, 0, 0)), pose(at_m), **other)


def test_a_piece_stands_where_it_stood(folder: Path, box_of_piece: Any) -> None:
    made = assemble("a", [table((1.0, 2.0, 0.375), 90.0)], folder)
    low, high = box_of_piece(made, "table")
    assert low == pytest.approx([0.6, 1.4, 0.0], abs=1e-5)
    assert high == pytest.approx([1.4, 2.6, 0.75], abs=1e-5)
    (kind,) = made.scene.meshes
    assert (kind.label, kind.movable) == ("table", False)
    assert Path(kind.file).parent == folder / "meshes"
    assert made.scene.furniture[0].yaw_deg == pytest.approx(90.0)


def test_things_stand_on_what_is_below(folder: Path, truth_of: TruthOf) -> None:
    made = assemble(
        "a", [table(), cup((0.3, 0.1, 0.8)), cup((1.0, 1.0, 0.05)), cup((0.3, 0.0, 1.4))], folder
    )
    truth = truth_of(made)
    assert (truth.objects["cup"].on, truth.objects["cup"].surface) == ("table", "top")
    assert truth.objects["cup"].position_m == pytest.approx([0.3, 0.1, 0.8], abs=1e-4)
    assert truth.objects["cup"].label == "mug"
    assert truth.objects["cup 2"].on == "room"
    assert made.fixed == ("cup",)  # it floats, so it stays
    assert "cup 3" in {item.name for item in made.scene.furniture}


def test_what_leans_keeps_leaning(folder: Path, box_of_piece: Any) -> None:
    T: Float64 = np.eye(4)
    T[:3, :3], T[:3, 3] = rotation((30.0, 0.0, 40.0)), (1.0, 1.0, 1.0)
    leaning = Found("board", "board", False, box((0.1, 0.6, 1.0)), T)
    low, high = box_of_piece(assemble("a", [leaning], folder), "board")
    corners = mesh_of(Part(Box((0.1, 0.6, 1.0)), "white")).vertices_m @ T[:3, :3].T + T[:3, 3]
    assert low == pytest.approx(corners.min(axis=0), abs=1e-5)
    assert high == pytest.approx(corners.max(axis=0), abs=1e-5)


def test_what_looks_the_same_shares_a_mesh(folder: Path) -> None:
    found = [table((2.0 * i, 0.0, 0.375), 30.0 * i) for i in range(3)]
    made = assemble("a", [*found, replace(table((9.0, 0.0, 0.375)), label="desk")], folder)
    assert [item.name for item in made.scene.furniture] == [
        "table", "table 2", "table 3", "table 4"
    ]  # fmt: skip
    assert len(made.scene.meshes) == 2
    assert len(list((folder / "meshes").glob("*.glb"))) == 2


def test_a_room_is_built_round_everything(folder: Path) -> None:
    made = assemble("a", [table((4.0, 5.0, 0.375))], folder)
    (room,) = made.scene.rooms
    assert room.low_m == pytest.approx((2.6, 3.8))
    assert room.high_m == pytest.approx((5.4, 6.2))
    assert made.scene.height_m == 2.5
    assert made.scene.furniture[0].room == "room"


def test_the_room_round_a_building_is_tight(folder: Path) -> None:
    floor = Found("floor", "floor", False, box((6.0, 5.0, 0.2)), pose((0.0, 0.0, -0.1)))
    assert assemble("a", [floor], folder).scene.rooms[0].size_m == pytest.approx((6.1, 5.1))


def test_rooms_can_be_given(folder: Path) -> None:
    rooms = (Room("den", "den", (-5.0, -5.0), (0.0, 5.0)), Room("bath", "bath", (0.1, 0.0), (5, 5)))
    found = [table((3.0, 3.0, 0.375)), table((-2.0, 0.0, 0.375)), cup((2.0, 1.0, 0.05))]
    made = assemble("a", found, folder, rooms=rooms)
    assert [item.room for item in made.scene.furniture] == ["bath", "den"]
    spot = made.scene.objects[0].spot
    assert spot.on == "bath"
    assert spot.offset_m == pytest.approx((2.0 - 2.55, 1.0 - 2.5))


def test_things_outside_of_all_rooms_stay(folder: Path) -> None:
    rooms = (Room("den", "den", (-1.0, -1.0), (1.0, 1.0)),)
    assert assemble("a", [table(), cup((3.0, 3.0, 0.05))], folder, rooms=rooms).fixed == ("cup",)


def test_a_floor_made_elsewhere_lies_just_above_ours(folder: Path, box_of_piece: Any) -> None:
    floor = Found("floor", "floor", False, box((6.0, 5.0, 0.2)), pose((0.0, 0.0, -0.1)))
    made = assemble("a", [floor, table(), cup((2.0, 2.0, 0.05))], folder)
    assert box_of_piece(made, "floor")[1][2] == pytest.approx(0.002, abs=1e-5)
    assert box_of_piece(made, "table")[0][2] == pytest.approx(0.0, abs=1e-5)
    assert made.scene.objects[0].spot.surface == "floor"
    world = World(Home(made.scene, Catalogue({}, {})))
    assert world.free_floor.holds(2.0, -1.5)
    assert not world.free_floor.holds(0.0, 0.0)


def test_names_do_not_clash_with_rooms_or_the_robot(folder: Path) -> None:
    found = [Found(name, "box", False, box((1, 1, 1)), np.eye(4)) for name in ("robot", "room")]
    made = assemble("a", found, folder)
    assert [item.name for item in made.scene.furniture] == ["robot 2", "room 2"]


def test_names_of_files_are_plain(folder: Path) -> None:
    strange = Found("../../a b/ü:*?", "box", False, box((1, 1, 1)), np.eye(4))
    made = assemble("a", [strange, strange], folder)
    (kind,) = made.scene.meshes
    assert Path(kind.file) == folder / "meshes" / "a_b_ü.glb"


def test_a_scene_is_written_beside_its_meshes(folder: Path) -> None:
    made = assemble("a", [table(), cup((0.3, 0.1, 0.8))], folder)
    write_scene(made.scene, folder / "scene.yaml")
    assert read_scene(folder / "scene.yaml") == made.scene


def test_nothing_is_no_scene(folder: Path) -> None:
    with pytest.raises(ImportFailed, match="nothing in it"):
        assemble("a", [], folder)
    with pytest.raises(ImportFailed, match="cannot be written"):
        assemble("a", [table()], folder / "none")
