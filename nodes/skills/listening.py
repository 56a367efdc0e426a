"""What a driver tells while it does a skill, for who asked for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from whereseen_msgs import action

from whereseen.acting.skills.call import Call, Explore, Pose2
from whereseen.acting.skills.embodiment import Order, Progress
from whereseen.nodes.convert.skill import pose2_of, progress_of


class Listener:
    """Hears feedback of a skill, and says when it shall end.

    Args:
        call: The skill.
        order: Of who asked for it.
        aim: Where it leads, for drivers that do not tell; None if nobody knows.

    Attributes:
        progress: What was told last.
        has_enough: Whether an exploration showed what it was for.
    """

    def __init__(self, call: Call, order: Order, aim: Pose2 | None = None) -> None:
        self.progress = Progress("")
        self.has_enough = False
        self._explores = isinstance(call, Explore)
        self._order = order
        self._aim = aim

    def hear(self, feedback: Any) -> None:
        """Take in feedback, and pass it on."""
        seen = self.progress.looks
        told = _progress_of(feedback)
        self.progress = replace(told, goal=told.goal or self._aim)
        self._order.tell(self.progress)
        if self._explores and self.progress.looks > seen:
            self.has_enough = self.has_enough or self._order.is_enough()

    def is_over(self) -> bool:
        """Whether the driver shall stop."""
        return self.has_enough or self._order.is_cancelled()


def _progress_of(feedback: Any) -> Progress:
    if not isinstance(feedback, action.Explore.Feedback):
        return progress_of(feedback.progress)
    goal = pose2_of(feedback.goal) if feedback.goal.header.frame_id else None
    return Progress(feedback.reason, goal, float(feedback.distance), int(feedback.views))
