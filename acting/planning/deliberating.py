"""Asks a planner; a plan that will not do is replaced by one of the deterministic planner."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from whereseen.acting.experience.experience import Experience
from whereseen.acting.instructions.task import Task
from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.planning.covering import Coverage
from whereseen.acting.planning.deterministic import DeterministicPlanner
from whereseen.acting.planning.graph import TaskGraph
from whereseen.acting.planning.plan import Plan, Planner, Trouble
from whereseen.memory.errors import WhereseenError


class Deliberation:
    """Makes the plans of one task.

    Args:
        planner: Is asked first.
        task: What is to be done.
        world: What is known.
        like: Experiences of tasks like it.
        coverage: Compares plans with what is to be done.
        tell: Told why a plan of the planner is not taken.
    """

    def __init__(
        self,
        planner: Planner,
        task: Task,
        world: WorldModel,
        like: Sequence[Experience],
        coverage: Coverage,
        tell: Callable[[str], None],
    ) -> None:
        self._planner = planner
        self._task = task
        self._world = world
        self._like = like
        self._coverage = coverage
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
            why = self._left_out(plan)
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
        self._coverage.follow()
        return self._fallback.plan(self._task, self._world, self._like)

    def other(self, trouble: Trouble) -> Plan | None:
        """Another plan for what is left; None if nothing helps.

        Args:
            trouble: What went wrong.
        """
        plan, why = None, ""
        try:
            plan = self._planner.revise(self._task, self._world, self._like, trouble)
            if plan is not None:
                why = self._left_out(plan, trouble)
        except WhereseenError as error:
            why = str(error)
        if why:
            self._tell(_instead(self._planner, why))
        if plan is not None and not why:
            return plan
        if self._planner.name == self._fallback.name:
            return None
        return self._fallback.revise(self._task, self._world, self._like, trouble)

    def _left_out(self, plan: Plan, trouble: Trouble | None = None) -> str:
        """What a plan leaves out of the task, or of what is left of it."""
        if self._planner.name == self._fallback.name:
            return ""  # it does what was said
        left = None if trouble is None else (trouble.subtask, *trouble.waiting)
        names = None if left is None else [each.name for each in left]
        return self._coverage.left_out(plan.subtasks, names)


def _instead(planner: Planner, why: str) -> str:
    return f"the planner {planner.name} has no plan ({why}); I make one without it"
