"""What became of a task in the hands of a method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Retrieval:
    """A reference to what was spoken of before, and what memory said it means.

    Attributes:
        said: The reference.
        way: Kind of vagueness, empty if it is a name.
        rank: Place of what is meant among the answers, from 1; 0 if it is not among them.
        is_refused: Whether memory gave no answer.
    """

    said: str
    way: str
    rank: int
    is_refused: bool

    @property
    def is_right(self) -> bool:
        """Whether the first answer is what is meant."""
        return self.rank == 1

    @property
    def worth(self) -> float:
        """1 if right, 0 if refused, -1 if wrong."""
        return 0.0 if self.is_refused else 1.0 if self.is_right else -1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A task that was done, or not.

    Attributes:
        method: By whom.
        family, circumstances: Which kind of task, and how hard.
        seed, number: Which task.
        is_success: Whether all that was wanted came true, within the budget of looks.
        goals: Share of what was wanted that came true.
        areas: Areas visited to explore them.
        seconds: That the robot took.
        retrievals: References to what was spoken of before.
        needed: Things without which it cannot be done.
        stale_s: From when a needed thing was moved by people to when memory knew, each.
        cause: Why it failed, in a few words; empty if it did not.
        cpu_s: Processor time of planner, memory and world.
        position: In a chain of tasks, from 1; 0 outside.
        was_killed: Whether the memory's process was killed before it.
        asked, at_hand, stale: Things of its parts: how many, how many of them were in short-term
            memory as their turn came, and how many were there with a place where they were not.
    """

    method: str
    family: str
    circumstances: str
    seed: int
    number: int
    is_success: bool
    goals: float
    areas: int
    seconds: float
    retrievals: tuple[Retrieval, ...] = ()
    needed: int = 1
    stale_s: tuple[float, ...] = ()
    cause: str = ""
    cpu_s: float = 0.0
    position: int = 0
    was_killed: bool = False
    asked: int = 0
    at_hand: int = 0
    stale: int = 0

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Mark:
        """One that was told as JSON by `dataclasses.asdict`."""
        retrievals = tuple(Retrieval(**each) for each in said["retrievals"])
        return cls(**{**said, "retrievals": retrievals, "stale_s": tuple(said["stale_s"])})

    @property
    def task(self) -> tuple[str, str, int, int, int]:
        """What it has in common with other methods' marks of the same task."""
        return self.family, self.circumstances, self.seed, self.number, self.position

    @property
    def done_in(self) -> tuple[float, int, float]:
        """What it took: share that came true, areas, seconds."""
        return self.goals, self.areas, self.seconds
