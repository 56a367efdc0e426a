from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from whereseen.cli import app
from whereseen.sim.scene.yaml_files import read_scene

BOX = (
    '<model name="{}"><pose>{} 0 {} 0 0 0</pose><link name="l"><visual name="v"><geometry><box>'
    "<size>{}</size></box></geometry></visual></link></model>"
)
GONE = "<include><uri>model://gone</uri></include>"


@pytest.fixture
def world(tmp_path: Path) -> Path:
    pytest.importorskip("trimesh")
    desk, can = BOX.format("Desk_1", 0, 0.35, "1 0.6 0.7"), BOX.format("Can", 0, 0.75, ".1 .1 .1")
    file = tmp_path / "small.world"
    file.write_text(f'<sdf version="1.6"><world name="small">{desk}{can}{GONE}</world></sdf>')
    return file


def test_a_world_becomes_a_home(world: Path, tmp_path: Path) -> None:
    out, names = tmp_path / "made" / "home.yaml", tmp_path / "names.csv"
    names.write_text("pattern,label,movable\nCan,tin,yes\n")
    asked = ["scene", "import", str(world), "--out", str(out), "--names", str(names), "--lenient"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    scene = read_scene(out)
    assert {kind.label for kind in scene.meshes} == {"desk", "tin"}
    assert [each.name for each in scene.objects] == ["Can"]
    assert CliRunner().invoke(app, ["scene", "check", str(out)]).exit_code == 0


def test_what_is_missing_is_an_error(world: Path, tmp_path: Path) -> None:
    asked = ["scene", "import", str(world), "--out", str(tmp_path / "home.yaml")]
    failed = CliRunner().invoke(app, asked)
    assert failed.exit_code == 1
    assert "model://gone" in str(failed.exception) and "line 1" in str(failed.exception)
