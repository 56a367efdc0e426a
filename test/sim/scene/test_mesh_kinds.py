from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.modelling.shapes import Box, Part, joined, mesh_of
from whereseen.sim.scene.description import FurnitureItem, MeshKind, ObjectItem, Scene, Spot
from whereseen.sim.scene.fitting import Fitting
from whereseen.sim.scene.home import Home
from whereseen.sim.scene.mesh_kinds import surfaces_of, with_meshes
from whereseen.sim.scene.yaml_files import read_scene, write_scene
from whereseen.sim.world.world import World

trimesh = pytest.importorskip("trimesh")


@pytest.fixture
def mesh_scene(tmp_path: Path, small_scene: Scene) -> Scene:
    """The small home with a bench and a cup from files: in centimetres, with y up."""
    bench = trimesh.creation.box(extents=(160.0, 45.0, 40.0))
    cup = trimesh.creation.cylinder(4.0, 10.0)
    bench.export(tmp_path / "bench.stl")
    cup.export(tmp_path / "cup.stl")
    turned = {"scale": 0.01, "turn_deg": (90.0, 0.0, 0.0), "offset_m": (0.0, 0.0, 0.225)}
    return replace(
        small_scene,
        furniture=(
            *small_scene.furniture,
            FurnitureItem("a bench", "bench 7", "parlour", (4.5, 3.0, 0.0), 90.0),
        ),
        objects=(ObjectItem("a cup", "cup 3", Spot("a bench", "top", (0.5, 0.1))),),
        meshes=(
            MeshKind("bench 7", "bench", str(tmp_path / "bench.stl"), **turned),  # type: ignore[arg-type]
            MeshKind("cup 3", "cup", str(tmp_path / "cup.stl"), 0.01, offset_m=(0.0, 0.0, 0.05),
                     movable=True),
        ),
    )  # fmt: skip


def test_kinds_made_elsewhere_are_kinds_like_any_other(
    mesh_scene: Scene, small_catalogue: Catalogue
) -> None:
    home = Home(mesh_scene, small_catalogue)
    bench, cup = home.pieces["a bench"], home.scene.objects[0]
    low, high = bench.model.box_m()
    assert low == pytest.approx([-0.8, -0.2, 0.0])
    assert high == pytest.approx([0.8, 0.2, 0.45])
    assert bench.kind.name == "bench"
    assert home.label_of(cup) == "cup"
    T_map_cup = home.pose_on(cup.spot, 0.0, {})
    assert T_map_cup[:3, 3] == pytest.approx([4.4, 3.5, 0.45])
    assert home.model_of(cup).box_m()[1] == pytest.approx([0.04, 0.04, 0.1], abs=1e-3)
    assert Home(mesh_scene, home.catalogue).pieces["a bench"].model == bench.model


def test_the_robot_goes_round_a_mesh(mesh_scene: Scene, small_catalogue: Catalogue) -> None:
    world = World(Home(mesh_scene, small_catalogue))
    assert not world.free_floor.holds(4.5, 3.0)
    assert not world.free_floor.holds(4.1, 3.0)
    assert world.free_floor.holds(4.0, 3.0)
    labels = world.labels()
    assert labels[world.contents.things["a cup"].instance] == "cup"
    assert "bench" in labels


def test_things_fit_on_a_mesh(mesh_scene: Scene, small_catalogue: Catalogue) -> None:
    home = Home(mesh_scene, small_catalogue)
    fitting, rng = Fitting(home), np.random.default_rng(0)
    book = ObjectItem("a book", "book", Spot("", ""))
    found = fitting.find(book, ("a bench", "top"), mesh_scene.objects, rng)
    assert found is not None
    assert found.spot.on == "a bench"
    assert fitting.find(book, ("parlour", "floor"), (), rng) is not None


def test_files_beside_a_scene_move_with_it(mesh_scene: Scene, tmp_path: Path) -> None:
    file = tmp_path / "scene.yaml"
    write_scene(mesh_scene, file)
    assert str(tmp_path) not in file.read_text()
    assert read_scene(file) == mesh_scene
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    file.rename(moved / "scene.yaml")
    assert [each.file for each in read_scene(moved / "scene.yaml").meshes] == [
        str(moved / "bench.stl"),
        str(moved / "cup.stl"),
    ]


def test_files_elsewhere_are_found_from_anywhere(mesh_scene: Scene, tmp_path: Path) -> None:
    (tmp_path / "scenes").mkdir()
    write_scene(mesh_scene, tmp_path / "scenes" / "a.yaml")
    assert read_scene(tmp_path / "scenes" / "a.yaml") == mesh_scene


def test_names_of_kinds_are_unique(mesh_scene: Scene, small_catalogue: Catalogue) -> None:
    for taken in ("table", "mug"):
        wrong = replace(mesh_scene.meshes[0], name=taken)
        with pytest.raises(InvalidConfig, match="unique"):
            with_meshes(small_catalogue, [wrong])
    bench = mesh_scene.meshes[0]
    with pytest.raises(InvalidConfig, match="unique"):
        with_meshes(small_catalogue, [bench, replace(bench, label="couch")])


def test_shelves_are_surfaces_with_headroom() -> None:
    boards = [mesh_of(Part(Box((0.8, 0.3, 0.02)), "oak", (0.0, 0.1, z))) for z in (0.01, 0.4, 0.8)]
    surfaces = {each.name: each for each in surfaces_of(joined(boards))}
    assert set(surfaces) == {"level 1", "top"}  # the lowest is floor
    assert surfaces["top"].headroom_m == 2.0
    assert surfaces["top"].preposition == "on"
    assert surfaces["top"].at_m == pytest.approx((0.0, 0.1, 0.81))
    assert surfaces["level 1"].headroom_m == pytest.approx(0.37)
    assert surfaces["level 1"].preposition == "in"
    assert surfaces["level 1"].size_m == pytest.approx((0.8, 0.3))
