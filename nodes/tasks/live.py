"""Where a task stands, made of what the robot tells of its thoughts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from whereseen_msgs.action import DoTask
from whereseen_msgs.msg import SubtaskResult

from whereseen.acting.instructions.task import Task
from whereseen.acting.planning.report import Ending, SubtaskReport
from whereseen.acting.planning.thoughts import Thought, ThoughtKind
from whereseen.acting.planning.wording import subtask_text
from whereseen.acting.skills.call import Pose2
from whereseen.nodes.convert.skill import goal_message

_REASONS = (ThoughtKind.LOOKS, ThoughtKind.MISSED, ThoughtKind.FAILED, ThoughtKind.REVISES)
_PROGRESS = {
    Ending.DONE: SubtaskResult.DONE,
    Ending.FAILED: SubtaskResult.FAILED,
    Ending.REFUSED: SubtaskResult.FAILED,
    Ending.CANCELLED: SubtaskResult.SKIPPED,
    Ending.NOT_BEGUN: SubtaskResult.SKIPPED,
}


@dataclass(slots=True)
class Live:
    """What is told of a task while it is done.

    Attributes:
        subtasks: In the order of the instruction, and then as they were added.
        subtask: Name of the one that is under way.
        step: What is done for it.
        belief: Where its thing is thought to be.
        reason: Why this step.
        goal: Where the robot goes.
        thing_id: The thing that the belief is about, 0 for none.
    """

    subtasks: dict[str, SubtaskResult] = field(default_factory=dict)
    subtask: str = ""
    step: str = ""
    belief: str = ""
    reason: str = ""
    goal: Pose2 | None = None
    thing_id: int = 0
    _before: tuple[float, int] = (0.0, 0)
    _now: tuple[float, int] = (0.0, 0)

    @classmethod
    def of(cls, task: Task) -> Live:
        """Nothing is done yet."""
        return cls(
            {
                each.name: SubtaskResult(name=each.name, text=subtask_text(each))
                for each in task.subtasks
            }
        )

    @property
    def distance_m(self) -> float:
        """Driven so far."""
        return self._before[0] + self._now[0]

    @property
    def looks(self) -> int:
        """Places looked at so far."""
        return self._before[1] + self._now[1]

    def hear(self, thought: Thought) -> None:
        """Take in what the robot thinks."""
        if thought.subtask:
            self._hear_of_subtask(thought)
        if thought.kind is ThoughtKind.BELIEVES:
            self.belief, self.thing_id = thought.text, thought.thing_id
        elif thought.kind in _REASONS or thought.kind is ThoughtKind.PLANS:
            self.reason = thought.text
        if thought.kind is ThoughtKind.DOES:
            self.step, self.goal = thought.text, None
            self._before, self._now = (self.distance_m, self.looks), (0.0, 0)
        if thought.progress is not None:
            self.goal = thought.progress.goal or self.goal
            self._now = thought.progress.distance_m, thought.progress.looks

    def _hear_of_subtask(self, thought: Thought) -> None:
        self.subtask = name = thought.subtask
        result = self.subtasks.setdefault(name, SubtaskResult(name=name, text=thought.text))
        if thought.kind is ThoughtKind.DONE:
            result.progress = SubtaskResult.DONE
        elif thought.kind is ThoughtKind.GIVES_UP:
            result.progress, result.reason = SubtaskResult.FAILED, thought.text
        elif result.progress == SubtaskResult.WAITING:
            result.progress = SubtaskResult.UNDER_WAY
        if thought.kind is ThoughtKind.DOES:
            result.attempts += 1

    def feedback(self, *, frame_id: str, stamp_ns: int) -> DoTask.Feedback:
        """As it is told to who asked for the task."""
        return DoTask.Feedback(
            subtasks=list(self.subtasks.values()),
            subtask=self.subtask,
            step=self.step,
            belief=self.belief,
            reason=self.reason,
            goal=goal_message(self.goal, frame_id=frame_id, stamp_ns=stamp_ns),
            distance=self.distance_m,
            looks=self.looks,
        )


def subtask_results(reports: Iterable[SubtaskReport]) -> list[SubtaskResult]:
    """How the subtasks of a task ended."""
    return [
        SubtaskResult(
            progress=_PROGRESS[each.ending],
            name=each.subtask.name,
            text=subtask_text(each.subtask),
            reason="" if each.failure is None else each.failure.reason,
            attempts=len(each.outcomes),
        )
        for each in reports
    ]
