"""The actions of a body: one goal at a time, with feedback, cancelled whenever that is asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rclpy.action import ActionServer, CancelResponse, GoalResponse
from rclpy.action.server import ServerGoalHandle
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.node import Node
from whereseen_msgs import action
from whereseen_msgs.msg import Body, SkillOutcome, Status

from whereseen.acting.skills.call import Call, skill_name
from whereseen.acting.skills.embodiment import Embodiment, Order, Progress
from whereseen.acting.skills.outcome import FailureKind, Outcome
from whereseen.memory.chronicle import Deed
from whereseen.memory.errors import WhereseenError
from whereseen.memory.frames import Float64
from whereseen.nodes import qos
from whereseen.nodes.convert.answer import status_of, unavailable
from whereseen.nodes.convert.skill import (
    outcome_message,
    point_message,
    progress_message,
    status_of_outcome,
)
from whereseen.nodes.convert.stamp import header_of
from whereseen.nodes.skills.goals import timeout_s_of
from whereseen.nodes.skills.hearing import Hearing
from whereseen.nodes.skills.names import ACTION_OF, BODY, SkillAction
from whereseen.nodes.skills.told_world import ToldWorld

_TELL_EVERY_S = 0.1  # feedback; people and planners need no more


@dataclass(frozen=True, slots=True)
class BodyParts:
    """What servers wrap.

    Attributes:
        embodiment: Does the skills, one at a time; asked from threads of the executor.
        world: What the embodiment asks for things, and tells its deeds.
        pose_of_frame: (4, 4) from a frame into the map frame; raises WhereseenError.
        map_frame: In which the embodiment thinks.
    """

    embodiment: Embodiment
    world: ToldWorld
    pose_of_frame: Callable[[str], Float64]
    map_frame: str


class SkillServers:
    """Serves what a body can do, until closed.

    Callbacks of goals take as long as their skills, so the executor needs threads to spare.

    Args:
        node: Offers the actions.
        parts: What does them.
    """

    def __init__(self, node: Node, parts: BodyParts) -> None:
        self._node = node
        self._parts = parts
        self._hearing = Hearing(parts.world, parts.pose_of_frame)
        self._busy = threading.Lock()
        self._is_closed = threading.Event()
        self._body = node.create_publisher(Body, BODY, qos.latched())
        group = ReentrantCallbackGroup()
        offered = {ACTION_OF[kind].name: ACTION_OF[kind] for kind in parts.embodiment.skills}
        self._servers = [self._offer(offered[name], group) for name in sorted(offered)]
        self._tell_body("")

    def leave(self) -> None:
        """Cancel what is under way, and begin nothing more; returns when it has ended."""
        self._is_closed.set()
        with self._busy:
            pass

    def close(self) -> None:
        """Offer nothing more; `leave` comes first."""
        self.leave()
        servers, self._servers = self._servers, []
        for server in servers:
            server.destroy()

    def _offer(self, offered: SkillAction, group: ReentrantCallbackGroup) -> ActionServer:
        return ActionServer(
            self._node,
            offered.kind,
            offered.name,
            execute_callback=lambda goal: self._execute(offered, goal),
            goal_callback=lambda _: self._may_begin(),
            cancel_callback=lambda _: CancelResponse.ACCEPT,
            callback_group=group,
        )

    def _may_begin(self) -> GoalResponse:
        is_free = not self._is_closed.is_set() and not self._busy.locked()
        return GoalResponse.ACCEPT if is_free else GoalResponse.REJECT

    def _execute(self, offered: SkillAction, goal: ServerGoalHandle) -> Any:
        if not self._busy.acquire(blocking=False):  # two goals came at once
            return self._refuse(offered, goal, unavailable("the robot is busy"))
        try:
            call = self._hearing.call_of(goal.request)
            self._tell_body(skill_name(call))
            return self._do(offered, goal, call)
        except WhereseenError as error:
            return self._refuse(offered, goal, status_of(error))
        except Exception as error:  # the robot goes on; whoever asked is told
            self._node.get_logger().error(f"{offered.name} failed: {error!r}")
            reason = f"a fault of whereseen: {error!r}"
            return self._refuse(offered, goal, Status(code=Status.FAILED, reason=reason))
        finally:
            self._tell_body("")
            self._busy.release()

    def _do(self, offered: SkillAction, goal: ServerGoalHandle, call: Call) -> Any:
        self._parts.world.take_deeds()
        order = Order(
            is_cancelled=lambda: goal.is_cancel_requested or self._is_closed.is_set(),
            tell=_Feedback(offered.kind, goal, self._parts).tell,
            timeout_s=timeout_s_of(goal.request.timeout),
        )
        outcome = self._parts.embodiment.do(call, order)
        message = outcome_message(outcome)
        self._add_deeds(message, self._parts.world.take_deeds())
        _conclude(goal, outcome)
        result = offered.kind.Result(status=status_of_outcome(outcome), outcome=message)
        if isinstance(result, action.Explore.Result):
            result.distance, result.views = message.distance, message.looks
        return result

    def _add_deeds(self, message: SkillOutcome, deeds: tuple[Deed, ...]) -> None:
        frame = self._parts.map_frame
        for deed in deeds:
            message.moved_id = deed.thing_id
            for name, stay in (("before", deed.before), ("after", deed.after)):
                at_m = None if stay is None else stay.position_m
                setattr(message, name, point_message(at_m, frame_id=frame, stamp_ns=deed.end_ns))

    def _refuse(self, offered: SkillAction, goal: ServerGoalHandle, status: Status) -> Any:
        if goal.is_active:
            goal.abort()
        outcome = SkillOutcome(failure=SkillOutcome.NOT_POSSIBLE, reason=status.reason)
        return offered.kind.Result(status=status, outcome=outcome)

    def _tell_body(self, doing: str) -> None:
        body = self._parts.embodiment
        self._body.publish(
            Body(
                header=header_of(self._parts.map_frame, body.now_ns),
                skills=sorted(skill_name(kind) for kind in body.skills),
                doing=doing,
                held_id=body.held or 0,
            )
        )


class _Feedback:
    """Tells how a goal goes on, not too often; a new text or look is told at once."""

    def __init__(self, kind: Any, goal: ServerGoalHandle, parts: BodyParts) -> None:
        self._kind = kind
        self._goal = goal
        self._parts = parts
        self._told: tuple[str, int] = ("", -1)
        self._told_s = -float("inf")

    def tell(self, progress: Progress) -> None:
        now_s, what = time.monotonic(), (progress.text, progress.looks)
        if what == self._told and now_s < self._told_s + _TELL_EVERY_S:
            return
        self._told, self._told_s = what, now_s
        message = progress_message(
            progress, frame_id=self._parts.map_frame, stamp_ns=self._parts.embodiment.now_ns
        )
        if self._kind is action.Explore:
            feedback = action.Explore.Feedback(
                goal=message.goal,
                reason=message.text,
                distance=message.distance,
                views=message.looks,
            )
        else:
            feedback = self._kind.Feedback(progress=message)
        self._goal.publish_feedback(feedback)


def _conclude(goal: ServerGoalHandle, outcome: Outcome) -> None:
    """Set how a goal ended."""
    is_cancelled = outcome.failure is not None and outcome.failure.kind is FailureKind.CANCELLED
    if outcome.is_success:
        goal.succeed()
    elif is_cancelled and goal.is_cancel_requested:
        goal.canceled()
    else:
        goal.abort()
