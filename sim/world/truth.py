"""What is really so in a home at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from whereseen.memory.frames import Float64
from whereseen.sim.world.actions import Event

HELD = "robot"  # what carries a thing that the robot holds


@dataclass(frozen=True, slots=True)
class ObjectTruth:
    """Where a thing is, and how.

    Attributes:
        instance: Its id in images of instances.
        name: Unique in the home.
        label: What an annotator calls it.
        kind: Its kind.
        T_map_object: (4, 4) pose; origin in the middle of its base.
        box_m: Lower and upper corner (3,) each of its box in the map frame.
        on: Name of the furniture or the room that it stands on, or `robot`.
        surface: Name of the surface.
        room: Name of the room, empty if it is in none.
        is_reachable: False inside something that is closed.
        states: All its states.
    """

    instance: int
    name: str
    label: str
    kind: str
    T_map_object: Float64
    box_m: tuple[Float64, Float64]
    on: str
    surface: str
    room: str
    is_reachable: bool
    states: Mapping[str, str]

    @property
    def position_m(self) -> Float64:
        """Middle (3,) of its box."""
        return (self.box_m[0] + self.box_m[1]) / 2.0


@dataclass(frozen=True, slots=True)
class GroundTruth:
    """All that is so.

    Attributes:
        stamp_ns: When.
        objects: By name; without those that were taken away.
        joints: Positions of the furniture's joints as shares 0 to 1, by furniture and joint.
        T_map_base: (4, 4) pose of the robot.
        robot_joints: Positions of the robot's joints.
        held: Name of the thing that the robot holds, None if none.
        events: All that happened so far, in order.
    """

    stamp_ns: int
    objects: Mapping[str, ObjectTruth]
    joints: Mapping[tuple[str, str], float]
    T_map_base: Float64
    robot_joints: Mapping[str, float]
    held: str | None
    events: tuple[Event, ...]
