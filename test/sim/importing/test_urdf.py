from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whereseen.memory.frames import Float64
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.importing.urdf import UrdfReading, read_urdf
from whereseen.sim.modelling.materials import coloured
from whereseen.sim.modelling.model import BASE, Model
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, MeshFile, Part, mesh_of, rotation
from whereseen.sim.modelling.stl import write_stl
from whereseen.sim.modelling.urdf import write_urdf
from whereseen.sim.world.robot import rover

ARM = """<robot name="arm">
<material name="sea"><color rgba="0 0.5 1 1"/></material>
<link name="foot"><visual><geometry><box size="0.2 0.2 0.1"/></geometry></visual></link>
<link name="mast"><visual><origin xyz="0 0 0.5" rpy="0 0 0"/>
  <geometry><cylinder radius="0.02" length="1"/></geometry><material name="sea"/></visual></link>
<link name="slide"><visual><geometry><sphere radius="0.03"/></geometry>
  <material name="whereseen:oak"><color rgba="1 0 0 1"/></material></visual></link>
<link name="turn"/><link name="tip"/>
<joint name="to_mast" type="fixed"><parent link="foot"/><child link="mast"/>
  <origin xyz="0.1 0 0.05" rpy="0 0 1.2"/></joint>
<joint name="to_slide" type="prismatic"><parent link="mast"/><child link="slide"/>
  <origin xyz="0 0 0.2" rpy="1.5707963 0 0.3"/><axis xyz="0 1 0"/>
  <limit lower="0.1" upper="0.7"/></joint>
<joint name="to_turn" type="revolute"><parent link="slide"/><child link="turn"/>
  <origin xyz="0.05 0 0" rpy="0.2 -0.4 0"/><axis xyz="0 0 2"/><limit lower="-1" upper="2"/></joint>
<joint name="to_tip" type="fixed"><parent link="turn"/><child link="tip"/>
  <origin xyz="0.3 0.1 0" rpy="0 0 0"/></joint>
</robot>"""


def written(folder: Path, text: str, name: str = "arm.urdf") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def read(folder: Path, text: str = ARM, **how: object) -> Model:
    return read_urdf(written(folder, text), UrdfReading(**how))  # type: ignore[arg-type]


def fixed(xyz: tuple[float, float, float], rpy: tuple[float, float, float]) -> Float64:
    T = np.eye(4)
    T[:3, :3], T[:3, 3] = rotation(tuple(np.degrees(rpy))), xyz  # type: ignore[arg-type]
    return T


def tip_of_arm(slide: float, turn: float) -> Float64:
    """By the joints of the text, one after the other."""
    return (
        fixed((0.1, 0.0, 0.05), (0.0, 0.0, 1.2))
        @ fixed((0.0, 0.0, 0.2), (1.5707963, 0.0, 0.3))
        @ fixed((0.0, slide, 0.0), (0.0, 0.0, 0.0))
        @ fixed((0.05, 0.0, 0.0), (0.2, -0.4, 0.0))
        @ fixed((0.0, 0.0, 0.0), (0.0, 0.0, turn))
        @ fixed((0.3, 0.1, 0.0), (0.0, 0.0, 0.0))
    )


@settings(max_examples=25, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.floats(0.1, 0.7), st.floats(-1.0, 2.0), st.booleans())
def test_links_are_where_the_joints_bring_them(
    tmp_path: Path, slide: float, turn: float, is_reversed: bool
) -> None:
    how = {"keep": ("tip",), "reversed": ("to_turn",) if is_reversed else ()}
    model = read(tmp_path, **how)
    # 0 is the least that the slide can do; a joint that is turned about counts the other way.
    told = {"slide": slide - 0.1, "turn": -turn if is_reversed else turn}
    found = model.link_poses(told)
    assert found["tip"][:3, 3] == pytest.approx(tip_of_arm(slide, turn)[:3, 3], abs=1e-7)


def test_joints_move_as_far_as_the_file_says(tmp_path: Path) -> None:
    joints = read(tmp_path, reversed=("to_turn",)).joints
    assert (joints["slide"].kind, joints["turn"].kind) == ("slide", "hinge")
    assert (joints["slide"].lower, joints["slide"].upper) == pytest.approx((0.0, 0.6))
    assert (joints["turn"].lower, joints["turn"].upper) == pytest.approx((-2.0, 1.0))


