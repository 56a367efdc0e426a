"""What a robot is told to do, by topics."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from geometry_msgs.msg import Twist
from rclpy.node import Node
from sensor_msgs.msg import JointState
from std_msgs.msg import Bool

CMD_VEL, JOINTS, GRIPPER, FURNITURE = (
    "cmd_vel", "joint_commands", "gripper/close", "furniture_commands",
)  # fmt: skip
_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Commands:
    """What came since the last look.

    Attributes:
        velocity: Metres a second forward and radians a second to the left; None if nothing came.
        velocity_age_s: How long ago the last velocity came, in steady time; infinite before.
        joints: Targets of the robot's joints.
        close_gripper: Whether the gripper shall close; None if nothing came.
        furniture: Positions of what opens, by `furniture/joint`.
    """

    velocity: tuple[float, float] | None = None
    velocity_age_s: float = float("inf")
    joints: dict[str, float] = field(default_factory=dict)
    close_gripper: bool | None = None
    furniture: dict[str, float] = field(default_factory=dict)


class CommandTopics:
    """Listens to commands in the executor's threads; they are taken by the one that simulates.

    Args:
        node: Who listens.
        clock_s: Steady time.
    """

    def __init__(self, node: Node, clock_s: Callable[[], float]) -> None:
        self._clock_s = clock_s
        self._lock = threading.Lock()
        self._velocity: tuple[float, float] | None = None
        self._velocity_s = -float("inf")
        self._joints: dict[str, float] = {}
        self._furniture: dict[str, float] = {}
        self._close: bool | None = None
        node.create_subscription(Twist, CMD_VEL, self._on_velocity, _DEPTH)
        node.create_subscription(JointState, JOINTS, self._on_joints, _DEPTH)
        node.create_subscription(JointState, FURNITURE, self._on_furniture, _DEPTH)
        node.create_subscription(Bool, GRIPPER, self._on_gripper, _DEPTH)

    def take(self) -> Commands:
        """What came since the last call."""
        with self._lock:
            taken = Commands(
                self._velocity,
                self._clock_s() - self._velocity_s,
                self._joints,
                self._close,
                self._furniture,
            )
            self._velocity, self._close = None, None
            self._joints, self._furniture = {}, {}
        return taken

    def _on_velocity(self, message: Twist) -> None:
        with self._lock:
            self._velocity = (message.linear.x, message.angular.z)
            self._velocity_s = self._clock_s()

    def _on_joints(self, message: JointState) -> None:
        with self._lock:
            self._joints |= dict(zip(message.name, message.position, strict=False))

    def _on_furniture(self, message: JointState) -> None:
        with self._lock:
            self._furniture |= dict(zip(message.name, message.position, strict=False))

    def _on_gripper(self, message: Bool) -> None:
        with self._lock:
            self._close = bool(message.data)
