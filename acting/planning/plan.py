"""Plans, and who makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from whereseen.acting.experience.experience import Experience
from whereseen.acting.experience.lessons import Hints
from whereseen.acting.instructions.task import Subtask, Task
from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.skills.outcome import Failure


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done in which order.

    Attributes:
        subtasks: In order; `after` leaves freedom where order does not matter.
        planner: Who made it.
        reason: Why it is so, for people; empty if it is just what was asked for.
        hints: Where to look first and last.
    """

    subtasks: tuple[Subtask, ...]
    planner: str
    reason: str = ""
    hints: Hints = field(default_factory=Hints)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong with a plan.

    Attributes:
        subtask: That could not be done.
        failure: Why.
        done: Names of the subtasks that are done.
        waiting: Those that have not been begun.
    """

    subtask: Subtask
    failure: Failure
    done: tuple[str, ...] = ()
    waiting: tuple[Subtask, ...] = ()


class Planner(Protocol):
    """Makes plans of subtasks, whatever it knows them from."""

    @property
    def name(self) -> str:
        """What it is called in reports."""
        ...

    def plan(self, task: Task, world: WorldModel, experiences: Sequence[Experience]) -> Plan:
        """What to do for a task.

        Args:
            task: As the grammar read it; a planner may follow its instruction alone.
            world: What is known.
            experiences: Of tasks like this one, the most alike first.

        Raises:
            WhereseenError: if there is no plan; the deterministic planner is asked then.
        """
        ...

    def revise(
        self,
        task: Task,
        world: WorldModel,
        experiences: Sequence[Experience],
        trouble: Trouble,
    ) -> Plan | None:
        """What to do in place of a subtask that failed and all that waits; None: nothing helps.

        The names of its subtasks must be new ones.

        Raises:
            WhereseenError: if there is no plan; the deterministic planner is asked then.
        """
        ...
