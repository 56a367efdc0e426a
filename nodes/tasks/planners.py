"""Planners by their names in parameters and goals."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from whereseen.acting.experience.experience import Experience
from whereseen.acting.instructions.task import Task
from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.planning.plan import Plan, Planner, Trouble
from whereseen.acting.skills.call import Call
from whereseen.memory.errors import InvalidConfig, WhereseenError
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.nodes.tasks.llm_config import LlmConfig

Made = TypeVar("Made")


class Attended:
    """A planner of which it is known whether it works.

    Args:
        planner: Makes the plans.

    Attributes:
        fault: Why it had no plan the last time; empty if it had one.
    """

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self.fault = ""

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return self._planner.name

    def plan(self, task: Task, world: WorldModel, experiences: Sequence[Experience]) -> Plan:
        """What to do for a task; raises like the planner."""
        return self._noting(lambda: self._planner.plan(task, world, experiences))

    def revise(
        self,
        task: Task,
        world: WorldModel,
        experiences: Sequence[Experience],
        trouble: Trouble,
    ) -> Plan | None:
        """What to do instead; raises like the planner."""
        return self._noting(lambda: self._planner.revise(task, world, experiences, trouble))

    def _noting(self, make: Callable[[], Made]) -> Made:
        try:
            made = make()
        except WhereseenError as error:
            self.fault = str(error)
            raise
        self.fault = ""
        return made


def planner_named(
    name: str,
    skills: Collection[type[Call]],
    memory: SpatialMemory,
    environment: Mapping[str, str],
    llm: LlmConfig | None = None,
    is_called_off: Callable[[], bool] = lambda: False,
) -> Attended | None:
    """Who makes plans; None for the deterministic one.

    Args:
        name: `deterministic` or `llm`.
        skills: What the robot can do.
        memory: Says what matters for a task.
        environment: Has the key, and says where the model is, unless `llm` does.
        llm: The model; None: as the environment says.
        is_called_off: Asked often, in any thread: whether nobody waits for a plan any more.

    Raises:
        InvalidConfig: if there is none of that name, or its endpoint is not described well.
    """
    if name == "deterministic":
        return None
    if name == "llm":
        from whereseen.acting.model.planner import model_planner

        config = (llm or LlmConfig()).model_config(environment)
        planner = model_planner(
            config,
            skills=skills,
            memory=memory,
            environment=environment,
            is_called_off=is_called_off,
        )
        return Attended(planner)
    raise InvalidConfig(
        "there is no such planner", got=repr(name), remedy="Use deterministic or llm"
    )
