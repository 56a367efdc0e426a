"""Links stand where joints put them, in boxes that hold their shapes, and show in no frame."""

from __future__ import annotations

import math
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import apply, from_quaternion, invert, look_at
from whereseen.memory.observation import Observation
from whereseen.memory.own_body import OwnBox, own_pixels
from whereseen.memory.robot.description import RobotDescription
from whereseen.memory.robot.mesh_triangles import read_triangles

_ARM = """<?xml version="1.0"?><robot name="tiny">
 <link name="base"><collision><origin xyz="0 0 0.1"/><geometry><box size="0.4 0.3 0.2"/>
  </geometry></collision></link>
 <link name="mast"><visual><geometry><cylinder radius="0.05" length="1.0"/></geometry></visual>
 </link>
 <link name="arm"><collision><origin xyz="0.3 0 0" rpy="0 1.5707963 0"/><geometry>
  <cylinder radius="0.03" length="0.6"/></geometry></collision></link>
 <link name="left"><collision><geometry><sphere radius="0.02"/></geometry></collision></link>
 <link name="right"><collision><geometry><sphere radius="0.02"/></geometry></collision></link>
 <link name="camera"/>
 <joint name="up" type="fixed"><parent link="base"/><child link="mast"/>
  <origin xyz="0 0 0.7"/></joint>
 <joint name="shoulder" type="revolute"><parent link="mast"/><child link="arm"/>
  <axis xyz="0 0 2"/><limit lower="-2" upper="2"/></joint>
 <joint name="grip" type="prismatic"><parent link="arm"/><child link="left"/>
  <origin xyz="0.6 0 0"/><axis xyz="0 1 0"/></joint>
 <joint name="grip2" type="prismatic"><parent link="arm"/><child link="right"/>
  <origin xyz="0.6 0 0"/><axis xyz="0 -1 0"/>
  <mimic joint="grip" multiplier="2" offset="0.01"/></joint>
 <joint name="eye" type="fixed"><parent link="mast"/><child link="camera"/></joint>
</robot>"""


def _with(geometry: str, *, more: str = "") -> str:
    shape = f"<collision><geometry>{geometry}</geometry></collision>"
    return f'<robot name="r"><link name="a">{shape}{more}</link></robot>'


def _is_in(box: OwnBox, points: np.ndarray) -> np.ndarray:
    own = np.abs(apply(invert(box.T_map_box), points))
    return np.asarray((own <= np.asarray(box.size_m) / 2.0 + 1e-9).all(axis=1))


def test_joints_turn_and_slide_and_mimic() -> None:
    robot = RobotDescription.of_urdf(_ARM)
    assert robot.root == "base" and robot.name == "tiny" and not robot.unread
    T_map_root = np.eye(4)
    T_map_root[:3, 3] = (1.0, 2.0, 0.0)
    poses = robot.link_poses({"shoulder": math.pi / 2, "grip": 0.05}, T_map_root)
    assert poses["arm"][:3, 3] == pytest.approx((1.0, 2.0, 0.7))
    assert poses["left"][:3, 3] == pytest.approx((0.95, 2.6, 0.7))
    assert poses["right"][:3, 3] == pytest.approx((1.11, 2.6, 0.7))
    boxes = robot.boxes_at({"shoulder": math.pi / 2}, T_map_root)
    assert len(boxes) == 5
    tip, beside = np.array([[1.0, 2.59, 0.7]]), np.array([[1.5, 2.0, 0.7]])
    assert any(_is_in(each, tip).all() for each in boxes)
    assert not any(_is_in(each, beside).any() for each in boxes)


def test_links_by_tf_only_where_poses_are_told() -> None:
    robot = RobotDescription.of_urdf(_ARM, without=("base",))
    assert robot.boxes({"base": np.eye(4), "nowhere": np.eye(4)}) == ()
    (box,) = robot.boxes({"mast": np.eye(4)})
    assert np.asarray(box.size_m).tolist() == pytest.approx([0.1, 0.1, 1.0])


def test_the_arm_before_the_camera_is_masked_and_what_is_before_it_is_not() -> None:
    robot = RobotDescription.of_urdf(_ARM)
    K = np.array([[60.0, 0.0, 39.5], [0.0, 60.0, 29.5], [0.0, 0.0, 1.0]])
    eye, target = (0.0, -0.35, 1.3), (0.35, 0.0, 0.7)
    frames = [
        Observation.checked(
            np.zeros((60, 80, 3), np.uint8),
            np.full((60, 80), depth_m, np.float32),
            intrinsics=K, T_map_camera=look_at(eye, target), stamp_ns=0,
        )
        for depth_m in (3.0, 0.3)
    ]  # fmt: skip
    boxes = robot.boxes_at({}, np.eye(4))
    far, near = (own_pixels(frame, boxes) for frame in frames)
    assert far[28:32, 38:42].all() and 0.03 < far.mean() < 0.6
    assert not near[28:32, 38:42].any()
    turned_away = own_pixels(frames[0], robot.boxes_at({"shoulder": 2.0}, np.eye(4)))
    assert not turned_away[28:32, 38:42].any()


