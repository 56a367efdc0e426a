"""Ways over the floor, as a robot asks for them."""

from __future__ import annotations

from typing import Protocol

from whereseen.memory.frames import Float64
from whereseen.sim.world.ways import Ways
from whereseen.sim.world.world import World

_MARGIN_M = 0.05  # kept from what stands in the way, since nobody steers exactly

Point2 = tuple[float, float]


class Floor(Protocol):
    """Where the robot can be, as far as it knows."""

    def way(self, start_m: Point2, goal_m: Point2) -> Float64 | None:
        """Corners (N, 2) of a way from start to goal; None if nothing free leads there."""
        ...

    def reachable(self, start_m: Point2) -> Float64:
        """Free points (N, 2) to which there is a way, about every 10 cm."""
        ...

    def block(self, at_m: Point2) -> None:
        """Something stands there that stopped the robot."""
        ...

    def update(self) -> None:
        """Take in what was seen since."""
        ...


class TrueFloor:
    """The floor of a simulator as it really is: for tests, and robots with a perfect map."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.update()

    def way(self, start_m: Point2, goal_m: Point2) -> Float64 | None:
        """Corners (N, 2) of a way; see `Floor`."""
        return self._ways.way(start_m, goal_m)

    def reachable(self, start_m: Point2) -> Float64:
        """Free points (N, 2); see `Floor`."""
        return self._ways.reachable(start_m)

    def block(self, at_m: Point2) -> None:
        """Nothing stands there that it does not know; see `Floor`."""
        self.update()

    def update(self) -> None:
        """Take in what has moved; see `Floor`."""
        free = self._world.free_floor.free
        inside = free.buffer(-_MARGIN_M)
        self._ways = Ways(free if inside.is_empty else inside)
