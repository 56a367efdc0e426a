"""What a robot remembers of a task: how things stood, what it did, what became of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a needed thing was found in the end.

    Attributes:
        label: What it is called.
        support: Label of the furniture it was on or in, empty if that is not known.
        room: Name of the room, empty if that is not known.
        looks: Places looked at for it.
        was_expected: Whether it was where memory said.
    """

    label: str
    support: str
    room: str
    looks: int
    was_expected: bool


@dataclass(frozen=True, slots=True)
class Snag:
    """Furniture that could not be used.

    Attributes:
        label: What it is called.
        room: Where it is.
        kind: Kind of the failure, as "closed" or "no room".
    """

    label: str
    room: str
    kind: str


@dataclass(frozen=True, slots=True)
class Experience:
    """A task that was done, or not.

    Attributes:
        task: The instruction.
        state: Words for what was known then: things with their places, the most useful first.
        plan: Each subtask in words, with how it ended.
        is_success: Whether all of it was done.
        failure: Why not, as the kind of a failure; empty if it was.
        duration_s: How long it took.
        distance_m: How far the robot drove.
        looks: Places looked at.
        findings: Where things were found.
        snags: What could not be used.
        stamp_ns: When it ended.
    """

    task: str
    state: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    is_success: bool = True
    failure: str = ""
    duration_s: float = 0.0
    distance_m: float = 0.0
    looks: int = 0
    findings: tuple[Finding, ...] = ()
    snags: tuple[Snag, ...] = ()
    stamp_ns: int = 0
