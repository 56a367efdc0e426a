"""Models as URDF files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement

from whereseen.sim.modelling.model import BASE, Link, Model
from whereseen.sim.modelling.shapes import Vector3

_EFFORT, _SPEED = "100", "10"  # of joints that are only ever set
_KINDS = {"slide": "prismatic", "hinge": "revolute"}


def write_urdf(path: Path, model: Model, meshes: Mapping[str, Path]) -> None:
    """Describe how the links of a model hang together.

    Args:
        path: To write to.
        model: In metres, z up; its links and joints keep their names.
        meshes: Of each link that has solids, by name; in the folder of `path`.
    """
    robot = Element("robot", name=path.stem)
    for name in (BASE, *(link.name for link in model.links)):
        _describe_link(robot, name, meshes.get(name))
    for link in model.links:
        describe_joint(robot, link)
    ElementTree(robot).write(path, encoding="utf-8", xml_declaration=True)


def _describe_link(robot: Element, name: str, mesh: Path | None) -> None:
    link = SubElement(robot, "link", name=name)
    inertial = SubElement(link, "inertial")
    SubElement(inertial, "mass", value="1")
    SubElement(inertial, "inertia", ixx="1", ixy="0", ixz="0", iyy="1", iyz="0", izz="1")
    if mesh is not None:
        visual = SubElement(link, "visual")
        SubElement(SubElement(visual, "geometry"), "mesh", filename=mesh.name)


def describe_joint(robot: Element, link: Link) -> None:
    """Add how a link hangs on its parent to the description of a robot."""
    kind = _KINDS[link.joint.kind] if link.joint else "fixed"
    joint = SubElement(robot, "joint", name=link.name, type=kind)
    SubElement(joint, "origin", xyz=_numbers(link.origin_m), rpy="0 0 0")
    SubElement(joint, "parent", link=link.parent)
    SubElement(joint, "child", link=link.name)
    if link.joint is not None:
        lower, upper = repr(float(link.joint.lower)), repr(float(link.joint.upper))
        SubElement(joint, "axis", xyz=_numbers(link.joint.axis))
        SubElement(joint, "limit", lower=lower, upper=upper, effort=_EFFORT, velocity=_SPEED)


def _numbers(vector: Vector3) -> str:
    return " ".join(repr(float(value)) for value in vector)
