"""URDF files of furniture made elsewhere: boxes, and STL meshes beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.importing.urdf_visuals import OURS
from whereseen.sim.modelling.materials import paint
from whereseen.sim.modelling.model import BASE, Link
from whereseen.sim.modelling.shapes import Mesh, Vector3, turn_of
from whereseen.sim.modelling.stl import write_stl
from whereseen.sim.modelling.urdf import describe_joint


@dataclass(frozen=True, slots=True, eq=False)
class Visual:
    """What is seen of a link.

    Attributes:
        shape: Edges of a box, or triangles.
        T_link_own: (4, 4) where it is.
        material: Name of a material of `whereseen.sim.modelling.materials`.
    """

    shape: Vector3 | Mesh
    T_link_own: Float64
    material: str


def write_furniture(
    path: Path, links: Sequence[Link], visuals: Mapping[str, Sequence[Visual]]
) -> None:
    """Write a URDF, and its meshes beside it.

    Args:
        path: To write to; its stem begins the names of the meshes.
        links: That hang on the base, each after its parent; their parts are left out.
        visuals: Of the base and of links, by name.

    Raises:
        OSError: if a file cannot be written.
    """
    robot = Element("robot", name=path.stem)
    meshes = 0
    for name in (BASE, *(link.name for link in links)):
        link = SubElement(robot, "link", name=name)
        for each in visuals.get(name, ()):
            geometry = _visual(link, each)
            if isinstance(each.shape, Mesh):
                mesh = path.with_name(f"{path.stem}_{meshes}.stl")
                write_stl(mesh, each.shape)
                SubElement(geometry, "mesh", filename=mesh.name)
                meshes += 1
            else:
                SubElement(geometry, "box", size=_numbers(each.shape))
    for each_link in links:
        describe_joint(robot, each_link)
    indent(robot)
    ElementTree(robot).write(path, encoding="utf-8", xml_declaration=True)


def _visual(link: Element, visual: Visual) -> Element:
    """A visual without a shape yet; its geometry."""
    element = SubElement(link, "visual")
    rpy = np.radians(turn_of(visual.T_link_own[:3, :3]))
    SubElement(element, "origin", xyz=_numbers(visual.T_link_own[:3, 3]), rpy=_numbers(rpy))
    material = SubElement(element, "material", name=OURS + visual.material)
    # Other programs know the colour only.
    rgb = paint(visual.material).reshape(-1, 3).mean(axis=0) / 255.0
    SubElement(material, "color", rgba=_numbers((*rgb.round(3), 1.0)))
    return SubElement(element, "geometry")


def _numbers(values: Sequence[float] | Float64) -> str:
    return " ".join(f"{float(value) + 0.0:.9g}" for value in np.round(values, 9))
