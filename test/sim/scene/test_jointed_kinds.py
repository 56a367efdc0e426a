from __future__ import annotations

import os
from pathlib import Path

import pytest

from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.scene.description import FurnitureItem, MeshKind, Room, Scene, Spot
from whereseen.sim.scene.home import Home
from whereseen.sim.scene.jointed_kinds import jointed_kind
from whereseen.sim.scene.mesh_kinds import furniture_kind, with_meshes

SHELF = """<robot name="shelf"><link name="base">
<visual><origin xyz="0 0 {z}"/><geometry><box size="0.8 0.4 0.02"/></geometry></visual></link>
<link name="flap"><visual><origin xyz="0 -0.01 0.1"/>
  <geometry><box size="0.8 0.02 0.2"/></geometry></visual></link>
<link name="knob"><visual><geometry><box size="0.02 0.02 0.02"/></geometry></visual></link>
<joint name="a" type="revolute"><parent link="base"/><child link="flap"/>
  <origin xyz="0 -0.2 0.2"/><axis xyz="1 0 0"/><limit lower="{lower}" upper="{upper}"/></joint>
<joint name="b" type="continuous"><parent link="base"/><child link="knob"/>
  <origin xyz="0.3 0 0.5"/></joint></robot>"""


def kind_of(folder: Path, *, z: float = 0.5, lower: float = -0.1, upper: float = 1.2) -> MeshKind:
    file = folder / "shelf.urdf"
    file.write_text(SHELF.format(z=z, lower=lower, upper=upper), encoding="utf-8")
    return MeshKind("their shelf", "shelf", str(file))


def test_what_opens_is_closed_at_0(tmp_path: Path) -> None:
    kind = furniture_kind(kind_of(tmp_path))
    joints = kind.model("").joints
    assert list(joints) == ["flap"]  # a knob is no door
    assert (joints["flap"].lower, joints["flap"].upper) == (0.0, 1.2)
    assert joints["flap"].axis == (1.0, 0.0, 0.0)
    assert (kind.name, kind.hangs) == ("shelf", False)


def test_what_opens_the_other_way_is_turned_round(tmp_path: Path) -> None:
    joint = furniture_kind(kind_of(tmp_path, lower=-1.4, upper=0.2)).model("").joints["flap"]
    assert (joint.lower, joint.upper, joint.axis) == (0.0, 1.4, (-1.0, 0.0, 0.0))


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    first = furniture_kind(kind_of(tmp_path))
    changed = kind_of(tmp_path, z=0.7)
    os.utime(changed.file, ns=(1, 1))
    second = furniture_kind(changed)
    assert (first.surfaces[0].at_m[2], second.surfaces[0].at_m[2]) == pytest.approx((0.51, 0.71))


def test_a_home_has_it_and_knows_it_again(tmp_path: Path) -> None:
    kind = kind_of(tmp_path)
    room = Room("room", "room", (0.0, 0.0), (4.0, 4.0))
    item = FurnitureItem("shelf", kind.name, "room", (2.0, 3.0, 0.0), open={"flap": 0.5})
    home = Home(Scene("s", (room,), furniture=(item,), meshes=(kind,)), Catalogue({}, {}))
    assert home.pieces["shelf"].positions({"flap": 0.5}) == pytest.approx({"flap": 0.6})
    T = home.pose_on(Spot("shelf", "top"), 0.0, {})
    assert T[:3, 3] == pytest.approx((2.0, 3.0, 0.51), abs=0.05)
    assert with_meshes(home.catalogue, (kind,)).furniture.keys() == home.catalogue.furniture.keys()


def test_there_must_be_a_file(tmp_path: Path) -> None:
    with pytest.raises(ImportFailed, match="cannot be read"):
        jointed_kind(MeshKind("a", "a", str(tmp_path / "no.urdf")))
