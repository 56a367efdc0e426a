from __future__ import annotations

import sys
from pathlib import Path

import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.stages.errors import MissingSimulator, StageFailed
from whereseen.sim.stages.opening import open_stage
from whereseen.sim.stages.protocol import Stage
from whereseen.sim.stages.pybullet_stage import PyBulletStage


@pytest.mark.parametrize("python", [None, Path(sys.executable)])
def test_an_unknown_simulator_is_told(python: Path | None) -> None:
    with pytest.raises(InvalidConfig, match=r"no such simulator.*pybullet, habitat"):
        open_stage("gazebo", python)


@pytest.mark.parametrize("name", ["pybullet", "habitat"])
def test_a_simulator_that_is_not_installed_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    module = {"pybullet": "pybullet", "habitat": "habitat_sim"}[name]
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingSimulator, match=f"{module} is not installed"):
        open_stage(name)


def test_an_interpreter_that_is_not_there_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "habitat_sim", None)
    with pytest.raises(StageFailed, match=r"no such Python interpreter.*Name the python"):
        open_stage("habitat", tmp_path / "python")


@pytest.mark.sim
def test_what_is_installed_here_is_opened_here(tmp_path: Path) -> None:
    pytest.importorskip("pybullet")
    stage = open_stage("pybullet", tmp_path / "nowhere")
    assert isinstance(stage, PyBulletStage)
    stage.close()


@pytest.mark.sim
def test_stages_are_stages(bullet: Stage) -> None:
    for name in ("load", "clear", "place", "render", "close"):
        assert callable(getattr(bullet, name))
