"""What people and the robot do to a home, and when."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.sim.scene.description import ObjectItem, Spot

Actor = str  # `robot`, `person`, or the name of a person


@dataclass(frozen=True, slots=True)
class Move:
    """Put a thing elsewhere."""

    name: str
    to: Spot
    yaw_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Swap:
    """Let two things change places."""

    name: str
    other: str


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a thing out of the home."""

    name: str


@dataclass(frozen=True, slots=True)
class Add:
    """Bring a thing into the home."""

    item: ObjectItem


@dataclass(frozen=True, slots=True)
class SetJoint:
    """Open or close a part of furniture.

    Attributes:
        furniture: Which piece.
        joint: Which of its joints.
        share: 0 for closed to 1 for wide open.
    """

    furniture: str
    joint: str
    share: float


@dataclass(frozen=True, slots=True)
class SetState:
    """Change a state of a thing, as `clean` to `no`."""

    name: str
    state: str
    value: str


@dataclass(frozen=True, slots=True)
class Grasp:
    """The robot takes hold of a thing."""

    name: str


@dataclass(frozen=True, slots=True)
class Release:
    """The robot lets go of what it holds; it comes to stand on what is below."""


Action = Move | Swap | Remove | Add | SetJoint | SetState | Grasp | Release


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done.

    Attributes:
        stamp_ns: When.
        actor: Who did it.
        action: What.
    """

    stamp_ns: int
    actor: Actor
    action: Action
