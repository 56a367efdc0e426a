from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from test.sim.stages.conftest import Shown, slab
from whereseen.memory.errors import InvalidConfig
from whereseen.sim.modelling.placing import pose
from whereseen.sim.stages.errors import MissingSimulator, StageFailed
from whereseen.sim.stages.protocol import Body, Camera, Placement, Reaching, Stage, Wayfinding
from whereseen.sim.stages.remote_stage import RemoteReachingStage, open_remote
from whereseen.sim.stages.stage_process import StageProcess
from whereseen.sim.world.robot import GRIPPER

HERE = Path(sys.executable)


@pytest.fixture
def remote() -> Iterator[RemoteReachingStage]:
    pytest.importorskip("pybullet")
    opened = open_remote("pybullet", HERE)
    assert isinstance(opened, RemoteReachingStage)
    yield opened
    opened.close()


def impostor(folder: Path, script: str) -> Path:
    """Something that takes an interpreter's place."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.mark.sim
def test_it_shows_and_reaches_the_same_as_here(
    remote: RemoteReachingStage, bullet: Stage, shown: Shown
) -> None:
    bullet.clear()
    for stage in (remote, bullet):
        stage.load(shown.bodies)
        stage.place(shown.placements)
    for camera_pose in shown.cameras[:2]:
        one, other = (stage.render(shown.camera, camera_pose) for stage in (remote, bullet))
        np.testing.assert_array_equal(one.rgb, other.rgb)
        np.testing.assert_array_equal(one.depth_m, other.depth_m)
        np.testing.assert_array_equal(one.instances, other.instances)
        np.testing.assert_array_equal(one.intrinsics, other.intrinsics)
    T_map_robot = shown.placements["robot"].T_map_body
    assert T_map_robot is not None
    goal = (T_map_robot @ (0.5, 0.0, 0.8, 1.0))[:3]
    assert isinstance(bullet, Reaching)
    here = bullet.reach("robot", GRIPPER, goal)
    assert here is not None
    assert remote.reach("robot", GRIPPER, goal) == pytest.approx(here)
    assert remote.reach("robot", GRIPPER, goal + np.array([0.0, 0.0, 5.0])) is None
    assert not isinstance(remote, Wayfinding)


@pytest.mark.sim
def test_errors_come_back_and_do_no_harm(remote: RemoteReachingStage) -> None:
    with pytest.raises(InvalidConfig, match="no such material"):
        remote.load([Body("box", 1, slab(1.0, 1.0, 1.0, "unobtainium"))])
    with pytest.raises(StageFailed, match=r"no such body.*ghost"):
        remote.place({"ghost": Placement(np.eye(4), {})})
    with pytest.raises(StageFailed, match="no such link of cart"):
        remote.load([Body("cart", 2, slab(1.0, 1.0, 1.0))])
        remote.place({"cart": Placement(pose((0.0, 2.0, 0.0)), {})})
        remote.reach("cart", "arm", np.zeros(3))
    remote.clear()
    assert not remote.render(Camera(64, 48), np.eye(4)).instances.any()


@pytest.mark.sim
def test_a_killed_process_is_told(remote: RemoteReachingStage) -> None:
    os.kill(remote.pid, signal.SIGKILL)
    with pytest.raises(StageFailed, match=r"has ended.*exit status -9"):
        remote.render(Camera(64, 48), np.eye(4))
    with pytest.raises(StageFailed, match="is closed"):
        remote.clear()


@pytest.mark.sim
def test_closing_ends_the_process() -> None:
    pytest.importorskip("pybullet")
    stage = open_remote("pybullet", HERE)
    pid = stage.pid
    stage.close()
    stage.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.sim
def test_a_killed_parent_leaves_no_orphan() -> None:
    pytest.importorskip("pybullet")
    code = (
        "import os, sys; from pathlib import Path\n"
        "from whereseen.sim.stages.remote_stage import open_remote\n"
        "stage = open_remote('pybullet', Path(sys.executable))\n"
        "os.write(1, str(stage.pid).encode()); os.kill(os.getpid(), 9)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    pid = int(parent.stdout.read())
    parent.stdout.close()
    assert parent.wait() == -signal.SIGKILL
    watched = os.pidfd_open(pid) if hasattr(os, "pidfd_open") and _lives(pid) else -1
    if watched >= 0:
        import select

        assert select.select([watched], [], [], 30.0)[0], "the server outlived its parent"
        os.close(watched)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_a_dying_process_said_is_told(tmp_path: Path) -> None:
    python = impostor(tmp_path, "echo it goes on >&2; echo libGL is missing >&2; exit 3")
    with pytest.raises(StageFailed, match=r"has ended.*exit status 3(.|\n)*libGL is missing"):
        open_remote("habitat", python)


def test_a_silent_process_is_ended_and_told(tmp_path: Path) -> None:
    python = impostor(tmp_path, "exec cat")
    process = StageProcess("habitat", python, patience_s=0.05)
    with pytest.raises(StageFailed, match="does not answer"):
        process.heard()
    assert not _lives(process.pid)


def test_an_interpreter_that_chatters_is_told(tmp_path: Path) -> None:
    python = impostor(tmp_path, "echo Welcome to your environment, dear user")
    with pytest.raises(StageFailed, match=r"talks of something else.*Welcome"):
        open_remote("habitat", python)


def test_a_simulator_missing_there_is_told() -> None:
    pytest.importorskip("pybullet")
    if _has_habitat():
        pytest.skip("habitat-sim is installed in this interpreter")
    with pytest.raises(MissingSimulator, match=r"habitat_sim is not installed.*conda create"):
        open_remote("habitat", HERE)


def _has_habitat() -> bool:
    from importlib.util import find_spec

    return find_spec("habitat_sim") is not None


@pytest.mark.sim
def test_what_is_set_for_this_interpreter_is_not_for_the_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("pybullet")
    (tmp_path / "pybullet.py").write_text("raise RuntimeError('of another Python')")
    (tmp_path / "numpy.py").write_text("raise RuntimeError('of another Python')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    stage = open_remote("pybullet", HERE)
    assert not stage.render(Camera(64, 48), np.eye(4)).instances.any()
    stage.close()
