"""Outcomes and progress of skills, to messages and back."""

from __future__ import annotations

import math

from geometry_msgs.msg import PointStamped, PoseStamped
from whereseen_msgs.msg import SkillOutcome, SkillProgress, Status

from whereseen.acting.skills.call import Call, Pose2
from whereseen.acting.skills.embodiment import Progress
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome
from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float64
from whereseen.nodes.convert.pose import matrix_of_pose, point_of
from whereseen.nodes.convert.stamp import header_of, ns_of, time_of

FAILURES: dict[int, FailureKind] = {
    SkillOutcome.NOT_FOUND: FailureKind.NOT_FOUND,
    SkillOutcome.NOT_THERE: FailureKind.NOT_THERE,
    SkillOutcome.WRONG_THING: FailureKind.WRONG_THING,
    SkillOutcome.NO_WAY: FailureKind.NO_WAY,
    SkillOutcome.BLOCKED: FailureKind.BLOCKED,
    SkillOutcome.OUT_OF_REACH: FailureKind.OUT_OF_REACH,
    SkillOutcome.NO_GRASP: FailureKind.NO_GRASP,
    SkillOutcome.NO_ROOM: FailureKind.NO_ROOM,
    SkillOutcome.IS_CLOSED: FailureKind.IS_CLOSED,
    SkillOutcome.HAND_FULL: FailureKind.HAND_FULL,
    SkillOutcome.HAND_EMPTY: FailureKind.HAND_EMPTY,
    SkillOutcome.NOT_POSSIBLE: FailureKind.NOT_POSSIBLE,
    SkillOutcome.TIMED_OUT: FailureKind.TIMED_OUT,
    SkillOutcome.CANCELLED: FailureKind.CANCELLED,
}
_NUMBERS = {kind: number for number, kind in FAILURES.items()}


def outcome_message(outcome: Outcome) -> SkillOutcome:
    """How a skill ended; where a thing was moved to is left empty.

    What only whoever plans can fail by, as words that are not understood, is not possible here.
    """
    message = SkillOutcome(
        start=time_of(outcome.start_ns),
        end=time_of(outcome.end_ns),
        distance=float(outcome.distance_m),
        looks=outcome.looks,
        areas=outcome.areas,
    )
    if outcome.failure is not None:
        message.failure = _NUMBERS.get(outcome.failure.kind, SkillOutcome.NOT_POSSIBLE)
        message.reason = outcome.failure.reason
        message.thing_id = outcome.failure.thing_id
    return message


def outcome_of(message: SkillOutcome, call: Call) -> Outcome:
    """The outcome of a call.

    A failure of a number that is not known here counts as not possible: drivers may be newer.
    """
    failure = None
    if message.failure != SkillOutcome.NONE:
        kind = FAILURES.get(message.failure, FailureKind.NOT_POSSIBLE)
        failure = Failure(kind, message.reason or kind.value, int(message.thing_id))
    return Outcome(
        call,
        failure,
        ns_of(message.start),
        ns_of(message.end),
        float(message.distance),
        int(message.looks),
        int(message.areas),
    )


def status_of_outcome(outcome: Outcome) -> Status:
    """How a request for a skill went."""
    if outcome.failure is None:
        return Status(code=Status.OK, reason="done")
    if outcome.failure.kind is FailureKind.NOT_FOUND:
        return Status(code=Status.NOT_FOUND, reason=outcome.failure.reason)
    return Status(code=Status.FAILED, reason=outcome.failure.reason)


def progress_message(progress: Progress, *, frame_id: str, stamp_ns: int) -> SkillProgress:
    """How far a skill has come."""
    return SkillProgress(
        text=progress.text,
        goal=goal_message(progress.goal, frame_id=frame_id, stamp_ns=stamp_ns),
        distance=float(progress.distance_m),
        looks=progress.looks,
    )


def progress_of(message: SkillProgress) -> Progress:
    """How far a skill has come; its goal is taken to be in the map frame."""
    goal = pose2_of(message.goal) if message.goal.header.frame_id else None
    return Progress(message.text, goal, float(message.distance), int(message.looks))


def goal_message(goal: Pose2 | None, *, frame_id: str, stamp_ns: int) -> PoseStamped:
    """A pose on the floor; of an empty frame where there is none."""
    if goal is None:
        return PoseStamped()
    x, y, yaw = goal
    message = PoseStamped(header=header_of(frame_id, stamp_ns))
    message.pose.position.x, message.pose.position.y = float(x), float(y)
    message.pose.orientation.z = math.sin(yaw / 2.0)
    message.pose.orientation.w = math.cos(yaw / 2.0)
    return message


def pose2_of(message: PoseStamped, T_map_frame: Float64 | None = None) -> Pose2:
    """The pose on the floor of a message.

    Args:
        message: A pose.
        T_map_frame: (4, 4) from the frame of its header into the map frame; None if it is that.

    Raises:
        UnusableMessage: "zero quaternion" or "pose not finite".
    """
    T = matrix_of_pose(message.pose)
    if T_map_frame is not None:
        T = T_map_frame @ T
    return float(T[0, 3]), float(T[1, 3]), math.atan2(T[1, 0], T[0, 0])


def point_message(position_m: Metres3 | None, *, frame_id: str, stamp_ns: int) -> PointStamped:
    """A point; of an empty frame where there is none."""
    if position_m is None:
        return PointStamped()
    return PointStamped(header=header_of(frame_id, stamp_ns), point=point_of(position_m))


def point_of_message(message: PointStamped) -> Metres3 | None:
    """The point of a message in its own frame; None where its frame is empty."""
    if not message.header.frame_id:
        return None
    return float(message.point.x), float(message.point.y), float(message.point.z)
