from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whereseen.sim.importing.errors import ImportFailed, PartMissing
from whereseen.sim.importing.habitat import import_habitat
from whereseen.sim.importing.naming import Naming, NamingTable

pytest.importorskip("trimesh")
BoxFile = Callable[..., Path]


@pytest.fixture
def dataset(tmp_path: Path, box_file: BoxFile) -> Path:
    """A stage with a floor, a table and a mug whose origin is in its corner; y up."""
    root = tmp_path / "set"
    box_file("set/stages/flat.glb", (8, 0.1, 6), (0, -0.05, 0))
    box_file("set/objects/table.glb", (1.2, 0.75, 0.8), (0, 0.375, 0))
    box_file("set/objects/mug_mesh.glb", (0.08, 0.1, 0.08), (0.04, 0.05, 0.04))
    (root / "a.scene_dataset_config.json").write_text("{}")
    (root / "stages" / "flat.stage_config.json").write_text('{"render_asset": "flat.glb"}')
    (root / "objects" / "mug.object_config.json").write_text('{"render_asset": "mug_mesh.glb"}')
    (root / "scenes").mkdir()
    return root


def scene_of(dataset: Path, *objects: dict[str, Any], **more: Any) -> Path:
    path = dataset / "scenes" / "one.scene_instance.json"
    stage = {"template_name": "stages/flat"}
    path.write_text(json.dumps({"stage_instance": stage, "object_instances": objects} | more))
    return path


def placed(template: str, translation: list[float], **more: Any) -> dict[str, Any]:
    return {"template_name": f"objects/{template}", "translation": translation} | more


def test_stage_and_objects_become_furniture_and_things(
    dataset: Path, folder: Path, truth_of: Any, box_of_piece: Any
) -> None:
    path = scene_of(
        dataset,
        placed("table", [1.0, 0.0, -2.0]),
        placed("mug", [1.0, 0.75, -2.0]),
        translation_origin="asset_local",
    )
    made = import_habitat(path, folder)
    assert made.scene.name == "one"
    labels = {kind.name.partition(": ")[2]: kind.label for kind in made.scene.meshes}
    assert labels == {"flat": "building", "table": "table", "mug": "mug"}
    low, high = box_of_piece(made, "table")
    assert low == pytest.approx([0.4, 1.6, 0.0], abs=1e-4)
    assert high == pytest.approx([1.6, 2.4, 0.75], abs=1e-4)
    mug = truth_of(made).objects["mug"]
    assert (mug.on, mug.surface) == ("table", "top")
    assert mug.position_m == pytest.approx([1.04, 1.96, 0.8], abs=1e-4)


def test_poses_are_those_of_centres_if_nothing_is_said(
    dataset: Path, folder: Path, truth_of: Any
) -> None:
    path = scene_of(dataset, placed("mug", [1.0, 0.05, 2.0]))
    mug = truth_of(import_habitat(path, folder)).objects["mug"]
    assert mug.position_m == pytest.approx([1.0, -2.0, 0.05], abs=1e-4)
    config = dataset / "objects" / "mug.object_config.json"
    config.write_text('{"render_asset": "mug_mesh.glb", "COM": [0, 0.05, 0]}')
    mug = truth_of(import_habitat(path, folder)).objects["mug"]
    assert mug.position_m == pytest.approx([1.04, -2.04, 0.05], abs=1e-4)


def test_rotations_and_scales_are_kept(dataset: Path, folder: Path, box_of_piece: Any) -> None:
    quarter = [float(np.sqrt(0.5)), 0.0, float(np.sqrt(0.5)), 0.0]  # about y, which is up
    path = scene_of(
        dataset,
        placed("table", [0, 0, 0], rotation=quarter, uniform_scale=2.0,
               non_uniform_scale=[1, 0.5, 1]),
        translation_origin="asset_local",
    )  # fmt: skip
    made = import_habitat(path, folder)
    assert made.scene.furniture[1].yaw_deg == pytest.approx(90.0)
    low, high = box_of_piece(made, "table")
    assert low == pytest.approx([-0.8, -1.2, 0.0], abs=1e-4)
    assert high == pytest.approx([0.8, 1.2, 0.75], abs=1e-4)