def test_what_is_fixed_becomes_a_part_of_what_it_hangs_on(tmp_path: Path) -> None:
    model = read(tmp_path)
    assert [link.name for link in model.links] == ["slide", "turn"]
    assert [type(part.shape) for part in model.parts] == [Box, Lathe]
    mast = mesh_of(model.parts[1]).vertices_m
    assert mast[:, 2].min() == pytest.approx(0.05)
    assert mast[:, 2].max() == pytest.approx(1.05)
    assert mast[:, :2].mean(axis=0) == pytest.approx((0.1, 0.0), abs=2e-3)


def test_colours_and_our_materials_are_kept(tmp_path: Path) -> None:
    model = read(tmp_path)
    grey, sea = (part.material for part in model.parts)
    assert sea == coloured(0, 128, 255)
    assert grey == coloured(178, 178, 178)
    (ball,) = model.solids["slide"]
    assert (ball.material, type(ball.shape)) == ("oak", Ellipsoid)


def test_links_can_be_renamed_held_still_and_hidden(tmp_path: Path) -> None:
    model = read(tmp_path, names={"turn": "wrist"}, still=("to_slide",), without=("mast", "slide"))
    assert [link.name for link in model.links] == ["wrist"]
    assert len(model.parts) == 1


def test_mimics_and_joints_without_a_range_are_still(tmp_path: Path) -> None:
    mimic = ARM.replace('<limit lower="-1" upper="2"/>', '<mimic joint="to_slide"/>')
    stuck = ARM.replace('<limit lower="-1" upper="2"/>', '<limit lower="0" upper="0"/>')
    assert set(read(tmp_path, mimic).joints) == {"slide"}
    assert set(read(tmp_path, stuck).joints) == {"slide"}


def test_what_turns_on_and_on_has_a_turn_to_each_side(tmp_path: Path) -> None:
    joint = read(tmp_path, ARM.replace("revolute", "continuous")).joints["turn"]
    assert (joint.lower, joint.upper) == pytest.approx((-np.pi, np.pi))


def test_meshes_are_found_scaled_and_thinned(tmp_path: Path) -> None:
    (tmp_path / "robot" / "meshes").mkdir(parents=True)
    ball = mesh_of(Part(Ellipsoid((0.1, 0.1, 0.1), sides=60), ""))
    write_stl(tmp_path / "robot" / "meshes" / "ball.stl", ball)
    visual = '<visual><geometry><mesh filename="{}" scale="1 2 0.5"/></geometry></visual>'
    counts = []
    for uri, cell in (("meshes/ball.stl", 0.0), ("package://robot/meshes/ball.stl", 0.03)):
        text = f'<robot name="r"><link name="l">{visual.format(uri)}</link></robot>'
        model = read_urdf(written(tmp_path / "robot", text), UrdfReading(cell_m=cell))
        low, high = model.box_m()
        assert high - low == pytest.approx((0.2, 0.4, 0.1), abs=0.03)
        assert all(isinstance(part.shape, MeshFile) for part in model.parts)
        counts.append(sum(len(mesh_of(part).faces) for part in model.parts))
    assert counts[1] < counts[0] / 4


def test_a_robot_of_ours_comes_back(tmp_path: Path) -> None:
    model = rover().model
    write_urdf(tmp_path / "rover.urdf", model, {})
    again = read_urdf(tmp_path / "rover.urdf", UrdfReading(keep=("camera", "gripper")))
    told = {"lift": 0.4, "arm": 0.2, "head_pan": 0.5, "head_tilt": 0.3, "left_finger": 0.01}
    wanted, found = model.link_poses(told), again.link_poses(told)
    assert set(found) == set(wanted)
    for name, T in wanted.items():
        assert found[name] == pytest.approx(T, abs=1e-9)
    assert again.joints == model.joints
    assert BASE in found


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("<robot", "<sdf", "is no"),
        ('<child link="tip"/>', '<child link="ghost"/>', "to_tip"),
        ('<child link="tip"/>', '<child link="mast"/>', "to_tip"),
        ('<parent link="foot"/>', '<parent link="tip"/>', "hang on each other"),
        ("</robot>", '<link name="other"/></robot>', "2 links hang on nothing"),
        ('xyz="0 0 2"', 'xyz="0 0 0"', "axis of joint to_turn"),
        ('xyz="0 0 2"', 'xyz="0 x 2"', "numbers cannot be read"),
        ("sphere", "capsule", "no such geometry"),
        ('<sphere radius="0.03"/>', '<mesh filename="no.stl"/>', "is missing"),
        ('<sphere radius="0.03"/>', '<mesh filename="http://a/b.stl"/>', "is missing"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, old: str, new: str, wrong: str) -> None:
    with pytest.raises(ImportFailed, match=wrong):
        read(tmp_path, ARM.replace(old, new))
