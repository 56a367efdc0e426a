"""What really became of an errand, and whose fault it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from whereseen.acting.skills.call import Explore
from whereseen.acting.skills.outcome import FailureKind
from whereseen.sim.fetching.errands import Errand
from whereseen.sim.fetching.fetching import Log
from whereseen.sim.world.actions import Grasp
from whereseen.sim.world.world import World


class Cause(Enum):
    """Why an errand failed."""

    NOT_FOUND = "not found"
    """The robot did not come to where the thing was, or did not see it there."""
    WRONG_OBJECT = "wrong object"
    """It took or carried something else."""
    NAVIGATION = "navigation"
    """It found no way, ran into something, or ran out of time."""
    MANIPULATION = "manipulation"
    """It knew where the thing, or the furniture, was, and could not take it or put it down."""


_NAVIGATION = (FailureKind.NO_WAY, FailureKind.BLOCKED, FailureKind.TIMED_OUT)
_NEAR_M = 0.5  # of the thing, where the robot tried to take it


@dataclass(frozen=True, slots=True)
class Judged:
    """An errand as it really went.

    Attributes:
        method, condition, seed, number: Which.
        label, destination: What was asked for.
        cause: Why it failed; None if the thing is where it was asked for.
        reason: What the robot says about that; empty if it thinks that it succeeded.
        seconds: Simulated time.
        distance_m: Driven.
        looks: Places looked at.
        places: Places that were tried.
        explored: Whether it had to look elsewhere than where the memory knew it to be.
        was_found: Whether the right thing was in the hand.
        of: How many errands this memory does in this home.
        cpu_s: Processor time.
    """

    method: str
    condition: str
    seed: int
    number: int
    label: str
    destination: str
    cause: Cause | None
    reason: str
    seconds: float
    distance_m: float
    looks: int
    places: int
    explored: bool
    was_found: bool
    of: int = 1
    cpu_s: float = 0.0

    def row(self) -> dict[str, Any]:
        """As JSON has it."""
        return {**asdict(self), "cause": None if self.cause is None else self.cause.value}

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Judged:
        """From what `row` made.

        Raises:
            TypeError: if something is missing or unknown, or it is no row at all.
            ValueError: if there is no such cause.
        """
        if not isinstance(row, Mapping):
            raise TypeError("an errand is a mapping")
        cause = row.get("cause")
        return cls(**{**row, "cause": None if cause is None else Cause(cause)})


def judged(
    world: World,
    errand: Errand,
    log: Log,
    *,
    method: str,
    condition: str,
    seed: int,
    start_ns: int,
) -> Judged:
    """Compare what is so with what was asked for."""
    grasped = [
        event.action.name
        for event in world.events
        if event.stamp_ns >= start_ns and isinstance(event.action, Grasp)
    ]
    return Judged(
        method=method,
        condition=condition,
        seed=seed,
        number=errand.number,
        label=errand.label,
        destination=errand.destination,
        cause=_cause(world, errand, log, grasped),
        reason="" if log.failure is None else f"{log.failure.kind.value}: {log.failure.reason}",
        seconds=(world.stamp_ns - start_ns) / 1e9,
        distance_m=log.distance_m,
        looks=log.looks,
        places=log.places,
        explored=any(isinstance(each.call, Explore) for each in log.outcomes),
        was_found=errand.name in grasped,
    )


def _cause(world: World, errand: Errand, log: Log, grasped: list[str]) -> Cause | None:
    item = world.contents.things[errand.name].item
    piece = world.home.pieces.get(item.spot.on)
    is_held = world.contents.things[errand.name].T_gripper_object is not None
    if not is_held and piece is not None and piece.kind.name == errand.destination:
        return None
    kind = None if log.failure is None else log.failure.kind
    if kind in _NAVIGATION:
        return Cause.NAVIGATION
    if errand.name in grasped:
        return Cause.NOT_FOUND if kind is FailureKind.NOT_FOUND else Cause.MANIPULATION
    if grasped:
        return Cause.WRONG_OBJECT
    at_m = world.truth_of(errand.name).position_m
    came_near = any(math.dist(each, at_m) <= _NEAR_M for each in log.tried_m)
    return Cause.MANIPULATION if came_near else Cause.NOT_FOUND
