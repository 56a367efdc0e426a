"""Models that were read from files, on all stages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from whereseen.memory.frames import look_at
from whereseen.sim.importing.urdf import UrdfReading, read_urdf
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.shapes import Ellipsoid, Part, mesh_of
from whereseen.sim.modelling.stl import write_stl
from whereseen.sim.stages.protocol import Body, Camera, Picture, Placement, Stage
from whereseen.sim.world.robots import robot_named

pytestmark = pytest.mark.sim
CAMERA = Camera(width_px=160, height_px=120, field_of_view_deg=60.0)
CRANE = """<robot name="crane"><link name="foot"><visual><origin xyz="0 0 0.4"/>
<geometry><box size="0.3 0.3 0.8"/></geometry><material name="m"><color rgba="0.9 0.1 0.1 1"/>
</material></visual></link><link name="ball"><visual><origin rpy="0.4 0.2 0.9"/>
<geometry><mesh filename="ball.stl" scale="1 2 1"/></geometry>
<material name="n"><color rgba="0.1 0.1 0.9 1"/></material></visual></link>
<joint name="lift" type="prismatic"><parent link="foot"/><child link="ball"/>
<origin xyz="0 0 0.9" rpy="0 1.57079633 0"/><axis xyz="-1 0 0"/><limit lower="0" upper="0.5"/>
</joint></robot>"""


@pytest.fixture(scope="module")
def crane(tmp_path_factory: pytest.TempPathFactory) -> Model:
    folder: Path = tmp_path_factory.mktemp("crane")
    write_stl(folder / "ball.stl", mesh_of(Part(Ellipsoid((0.15, 0.1, 0.2), sides=60), "")))
    (folder / "crane.urdf").write_text(CRANE, encoding="utf-8")
    return read_urdf(folder / "crane.urdf", UrdfReading(cell_m=0.02))


def seen(stage: Stage, model: Model, joints: Mapping[str, float]) -> Picture:
    stage.clear()
    stage.load([Body("robot", 9, model, is_movable=True)])
    stage.place({"robot": Placement(np.eye(4), joints)})
    return stage.render(CAMERA, look_at((1.9, -1.6, 1.5), (0.0, -0.1, 0.75)))


def test_a_mesh_moves_and_has_its_colour(stage: Stage, crane: Model) -> None:
    low, high = seen(stage, crane, {}), seen(stage, crane, {"ball": 0.4})
    rows = []
    for picture in (low, high):
        blue = (picture.instances == 9) & (picture.rgb[..., 2] > picture.rgb[..., 0])
        assert blue.sum() > 100
        rows.append(float(np.nonzero(blue)[0].mean()))
    assert rows[1] < rows[0] - 12.0  # higher up in the image


def assert_alike(one: Picture, other: Picture) -> None:
    assert (one.instances != other.instances).mean() < 0.005
    both = (one.instances == 9) & (other.instances == 9)
    assert both.sum() > 300
    assert np.median(np.abs(one.depth_m[both] - other.depth_m[both])) < 2e-3
    apart = np.abs(one.rgb[both].astype(int) - other.rgb[both].astype(int))
    assert np.median(apart) <= 24


def test_it_looks_the_same_everywhere(bullet: Stage, habitat: Stage, crane: Model) -> None:
    joints = {"ball": 0.2}
    assert_alike(seen(bullet, crane, joints), seen(habitat, crane, joints))


def test_stretch_looks_the_same_everywhere(bullet: Stage, habitat: Stage) -> None:
    pytest.importorskip("stretch_urdf", reason="the extra assets is not installed")
    robot = robot_named("stretch")
    joints = {**robot.rest, **robot.shared({"arm": 0.3}), "head_pan": 0.4, "wrist_yaw": 0.3}
    assert_alike(seen(bullet, robot.model, joints), seen(habitat, robot.model, joints))
