"""Asks a planner; a plan that will not do is replaced by one of the deterministic planner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from whereseen.acting.experience.experience import Experience
from whereseen.acting.instructions.task import Goal, Subtask, Task
from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.planning.deterministic import DeterministicPlanner
from whereseen.acting.planning.graph import TaskGraph
from whereseen.acting.planning.plan import Plan, Planner, Trouble
from whereseen.memory.errors import WhereseenError

_OTHER_WAYS = {
    Goal.BRING: (Goal.TAKE, Goal.PUT),
    Goal.TAKE: (Goal.BRING, Goal.PUT),
    Goal.FIND: tuple(each for each in Goal if each is not Goal.GO),
    Goal.TIDY: (Goal.PUT,),
}


class Deliberation:
    """Makes the plans of one task.

    Args:
        planner: Is asked first.
        task: What is to be done.
        world: What is known.
        like: Experiences of tasks like it.
        tell: Told why a plan of the planner is not taken.
    """

    def __init__(
        self,
        planner: Planner,
        task: Task,
        world: WorldModel,
        like: Sequence[Experience],
        tell: Callable[[str], None],
    ) -> None:
        self._planner = planner
        self._task = task
        self._world = world
        self._like = like
        self._tell = tell
        self._fallback = DeterministicPlanner()

    def first(self) -> Plan:
        """A plan for all of it.

        Raises:
            InvalidTask: if no order of the subtasks of the task is possible.
        """
        try:
            plan = self._planner.plan(self._task, self._world, self._like)
            TaskGraph(plan.subtasks)
            why = why_not_enough(plan.subtasks, self._task)
        except WhereseenError as error:
            why = str(error)
        else:
            if not why:
                return plan
        return self.instead(why)

    def instead(self, why: str) -> Plan:
        """The plan of the deterministic planner, since another one will not do.

        Args:
            why: That will not do.
        """
        if self._planner.name != self._fallback.name:
            self._tell(_instead(self._planner, why))
        return self._fallback.plan(self._task, self._world, self._like)

    def other(self, trouble: Trouble, settled: Iterable[Subtask]) -> Plan | None:
        """Another plan for what is left; None if nothing helps.

        Args:
            trouble: What went wrong.
            settled: Subtasks that are done or given up.
        """
        plan, why = None, ""
        try:
            plan = self._planner.revise(self._task, self._world, self._like, trouble)
            if plan is not None:
                why = why_not_enough((*settled, *plan.subtasks), self._task)
        except WhereseenError as error:
            why = str(error)
        if why:
            self._tell(_instead(self._planner, why))
        if plan is not None and not why:
            return plan
        if self._planner.name == self._fallback.name:
            return None
        return self._fallback.revise(self._task, self._world, self._like, trouble)


def why_not_enough(subtasks: Iterable[Subtask], task: Task) -> str:
    """What subtasks leave out of a task, in words; empty if each of its goals is among theirs.

    A task is not done by doing something else: whoever is to switch on a lamp and plans to look at
    it alone has not planned it.

    Args:
        subtasks: Of a plan, and what is done already.
        task: As it was read.
    """
    planned = [each.goal for each in subtasks]
    wanted = [each.goal for each in task.subtasks]
    for goal in dict.fromkeys(wanted):
        ways = (goal, *_OTHER_WAYS.get(goal, ()))
        if sum(each in ways for each in planned) < wanted.count(goal):
            return f"a step is missing: {goal.value}"
    return ""


def _instead(planner: Planner, why: str) -> str:
    return f"the planner {planner.name} has no plan ({why}); I make one without it"
