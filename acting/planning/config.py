"""How much a robot tries before it gives up, and where it looks first."""

from __future__ import annotations

import math
from dataclasses import dataclass

from whereseen.memory.errors import InvalidConfig


@dataclass(frozen=True, slots=True)
class PlanningConfig:
    """Bounds of a closed loop.

    Attributes:
        travel_weight_per_m: What a metre of way costs when a look costs one, where it is chosen
            which place to look at next; zero for no thought of ways.
        looks_per_thing: Places that are looked at for each thing that is needed.
        calls_per_subtask: Skills that a subtask may take.
        most_repeats: So often a call may fail in the same way.
        most_revisions: So often the plan of a task is made anew.
        skill_timeout_s: For each skill; None for the robot's own.
        task_timeout_s: For the whole, by the robot's clock; None for no bound.
        opens_with_full_hand: Whether the robot can open something while it holds something; if a
            robot says that it cannot, that is believed from then on.
        seeks_furniture: Whether furniture is looked for of which nothing is known; otherwise a
            task with an unknown destination is refused.
        least_match: What fits the words for a thing less well, 0 to 1, is taken only after all
            places were looked at in vain: a bottle where a wine bottle is asked for.
        goes_on: Whether what comes after a subtask that failed is done all the same.
        seeks_vague: Whether what words mean is looked for all over where memory does not know it.
        closes_behind: Whether what was opened is closed again.
        looks_elsewhere: Whether a thing that is not where memory says is looked for elsewhere.
    """

    travel_weight_per_m: float = 0.5
    looks_per_thing: int = 18
    calls_per_subtask: int = 80
    most_repeats: int = 2
    most_revisions: int = 3
    skill_timeout_s: float | None = None
    task_timeout_s: float | None = None
    opens_with_full_hand: bool = True
    seeks_furniture: bool = False
    closes_behind: bool = True
    looks_elsewhere: bool = True
    least_match: float = 0.0
    goes_on: bool = False
    seeks_vague: bool = False

    def __post_init__(self) -> None:
        """Raise InvalidConfig for what bounds nothing."""
        if not 0.0 <= self.travel_weight_per_m < math.inf:
            raise InvalidConfig(
                "travel_weight_per_m is none", got=str(self.travel_weight_per_m), remedy="Use 0.5"
            )
        for name in ("looks_per_thing", "calls_per_subtask", "most_repeats"):
            if getattr(self, name) < 1:
                got = str(getattr(self, name))
                raise InvalidConfig(f"{name} must be 1 or more", got=got)
        if self.most_revisions < 0:
            raise InvalidConfig("most_revisions is negative", got=str(self.most_revisions))
