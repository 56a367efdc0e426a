from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.importing.naming import Naming, NamingTable
from whereseen.sim.importing.sdf import import_sdf
from whereseen.sim.scene.description import Room

trimesh = pytest.importorskip("trimesh")
BoxFile = Callable[..., Path]

BOX = "<geometry><box><size>{}</size></box></geometry>"
MESH = "<geometry><mesh><uri>{}</uri>{}</mesh></geometry>"


def world_of(tmp_path: Path, *models: str, head: str = "") -> Path:
    path = tmp_path / "worlds" / "small.world"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'{head}<sdf version="1.6"><world name="small">{"".join(models)}</world></sdf>')
    return path


def model(name: str, *visuals: str, pose: str = "", static: bool = True, more: str = "") -> str:
    shown = "".join(f'<visual name="v{i}">{each}</visual>' for i, each in enumerate(visuals))
    return (
        f'<model name="{name}"><pose>{pose}</pose><static>{str(static).lower()}</static>{more}'
        f'<link name="link">{shown}</link></model>'
    )


def test_solids_stand_where_poses_put_them(tmp_path: Path, folder: Path, box_of_piece: Any) -> None:
    desk = model(
        "Desk_1",
        "<pose>0 0 0.35 0 0 0</pose>" + BOX.format("1.0 0.6 0.7"),
        "<pose>0.5 0 1 0 1.5707963 0</pose><geometry><cylinder><radius>0.1</radius>"
        "<length>0.4</length></cylinder></geometry>",
        pose="2 1 0 0 0 1.5707963",
    )
    made = import_sdf(world_of(tmp_path, desk), folder)
    assert made.scene.name == "small"
    assert [kind.label for kind in made.scene.meshes] == ["desk"]
    low, high = box_of_piece(made, "Desk_1")
    assert low == pytest.approx([1.7, 0.5, 0.0], abs=1e-4)
    assert high == pytest.approx([2.3, 1.7, 1.1], abs=1e-4)


def test_links_nested_models_and_frames_add_up(
    tmp_path: Path, folder: Path, box_of_piece: Any
) -> None:
    box = BOX.format("0.2 0.2 0.2")
    more = (
        '<frame name="shelf"><pose>0 0 1 0 0 0</pose></frame>'
        '<link name="far"><pose relative_to="shelf">1 0 0 0 0 0</pose>'
        f'<visual name="v"><pose>0 0.5 0 0 0 0</pose>{box}</visual></link>'
        '<model name="inner"><pose relative_to="far" degrees="true">0 0 1 0 0 90</pose>'
        f'<link name="l"><visual name="v">{box}</visual></link></model>'
    )
    made = import_sdf(world_of(tmp_path, model("rack", more=more, pose="0 0 0.5 0 0 0")), folder)
    low, high = box_of_piece(made, "rack")
    assert low == pytest.approx([0.9, -0.1, 1.4], abs=1e-4)
    assert high == pytest.approx([1.1, 0.6, 2.6], abs=1e-4)


def test_meshes_are_found_scaled_and_coloured(
    tmp_path: Path, folder: Path, box_file: BoxFile, box_of_piece: Any
) -> None:
    box_file("models/cube/meshes/cube.glb", (1, 1, 1), (0, 0, 0.5), (10, 200, 30))
    uri = "model://cube/meshes/cube.glb"
    scaled = model("cube", MESH.format(uri, "<scale>0.5 1 2</scale>"))
    made = import_sdf(world_of(tmp_path, scaled), folder, models=[tmp_path / "models"])
    assert box_of_piece(made, "cube")[1] == pytest.approx([0.25, 0.5, 2.0], abs=1e-4)
    from whereseen.sim.modelling.mesh_reading import read_mesh

    image = read_mesh(Path(made.scene.meshes[0].file)).image
    assert abs(image.reshape(-1, 3).astype(int) - (10, 200, 30)).max() < 4


@pytest.mark.parametrize("uri", ["../meshes/leg.stl", "file://../meshes/leg.stl"])
def test_relative_uris_begin_at_the_file(
    tmp_path: Path, folder: Path, uri: str, box_of_piece: Any
) -> None:
    (tmp_path / "meshes").mkdir()
    trimesh.creation.box(extents=(0.6, 0.6, 0.6)).export(tmp_path / "meshes" / "leg.stl")
    made = import_sdf(world_of(tmp_path, model("leg", MESH.format(uri, ""))), folder)
    assert box_of_piece(made, "leg")[1] == pytest.approx([0.3, 0.3, 0.3], abs=1e-4)


def test_collada_is_read(tmp_path: Path, folder: Path, box_of_piece: Any) -> None:
    pytest.importorskip("collada")
    (tmp_path / "models").mkdir()
    trimesh.creation.box(extents=(0.6, 0.7, 0.8)).export(tmp_path / "models" / "a.dae")
    made = import_sdf(world_of(tmp_path, model("a", MESH.format("model://a.dae", ""))), folder,
                      models=[tmp_path / "models"])  # fmt: skip
    assert box_of_piece(made, "a")[1] == pytest.approx([0.3, 0.35, 0.4], abs=1e-4)


