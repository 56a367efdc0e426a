"""Instructions that the grammar does not read, read by a model."""

from __future__ import annotations

from collections.abc import Callable

from whereseen.acting.instructions.errors import InstructionNotUnderstood
from whereseen.acting.instructions.task import Task
from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.planning.plan import Planner
from whereseen.memory.errors import WhereseenError


def task_of(
    instruction: str, read: Callable[[str], Task], planner: Planner, world: WorldModel
) -> Task:
    """A task as the grammar reads it, or where it does not, as a planner understands it.

    So there is something to be done in any case, also if the planner has no plan a moment later.

    Args:
        instruction: What somebody said.
        read: The grammar.
        planner: May follow the instruction alone.
        world: What is known.

    Raises:
        InstructionNotUnderstood: if neither understands it.
    """
    try:
        return read(instruction)
    except InstructionNotUnderstood as error:
        try:
            plan = planner.plan(Task(instruction, ()), world, ())
        except WhereseenError as none:
            raise InstructionNotUnderstood(
                error.what,
                got=error.got,
                remedy=f"{error.remedy}; the planner {planner.name}: {none}",
            ) from none
        return Task(instruction, plan.subtasks)
