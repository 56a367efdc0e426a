"""A mobile manipulator: a round base, a lift, an arm that reaches forward, a head that looks about.

Its own frame has x forward, y left and z up (REP 103), on the floor in the middle of its base.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.model import Joint, Link, Model
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part

CAMERA, GRIPPER = "camera", "gripper"
_FINGER_M = 0.028  # how far a finger moves to close
_LIFT_LOW_M, _LIFT_RANGE_M = 0.04, 1.25
_ARM_REACH_M, _ARM_RANGE_M = 0.34, 0.5  # of the gripper from the middle of the base; extension
_HEAD_M = 1.32
# Optical frame (z forward, x right, y down) in the frame of the camera's link (x forward, z up).
R_LINK_OPTICAL = np.array([[0.0, 0.0, 1.0], [-1.0, 0.0, 0.0], [0.0, -1.0, 0.0]])


@dataclass(frozen=True, slots=True)
class Robot:
    """A robot, whatever it looks like.

    Attributes:
        model: Its links, those of its camera (x forward, z up) and of its gripper among them.
        radius_m: Of the disc that holds its base.
        height_m: Up to which it bumps into things.
        speeds: Greatest of each joint, in metres or radians a second.
        closed: Positions of the joints of its fingers when the gripper is closed.
        opened: The same when it is open.
        rest: Positions of joints at first; 0 for those left out.
        chains: Joints that share what they are told evenly, by the name of all of them together,
            as the segments of an `arm`.
        drive_m_s: Greatest speed forward.
        turn_rad_s: Greatest turn.
        grasp_m: How near the gripper must be to a thing to hold it.
    """

    model: Model
    radius_m: float
    height_m: float
    speeds: Mapping[str, float]
    closed: Mapping[str, float] = field(default_factory=dict)
    opened: Mapping[str, float] = field(default_factory=dict)
    rest: Mapping[str, float] = field(default_factory=dict)
    chains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    drive_m_s: float = 0.6
    turn_rad_s: float = 1.2
    grasp_m: float = 0.06

    def camera_pose(self, T_map_base: Float64, joints: Mapping[str, float]) -> Float64:
        """Pose (4, 4) `T_map_camera` of the camera's optical frame."""
        placed = T_map_base @ self.model.link_poses(joints)[CAMERA]
        optical = np.eye(4)
        optical[:3, :3] = R_LINK_OPTICAL
        return np.asarray(placed @ optical)

    def gripper_pose(self, T_map_base: Float64, joints: Mapping[str, float]) -> Float64:
        """Pose (4, 4) `T_map_gripper` of the point between the fingers."""
        return np.asarray(T_map_base @ self.model.link_poses(joints)[GRIPPER])

    def shared(self, targets: Mapping[str, float]) -> dict[str, float]:
        """Positions of joints, with what chains are told shared among theirs."""
        found: dict[str, float] = {}
        for name, target in targets.items():
            chain = self.chains.get(name, (name,))
            found |= dict.fromkeys(chain, target / len(chain))
        return found

    def evened(self, joints: Mapping[str, float]) -> dict[str, float]:
        """The same positions with those of each chain made even, which sum up to the same."""
        sums = {
            name: sum(joints[each] for each in chain)
            for name, chain in self.chains.items()
            if set(chain) <= set(joints)
        }
        return {**joints, **self.shared(sums)}


def rover() -> Robot:
    """The robot that comes with the household."""
    up, forward, left = (0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)
    base = (
        Part(Lathe(((0.0, 0.02), (0.22, 0.02), (0.23, 0.06), (0.2, 0.17), (0.0, 0.19))), "steel"),
        Part(Lathe(((0.231, 0.07), (0.222, 0.1))), "teal"),
        Part(Box((0.07, 0.09, _HEAD_M - 0.2)), "charcoal", (-0.1, 0.0, 0.17 + (_HEAD_M - 0.2) / 2)),
    )
    carriage = (Part(Box((0.1, 0.12, 0.1)), "dark steel", (-0.02, 0.0, 0.0)),)
    sleeve = (Part(Box((0.3, 0.06, 0.06)), "white", (0.16, 0.0, 0.0)),)
    arm = (
        Part(Box((0.5, 0.04, 0.04)), "steel", (-0.05, 0.0, 0.0)),
        Part(Box((0.05, 0.1, 0.03)), "charcoal", (0.2, 0.0, 0.0)),
    )
    finger = (Part(Box((0.09, 0.014, 0.026)), "teal", (0.045, 0.0, 0.0)),)
    head = (Part(Ellipsoid((0.07, 0.08, 0.05), 0.5), "white", (0.0, 0.0, 0.05)),)
    eyes = (Part(Box((0.03, 0.11, 0.03)), "black", (0.045, 0.0, 0.0)),)
    links = (
        Link("lift", carriage + sleeve, (0.0, 0.0, _LIFT_LOW_M + 0.08),
             Joint("slide", up, 0.0, _LIFT_RANGE_M)),
        Link("arm", arm, (0.08, 0.0, -0.08), Joint("slide", forward, 0.0, _ARM_RANGE_M), "lift"),
        Link("left_finger", finger, (0.22, 0.035, 0.0),
             Joint("slide", (0.0, -1.0, 0.0), 0.0, _FINGER_M), "arm"),
        Link("right_finger", finger, (0.22, -0.035, 0.0),
             Joint("slide", left, 0.0, _FINGER_M), "arm"),
        Link(GRIPPER, (), (_ARM_REACH_M - 0.08, 0.0, 0.0), None, "arm"),
        Link("head_pan", head, (-0.1, 0.0, _HEAD_M - 0.03), Joint("hinge", up, -2.8, 2.8)),
        Link("head_tilt", eyes, (0.02, 0.0, 0.05), Joint("hinge", left, -0.6, 1.2), "head_pan"),
        Link(CAMERA, (), (0.062, 0.0, 0.0), None, "head_tilt"),
    )  # fmt: skip
    speeds = {
        "lift": 0.4, "arm": 0.3, "left_finger": 0.05, "right_finger": 0.05,
        "head_pan": 1.5, "head_tilt": 1.5,
    }  # fmt: skip
    fingers = ("left_finger", "right_finger")
    return Robot(
        Model(base, links), radius_m=0.25, height_m=1.45, speeds=speeds,
        closed=dict.fromkeys(fingers, _FINGER_M), opened=dict.fromkeys(fingers, 0.0),
    )  # fmt: skip
