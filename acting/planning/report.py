"""What became of a task: how each subtask ended, what was done, what words were taken to mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from whereseen.acting.instructions.task import Subtask, Task
from whereseen.acting.planning.graph import Revision
from whereseen.acting.references.resolution import Hypothesis
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome


class Ending(Enum):
    """How a subtask or a task ended."""

    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    """Nothing was begun, since it is not possible or not understood."""
    CANCELLED = "cancelled"
    NOT_BEGUN = "not begun"
    """What it depends on was not done."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a reference was taken to mean.

    Attributes:
        text: The reference.
        hypotheses: What memory said before anything was done for it, best first.
        found_id: Identity of what was found and used in the end; None: nothing.
        is_destination: Whether it is where to, or with what.
    """

    text: str
    hypotheses: tuple[Hypothesis, ...] = ()
    found_id: int | str | None = None
    is_destination: bool = False

    @property
    def is_first_right(self) -> bool:
        """Whether the best hypothesis is what was used."""
        return bool(self.hypotheses) and self.hypotheses[0].target == self.found_id


@dataclass(frozen=True, slots=True)
class SubtaskReport:
    """What became of a subtask.

    Attributes:
        subtask: As it was planned.
        ending: How it ended.
        failure: Why it did not end well.
        outcomes: All that was done for it, in order.
        resolved: All references that were looked up.
        start_ns: When it began, by the robot's clock.
        end_ns: When it ended.
    """

    subtask: Subtask
    ending: Ending
    failure: Failure | None = None
    outcomes: tuple[Outcome, ...] = ()
    resolved: tuple[Resolved, ...] = ()
    start_ns: int = 0
    end_ns: int = 0

    @property
    def looks(self) -> int:
        """Places that were looked at."""
        return sum(outcome.looks for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a task.

    Attributes:
        task: What was asked for.
        ending: How it ended; DONE if all subtasks are.
        subtasks: Of each that was begun, in that order, those that were replaced too; then of the
            rest of the last plan.
        revisions: How the plan was changed.
        planner: Who made the plan.
        reason: Why it did not end well, or what is to be said by a person; empty if it did.
        start_ns: When it began, by the robot's clock.
        end_ns: When it ended.
    """

    task: Task
    ending: Ending
    subtasks: tuple[SubtaskReport, ...] = ()
    revisions: tuple[Revision, ...] = ()
    planner: str = ""
    reason: str = ""
    start_ns: int = 0
    end_ns: int = 0

    @property
    def is_success(self) -> bool:
        """Whether all of it is done."""
        return self.ending is Ending.DONE

    @property
    def failure(self) -> Failure | None:
        """Why the last subtask that failed did; None if all of it is done."""
        failed = [each.failure for each in self.subtasks if each.failure is not None]
        return failed[-1] if failed and not self.is_success else None

    @property
    def failure_kind(self) -> FailureKind | None:
        """The kind of that."""
        return None if self.failure is None else self.failure.kind

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All that was done, in order."""
        found = (outcome for each in self.subtasks for outcome in each.outcomes)
        return tuple(sorted(found, key=lambda outcome: outcome.start_ns))

    @property
    def resolved(self) -> tuple[Resolved, ...]:
        """All references that were looked up."""
        return tuple(found for each in self.subtasks for found in each.resolved)

    @property
    def distance_m(self) -> float:
        """How far the robot drove."""
        return sum(outcome.distance_m for outcome in self.outcomes)

    @property
    def looks(self) -> int:
        """Places that were looked at."""
        return sum(outcome.looks for outcome in self.outcomes)

    @property
    def areas(self) -> int:
        """Areas that were visited to explore them."""
        return sum(outcome.areas for outcome in self.outcomes)

    @property
    def duration_s(self) -> float:
        """How long it took, by the robot's clock."""
        return (self.end_ns - self.start_ns) / 1e9
