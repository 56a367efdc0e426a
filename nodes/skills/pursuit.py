"""One goal of an action, from asking for it to its result, whatever happens to who serves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from action_msgs.msg import GoalStatus
from rclpy.action import ActionClient

_ENDED = (GoalStatus.STATUS_SUCCEEDED, GoalStatus.STATUS_ABORTED, GoalStatus.STATUS_CANCELED)


class End(Enum):
    """How it was with a goal."""

    SUCCEEDED = "succeeded"
    ABORTED = "aborted"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    """It was not begun."""
    LOST = "lost"
    """Who served it is gone, or knows nothing of it."""
    TIMED_OUT = "timed out"
    """It was cancelled after its time."""


_ENDS = {
    GoalStatus.STATUS_SUCCEEDED: End.SUCCEEDED,
    GoalStatus.STATUS_ABORTED: End.ABORTED,
    GoalStatus.STATUS_CANCELED: End.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long what is waited for, in seconds.

    Attributes:
        accept_s: Until a goal is accepted.
        asks: How often it is asked for: one who was killed seems to be there for a while, and its
            successor may not hear what is asked before both have met.
        cancel_s: Until a goal ends that was cancelled.
        silence_s: Without feedback, until it is asked anew whether the goal is known.
        absence_s: That a server is not seen, until it counts as gone.
        poll_s: Between two looks at whether to cancel.
    """

    accept_s: float = 5.0
    asks: int = 1
    cancel_s: float = 20.0
    silence_s: float = 10.0
    absence_s: float = 1.0
    poll_s: float = 0.05


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who asked for a goal.

    Attributes:
        is_cancelled: Whether it shall end; asked often.
        feedback: Told what the server tells.
        timeout_s: After so long it is cancelled; None for no bound.
    """

    is_cancelled: Callable[[], bool]
    feedback: Callable[[Any], None]
    timeout_s: float | None = None


@dataclass(frozen=True, slots=True)
class Pursued:
    """What became of a goal.

    Attributes:
        end: How it ended.
        result: What its server said of that; None if it said nothing.
    """

    end: End
    result: Any = None


class Pursuit:
    """Sees one goal through.

    The executor of the client's node must be spun by `spin` alone: rclpy's clients lose replies
    that come in another thread before the request is written down.

    Args:
        client: Of the action.
        spin: Lets the node work for at most so many seconds.
        clock_s: Steady time.
        patience: With servers.
    """

    def __init__(
        self,
        client: ActionClient,
        spin: Callable[[float], None],
        clock_s: Callable[[], float],
        patience: Patience | None = None,
    ) -> None:
        self._client = client
        self._spin = spin
        self._clock_s = clock_s
        self._patience = patience or Patience()
        self._heard_s = clock_s()
        self._seen_s = clock_s()

    def run(self, goal: Any, watcher: Watcher) -> Pursued:
        """Ask for a goal and wait for its end."""
        began_s = self._heard_s = self._seen_s = self._clock_s()

        def hear(message: Any) -> None:
            self._heard_s = self._clock_s()
            watcher.feedback(message.feedback)

        for _ in range(self._patience.asks):
            asked = self._client.send_goal_async(goal, feedback_callback=hear)
            if self._is_answered(asked):
                break
        else:
            return Pursued(End.LOST)
        handle = asked.result()
        if not handle.accepted:
            return Pursued(End.REJECTED)
        return self._follow(handle, watcher, began_s)

    def _is_answered(self, asked: Any) -> bool:
        end_s = self._clock_s() + self._patience.accept_s
        while not asked.done():
            if self._clock_s() > end_s or self._is_gone():
                return False
            self._spin(self._patience.poll_s)
        return True

    def _follow(self, handle: Any, watcher: Watcher, began_s: float) -> Pursued:
        replies = [handle.get_result_async()]
        why: End | None = None
        cancelled_s = float("inf")
        while True:
            done = next((reply for reply in replies if reply.done()), None)
            if done is not None:
                return self._ended(done.result(), why)
            now_s = self._clock_s()
            if why is None:
                why = self._why_cancel(watcher, now_s - began_s)
                if why is not None:
                    handle.cancel_goal_async()
                    cancelled_s = now_s
            if now_s > cancelled_s + self._patience.cancel_s or self._is_gone():
                return Pursued(why or End.LOST)
            if now_s > self._heard_s + self._patience.silence_s:
                # A server that began anew replies at once that it knows of no such goal.
                self._heard_s = now_s
                replies.append(handle.get_result_async())
            self._spin(self._patience.poll_s)

    def _why_cancel(self, watcher: Watcher, passed_s: float) -> End | None:
        if watcher.is_cancelled():
            return End.CANCELLED
        if watcher.timeout_s is not None and passed_s > watcher.timeout_s:
            return End.TIMED_OUT
        return None

    def _is_gone(self) -> bool:
        now_s = self._clock_s()
        if self._client.server_is_ready():
            self._seen_s = now_s
        return now_s > self._seen_s + self._patience.absence_s

    def _ended(self, reply: Any, why: End | None) -> Pursued:
        if reply.status not in _ENDED:
            return Pursued(End.LOST)
        end = _ENDS[reply.status]
        if end is not End.SUCCEEDED and why is End.TIMED_OUT:
            end = End.TIMED_OUT
        return Pursued(end, reply.result)