def test_included_models_are_read(tmp_path: Path, folder: Path, box_of_piece: Any) -> None:
    chair = tmp_path / "models" / "chair"
    chair.mkdir(parents=True)
    (chair / "model.config").write_text(
        '<model><sdf version="1.4">old.sdf</sdf><sdf version="1.6">new.sdf</sdf></model>'
    )
    visual = "<pose>0 0 0.5 0 0 0</pose>" + BOX.format("0.6 0.6 1")
    inside = model("chair", visual, pose="9 9 9 0 0 0")
    (chair / "new.sdf").write_text(f'<sdf version="1.6">{inside}</sdf>')
    includes = [
        f"<include><uri>model://chair</uri><name>chair {x}</name>"
        f"<pose>{x} 0 0 0 0 0</pose></include>"
        for x in (1, 3)
    ]
    made = import_sdf(world_of(tmp_path, *includes), folder, models=[tmp_path / "models"])
    assert [item.name for item in made.scene.furniture] == ["chair 1", "chair 3"]
    assert box_of_piece(made, "chair 3")[0] == pytest.approx([2.7, -0.3, 0.0], abs=1e-4)


def test_what_is_loose_and_small_is_a_thing(tmp_path: Path, folder: Path, truth_of: Any) -> None:
    desk = model("desk", "<pose>0 0 0.35 0 0 0</pose>" + BOX.format("1 0.6 0.7"))
    can = BOX.format("0.06 0.06 0.12")
    loose = model("can", can, pose="0.2 0 0.76 0 0 0", static=False)
    glued = model("lamp", can, pose="-0.2 0 0.76 0 0 0")
    big = model("crate", BOX.format("0.6 0.6 0.6"), pose="2 0 0.3 0 0 0", static=False)
    made = import_sdf(world_of(tmp_path, desk, loose, glued, big), folder)
    assert [item.name for item in made.scene.objects] == ["can"]
    assert truth_of(made).objects["can"].position_m == pytest.approx([0.2, 0, 0.76], abs=1e-4)
    table = NamingTable((Naming("lamp", "lamp", True), Naming("can", "tin", False)))
    told = import_sdf(world_of(tmp_path, desk, loose, glued, big), folder, table=table)
    assert [item.name for item in told.scene.objects] == ["lamp"]


def test_rooms_can_be_given(tmp_path: Path, folder: Path) -> None:
    rooms = (Room("hall", "hall", (-4.0, -4.0), (4.0, 4.0)),)
    path = world_of(tmp_path, model("box", BOX.format("1 1 1")))
    assert import_sdf(path, folder, rooms=rooms).scene.rooms == rooms


def test_what_is_not_shown_is_told(tmp_path: Path, folder: Path) -> None:
    plane = "<geometry><plane><size>9 9</size></plane></geometry>"
    ghost = "<transparency>1</transparency>" + BOX.format("9 9 9")
    odd = "<geometry><polyline/></geometry>"
    made = import_sdf(
        world_of(tmp_path, model("ground", plane), model("box", BOX.format("1 1 1"), ghost, odd)),
        folder,
    )
    assert made.left_out == ("<plane> is not shown", "<polyline> is not known")
    assert [item.name for item in made.scene.furniture] == ["box"]
    assert made.scene.rooms[0].size_m == pytest.approx((2.6, 2.6))


def include(uri: str) -> str:
    return f"<include><uri>{uri}</uri></include>"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (include("model://none"), "a file of the scene is missing (got model://none)"),
        (include("https://x.org/a"), "nothing is fetched"),
        (model("a", MESH.format("model://none.dae", "")), "missing"),
        (model("a", BOX.format("1 1")), "there should be 3 finite numbers"),
        (model("a", BOX.format("1 1 nan")), "there should be 3 finite numbers"),
        (model("a", BOX.format("1 1 x")), "numbers cannot be read"),
        (model("a", "<pose>1 2</pose>" + BOX.format("1 1 1")), "6 finite numbers"),
        (model("a"), "nothing in it"),
        ('<model name="a"><link name="l"><pose relative_to="b">0 0 0 0 0 0</pose></link></model>',
         "relative to what there is not (got b)"),
        ('<model name="a"><link name="l"><pose relative_to="f">0 0 0 0 0 0</pose></link>'
         '<frame name="f" attached_to="g"/><frame name="g" attached_to="f"/></model>',
         "in a circle"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(tmp_path: Path, folder: Path, body: str, told: str) -> None:
    with pytest.raises(ImportFailed) as failed:
        import_sdf(world_of(tmp_path, body), folder)
    assert told in str(failed.value)


def test_models_do_not_include_themselves_for_ever(tmp_path: Path, folder: Path) -> None:
    loop = tmp_path / "models" / "loop"
    loop.mkdir(parents=True)
    (loop / "model.sdf").write_text(f'<sdf><model name="m">{include("model://loop")}</model></sdf>')
    with pytest.raises(ImportFailed, match="nested too deep"):
        import_sdf(world_of(tmp_path, include("model://loop")), folder, models=[loop.parent])


def test_entities_are_not_read(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "secret").write_text("1 1 1")
    head = f'<!DOCTYPE a [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'
    path = world_of(tmp_path, model("a", BOX.format("&e;")), head=head)
    with pytest.raises(ImportFailed, match="entities"):
        import_sdf(path, folder)


@pytest.mark.parametrize("text", ["<sdf>", "", "<sdf><light/></sdf>", "<world/>", "\x00"])
def test_what_is_no_world_is_told(tmp_path: Path, folder: Path, text: str) -> None:
    (tmp_path / "a.world").write_text(text)
    with pytest.raises(ImportFailed, match=r"no XML|no SDF world"):
        import_sdf(tmp_path / "a.world", folder)
    with pytest.raises(ImportFailed, match="cannot be read"):
        import_sdf(tmp_path / "none.world", folder)
