"""How a skill ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from whereseen.acting.skills.call import Call


class FailureKind(Enum):
    """Why a skill did not do what it is for."""

    NOT_FOUND = "not found"
    """Everything was looked at and it was not seen."""
    NOT_THERE = "not there"
    """It is not where it was thought to be."""
    WRONG_THING = "wrong thing"
    """What is there is something else."""
    NO_WAY = "no way"
    """Nothing free leads there."""
    BLOCKED = "blocked"
    """Something came in the way."""
    OUT_OF_REACH = "out of reach"
    NO_GRASP = "no grasp"
    """It cannot be taken hold of, or slipped."""
    NO_ROOM = "no room"
    """There is no free surface to put it on."""
    IS_CLOSED = "closed"
    HAND_FULL = "hand full"
    HAND_EMPTY = "hand empty"
    NOT_POSSIBLE = "not possible"
    """Not with such a thing, or not by this robot."""
    AMBIGUOUS = "ambiguous"
    """Several things may be meant, and somebody is to say which."""
    NOT_UNDERSTOOD = "not understood"
    TIMED_OUT = "timed out"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a skill failed.

    Attributes:
        kind: Which of the known reasons.
        reason: A sentence for people.
        thing_id: What stood in the way or was missing, 0 if that is not known.
        candidates: Things that may be meant, best first, where somebody is to say which.
    """

    kind: FailureKind
    reason: str
    thing_id: int = 0
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call.

    Attributes:
        call: What was asked for.
        failure: Why it failed, None if it did not.
        start_ns: When it began.
        end_ns: When it was over.
        distance_m: Driven.
        looks: How many places were looked at.
        areas: How many areas were visited to explore them.
    """

    call: Call
    failure: Failure | None
    start_ns: int
    end_ns: int
    distance_m: float = 0.0
    looks: int = 0
    areas: int = 0

    @property
    def is_success(self) -> bool:
        """Whether it did what it is for."""
        return self.failure is None
