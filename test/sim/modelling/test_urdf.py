from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from whereseen.sim.modelling.model import BASE
from whereseen.sim.modelling.urdf import write_urdf
from whereseen.sim.world.robot import rover


def test_links_and_joints_are_those_of_the_model(tmp_path: Path) -> None:
    model = rover().model
    meshes = {name: tmp_path / f"{number}.obj" for number, name in enumerate(model.solids)}
    write_urdf(tmp_path / "rover.urdf", model, meshes)
    robot = ElementTree.parse(tmp_path / "rover.urdf").getroot()
    assert robot.get("name") == "rover"
    assert [link.get("name") for link in robot.findall("link")] == [
        BASE,
        *(link.name for link in model.links),
    ]
    joints = {str(joint.get("name")): joint for joint in robot.findall("joint")}
    assert set(joints) == {link.name for link in model.links}
    for link in model.links:
        joint = joints[link.name]
        assert _attribute(joint, "parent", "link") == link.parent
        assert _attribute(joint, "child", "link") == link.name
        assert _numbers(joint, "origin", "xyz") == link.origin_m
        if link.joint is None:
            assert joint.get("type") == "fixed"
            continue
        assert joint.get("type") == {"slide": "prismatic", "hinge": "revolute"}[link.joint.kind]
        assert _numbers(joint, "axis", "xyz") == link.joint.axis
        assert float(_attribute(joint, "limit", "lower")) == link.joint.lower
        assert float(_attribute(joint, "limit", "upper")) == link.joint.upper


def test_links_with_solids_show_their_mesh(tmp_path: Path) -> None:
    model = rover().model
    write_urdf(tmp_path / "rover.urdf", model, {"lift": tmp_path / "lift.glb"})
    robot = ElementTree.parse(tmp_path / "rover.urdf").getroot()
    shown = {
        link.get("name"): mesh.get("filename")
        for link in robot.findall("link")
        for mesh in link.iter("mesh")
    }
    assert shown == {"lift": "lift.glb"}


def test_strange_names_are_escaped(tmp_path: Path) -> None:
    path = tmp_path / 'a "chest" & <more>.urdf'
    write_urdf(path, rover().model, {})
    assert ElementTree.parse(path).getroot().get("name") == 'a "chest" & <more>'


def _attribute(joint: ElementTree.Element, element: str, name: str) -> str:
    found = joint.find(element)
    if found is None:
        pytest.fail(f"{joint.get('name')} has no {element}")
    return str(found.get(name))


def _numbers(joint: ElementTree.Element, element: str, name: str) -> tuple[float, ...]:
    return tuple(float(value) for value in _attribute(joint, element, name).split())
