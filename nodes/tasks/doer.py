"""Does tasks: an executive over a memory that another thread owns, and a body elsewhere."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from rclpy.node import Node

from whereseen.acting.experience.store import ExperienceStore, opened_store
from whereseen.acting.instructions.task import Task
from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.planning.config import PlanningConfig
from whereseen.acting.planning.executive import Executive
from whereseen.acting.planning.report import Report
from whereseen.acting.planning.thoughts import Tell
from whereseen.acting.references.config import Ambiguity
from whereseen.acting.skills.call import Pose2
from whereseen.memory.errors import WhereseenError
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.tiers.working import WorkingMemory
from whereseen.nodes.clocks import Clocks
from whereseen.nodes.core import Core
from whereseen.nodes.intake.worker import Worker
from whereseen.nodes.skills.action_embodiment import ActionEmbodiment, Around
from whereseen.nodes.skills.goals import Goals
from whereseen.nodes.skills.pursuit import Patience
from whereseen.nodes.tasks.config import TaskConfig
from whereseen.nodes.tasks.exploring_body import ExploringBody
from whereseen.nodes.tasks.memory_ground import MemoryGround
from whereseen.nodes.tasks.mind import Mind
from whereseen.nodes.tasks.on_worker import OnWorker
from whereseen.nodes.tasks.planners import Attended, planner_named
from whereseen.nodes.transforms.source import TransformSource

_PATIENCE_S = 120.0  # a first look at a large map compiles, and finds its rooms
_MEETING_S = 3.0  # until a body that is there is seen with all that it can do

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        instruction: As it was said; empty to go on with the last task.
        ambiguity: What to do where several things may be meant.
        planner: Who makes plans.
        timeout_s: Bound of all of it; None for none.
        tell: Told of everything that happens, in the task's thread.
    """

    instruction: str
    ambiguity: Ambiguity
    planner: str
    timeout_s: float | None
    tell: Tell


class Doer:
    """Does one task after the other.

    Args:
        node: The memory's; the body's client is a node of its own beside it.
        core: The memory.
        worker: Owns it.
        transforms: Where the robot is.
        clocks: Of the node.
        config: Of the robot.
    """

    def __init__(
        self,
        node: Node,
        core: Core,
        worker: Worker[Any],
        transforms: TransformSource,
        clocks: Clocks,
        config: TaskConfig,
    ) -> None:
        self._node = node
        self._core = core
        self._worker = worker
        self._clocks = clocks
        self._config = config
        self._mind: Mind | None = None
        self._client: ActionEmbodiment | None = None
        self._executive: Executive | None = None
        self._planner: Attended | None = None
        self._experience: tuple[Path | None, ExperienceStore] | None = None
        self._ground = MemoryGround(
            self.ask, lambda: core.stamp_ns, transforms, core.map_frame, config.base_frame
        )
        self._memory = cast(SpatialMemory, OnWorker(self._run, lambda: core.memory))
        self._world = cast(WorldModel, OnWorker(self._run, lambda: self._current().world))

    def ask(self, question: Callable[[Mind], Result]) -> Result:
        """Ask something of the memory, in its thread."""
        return self._run(lambda: question(self._current()))

    def do(self, asked: Asked, *, show: Callable[[str], None] = lambda _: None) -> Report | None:
        """Do a task to its end; None if there is none to go on with.

        Args:
            asked: What.
            show: Told what is looked for while exploring.

        Raises:
            WhereseenError: if it cannot be understood, or the memory is not there any more.
        """
        body = ExploringBody(self._body(), self.ask, show)
        self.ask(lambda mind: mind.settle_ambiguity(asked.ambiguity))
        self._planner = planner_named(
            asked.planner,
            body.skills,
            self._memory,
            os.environ,
            self._config.llm,
            self._is_cancelled,
        )
        executive = self._executive = Executive(
            self._world,
            body,
            cast(Any, OnWorker(self._run, lambda: self._current().resolver)),
            planner=self._planner,
            config=PlanningConfig(
                skill_timeout_s=self._config.skill_timeout_s,
                task_timeout_s=asked.timeout_s,
                seeks_furniture=self._config.seeks_furniture,
            ),
            working=cast(
                WorkingMemory, OnWorker(self._run, lambda: self._core.memory.tiers.working)
            ),
            experience=self._lessons(),
            tell=asked.tell,
            checkpoint=lambda: self._run(self._checkpoint),
            read=self.read,
        )
        return (
            executive.run(self.read(asked.instruction))
            if asked.instruction
            else (executive.resume())
        )

    def read(self, instruction: str) -> Task:
        """What an instruction tells; raises InstructionNotUnderstood."""
        return self.ask(lambda mind: mind.read(instruction))

    def pose(self) -> Pose2 | None:
        """Where the robot is, None if nobody tells."""
        try:
            return self._ground.pose()
        except WhereseenError:
            return None

    def _is_cancelled(self) -> bool:
        return self._executive is not None and self._executive.is_cancelled

    @property
    def planner_fault(self) -> str:
        """Why the planner of the last task had no plan, so that one was made without it."""
        return "" if self._planner is None else self._planner.fault

    def in_hand(self) -> str:
        """What the robot holds, in words; empty if nothing. Only between tasks."""
        held = None if self._client is None else self._client.held
        if held is None:
            return ""
        thing = self._world.thing(held)
        return "something" if thing is None else f"the {thing.label}"

    def unfinished(self) -> str:
        """The instruction of the last task, empty if there was none."""
        return self._run(lambda: self._core.memory.tiers.working.state.task)

    def cancel(self) -> None:
        """End what is being done, from any thread."""
        if self._executive is not None:
            self._executive.cancel()

    def close(self) -> None:
        """Let go of the body; nothing may be under way."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _body(self) -> ActionEmbodiment:
        """The body, whose drivers are looked for with the first task."""
        if self._client is None:
            node, core = self._node, self._core
            beside = Node(
                f"{node.get_name()}_body",
                namespace=node.get_namespace(),
                context=node.context,
                use_global_arguments=False,
                start_parameter_services=False,
                enable_rosout=False,
            )
            goals = Goals(self._world, self._ground, core.map_frame)
            self._client = ActionEmbodiment(beside, Around(goals, self._clocks, Patience()))
        end_s = self._clocks.steady_s() + _MEETING_S
        while not self._client.is_met and self._clocks.steady_s() < end_s:
            self._client.listen(0.1)
        return self._client

    def _lessons(self) -> ExperienceStore:
        """What tasks before taught, kept beside the map; without a map, as long as this lives."""
        file = self._run(lambda: self._core.memory.file)
        path = None if file is None else file.with_suffix(".experience.jsonl")
        if self._experience is None or self._experience[0] != path:
            self._experience = path, opened_store(path, self._node.get_logger().warning)
        return self._experience[1]

    def _run(self, work: Callable[[], Result]) -> Result:
        return self._worker.call(work, timeout_s=_PATIENCE_S)

    def _current(self) -> Mind:
        """Of the memory as it is now, which may have been loaded a moment ago."""
        if self._mind is None or self._mind.memory is not self._core.memory:
            self._mind = Mind(self._core.memory, self._config.exploring)
        return self._mind

    def _checkpoint(self) -> None:
        self._core.commit()
        self._core.touch()
