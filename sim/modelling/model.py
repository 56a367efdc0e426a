"""Things of several parts that may move against each other: furniture with drawers, robots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64
from whereseen.sim.modelling.shapes import Part, Vector3, mesh_of

BASE = "base"  # name of the link that all others hang on


@dataclass(frozen=True, slots=True)
class Joint:
    """How a link moves against its parent.

    Attributes:
        kind: `slide` moves along the axis in metres, `hinge` turns about it in radians.
        axis: Unit vector in the parent's frame.
        lower: Least position; for what opens, 0 is closed.
        upper: Greatest position; for what opens, wide open.
    """

    kind: Literal["slide", "hinge"]
    axis: Vector3
    lower: float
    upper: float

    def __post_init__(self) -> None:
        if not np.isclose(np.linalg.norm(self.axis), 1.0):
            raise InvalidConfig("the axis of a joint must have length 1", got=repr(self.axis))
        if not self.lower <= 0.0 <= self.upper or self.lower == self.upper:
            raise InvalidConfig(
                "a joint must be able to move, and to be at 0", got=f"{self.lower} to {self.upper}"
            )

    def transform(self, position: float) -> Float64:
        """Rigid transform (4, 4) of the link at a position, against where it is at 0."""
        moved = np.eye(4)
        axis = np.asarray(self.axis, dtype=np.float64)
        if self.kind == "slide":
            moved[:3, 3] = axis * position
        else:
            moved[:3, :3] = _turned(axis, position)
        return moved


@dataclass(frozen=True, slots=True)
class Link:
    """A rigid group of solids.

    Attributes:
        name: Unique in the model; that of its joint too.
        parts: Solids in the frame of the link; may be none.
        origin_m: Where the frame of the link lies in its parent's while the joint is at 0.
        joint: How it moves; None if it is fixed to its parent.
        parent: Name of the link that it hangs on.
    """

    name: str
    parts: tuple[Part, ...] = ()
    origin_m: Vector3 = (0.0, 0.0, 0.0)
    joint: Joint | None = None
    parent: str = BASE


@dataclass(frozen=True, slots=True)
class Model:
    """What something looks like and how it moves.

    Attributes:
        parts: Solids of the base in the model's own frame: origin on the floor in the middle, z up,
            -y the front for furniture and things.
        links: What hangs on it, each after its parent.
    """

    parts: tuple[Part, ...]
    links: tuple[Link, ...] = ()

    def __post_init__(self) -> None:
        known = {BASE}
        for link in self.links:
            if link.parent not in known or link.name in known:
                raise InvalidConfig(
                    "links have names of their own and come after their parents", got=link.name
                )
            known.add(link.name)

    @property
    def joints(self) -> dict[str, Joint]:
        """What can move, by the name of its link."""
        return {link.name: link.joint for link in self.links if link.joint is not None}

    @property
    def solids(self) -> dict[str, tuple[Part, ...]]:
        """Parts of the base and of every link that has some, by name."""
        every = {BASE: self.parts, **{link.name: link.parts for link in self.links}}
        return {name: parts for name, parts in every.items() if parts}

    def link_poses(self, positions: Mapping[str, float]) -> dict[str, Float64]:
        """Pose (4, 4) `T_model_link` of the base and every link.

        Args:
            positions: Of joints, by the name of their link; 0 for those left out.
        """
        poses = {BASE: np.eye(4)}
        for link in self.links:
            placed = np.eye(4)
            placed[:3, 3] = link.origin_m
            position = positions.get(link.name, 0.0)
            if link.joint is not None and position != 0.0:
                placed = placed @ link.joint.transform(position)
            poses[link.name] = poses[link.parent] @ placed
        return poses

    def box_m(self, positions: Mapping[str, float] | None = None) -> tuple[Float64, Float64]:
        """Lower and upper corner (3,) of its box in its own frame; closed if no positions."""
        poses = self.link_poses(positions or {})
        corners = [_corners(self.parts, poses[BASE])]
        corners += [_corners(link.parts, poses[link.name]) for link in self.links if link.parts]
        points = np.concatenate(corners)
        return points.min(axis=0), points.max(axis=0)


def _corners(parts: tuple[Part, ...], T_model_link: Float64) -> Float64:
    vertices = [mesh_of(part).vertices_m for part in parts] or [np.zeros((0, 3))]
    placed = np.concatenate(vertices) @ T_model_link[:3, :3].T + T_model_link[:3, 3]
    return np.asarray(placed)


def _turned(axis: Float64, angle_rad: float) -> Float64:
    """Rotation matrix (3, 3) about a unit vector (Rodrigues)."""
    x, y, z = axis
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    turned = np.eye(3) + np.sin(angle_rad) * cross + (1 - np.cos(angle_rad)) * cross @ cross
    return np.asarray(turned)
