"""A robot that does tasks: plans, acts, looks, thinks again, and tells of it.

```python
executive = Executive(world, embodiment, ReferenceResolver(world), working=memory.tiers.working)
report = executive.run(read_task("put the red mug in the sink"))
```
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from whereseen.acting.experience.recall import Recall
from whereseen.acting.instructions.task import Task
from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.planning.config import PlanningConfig
from whereseen.acting.planning.deterministic import DeterministicPlanner
from whereseen.acting.planning.performing import Around
from whereseen.acting.planning.plan import Planner
from whereseen.acting.planning.report import Report
from whereseen.acting.planning.resolving import Resolver
from whereseen.acting.planning.running import ALL_DONE, TaskRun
from whereseen.acting.planning.searching import WayLength
from whereseen.acting.planning.setting import Setting
from whereseen.acting.planning.thoughts import Tell, to_nobody
from whereseen.acting.references.expanding import Expander
from whereseen.acting.references.resolver import ReferenceResolver
from whereseen.acting.skills.embodiment import Embodiment
from whereseen.memory.tiers.working import WorkingMemory


class Executive:
    """Does one task at a time with one robot.

    Args:
        world: What is known.
        embodiment: The robot.
        resolver: Says what noun phrases mean, from memory.
        planner: Makes the plans; where it has none, the deterministic one does.
        config: Bounds.
        working: Keeps where a task stands; None: nothing outlives this.
        experience: What was learnt from tasks before; None: nothing.
        tell: Told what the robot believes and does, while it happens.
        checkpoint: Called after each skill, to make safe what is known.
        read: Reads the instruction of a task that was interrupted; needed by `resume` alone.
        way_m: How long ways to things are, for who knows the floor; None: as the crow flies.
    """

    def __init__(
        self,
        world: WorldModel,
        embodiment: Embodiment,
        resolver: Resolver,
        *,
        planner: Planner | None = None,
        config: PlanningConfig | None = None,
        working: WorkingMemory | None = None,
        experience: Recall | None = None,
        tell: Tell = to_nobody,
        checkpoint: Callable[[], None] = lambda: None,
        read: Callable[[str], Task] | None = None,
        way_m: WayLength | None = None,
    ) -> None:
        self._cancelled = threading.Event()
        self._read = read
        self._setting = Setting(
            world=world,
            embodiment=embodiment,
            resolver=resolver,
            planner=planner or DeterministicPlanner(),
            config=config or PlanningConfig(),
            working=working or WorkingMemory(),
            around=Around(tell, self._cancelled.is_set, checkpoint, way_m),
            experience=experience,
            expander=_expander_of(resolver, world),
        )

    def run(self, task: Task) -> Report:
        """Do a task to its end, whatever that is; what goes wrong meanwhile is in the report.

        Who cancelled before this is heard: the task ends before anything moves.

        Raises:
            InvalidTask: if no order of its subtasks is possible.
            InvalidNote: if the instruction is empty or too long to be kept.
        """
        begun_ns = max(self._setting.embodiment.now_ns, 0)
        with self._uncancelled_after():
            self._setting.working.begin(task.instruction, begun_ns)
            return TaskRun(self._setting, task).run()

    def resume(self) -> Report | None:
        """Go on with a task that was interrupted; None if there is none.

        What is done, what words mean and what is in the hand is taken from working memory.

        Raises:
            WhereseenError: if its instruction cannot be read any more.
        """
        state = self._setting.working.state
        if not state.task or ALL_DONE in state.done or self._read is None:
            return None
        held = self._setting.embodiment.held
        with self._uncancelled_after():
            self._setting.working.hold(held)  # it may have been dropped, or taken away
            task, done = self._read(state.task), frozenset(state.done)
            return TaskRun(self._setting, task, done, is_resumed=True).run()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody stopped what it does; may be asked in any thread."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Stop as soon as that is safe; may be called in any thread, or by a signal.

        Where nothing is done at the moment, the next task is not begun.
        """
        self._cancelled.set()

    @contextmanager
    def _uncancelled_after(self) -> Iterator[None]:
        """Who cancels a task cancels one, and not those after it."""
        try:
            yield
        finally:
            self._cancelled.clear()


def _expander_of(resolver: Resolver, world: WorldModel) -> Expander | None:
    return Expander(resolver, world) if isinstance(resolver, ReferenceResolver) else None
