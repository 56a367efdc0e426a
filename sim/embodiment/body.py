"""A simulated robot's wheels, head, arm and eyes, as time passes; it knows no skills.

All positions are in the map frame as the robot believes it: where its localisation is off, so are
they, as a robot's are.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from whereseen.acting.skills.call import Pose2
from whereseen.memory.frames import Float64, apply, invert
from whereseen.memory.observation import Observation
from whereseen.sim.embodiment.config import BodyConfig
from whereseen.sim.embodiment.self_filter import without_self
from whereseen.sim.modelling.placing import yaw_of
from whereseen.sim.sensing.drift import PoseEstimate
from whereseen.sim.sensing.sensor import Sensed, Sensors, moment_of
from whereseen.sim.simulator import Simulator
from whereseen.sim.world.world import World

_STEP_S = 0.1
_ROBOT_INSTANCE = 1

See = Callable[[Sensed], None]
Step = Callable[[float], object]


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """One frame with the robot in it, and the same without.

    Attributes:
        whole: With the robot's arm and what it holds.
        sensed: Without them; what a memory gets.
    """

    whole: Observation
    sensed: Sensed


class Body:
    """The simulated hardware.

    Args:
        simulator: A home that has been reset.
        sensors: What the robot gets of it.
        see: Told of each frame, without the robot itself in it.
        config: How it moves and looks.
        step: Lets time pass; the simulator's if None. Whoever lets people act gives another.

    Attributes:
        config: The same.
        watch: Called each time that time has passed; may raise to end what is going on.
        driven_m: How far it drove so far.
        looks: How many places it has looked at so far.
    """

    def __init__(
        self,
        simulator: Simulator,
        sensors: Sensors,
        see: See,
        config: BodyConfig,
        step: Step | None = None,
    ) -> None:
        self.config = config
        self.simulator = simulator
        self.watch: Callable[[], None] = lambda: None
        self.driven_m = 0.0
        self.looks = 0
        self._sensors = sensors
        self._see = see
        self._step = step or simulator.step
        self._estimate: PoseEstimate = sensors.locate(self.world.drive.base_pose)
        self._due_s = 0.0

    @property
    def world(self) -> World:
        """What there is."""
        return self.simulator.world

    @property
    def now_ns(self) -> int:
        """Time now."""
        return self.world.stamp_ns

    @property
    def base_pose(self) -> Float64:
        """(4, 4) pose of the base as the robot believes it."""
        return self._estimate.base_pose

    @property
    def pose(self) -> Pose2:
        """The same as x, y in metres and yaw in radians."""
        T = self.base_pose
        return float(T[0, 3]), float(T[1, 3]), math.radians(yaw_of(T))

    @property
    def eye_m(self) -> Float64:
        """(3,) where its camera is, as the robot believes it."""
        return np.asarray(apply(self._believed, self.world.camera_pose[None, :3, 3])[0])

    @property
    def gripper_m(self) -> Float64:
        """(3,) where the point between its fingers is, as the robot believes it."""
        return np.asarray(apply(self._believed, self.world.gripper_pose[None, :3, 3])[0])

    def true_m(self, position_m: Float64) -> Float64:
        """Where a believed point (3,) really is, seen from the robot: what its arm will meet."""
        there = np.asarray(position_m, np.float64)[None]
        return np.asarray(apply(invert(self._believed), there)[0])

    @property
    def _believed(self) -> Float64:
        """(4, 4) from the true map to the believed one, about the robot."""
        return np.asarray(self.base_pose @ invert(self.world.drive.base_pose))

    def wait(self, dt_s: float, *, sees: bool = True) -> None:
        """Let time pass, and see whenever that is due."""
        left_s = dt_s
        while left_s > 1e-9:
            piece_s = min(_STEP_S, left_s)
            x, y, _ = self.world.drive.at
            self._step(piece_s)
            self.driven_m += math.dist(self.world.drive.at[:2], (x, y))
            self._estimate = self._sensors.locate(self.world.drive.base_pose)
            left_s -= piece_s
            self._due_s -= piece_s
            if sees and self._due_s <= 0.0:
                self.see()
            self.watch()

    def see(self) -> Glance:
        """Take a frame now and pass it on."""
        self._due_s = self.config.see_s
        world, picture = self.world, self.simulator.look()
        sensed = self._sensors.sense(picture, moment_of(world))
        self._estimate = sensed.pose
        own = {_ROBOT_INSTANCE}
        if world.contents.held is not None:
            own.add(world.contents.things[world.contents.held].instance)
        clean = without_self(sensed.observation, picture.instances, own)
        glance = Glance(sensed.observation, Sensed(clean, sensed.pose))
        self._see(glance.sensed)
        return glance

    def roll(self, forward_m_s: float, left_rad_s: float) -> None:
        """Drive on like that while time passes."""
        self.simulator.drive(forward_m_s, left_rad_s)

    def stop(self) -> None:
        """Stand still."""
        self.roll(0.0, 0.0)

    def turn_to(self, yaw_rad: float, *, within_rad: float = 0.008) -> None:
        """Turn on the spot."""
        for _ in range(200):
            off = math.remainder(yaw_rad - self.pose[2], 2.0 * math.pi)
            if abs(off) <= within_rad:
                break
            self.roll(0.0, off * min(2.5, 1.0 / _STEP_S) if abs(off) > 0.1 else off / _STEP_S)
            self.wait(_STEP_S)
        self.stop()

    def move(self, targets: dict[str, float]) -> None:
        """Move joints and wait until they are there; no frame is taken of an arm that moves."""
        self.simulator.move_joints(targets)
        for _ in range(200):
            if self.world.drive.has_arrived:
                return
            self.wait(_STEP_S, sees=False)

    def aim(self, target_m: Float64) -> None:
        """Point the camera at a point (3,); turns the base where the neck does not suffice."""
        x, y, yaw = self.pose
        way = np.asarray(target_m) - self.eye_m
        pan = math.remainder(math.atan2(target_m[1] - y, target_m[0] - x) - yaw, 2.0 * math.pi)
        joint = self.world.robot.model.joints["head_pan"]
        if not joint.lower <= pan <= joint.upper:
            self.turn_to(yaw + pan)
            pan = 0.0
        down = math.atan2(-way[2], math.hypot(way[0], way[1]))
        self.move({"head_pan": pan, "head_tilt": down})

    def look(self, target_m: Float64, looks: int | None = None, *, is_new: bool = True) -> Glance:
        """Look at a point (3,) for some frames; the last of them.

        Args:
            target_m: The point.
            looks: Frames; as configured if None.
            is_new: Whether it belongs to another place than what was looked at before.
        """
        self.stop()
        self.aim(target_m)
        self.looks += is_new
        glance = self.see()
        for _ in range((looks or self.config.looks) - 1):
            self.wait(self.config.look_s, sees=False)
            glance = self.see()
        return glance
