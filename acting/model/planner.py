"""A planner that asks a language model; where it has no plan, who does the task makes another."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from whereseen.acting.experience.experience import Experience
from whereseen.acting.experience.lessons import hints_from
from whereseen.acting.instructions.task import Reference, Subtask, Task
from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.model.chat import ChatModel
from whereseen.acting.model.config import ModelConfig
from whereseen.acting.model.connection import always_wanted
from whereseen.acting.model.endpoint import Endpoint
from whereseen.acting.model.possible import require_possible
from whereseen.acting.model.proposing import Proposer
from whereseen.acting.model.situation import situation_of
from whereseen.acting.model.transcript import Recorder, Replay
from whereseen.acting.planning.plan import Plan, Trouble
from whereseen.acting.planning.wording import subtask_text
from whereseen.acting.skills.call import CALLS, Call

if TYPE_CHECKING:
    from whereseen.memory.operations.planning import Briefing
    from whereseen.memory.spatial_memory import SpatialMemory

NAME = "llm"
_LONGEST_TASK = 500
Brief = Callable[[str], "Briefing"]


class ModelPlanner:
    """Plans by a language model: checked, and done by the same closed loop as all plans.

    Args:
        model: Who answers.
        config: What it is told, and how much.
        skills: What the robot can do.
        brief: What a memory says of a task; None: the world model alone is asked.
    """

    def __init__(
        self,
        model: ChatModel,
        config: ModelConfig,
        skills: Collection[type[Call]] = CALLS,
        brief: Brief | None = None,
    ) -> None:
        self._proposer = Proposer(model, config, skills)
        self._config = config
        self._skills = frozenset(skills)
        self._brief = brief
        self._count = 0

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return NAME

    def plan(self, task: Task, world: WorldModel, experiences: Sequence[Experience]) -> Plan:
        """What to do for the instruction of a task.

        Raises:
            ModelError: if the model gives no reply.
            InvalidPlan: if its reply is no plan, twice.
        """
        return self._planned(task, world, experiences, ())

    def revise(
        self,
        task: Task,
        world: WorldModel,
        experiences: Sequence[Experience],
        trouble: Trouble,
    ) -> Plan | None:
        """What to do for the rest of a task; raises as `plan`."""
        return self._planned(task, world, experiences, _so_far(trouble))

    def _planned(
        self,
        task: Task,
        world: WorldModel,
        experiences: Sequence[Experience],
        so_far: Iterable[str],
    ) -> Plan:
        briefing = None if self._brief is None else self._brief(task.instruction)
        situation = situation_of(
            task.instruction,
            world,
            self._config,
            briefing=briefing,
            experiences=experiences,
            so_far=so_far,
        )
        proposal = self._proposer.propose(
            situation,
            first=self._count + 1,
            require=lambda steps: require_possible(steps, world, self._skills, situation.held),
        )
        self._count += len(proposal.subtasks)
        reason = f"the model {self._config.model} proposes"
        if proposal.refused:
            reason += f", after I refused its first plan ({proposal.refused[0]})"
        subtasks = tuple(_called(each, world) for each in proposal.subtasks)
        return Plan(subtasks, self.name, reason, hints_from(experiences, world))


def model_planner(
    config: ModelConfig,
    *,
    skills: Collection[type[Call]] = CALLS,
    memory: SpatialMemory | None = None,
    environment: Mapping[str, str] | None = None,
    sleep: Callable[[float], None] | None = None,
    is_called_off: Callable[[], bool] = always_wanted,
) -> ModelPlanner:
    """The planner that a configuration describes.

    Args:
        config: Where the model is; or a transcript to be replayed, or recorded.
        skills: What the robot can do.
        memory: Says what matters for a task, within the budget of tokens.
        environment: Where the key is looked up; None for that of this process.
        sleep: Waits before a request is tried again; None: for as long as it says.
        is_called_off: Asked often, also in another thread: whether nobody waits for a plan.

    Raises:
        InvalidConfig: if there is no usable key under its name, or the transcript cannot be read.
    """
    model: ChatModel
    if config.replay is not None:
        model = Replay(config.replay)
    else:
        known = os.environ if environment is None else environment
        model = Endpoint(config, known, sleep=sleep, is_called_off=is_called_off)
    if config.record is not None:
        model = Recorder(model, config.record)
    brief: Brief | None = None
    if memory is not None:
        remembering = memory

        def brief(task: str) -> Briefing:
            return remembering.context(task[:_LONGEST_TASK], budget_tokens=config.budget_tokens)

    return ModelPlanner(model, config, skills, brief)


def _called(subtask: Subtask, world: WorldModel) -> Subtask:
    """With what things are called in place of their numbers."""
    ends = (_named(each, world) for each in (subtask.thing, subtask.destination))
    thing, destination = ends
    return replace(subtask, thing=thing, destination=destination)


def _named(reference: Reference | None, world: WorldModel) -> Reference | None:
    known = None if reference is None or not reference.thing_id else world.thing(reference.thing_id)
    return reference if known is None else Reference(known.label, known.id)


def _so_far(trouble: Trouble) -> Iterator[str]:
    if trouble.done:
        yield f"{len(trouble.done)} parts of the instruction are done already"
    yield f"failed: {subtask_text(trouble.subtask)}: {trouble.failure.reason}"
    for each in trouble.waiting:
        yield f"still to be done: {subtask_text(each)}"