def test_up_and_front_of_assets_are_kept(dataset: Path, folder: Path, box_of_piece: Any) -> None:
    """The stage's mesh has z up and its front to y."""
    config = {"render_asset": "flat.glb", "up": [0, 0, 1], "front": [0, 1, 0]}
    (dataset / "stages" / "flat.stage_config.json").write_text(json.dumps(config))
    made = import_habitat(scene_of(dataset), folder)
    low, high = box_of_piece(made, "flat")
    assert low == pytest.approx([-4.0, -0.1, -3.0], abs=1e-4)
    assert high == pytest.approx([4.0, 0.0, 3.0], abs=1e-4)


def test_what_is_static_is_furniture(dataset: Path, folder: Path) -> None:
    mugs = [placed("mug", [x, 0.05, 0.0], motion_type=kind) for x, kind in
            ((1.0, "STATIC"), (2.0, "DYNAMIC"), (3.0, "KINEMATIC"))]  # fmt: skip
    made = import_habitat(scene_of(dataset, *mugs), folder)
    assert [item.name for item in made.scene.objects] == ["mug 2", "mug 3"]
    assert len([kind for kind in made.scene.meshes if kind.label == "mug"]) == 2


def test_tables_name_templates(dataset: Path, folder: Path) -> None:
    table = NamingTable((Naming("mug", "cup"), Naming("table", ""), Naming("flat", "house")))
    path = scene_of(dataset, placed("mug", [1, 0.05, 0]), placed("table", [0, 0, 0]))
    made = import_habitat(path, folder, table=table)
    assert {kind.label for kind in made.scene.meshes} == {"cup", "house"}


def test_articulated_objects_are_left_out(dataset: Path, folder: Path) -> None:
    fridge = [{"template_name": "fridge"}]
    made = import_habitat(scene_of(dataset, articulated_object_instances=fridge), folder)
    assert made.left_out == ("fridge: articulated",)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (placed("none", [0, 0, 0]), "a template of the scene is missing (got objects/none)"),
        (placed("mug", [0, 0]), "there should be 3 numbers"),
        (placed("mug", ["a", 0, 0]), "numbers cannot be read"),
        (placed("mug", [0, 0, 0], rotation=[0, 0, 0, 0]), "a rotation is no quaternion"),
        (placed("mug", [0, 0, 0], uniform_scale=0.0), "no size"),
        ({"translation": [0, 0, 0]}, "an instance has no template_name"),
    ],
)
def test_what_is_wrong_is_told(
    dataset: Path, folder: Path, wrong: dict[str, Any], told: str
) -> None:
    with pytest.raises(ImportFailed) as failed:
        import_habitat(scene_of(dataset, wrong), folder)
    assert told in str(failed.value)


@pytest.mark.parametrize("text", ["", "[]", '{"object_instances": 3}', "{"])
def test_what_is_no_scene_is_told(dataset: Path, folder: Path, text: str) -> None:
    path = dataset / "scenes" / "two.scene_instance.json"
    path.write_text(text)
    with pytest.raises(ImportFailed):
        import_habitat(path, folder)


def test_the_dataset_makes_templates_of_others(
    dataset: Path, folder: Path, box_of_piece: Any
) -> None:
    told = [
        {"original_file": "stages/flat.stage_config.json", "template_handle": "large",
         "attributes": {"scale": [2, 1, 1]}},
        {"template_handle": "inches",
         "attributes": {"render_asset": "stages/flat.glb", "units_to_meters": 0.0254}},
        "no template",
    ]  # fmt: skip
    described = {"stages": {"configs": told}, "objects": {"configs": None}}
    (dataset / "a.scene_dataset_config.json").write_text(json.dumps(described))
    for name, wide_m in (("large", 16.0), ("inches", 8.0 * 0.0254)):
        path = scene_of(dataset, stage_instance={"template_name": name})
        low, high = box_of_piece(import_habitat(path, folder), name)
        assert high[0] - low[0] == pytest.approx(wide_m, rel=1e-4)
    path = scene_of(dataset, stage_instance={"template_name": "unknown"})
    with pytest.raises(PartMissing, match="template"):
        import_habitat(path, folder)
