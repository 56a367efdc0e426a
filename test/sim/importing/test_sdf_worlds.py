"""What worlds of others do that the format does not ask for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from whereseen.sim.importing.errors import ImportFailed, PartMissing
from whereseen.sim.importing.sdf import import_sdf
from whereseen.sim.modelling.mesh_reading import read_mesh

trimesh = pytest.importorskip("trimesh")
BoxFile = Callable[..., Path]

BOX = '<link name="l"><visual name="v"><pose>{}</pose><geometry><box><size>{}</size></box></geometry></visual></link>'  # noqa: E501
MESH = '<link name="l"><visual name="v"><geometry><mesh><uri>{}</uri></mesh></geometry>{}</visual></link>'  # noqa: E501


def world_of(tmp_path: Path, *body: str, name: str = "flat") -> Path:
    path = tmp_path / "worlds" / "flat.world"
    path.parent.mkdir(exist_ok=True)
    lines = "\n".join(body)
    path.write_text(f'<sdf version="1.6">\n<world name="{name}">\n{lines}\n</world></sdf>')
    return path


def model(name: str, inside: str, *, pose: str = "", static: bool = True) -> str:
    told = f"<static>{str(static).lower()}</static><pose frame=''>{pose}</pose>"
    return f'<model name="{name}">{told}{inside}</model>'


def include(uri: str) -> str:
    return f"<include><uri>{uri}</uri></include>"


DESK = model("Desk", BOX.format("0 0 0.35 0 0 0", "1 0.6 0.7"))
CAN = BOX.format("0 0 0.06 0 0 0", "0.06 0.06 0.12")


@pytest.mark.parametrize(
    "uri",
    [f"{scheme}cube/meshes/cube.glb" for scheme in ("model://", "file://models/", "models/")]
    + ["model://cube/meshes/CUBE.GLB"],
)  # fmt: skip
def test_models_lie_beside_the_folder_of_the_world(
    tmp_path: Path, folder: Path, box_file: BoxFile, uri: str
) -> None:
    box_file("models/cube/meshes/cube.glb", (1, 1, 1))
    made = import_sdf(world_of(tmp_path, model("cube", MESH.format(uri, ""))), folder)
    assert [each.name for each in made.scene.furniture] == ["cube"]


def test_what_was_fetched_before_is_found_by_its_name(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "models" / "Sofa").mkdir(parents=True)
    inside = model("sofa", BOX.format("", "1 1 1"))
    (tmp_path / "models" / "Sofa" / "model.sdf").write_text(f"<sdf>{inside}</sdf>")
    uri = "https://fuel.gazebosim.org/1.0/OpenRobotics/models/Sofa"
    made = import_sdf(world_of(tmp_path, include(uri)), folder)
    assert [each.name for each in made.scene.furniture] == ["sofa"]


def test_a_config_that_is_no_xml_does_not_matter(tmp_path: Path, folder: Path) -> None:
    chair = tmp_path / "models" / "chair"
    chair.mkdir(parents=True)
    (chair / "model.config").write_text("<model><description>portal & car</description></model>")
    with pytest.raises(ImportFailed, match="no XML"):
        import_sdf(world_of(tmp_path, include("model://chair")), folder)
    (chair / "model.sdf").write_text(f"<sdf>{model('chair', BOX.format('', '1 1 1'))}</sdf>")
    made = import_sdf(world_of(tmp_path, include("model://chair")), folder)
    assert [each.name for each in made.scene.furniture] == ["chair"]


def test_lights_that_are_included_are_no_models(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "lamp.sdf").write_text('<sdf><light name="lamp"/></sdf>')
    gazebos = include("model://sun"), include("model://ground_plane")
    world = world_of(tmp_path, DESK, include("model://lamp.sdf"), *gazebos)
    made = import_sdf(world, folder)
    assert [each.name for each in made.scene.furniture] == ["Desk"]


def test_where_all_is_static_small_things_are_carried(tmp_path: Path, folder: Path) -> None:
    can = model("Can_01", CAN, pose="0.2 0 0.7 0 0 0")
    made = import_sdf(world_of(tmp_path, DESK, can), folder)
    assert [each.name for each in made.scene.objects] == ["Can_01"]
    loose = model("Ball", CAN, pose="-0.2 0 0.7 0 0 0", static=False)
    told = import_sdf(world_of(tmp_path, DESK, can, loose), folder)
    assert [each.name for each in told.scene.objects] == ["Ball"]


def test_equal_looks_share_a_kind(tmp_path: Path, folder: Path) -> None:
    chairs = [
        model(f"Chair_0{n}", BOX.format("", "1 1 1"), pose=f"{2 * n} 0 0.5 0 0 {n}") for n in (1, 2)
    ]
    made = import_sdf(world_of(tmp_path, *chairs), folder)
    assert len(made.scene.meshes) == 1 and len(made.scene.furniture) == 2


def test_what_is_missing_can_be_left_out(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "broken.stl").write_text("no mesh")
    missing = (
        include("model://gone"),
        model("a", MESH.format("model://none.dae", "")),
        model("b", MESH.format("../broken.stl", "")),
    )
    world = world_of(tmp_path, DESK, *missing)
    with pytest.raises(PartMissing):
        import_sdf(world, folder)
    made = import_sdf(world, folder, lenient=True)
    assert [each.name for each in made.scene.furniture] == ["Desk"]
    assert len(made.left_out) == 3
    assert made.left_out[-1] == "a file of the scene is missing: model://gone"


def test_errors_name_file_line_and_element(tmp_path: Path, folder: Path) -> None:
    world = world_of(tmp_path, DESK, model("lamp", BOX.format("", "1 x 1")))
    with pytest.raises(ImportFailed) as failed:
        import_sdf(world, folder)
    assert str(failed.value).endswith(f"[{world}, line 4, <visual 'v'>]")
    with pytest.raises(ImportFailed) as failed:
        import_sdf(world_of(tmp_path, "", include("model://gone")), folder)
    assert failed.value.where == f"{world}, line 4, <include>"


def test_missing_pictures_are_told_and_shown_plain(tmp_path: Path, folder: Path) -> None:
    pytest.importorskip("collada")
    box = trimesh.creation.box(extents=(0.6, 0.6, 0.6))
    (tmp_path / "models").mkdir()
    text = trimesh.exchange.dae.export_collada(box).decode()
    image = (
        '<library_images><image id="i"><init_from>x/gone.png</init_from></image></library_images>'
    )
    file = tmp_path / "models" / "box.dae"
    file.write_text(text.replace("<library_effects>", image + "<library_effects>"))
    cubes = [model(f"cube {n}", MESH.format("model://box.dae", "")) for n in (1, 2)]
    made = import_sdf(world_of(tmp_path, *cubes), folder)
    assert made.left_out == ("a picture of box.dae: x/gone.png",)


@pytest.mark.parametrize(
    ("material", "colour"),
    [
        ("<script><name>Gazebo/FlatBlack</name></script>", 30),
        ("<ambient>1 1 1 1</ambient><diffuse>0.2 0.2 0.2 1</diffuse>", 51),
        ("<script><name>Mine/Unknown</name></script>", 180),
    ],
)
def test_meshes_without_colours_take_that_of_the_visual(
    tmp_path: Path, folder: Path, material: str, colour: int
) -> None:
    trimesh.creation.box(extents=(0.6, 0.6, 0.6)).export(tmp_path / "leg.stl")
    leg = model("leg", MESH.format("../leg.stl", f"<material>{material}</material>"))
    made = import_sdf(world_of(tmp_path, leg), folder)
    assert np.all(read_mesh(Path(made.scene.meshes[0].file)).image == colour)


def test_a_world_without_a_name_is_called_like_its_file(tmp_path: Path, folder: Path) -> None:
    assert import_sdf(world_of(tmp_path, DESK, name="default"), folder).scene.name == "flat"


def test_a_model_can_be_a_world(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "model.sdf").write_text(f'<sdf version="1.6">{DESK}</sdf>')
    made = import_sdf(tmp_path / "model.sdf", folder)
    assert made.scene.name == "model" and [it.name for it in made.scene.furniture] == ["Desk"]
