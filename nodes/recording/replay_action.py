"""`~/replay`: playing on request."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from rclpy.action import ActionServer, CancelResponse
from rclpy.action.server import ServerGoalHandle
from rclpy.node import Node
from rclpy.task import Future as RosFuture
from whereseen_msgs.action import Replay as ReplayAction
from whereseen_msgs.msg import Status

from whereseen.memory.errors import InvalidConfig, WhereseenError
from whereseen.nodes.convert.stamp import ns_of, time_of
from whereseen.nodes.recording.player import Progress, Score
from whereseen.nodes.recording.replay import Played, Replay
from whereseen.nodes.recording.stage import Act

_FASTEST = 1000.0


class ReplayServer:
    """Takes goals; a new goal ends what is played before, and cancelling ends it at once."""

    def __init__(self, node: Node, replay: Replay) -> None:
        self._node = node
        self._replay = replay
        self._acts: dict[bytes, Act[Played]] = {}
        self._is_spun = True
        self._server: ActionServer | None = ActionServer(
            node,
            ReplayAction,
            "~/replay",
            execute_callback=self._execute,
            cancel_callback=self._cancel,
        )

    def leave_goals(self) -> None:
        """Wake goals no more when their playing ends: the executor is shut down."""
        self._is_spun = False

    def close(self) -> None:
        """Take no more goals; again is harmless, since Kilted's context destroys nodes too."""
        server, self._server = self._server, None
        if server is not None:
            server.destroy()

    async def _execute(self, goal: ServerGoalHandle) -> Any:
        try:
            act = self._begin(goal)
        except WhereseenError as error:
            goal.abort()
            return ReplayAction.Result(status=Status(code=Status.INVALID, reason=str(error)))
        key = bytes(goal.goal_id.uuid)
        self._acts[key] = act
        if goal.is_cancel_requested:
            act.stop()
        try:
            await self._end_of(act, key)
        finally:
            del self._acts[key]
        return _conclude(goal, act)

    def _begin(self, goal: ServerGoalHandle) -> Act[Played]:
        score = _score_of(goal.request)
        playback = self._replay.opened(goal.request.path, score)

        def tell(progress: Progress) -> None:
            goal.publish_feedback(_feedback(progress))

        return self._replay.begin(playback, score, tell)

    def _end_of(self, act: Act[Played], key: bytes) -> RosFuture:
        """What can be awaited in the executor, made of a future that another thread completes."""
        ended, executor = RosFuture(), self._node.executor

        def wake(_: Future[Played]) -> None:
            if self._is_spun:
                executor.create_task(self._resume, ended, key)

        act.future.add_done_callback(wake)
        return ended

    def _resume(self, ended: RosFuture, key: bytes) -> None:
        """Complete what a goal awaits; wake the executor until it has looked: Kilted's sleeps."""
        if not ended.done():
            ended.set_result(None)
        if key in self._acts:
            self._node.executor.create_task(self._resume, ended, key)

    def _cancel(self, goal: ServerGoalHandle) -> CancelResponse:
        self._node.executor.create_task(self._stop, goal)
        return CancelResponse.ACCEPT

    def _stop(self, goal: ServerGoalHandle) -> None:
        """Stop as soon as the goal is being cancelled, so that it can end as cancelled."""
        if goal.is_cancel_requested:
            act = self._acts.get(bytes(goal.goal_id.uuid))
            if act is not None:
                act.stop()
        elif goal.is_active:
            self._node.executor.create_task(self._stop, goal)


def _score_of(request: Any) -> Score:
    if not 0.0 <= request.rate <= _FASTEST:
        raise InvalidConfig(
            "the rate is out of range", got=f"{request.rate:g}", remedy=f"Use 0 to {_FASTEST:g}"
        )
    start_ns = ns_of(request.start)
    if start_ns < 0:
        raise InvalidConfig("the start is negative", got=f"{start_ns} ns", remedy="Use 0 or more")
    return Score(
        rate=float(request.rate) or 1.0, start_offset_ns=start_ns, is_looped=bool(request.loop)
    )


def _feedback(progress: Progress) -> Any:
    return ReplayAction.Feedback(
        stamp=time_of(progress.stamp_ns), frames=progress.frames, progress=progress.share
    )


def _conclude(goal: ServerGoalHandle, act: Act[Played]) -> Any:
    """Set how a goal ended, and say why."""
    error = act.future.exception()
    if error is not None:
        goal.abort()
        reason = str(error) if isinstance(error, WhereseenError) else f"a fault: {error!r}"
        return ReplayAction.Result(status=Status(code=Status.FAILED, reason=reason))
    played = act.future.result()
    if goal.is_cancel_requested:
        goal.canceled()
        status = Status(code=Status.OK, reason="cancelled")
    elif act.was_stopped:
        goal.abort()
        status = Status(code=Status.UNAVAILABLE, reason="another replay began, or the node ends")
    else:
        goal.succeed()
        status = Status(code=Status.OK, reason="played to the end")
    return ReplayAction.Result(status=status, frames=played.progress.frames, skipped=played.skipped)