@given(st.integers(0, 2**32 - 1), st.sampled_from([".stl", ".obj"]))
@settings(max_examples=30, deadline=None)
def test_meshes_lie_in_their_boxes(seed: int, kind: str) -> None:
    rng = np.random.default_rng(seed)
    triangles = rng.normal(size=(int(rng.integers(1, 12)), 3, 3)).astype(np.float32)
    with TemporaryDirectory() as folder:
        _write(Path(folder), kind, triangles)
        text = _with(f'<mesh filename="package://robot/m{kind}" scale="0.5 -0.5 1"/>')
        robot = RobotDescription.of_urdf(text, find_package={"robot": Path(folder)}.get)
    assert not robot.unread
    shares = rng.dirichlet((1.0, 1.0, 1.0), size=(len(triangles), 40))
    points = np.einsum("fns,fsk->fnk", shares, triangles.astype(np.float64)).reshape(-1, 3)
    points *= (0.5, -0.5, 1.0)
    boxes = robot.boxes_at({}, np.eye(4))
    assert np.any([_is_in(each, points) for each in boxes], axis=0).all()
    reach = np.abs(np.concatenate([apply(each.T_map_box, [(0.0, 0.0, 0.0)]) for each in boxes]))
    assert reach.max() <= np.abs(triangles).max() + 1e-6


def _write(folder: Path, kind: str, triangles: np.ndarray) -> None:
    if kind == ".obj":
        lines = [f"v {x} {y} {z}" for x, y, z in triangles.reshape(-1, 3)]
        lines += [f"f {3 * k + 1}//1 {3 * k + 2} {3 * k + 3}" for k in range(len(triangles))]
        (folder / "m.obj").write_text("\n".join(lines))
        return
    records = np.zeros(
        len(triangles), [("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("unused", "<u2")]
    )
    records["corners"] = triangles
    head = b"\0" * 80 + len(triangles).to_bytes(4, "little")
    (folder / "m.stl").write_bytes(head + records.tobytes())


def test_stl_as_text(tmp_path: Path) -> None:
    corners = "".join(f"vertex {x} 0 1\n" for x in (0, 1, 2))
    file = tmp_path / "m.STL"
    file.write_text(f"solid m\nfacet normal 0 0 1\nouter loop\n{corners}endloop\nendfacet\n")
    assert read_triangles(file).tolist() == [[[0, 0, 1], [1, 0, 1], [2, 0, 1]]]


def test_what_cannot_be_read_is_told_and_looks_take_its_place(tmp_path: Path) -> None:
    missing = '<mesh filename="package://elsewhere/arm.dae"/>'
    robot = RobotDescription.of_urdf(_with(missing))
    assert robot.boxes_at({}, np.eye(4)) == () and "arm.dae" in robot.unread["a"]
    looks = '<visual><geometry><box size="1 1 1"/></geometry></visual>'
    assert len(RobotDescription.of_urdf(_with(missing, more=looks)).shapes["a"]) == 1
    (tmp_path / "cut.stl").write_bytes(b"\0" * 90)
    cut = RobotDescription.of_urdf(_with(f'<mesh filename="{tmp_path}/cut.stl"/>'))
    assert "no triangles" in cut.unread["a"]


def test_links_of_a_real_arm_are_where_a_simulator_has_them() -> None:
    pybullet = pytest.importorskip("pybullet")
    data = Path(pytest.importorskip("pybullet_data").getDataPath())
    file = data / "franka_panda" / "panda.urdf"
    text = file.read_text().replace("package://", f"{file.parent}/")
    robot = RobotDescription.of_urdf(text)
    assert not robot.unread and len(robot.shapes) >= 10
    client = pybullet.connect(pybullet.DIRECT)
    try:
        body = pybullet.loadURDF(str(file), useFixedBase=True, physicsClientId=client)
        count = pybullet.getNumJoints(body, physicsClientId=client)
        infos = [pybullet.getJointInfo(body, k, physicsClientId=client) for k in range(count)]
        positions = {each[1].decode(): 0.3 - 0.07 * k for k, each in enumerate(infos)}
        for k, each in enumerate(infos):
            at = positions[each[1].decode()]
            pybullet.resetJointState(body, k, at, physicsClientId=client)
        poses = robot.link_poses(positions, np.eye(4))
        for k, each in enumerate(infos):
            state = pybullet.getLinkState(
                body, k, computeForwardKinematics=True, physicsClientId=client
            )
            known = from_quaternion(state[4], state[5])
            np.testing.assert_allclose(poses[each[12].decode()], known, atol=1e-5)
    finally:
        pybullet.disconnect(client)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<robot", "no XML"),
        ("<sdf/>", "no URDF"),
        ('<!DOCTYPE robot [<!ENTITY a "b">]><robot/>', "document type"),
        ("<robot/>", "hang together"),
        ('<robot><link name="a"/><link name="b"/></robot>', "hang together"),
        (_ARM.replace('child link="camera"', 'child link="nothing"'), "hang together"),
        (_ARM.replace('child link="arm"', 'child link="mast"'), "hang together"),
        (_ARM.replace('"0 0 2"', '"0 0 0"'), "no axis"),
        (_ARM.replace('"0 0 2"', '"0 zero 2"'), "xyz"),
        (_ARM.replace('"revolute"', '"screw"'), "no such joint"),
    ],
)
def test_wrong_descriptions(text: str, message: str) -> None:
    with pytest.raises(InvalidConfig, match=message):
        RobotDescription.of_urdf(text)
