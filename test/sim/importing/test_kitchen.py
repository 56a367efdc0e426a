from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from test.sim.importing.kitchens import WIDTH_M, cupboard, kitchen
from whereseen.memory.errors import InvalidConfig, MissingDependency
from whereseen.sim.catalogue.household import household
from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.generation import kitchens as generated_kitchens
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.kitchens import generate_with_kitchen
from whereseen.sim.importing import kitchen as kitchen_module
from whereseen.sim.importing import kitchen_scene, synthesizer
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.importing.kitchen import write_kitchen
from whereseen.sim.importing.kitchen_looks import Materials, label_of, names_of
from whereseen.sim.importing.kitchen_scene import import_kitchen
from whereseen.sim.importing.synthesizer import Synthesized, synthesize
from whereseen.sim.importing.urdf import read_urdf
from whereseen.sim.modelling.materials import MATERIALS
from whereseen.sim.modelling.placing import pose
from whereseen.sim.scene.checks import check
from whereseen.sim.scene.home import Home
from whereseen.sim.scene.mesh_kinds import furniture_kind
from whereseen.sim.scene.yaml_files import read_scene, write_scene
from whereseen.sim.world.actions import SetJoint
from whereseen.sim.world.world import World


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> list[Synthesized]:
    """What kitchens are made of, instead of what scene-synthesizer makes."""
    pieces = list(kitchen())
    monkeypatch.setattr(kitchen_module, "synthesize", lambda layout, seed: tuple(pieces))
    return pieces


def test_each_piece_is_a_file_and_worktops_lie_on_theirs(
    by_hand: list[Synthesized], tmp_path: Path
) -> None:
    counter, fridge = write_kitchen("single_wall", 3, tmp_path / "meshes")
    assert [each.kind.label for each in (counter, fridge)] == ["kitchen counter", "fridge"]
    assert counter.at_m == pytest.approx((2.0, 0.0))
    assert fridge.at_m == pytest.approx((2.0 + WIDTH_M, 0.0))
    model = read_urdf(Path(counter.kind.file))
    low, high = model.box_m()
    assert (low[2], high[2]) == pytest.approx((0.0, 0.88))
    assert list(model.joints) == ["door"]
    assert model.joints["door"].upper == pytest.approx(1.57)
    assert {part.material for parts in model.solids.values() for part in parts} <= set(MATERIALS)
    assert sorted(each.suffix for each in (tmp_path / "meshes").iterdir()) == [
        ".stl", ".stl", ".urdf", ".urdf",
    ]  # fmt: skip


def test_a_piece_opens_and_holds_things(by_hand: list[Synthesized], tmp_path: Path) -> None:
    counter, fridge = (furniture_kind(each.kind) for each in write_kitchen("x", 3, tmp_path))
    assert {each.name: each.behind for each in counter.surfaces} == {
        "top": "", "door shelf 1": "door", "door shelf 2": "door",
    }  # fmt: skip
    assert not fridge.hangs
    assert {each.behind for each in fridge.surfaces} == {"", "door"}


def test_a_kitchen_is_a_home_that_keeps_the_rules(
    by_hand: list[Synthesized], tmp_path: Path
) -> None:
    by_hand.append(cupboard("wall_cabinet", pose((2.0, 0.02, 0.0)), height=0.7, door="door"))
    imported = import_kitchen("single_wall", 1, tmp_path, household(), objects=6)
    assert [each.split(":")[0] for each in imported.left_out] == ["wall cabinet"]
    scene = imported.scene
    assert [each.name for each in scene.furniture] == ["kitchen counter", "fridge"]
    assert len(scene.objects) == 6
    assert check(scene, household()) == ()
    write_scene(scene, tmp_path / "kitchen.yaml")
    again = read_scene(tmp_path / "kitchen.yaml")
    assert "file: meshes/" in (tmp_path / "kitchen.yaml").read_text()
    assert check(again, household()) == ()


def test_what_is_in_a_cupboard_is_reached_through_its_door(
    by_hand: list[Synthesized], tmp_path: Path
) -> None:
    scene = import_kitchen("single_wall", 1, tmp_path, household(), objects=12).scene
    world = World(Home(scene, household()))
    inside = [each for each in world.truth().objects.values() if not each.is_reachable]
    assert inside
    for each in inside:
        world.apply(SetJoint(each.on, "door", 1.0))
        assert world.truth_of(each.name).is_reachable


def test_nothing_left_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    twice = [kitchen()[0]] * 4
    monkeypatch.setattr(kitchen_scene, "_ROUNDS", 2)
    monkeypatch.setattr(kitchen_module, "synthesize", lambda layout, seed: tuple(twice))
    with pytest.raises(ImportFailed, match="cannot be used"):
        import_kitchen("single_wall", 1, tmp_path, Catalogue({}, {}))


def test_generated_homes_have_such_furniture(by_hand: list[Synthesized], tmp_path: Path) -> None:
    scene = generate_with_kitchen(HomeConfig(rooms=1, seed=4, objects=5), household(), tmp_path)
    made = {each.name: each.label for each in scene.meshes}
    assert set(made.values()) == {"kitchen counter", "fridge"}
    assert {made.get(each.kind, each.kind) for each in scene.furniture} >= {"stove", "sink"}
    assert not {"kitchen counter", "fridge"} & {each.kind for each in scene.furniture}
    assert check(scene, household()) == ()
    labels = World(Home(scene, household())).labels()
    assert {"fridge", "kitchen counter"} <= set(labels)


def test_the_narrowest_of_a_label_is_taken(tmp_path: Path, by_hand: list[Synthesized]) -> None:
    kinds = [each.kind for each in write_kitchen("x", 3, tmp_path)]
    assert set(generated_kitchens._one_of_each([*kinds, *kinds])) == {"kitchen counter", "fridge"}


@pytest.mark.parametrize(
    ("name", "label"),
    [("range_hood", "range hood"), ("range", "stove"), ("base_cabinet_1", "kitchen counter"),
     ("countertop_x", "kitchen counter"), ("pot_rack_2", "pot rack")],
)  # fmt: skip
def test_pieces_have_names_that_people_use(name: str, label: str) -> None:
    assert label_of(name) == label


def test_what_opens_has_a_name_of_its_own() -> None:
    found = names_of(["door_0_1", "door_1_1", "drawer_0_2", "freezer_door"])
    assert list(found.values()) == ["door 1", "door 2", "drawer", "freezer door"]


def test_every_part_has_a_material() -> None:
    for seed in range(6):
        materials = Materials(np.random.default_rng(seed))
        for label in ("fridge", "stove", "sink", "kitchen counter", "wall cabinet"):
            for part in ("door_0_door", "door_handle", "shelf_1", "left", "sink", "countertop"):
                assert materials.of(label, part) in MATERIALS


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "scene_synthesizer", None)
    with pytest.raises(MissingDependency, match=r"scene-synthesizer.*whereseen\[assets\]"):
        synthesize("l_shaped", 0)


def test_there_is_no_other_layout() -> None:
    with pytest.raises(InvalidConfig, match="no such kitchen"):
        synthesize("round", 0)


def test_links_come_after_their_parents() -> None:
    one, two = kitchen()[0].links[0], kitchen()[1].links[0]
    hung = synthesizer.Link(two.name, (), two.origin_m, two.joint, one.name)
    assert synthesizer._ordered((hung, one)) == (one, hung)
