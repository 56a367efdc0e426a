"""Driving by Nav2's `NavigateToPose`, where Nav2 is installed."""

from __future__ import annotations

from typing import Any

from geometry_msgs.msg import PoseStamped

from whereseen.acting.skills.embodiment import Progress
from whereseen.acting.skills.outcome import Failure, FailureKind
from whereseen.nodes.convert.skill import pose2_of
from whereseen.nodes.skills.pursuit import End, Pursued

_STUCK = range(100, 200)  # error codes of Nav2's controller server; others: no plan
_TOO_LONG = (108, 208, 9003)  # of controller, planner and navigator
_NOT_SET_UP = (102, 103, 202, 203, 9000, 9001, 9002)  # plugins or tf are missing
_NAMES = {End.ABORTED: "gave up", End.LOST: "is gone", End.REJECTED: "refused the pose"}


def navigate_to_pose() -> Any | None:
    """The action's type; None where nav2_msgs is not installed."""
    try:
        from nav2_msgs.action import NavigateToPose
    except ImportError:
        return None
    return NavigateToPose


def goal_of(pose: PoseStamped) -> Any:
    """The goal of a pose, with the behaviour tree that Nav2 was started with."""
    kind = navigate_to_pose()
    assert kind is not None
    return kind.Goal(pose=pose)


class Odometer:
    """How far the robot has driven, from the feedback of Nav2.

    Args:
        goal: Where it goes.

    Attributes:
        distance_m: Driven.
    """

    def __init__(self, goal: PoseStamped) -> None:
        self.distance_m = 0.0
        self._goal = pose2_of(goal)
        self._at: tuple[float, float] | None = None

    def progress(self, feedback: Any) -> Progress:
        """How far it has come."""
        x, y = feedback.current_pose.pose.position.x, feedback.current_pose.pose.position.y
        if self._at is not None:
            self.distance_m += ((x - self._at[0]) ** 2 + (y - self._at[1]) ** 2) ** 0.5
        self._at = (x, y)
        text = f"driving, {feedback.distance_remaining:.1f} m to go"
        return Progress(text, self._goal, self.distance_m)


def failure_of(pursued: Pursued) -> Failure | None:
    """Why Nav2 did not come there; None if it did."""
    if pursued.end is End.SUCCEEDED:
        return None
    if pursued.end is End.CANCELLED:
        return Failure(FailureKind.CANCELLED, "the drive was cancelled")
    if pursued.end is End.TIMED_OUT:
        return Failure(FailureKind.TIMED_OUT, "the drive took too long")
    code = int(getattr(pursued.result, "error_code", 0))
    said = str(getattr(pursued.result, "error_msg", ""))
    reason = f"Nav2 {_NAMES[pursued.end]}" + (f", code {code}" if code else "")
    return Failure(_kind_of(pursued.end, code), f"{reason}: {said}" if said else reason)


def _kind_of(end: End, code: int) -> FailureKind:
    if code in _TOO_LONG:
        return FailureKind.TIMED_OUT
    if code in _NOT_SET_UP or end is End.LOST:
        return FailureKind.NOT_POSSIBLE
    return FailureKind.BLOCKED if code in _STUCK or end is End.REJECTED else FailureKind.NO_WAY
