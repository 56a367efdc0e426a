"""URDF files as models: robots, and furniture whose doors and drawers move.

After http://wiki.ros.org/urdf/XML. Collision shapes, inertia, textures and transmissions are left
out. What hangs fixed on something becomes a part of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element

import numpy as np

from whereseen.memory.frames import Float64, invert
from whereseen.sim.importing.errors import ImportFailed
from whereseen.sim.importing.sdf_poses import numbers
from whereseen.sim.importing.urdf_visuals import UrdfVisuals, origin_of
from whereseen.sim.importing.xml_files import read_xml
from whereseen.sim.modelling.model import BASE, Joint, Link, Model
from whereseen.sim.modelling.shapes import Part, Vector3

_KINDS: dict[str, Literal["slide", "hinge"]] = {
    "prismatic": "slide",
    "revolute": "hinge",
    "continuous": "hinge",
}
_STRAIGHT = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class UrdfReading:
    """How a URDF file is read.

    Attributes:
        keep: Links that stay links though they hang fixed on others.
        still: Joints that do not move here, as wheels.
        reversed: Joints whose positions count the other way round.
        names: What links are called, by their names in the file; the same if left out.
        without: Links whose looks are left out.
        packages: Folders in which `package://` is looked up, before those above the file.
        cell_m: Meshes are thinned to cells of that edge; 0 keeps them as they are.
    """

    keep: Collection[str] = ()
    still: Collection[str] = ()
    reversed: Collection[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    without: Collection[str] = ()
    packages: tuple[Path, ...] = ()
    cell_m: float = 0.0


def read_urdf(file: Path, reading: UrdfReading | None = None) -> Model:
    """The model that a file describes, its root link as the base.

    Frames of links are where the file has them, with the axes of the root: only positions of
    joints tell how links are turned. Where a joint cannot be at 0, its nearest position counts as
    0. Joints that mimic others do not move.

    Args:
        file: In metres, z up.
        reading: What to make of it.

    Raises:
        ImportFailed: if it is no URDF, or its links do not hang together.
        MeshUnreadable: if a mesh cannot be read.
        MissingDependency: if a mesh needs trimesh, and it is not installed.
    """
    robot = read_xml(file)
    if robot.tag != "robot":
        raise ImportFailed("a file is no URDF", got=str(file), remedy="Give a file with <robot>")
    return _Assembly(robot, file, reading or UrdfReading()).model()


class _Assembly:
    """Links of a file, put together from the root."""

    def __init__(self, robot: Element, file: Path, reading: UrdfReading) -> None:
        self._reading, self._file = reading, file
        self._visuals = UrdfVisuals(robot, file, reading.packages, reading.cell_m)
        self._links = {each.get("name", ""): each for each in robot.findall("link")}
        self._joints: dict[str, list[Element]] = {}
        children = set()
        for joint in robot.findall("joint"):
            parent, child = _end(joint, "parent"), _end(joint, "child")
            if not {parent, child} <= set(self._links) or child in children:
                raise self._wrong(f"joint {joint.get('name')}")
            children.add(child)
            self._joints.setdefault(parent, []).append(joint)
        roots = [name for name in self._links if name not in children]
        if len(roots) != 1:
            raise self._wrong(f"{len(roots)} links hang on nothing")
        self._root = roots[0]

    def model(self) -> Model:
        self._parts: dict[str, list[Part]] = {BASE: []}
        self._found: list[Link] = []
        self._left = set(self._links)
        self._add(self._root, BASE, np.eye(4), np.eye(4))
        if self._left:
            raise self._wrong(f"{', '.join(sorted(self._left))} hang on each other")
        links = (
            Link(each.name, tuple(self._parts[each.name]), each.origin_m, each.joint, each.parent)
            for each in self._found
        )
        return Model(tuple(self._parts[BASE]), tuple(links))

    def _add(self, name: str, group: str, T_root_group: Float64, T_root_link: Float64) -> None:
        """Add a link and what hangs on it.

        Args:
            name: Of the link, in the file.
            group: The link of the model that it is part of.
            T_root_group: (4, 4) of that one: with the axes of the root.
            T_root_link: (4, 4) of the link, as the file has it.
        """
        self._left.discard(name)
        if name not in self._reading.without:
            T_group_link = invert(T_root_group) @ T_root_link
            self._parts[group] += self._visuals.parts(self._links[name], T_group_link)
        for joint in self._joints.get(name, ()):
            child = _end(joint, "child")
            T_root_child = T_root_link @ origin_of(joint)
            moving = self._moving(joint, T_root_child)
            if moving is None and child not in self._reading.keep:
                self._add(child, group, T_root_group, T_root_child)
                continue
            T_root_child = T_root_child if moving is None else moving[1]
            T_root_own = np.eye(4)
            T_root_own[:3, 3] = T_root_child[:3, 3]
            called = self._reading.names.get(child, child)
            if called in self._parts:
                raise self._wrong(f"two links named {called}")
            origin = _vector(T_root_own[:3, 3] - T_root_group[:3, 3])
            self._parts[called] = []
            self._found.append(Link(called, (), origin, moving[0] if moving else None, group))
            self._add(child, called, T_root_own, T_root_child)

    def _moving(self, joint: Element, T_root_child: Float64) -> tuple[Joint, Float64] | None:
        """The joint, and the pose of its link while it is at 0; None if it does not move."""
        name, kind = joint.get("name", ""), _KINDS.get(joint.get("type", ""))
        lower, upper = _limits(joint)
        is_still = name in self._reading.still or joint.find("mimic") is not None
        if kind is None or is_still or lower == upper:
            return None
        axis = numbers(_told(joint, "axis", "xyz", "1 0 0"), 3)
        length = float(np.linalg.norm(axis))
        if length < _STRAIGHT:
            raise self._wrong(f"the axis of joint {name}")
        at = min(max(0.0, lower), upper)
        own = Joint(kind, _vector(axis / length), -1.0, 1.0)
        axis = T_root_child[:3, :3] @ axis / length
        lower, upper = lower - at, upper - at
        if name in self._reading.reversed:
            axis, lower, upper = -axis, -upper, -lower
        return Joint(kind, _vector(axis), lower, upper), T_root_child @ own.transform(at)

    def _wrong(self, what: str) -> ImportFailed:
        return ImportFailed("links of a URDF do not hang together", got=f"{what} in {self._file}")


def _end(joint: Element, which: str) -> str:
    return _told(joint, which, "link", "")


def _told(joint: Element, tag: str, name: str, otherwise: str) -> str:
    """An attribute of an element of a joint."""
    found = joint.find(tag)
    return otherwise if found is None else found.get(name, otherwise)


def _limits(joint: Element) -> tuple[float, float]:
    if joint.get("type") == "continuous":
        return -np.pi, np.pi
    low, high = sorted(
        float(numbers(_told(joint, "limit", name, "0"), 1)[0]) for name in ("lower", "upper")
    )
    return low, high


def _vector(values: Float64) -> Vector3:
    # What is all but 0 is 0, so that equal files make equal models on every machine.
    x, y, z = (0.0 if abs(value) < _STRAIGHT else float(value) for value in values)
    return (x, y, z)
