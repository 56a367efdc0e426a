"""Kitchens of scene-synthesizer, where it is installed."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from whereseen.sim.catalogue.household import household
from whereseen.sim.importing.assembling import Imported
from whereseen.sim.importing.kitchen_scene import import_kitchen
from whereseen.sim.scene.checks import check
from whereseen.sim.scene.home import Home

pytest.importorskip("scene_synthesizer", reason="the extra assets is not installed")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    before = set(Path(tempfile.gettempdir()).glob("*.obj"))
    made = import_kitchen("single_wall", 3, tmp_path_factory.mktemp("kitchen"), household())
    assert set(Path(tempfile.gettempdir()).glob("*.obj")) <= before
    return made


def test_it_keeps_the_rules(imported: Imported) -> None:
    assert imported.left_out == ()
    assert check(imported.scene, household()) == ()
    assert len(imported.scene.objects) == 20


def test_its_furniture_is_what_kitchens_have(imported: Imported) -> None:
    pieces = Home(imported.scene, household()).pieces
    labels = {each.kind.name for each in pieces.values()}
    assert labels == {
        "fridge", "stove", "sink", "dishwasher", "kitchen counter", "wall cabinet", "range hood",
    }  # fmt: skip
    for name, piece in pieces.items():
        assert bool(piece.model.joints) == (piece.kind.name != "range hood"), name
        low, high = piece.model.box_m()
        assert low[2] == pytest.approx(0.0, abs=0.01) or piece.kind.hangs
        assert high[2] < 2.6
    assert set(pieces["fridge"].model.joints) == {"door", "freezer door"}
    assert "drawer" in pieces["stove"].model.joints


def test_things_can_be_put_on_its_worktops_and_behind_its_doors(imported: Imported) -> None:
    pieces = Home(imported.scene, household()).pieces
    for name, least in (("kitchen counter", 0.4), ("dishwasher", 0.3), ("stove", 0.3)):
        top = pieces[name].surface("top")
        assert 0.85 < top.at_m[2] < 1.0
        assert top.size_m[0] * top.size_m[1] > least
    for name in ("fridge", "kitchen counter", "wall cabinet", "dishwasher", "stove", "sink"):
        behind = {each.behind for each in pieces[name].kind.surfaces}
        assert behind - {""} == set(pieces[name].model.joints), name
