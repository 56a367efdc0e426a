"""Models as URDF files, with an OBJ mesh and a texture for each link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement

from whereseen.sim.modelling.mesh_files import MeshFiles, write_mesh
from whereseen.sim.modelling.model import BASE, Link, Model
from whereseen.sim.modelling.shapes import Vector3

_EFFORT, _SPEED = "100", "10"  # of joints that are only ever set
_KINDS = {"slide": "prismatic", "hinge": "revolute"}


@dataclass(frozen=True, slots=True)
class UrdfFiles:
    """Where the files of a model are.

    Attributes:
        urdf: The description; paths in it are relative to its folder.
        meshes: Of each link that has solids, by name.
    """

    urdf: Path
    meshes: Mapping[str, MeshFiles]


def write_urdf(folder: Path, name: str, model: Model) -> UrdfFiles:
    """Write a model and its links into an existing folder.

    Args:
        folder: Where to write.
        name: Names the files.
        model: In metres, z up; its links keep their names.

    Raises:
        InvalidConfig: if there is no material of a name.
    """
    robot = Element("robot", name=name)
    solids = {BASE: model.parts, **{link.name: link.parts for link in model.links}}
    meshes = {}
    for number, (link, parts) in enumerate(solids.items()):
        files = write_mesh(folder, f"{name}_{number}", parts) if parts else None
        _describe_link(robot, link, files)
        if files is not None:
            meshes[link] = files
    for link in model.links:
        _describe_joint(robot, link)
    path = folder / f"{name.replace(' ', '_')}.urdf"
    ElementTree(robot).write(path, encoding="utf-8", xml_declaration=True)
    return UrdfFiles(path, meshes)


def _describe_link(robot: Element, name: str, files: MeshFiles | None) -> None:
    link = SubElement(robot, "link", name=name)
    inertial = SubElement(link, "inertial")
    SubElement(inertial, "mass", value="1")
    SubElement(inertial, "inertia", ixx="1", ixy="0", ixz="0", iyy="1", iyz="0", izz="1")
    if files is None:
        return
    visual = SubElement(link, "visual")
    geometry = SubElement(visual, "geometry")
    SubElement(geometry, "mesh", filename=files.mesh.name)
    # Renderers multiply the texture by the colour, and have one of their own if none is given.
    SubElement(SubElement(visual, "material", name="white"), "color", rgba="1 1 1 1")


def _describe_joint(robot: Element, link: Link) -> None:
    kind = _KINDS[link.joint.kind] if link.joint else "fixed"
    joint = SubElement(robot, "joint", name=link.name, type=kind)
    SubElement(joint, "origin", xyz=_numbers(link.origin_m), rpy="0 0 0")
    SubElement(joint, "parent", link=link.parent)
    SubElement(joint, "child", link=link.name)
    if link.joint is not None:
        SubElement(joint, "axis", xyz=_numbers(link.joint.axis))
        SubElement(joint, "limit", lower=repr(link.joint.lower), upper=repr(link.joint.upper),
                   effort=_EFFORT, velocity=_SPEED)  # fmt: skip


def _numbers(vector: Vector3) -> str:
    return " ".join(repr(float(value)) for value in vector)
