"""A robot that goes round the home and looks at everything, as one on patrol does."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.memory.knobs import knob, require_in_range
from whereseen.sim.scene.home import Home
from whereseen.sim.world.ways import Ways
from whereseen.sim.world.world import World

_ARRIVED_M = 0.12
_CORNER_M = 0.04
_MARGIN_M = 0.07  # kept from what stands in the way, since nobody steers exactly
_BACK_M_S = -0.15
_FACING_RAD = 0.15
_GAIN = 2.5  # radians a second for each radian off
_STEP_S = 0.25  # of a round
_LIFT_OF_SURFACES_M = 0.4  # what is lower lies on the floor, for the head


@dataclass(frozen=True, slots=True)
class TourConfig:
    """How the robot goes round.

    Attributes:
        speed_m_s: Speed between viewpoints.
        distance_m: How far from a piece of furniture it stands to look at it.
        swing_rad: How far it looks to each side on its way.
        swing_s: Time from left to right and back.
        tilt_rad: How far it looks down on its way.
        look_s: How long it looks at each piece.
    """

    speed_m_s: float = knob(0.5, "Speed between viewpoints.", low=0.05, high=2.0)
    distance_m: float = knob(1.2, "Distance from which furniture is looked at.", low=0.4, high=4.0)
    swing_rad: float = knob(0.7, "How far it looks to each side on its way.", low=0.0, high=2.5)
    swing_s: float = knob(6.0, "Time from left to right and back.", low=0.5, high=60.0)
    tilt_rad: float = knob(0.35, "How far it looks down on its way.", low=-0.5, high=1.2)
    look_s: float = knob(1.0, "How long it looks at each piece.", low=0.0, high=60.0)

    def __post_init__(self) -> None:
        require_in_range(self)


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """Where to stand, and what to look at.

    Attributes:
        at_m: x and y of the robot.
        target_m: The point (3,) to look at.
    """

    at_m: tuple[float, float]
    target_m: tuple[float, float, float]


class Tour:
    """Drives a world's robot from viewpoint to viewpoint; call `steer` before each step.

    Args:
        world: Whose robot it is.
        config: How it goes.
        viewpoints: Where to; those of `viewpoints_of` if None.
        furniture: Of those, only the ones of this furniture, and one for each room; all if None.

    Attributes:
        rounds: How often it has been everywhere.
    """

    def __init__(
        self,
        world: World,
        config: TourConfig | None = None,
        viewpoints: tuple[Viewpoint, ...] | None = None,
        furniture: Collection[str] | None = None,
    ) -> None:
        self.config = config or TourConfig()
        self.rounds = 0
        self._world = world
        self._ways = self._known_ways()
        start = world.drive.at[:2]
        found = viewpoints
        if found is None:
            found = viewpoints_of(world, self._ways, self.config, furniture=furniture)
        self._all = _in_turn(found, start)
        self._ahead = deque(self._all)
        self._corners: deque[Float64] = deque()
        self._looked_s = 0.0
        self._swung_s = 0.0

    @property
    def ahead(self) -> int:
        """How many viewpoints are left in this round."""
        return len(self._ahead)

    def steer(self, dt_s: float) -> None:
        """Set velocities and head for the next piece of time."""
        if not self._ahead:
            self._world.drive.set_velocity(0.0, 0.0)
            if not self._all:
                return
            self.rounds += 1
            self._ahead.extend(self._all)
        viewpoint = self._ahead[0]
        if self._is_there(viewpoint):
            self._look(viewpoint, dt_s)
        else:
            self._go(viewpoint, dt_s)

    def _known_ways(self) -> Ways:
        free = self._world.free_floor.free
        inside = free.buffer(-_MARGIN_M)
        return Ways(free if inside.is_empty else inside)

    def _is_there(self, viewpoint: Viewpoint) -> bool:
        x, y, _ = self._world.drive.at
        return math.dist((x, y), viewpoint.at_m) <= _ARRIVED_M or self._looked_s > 0.0

    def _look(self, viewpoint: Viewpoint, dt_s: float) -> None:
        """Turn to it and look, then go on."""
        drive = self._world.drive
        x, y, yaw = drive.at
        target = np.subtract(viewpoint.target_m, self._world.camera_pose[:3, 3])
        turn = math.remainder(
            math.atan2(viewpoint.target_m[1] - y, viewpoint.target_m[0] - x) - yaw, 2 * math.pi
        )
        drive.set_velocity(0.0, self._turn(turn, dt_s) if abs(turn) > _FACING_RAD else 0.0)
        down = math.atan2(-target[2], math.hypot(target[0], target[1]))
        drive.set_targets({"head_pan": 0.0, "head_tilt": down})
        self._looked_s += dt_s if abs(turn) <= _FACING_RAD else 1e-6
        if self._looked_s >= self.config.look_s:
            self._looked_s = 0.0
            self._corners.clear()
            self._ahead.popleft()

    @staticmethod
    def _turn(off_rad: float, dt_s: float) -> float:
        """How fast to turn, so that it ends in the right direction."""
        return off_rad * min(_GAIN, 1.0 / dt_s)

    def _go(self, viewpoint: Viewpoint, dt_s: float) -> None:
        """Follow the way, looking left and right."""
        drive, config = self._world.drive, self.config
        x, y, yaw = drive.at
        if drive.has_bumped:
            self._ways = self._known_ways()  # something new may be in the way
            self._corners.clear()
            drive.set_velocity(_BACK_M_S, 0.0)
            return
        if not self._corners:
            way = self._ways.way((x, y), viewpoint.at_m)
            if way is None:
                self._ahead.popleft()  # something blocks it now
                return
            self._corners = deque(way[1:])
        while len(self._corners) > 1 and math.dist((x, y), self._corners[0]) < _CORNER_M:
            self._corners.popleft()
        goal = self._corners[0]
        if len(self._corners) == 1 and math.dist((x, y), goal) <= _ARRIVED_M:
            self._looked_s = 1e-6  # as near as one gets
        turn = math.remainder(math.atan2(goal[1] - y, goal[0] - x) - yaw, 2 * math.pi)
        most = min(config.speed_m_s, math.dist((x, y), goal) / dt_s)
        drive.set_velocity(most if abs(turn) < _FACING_RAD else 0.0, self._turn(turn, dt_s))
        self._swung_s += dt_s
        swing = config.swing_rad * math.sin(2 * math.pi * self._swung_s / config.swing_s)
        drive.set_targets({"head_pan": swing, "head_tilt": config.tilt_rad})


def go_round(world: World, tour: Tour, *, frame_s: float, longest_s: float) -> Iterator[None]:
    """Let the robot go once everywhere and stop; yields whenever it is time to look.

    Args:
        world: Whose robot it is; time passes in it.
        tour: Where it goes.
        frame_s: Time between two looks.
        longest_s: It stops after so much time, wherever it is.
    """
    goal, passed_s, due_s = tour.rounds + 1, 0.0, 0.0
    while tour.rounds < goal and passed_s < longest_s:
        tour.steer(_STEP_S)
        world.advance(_STEP_S)
        passed_s += _STEP_S
        if passed_s >= due_s:
            due_s += frame_s
            yield
    world.drive.set_velocity(0.0, 0.0)


def viewpoints_of(
    world: World, ways: Ways, config: TourConfig, *, furniture: Collection[str] | None = None
) -> tuple[Viewpoint, ...]:
    """Viewpoints before furniture that can carry something, and one in every room.

    Args:
        world: What stands where.
        ways: Where one can go.
        config: From how far to look.
        furniture: Names of pieces; all if None.
    """
    reachable = ways.reachable(world.drive.at[:2])
    found = []
    for piece in world.home.pieces.values():
        if piece.kind.surfaces and (furniture is None or piece.item.name in furniture):
            x, y, z = (float(v) for v in piece.T_map_piece[:3, 3])
            top = max(surface.at_m[2] for surface in piece.kind.surfaces)
            front = -piece.T_map_piece[:2, 1] * config.distance_m + (x, y)
            at = _nearest(reachable, front)
            found.append(Viewpoint(at, (x, y, z + min(top, 1.6))))
    return (*found, *_of_rooms(world.home, reachable))


def _of_rooms(home: Home, reachable: Float64) -> list[Viewpoint]:
    found = []
    for room in home.scene.rooms:
        at = _nearest(reachable, np.array(room.middle_m))
        if room.holds(at):
            corner = (room.low_m[0], room.low_m[1], _LIFT_OF_SURFACES_M)
            found.append(Viewpoint(at, corner))
    return found


def _nearest(points: Float64, at_m: Float64) -> tuple[float, float]:
    x, y = points[np.linalg.norm(points - at_m, axis=1).argmin()]
    return (float(x), float(y))


def _in_turn(
    viewpoints: tuple[Viewpoint, ...], start_m: tuple[float, float]
) -> tuple[Viewpoint, ...]:
    """The nearest next one first."""
    left, ordered, at = list(viewpoints), [], start_m
    while left:
        nearest = min(left, key=lambda each: math.dist(each.at_m, at))
        left.remove(nearest)
        ordered.append(nearest)
        at = nearest.at_m
    return tuple(ordered)
