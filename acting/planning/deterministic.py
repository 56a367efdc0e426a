"""The planner that needs no model: what was said, in its order, with what experience teaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whereseen.acting.experience.experience import Experience
from whereseen.acting.experience.lessons import hints_from
from whereseen.acting.instructions.task import Subtask, Task
from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.planning.plan import Plan, Trouble
from whereseen.acting.planning.resolving import AGAIN
from whereseen.acting.planning.wording import lessons_text
from whereseen.acting.skills.outcome import FailureKind

DETERMINISTIC = "deterministic"
_PASSING = (
    FailureKind.NOT_FOUND,
    FailureKind.NOT_THERE,
    FailureKind.BLOCKED,
    FailureKind.NO_ROOM,
    FailureKind.NO_WAY,
)


class DeterministicPlanner:
    """Does what was said in the order in which it was said; the same things give the same plan.

    What failed for a reason that may pass is tried once more after all else: meanwhile the robot
    sees more of the home, and people go out of the way.
    """

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return DETERMINISTIC

    def plan(self, task: Task, world: WorldModel, experiences: Sequence[Experience]) -> Plan:
        """What to do for a task, and where experience says to look first and last."""
        hints = hints_from(experiences, world)
        count = len(experiences)
        tasks = "a task" if count == 1 else f"{count} tasks"
        reason = f"I remember {tasks} like this" if count else ""
        taught = lessons_text(hints, world)
        reason += f" ({taught})" if taught else ""
        return Plan(task.subtasks, self.name, reason, hints)

    def revise(
        self,
        task: Task,
        world: WorldModel,
        experiences: Sequence[Experience],
        trouble: Trouble,
    ) -> Plan | None:
        """A subtask that failed once more after all that waits; None where that cannot help."""
        failed = trouble.subtask
        if failed.name.endswith(AGAIN) or trouble.failure.kind not in _PASSING:
            return None
        others = [each for each in trouble.waiting if failed.name not in _all_before(each, trouble)]
        if not others:
            return None
        again = replace(failed, name=failed.name + AGAIN)
        late = tuple(each for each in trouble.waiting if each not in others)
        reason = f"{trouble.failure.reason}; I try it again when the rest is done"
        renamed = tuple(_renamed(each, failed.name, again.name) for each in late)
        return Plan((*others, again, *renamed), self.name, reason, hints_from(experiences, world))


def _all_before(subtask: Subtask, trouble: Trouble) -> set[str]:
    """Names of all that has to be done before a subtask."""
    known = {each.name: each for each in trouble.waiting}
    found: set[str] = set()
    left = list(subtask.after)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += known[name].after if name in known else ()
    return found


def _renamed(subtask: Subtask, old: str, new: str) -> Subtask:
    return replace(subtask, after=tuple(new if each == old else each for each in subtask.after))
