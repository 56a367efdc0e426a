"""What the robot believes and does and why, told while it happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from whereseen.acting.skills.call import Call
from whereseen.acting.skills.embodiment import Progress
from whereseen.acting.skills.outcome import Outcome


class ThoughtKind(Enum):
    """What a thought is about."""

    PLANS = "plans"
    BELIEVES = "believes"
    """What a reference is taken to mean, and where that is."""
    DOES = "does"
    """A skill begins."""
    MOVES = "moves"
    """A skill goes on."""
    FAILED = "failed"
    """A skill ended without doing what it is for."""
    MISSED = "missed"
    """A thing is not where it was thought to be."""
    LOOKS = "looks"
    """It is looked for, at a place where it may be."""
    REVISES = "revises"
    """The plan is another one now."""
    DONE = "done"
    GIVES_UP = "gives up"


@dataclass(frozen=True, slots=True)
class Thought:
    """One thing that the robot believes, decides or does.

    Attributes:
        kind: What it is about.
        text: A sentence for people.
        subtask: Name of the subtask, empty for the whole task.
        stamp_ns: When, by the robot's clock.
        call: The skill that it is about, if any.
        thing_id: The thing or furniture that it is about, 0 for none.
        probability: How sure that is, of beliefs and of places; None elsewhere.
        progress: Of a skill that goes on.
        outcome: Of a skill that has ended.
    """

    kind: ThoughtKind
    text: str
    subtask: str = ""
    stamp_ns: int = 0
    call: Call | None = None
    thing_id: int = 0
    probability: float | None = None
    progress: Progress | None = None
    outcome: Outcome | None = None


Tell = Callable[[Thought], None]


def to_nobody(_: Thought) -> None:
    """Tell nobody."""
