"""A robot by its URDF: where its links are, and which pixels of a frame show them.

```python
robot = RobotDescription.of_urdf(text, find_package=package_folder)
boxes = robot.boxes_at(joint_positions, T_map_root)      # from joint states
boxes = robot.boxes({"arm": T_map_arm, ...})             # or from tf, link by link
memory.observe(without_pixels(frame, own_pixels(frame, boxes)))
```
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError, fromstring

import numpy as np

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64
from whereseen.memory.own_body import OwnBox
from whereseen.memory.robot.link_shapes import FindPackage, LinkBox, boxes_of, numbers, origin_of

_MOST_CHARACTERS = 16 * 2**20
_TURNS = ("revolute", "continuous")
_FIXED = ("fixed", "floating", "planar")  # the last two are taken to be at 0


@dataclass(frozen=True, slots=True, eq=False)
class _Joint:
    """How a link hangs on another.

    Attributes:
        name, parent, child: Of itself and of both links.
        kind: `revolute`, `continuous`, `prismatic`, or what does not move.
        T_parent_joint: (4, 4).
        axis: (3,) unit.
        follows: The joint that it mimics, with factor and offset.
    """

    name: str
    parent: str
    child: str
    kind: str
    T_parent_joint: Float64
    axis: Float64
    follows: tuple[str, float, float] | None

    def position(self, positions: Mapping[str, float]) -> float:
        """Its own, or as that of the one it mimics; 0 where that is not told."""
        if self.name in positions or self.follows is None:
            return positions.get(self.name, 0.0)
        name, factor, offset = self.follows
        return factor * positions.get(name, 0.0) + offset

    def pose(self, positions: Mapping[str, float]) -> Float64:
        """Of the child in the frame of the parent (4, 4), at positions of joints."""
        if self.kind in _FIXED:
            return self.T_parent_joint
        at, moved = self.position(positions), np.eye(4)
        if self.kind in _TURNS:
            moved[:3, :3] = _about(self.axis, at)
        else:
            moved[:3, 3] = at * self.axis
        return np.asarray(self.T_parent_joint @ moved)


@dataclass(frozen=True, slots=True, eq=False)
class RobotDescription:
    """Links with boxes around their parts, and the joints between them.

    Attributes:
        name: Of the robot.
        root: The link on which all others hang.
        shapes: Boxes by link, of links that have any.
        unread: Why the shapes of a link are not known, by link; such links are not filtered.
    """

    name: str
    root: str
    shapes: Mapping[str, tuple[LinkBox, ...]] = field(repr=False)
    unread: Mapping[str, str]
    _joints: tuple[_Joint, ...] = field(repr=False)

    @classmethod
    def of_urdf(
        cls,
        text: str,
        *,
        find_package: FindPackage = lambda _: None,
        without: Collection[str] = (),
    ) -> RobotDescription:
        """Read a description, as the topic `robot_description` holds it.

        Boxes, spheres, cylinders and capsules are taken as they are, meshes (STL, OBJ) as boxes
        around their slices.

        Args:
            text: URDF, without a document type.
            find_package: The folder of a package by name, None if it is not here.
            without: Links that are left out, as one that is a cage around all others.

        Raises:
            InvalidConfig: if it is no URDF, or its links do not hang together.
        """
        robot = _parsed(text)
        links = {each.get("name", ""): each for each in robot.findall("link")}
        joints, root = _ordered(tuple(_joint(each) for each in robot.findall("joint")), set(links))
        shapes: dict[str, tuple[LinkBox, ...]] = {}
        unread: dict[str, str] = {}
        for name, link in links.items():
            try:
                found = () if name in without else boxes_of(link, find_package)
            except InvalidConfig as error:
                unread[name] = str(error)
                continue
            if found:
                shapes[name] = found
        return cls(robot.get("name", ""), root, shapes, unread, joints)

    def link_poses(self, positions: Mapping[str, float], T_map_root: Float64) -> dict[str, Float64]:
        """Poses (4, 4) in the map of all links, by positions of joints in radians and metres.

        Joints that are not told are taken to be at 0; those of wheels change nothing much.
        """
        poses = {self.root: np.asarray(T_map_root, dtype=np.float64)}
        for each in self._joints:
            poses[each.child] = poses[each.parent] @ each.pose(positions)
        return poses

    def boxes(self, T_map_links: Mapping[str, Float64]) -> tuple[OwnBox, ...]:
        """Boxes in the map around those links whose poses (4, 4) are told.

        Raises:
            InvalidObservation: if a pose is not rigid.
        """
        return tuple(
            OwnBox(T_map_links[link] @ each.T_link_box, each.size_m)
            for link, shapes in self.shapes.items()
            if link in T_map_links
            for each in shapes
        )

    def boxes_at(self, positions: Mapping[str, float], T_map_root: Float64) -> tuple[OwnBox, ...]:
        """Boxes in the map around all links, by positions of joints and the pose of the root."""
        return self.boxes(self.link_poses(positions, T_map_root))


def _parsed(text: str) -> Element:
    """The `<robot>` of a description; entities are not expanded."""
    remedy = "Publish the URDF as xacro expands it"
    if len(text) > _MOST_CHARACTERS or "<!DOCTYPE" in text or "<!ENTITY" in text:
        got = "a document type" if len(text) <= _MOST_CHARACTERS else f"{len(text)} characters"
        raise InvalidConfig("a robot's description is not read", got=got, remedy=remedy)
    try:
        robot = fromstring(text.encode())
    except ParseError as error:
        raise InvalidConfig("a robot's description is no XML", got=str(error), remedy=remedy) from (
            error
        )
    if robot.tag != "robot":
        raise InvalidConfig("a robot's description is no URDF", got=robot.tag, remedy=remedy)
    return robot


def _joint(element: Element) -> _Joint:
    name, kind = element.get("name", ""), element.get("type", "")
    if kind not in (*_TURNS, *_FIXED, "prismatic"):
        raise InvalidConfig("no such joint in a robot's description", got=f"{kind} of {name}")
    axis = numbers(element.find("axis"), "xyz", "1 0 0")
    length = float(np.linalg.norm(axis))
    if kind not in _FIXED and length < 1e-9:
        raise InvalidConfig("a joint of a robot has no axis", got=name)
    mimic, follows = element.find("mimic"), None
    if mimic is not None:
        (factor,), (offset,) = numbers(mimic, "multiplier", "1"), numbers(mimic, "offset", "0")
        follows = (mimic.get("joint", ""), float(factor), float(offset))
    ends = (_link(element, "parent"), _link(element, "child"))
    return _Joint(name, *ends, kind, origin_of(element), axis / max(length, 1e-9), follows)


def _link(joint: Element, end: str) -> str:
    found = joint.find(end)
    return "" if found is None else found.get("link", "")


def _ordered(joints: tuple[_Joint, ...], links: set[str]) -> tuple[tuple[_Joint, ...], str]:
    """Joints, those nearer to the root first; and the root."""
    children = [each.child for each in joints]
    roots = sorted(links - set(children))
    ends = {*children, *(each.parent for each in joints)}
    if len(roots) != 1 or len(set(children)) != len(children) or not ends <= links:
        raise InvalidConfig(
            "links of a robot do not hang together",
            got=f"{len(roots)} that hang on nothing, {len(ends - links)} that are not described",
        )
    below: dict[str, list[_Joint]] = {}
    for each in joints:
        below.setdefault(each.parent, []).append(each)
    found: list[_Joint] = []
    left = [roots[0]]
    while left:
        hanging = below.get(left.pop(), [])
        found += hanging
        left += [each.child for each in hanging]
    if len(found) != len(joints):
        raise InvalidConfig("links of a robot hang on each other", got=f"{len(joints)} joints")
    return tuple(found), roots[0]


def _about(axis: Float64, angle_rad: float) -> Float64:
    """Rotation (3, 3) about a unit axis (3,), after Rodrigues."""
    x, y, z = axis.tolist()
    K = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(np.eye(3) + math.sin(angle_rad) * K + (1.0 - math.cos(angle_rad)) * (K @ K))
