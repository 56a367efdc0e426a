"""Who does it: a robot, a simulated one, or a symbolic one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from whereseen.acting.skills.call import Call, Pose2
from whereseen.acting.skills.outcome import Outcome


def _never() -> bool:
    return False


def _silent(_: Progress) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a skill has come.

    Attributes:
        text: What it does now, for people.
        goal: Where the robot is going, None if it stays.
        distance_m: Driven so far.
        looks: Places looked at so far.
    """

    text: str
    goal: Pose2 | None = None
    distance_m: float = 0.0
    looks: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """Around a call: when to stop, whom to tell.

    Attributes:
        is_cancelled: Asked often; the skill ends in a safe state with `CANCELLED`.
        is_enough: Asked after every look of an exploration, which ends well when it is true.
        tell: Told how it goes on.
        timeout_s: After so long a skill gives up with `TIMED_OUT`; None for no bound.
    """

    is_cancelled: Callable[[], bool] = _never
    is_enough: Callable[[], bool] = _never
    tell: Callable[[Progress], None] = _silent
    timeout_s: float | None = None


class Embodiment(Protocol):
    """A body that does one skill at a time; what it sees meanwhile goes into its memory."""

    @property
    def skills(self) -> frozenset[type[Call]]:
        """What it can do."""
        ...

    @property
    def now_ns(self) -> int:
        """Time of its clock, which only goes forward."""
        ...

    @property
    def pose(self) -> Pose2:
        """Where its base is: x, y in metres, yaw in radians, in the map frame."""
        ...

    @property
    def held(self) -> int | None:
        """Identity in the memory of what is in its hand, None if that is empty."""
        ...

    def do(self, call: Call, order: Order) -> Outcome:
        """Do a skill to its end; a failure is an outcome and no exception.

        The world model has been told of the deed when this returns (`WorldModel.note_deed`),
        with the place before and after as far as the robot knows them.
        """
        ...
