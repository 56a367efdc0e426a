"""Sending a task to a memory node that runs elsewhere, and hearing how it goes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rclpy.action import ActionClient
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from whereseen_msgs.action import DoTask
from whereseen_msgs.msg import SubtaskResult

from whereseen.memory.errors import WhereseenError
from whereseen.nodes.convert.stamp import duration_of
from whereseen.nodes.skills.pursuit import End, Patience, Pursued, Pursuit, Watcher

_SIGNS = {
    SubtaskResult.WAITING: "waiting",
    SubtaskResult.UNDER_WAY: "under way",
    SubtaskResult.DONE: "done",
    SubtaskResult.FAILED: "failed",
    SubtaskResult.SKIPPED: "left out",
}
_AMBIGUITY = {"ask": DoTask.Goal.ASK, "pick": DoTask.Goal.PICK}


class NobodyActs(WhereseenError):
    """No memory node takes tasks here."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What is sent.

    Attributes:
        instruction: As it is said; empty to go on with the last task.
        memory: Name of the memory node.
        ambiguity: `ask` or `pick`.
        planner: `deterministic` or `llm`; empty as the node has it.
        timeout_s: Bound of all of it; 0 for none.
        wait_s: So long a memory node is waited for.
    """

    instruction: str
    memory: str = "memory"
    ambiguity: str = "pick"
    planner: str = ""
    timeout_s: float = 0.0
    wait_s: float = 60.0

    def goal(self) -> DoTask.Goal:
        """As a message."""
        return DoTask.Goal(
            instruction=self.instruction,
            ambiguity=_AMBIGUITY[self.ambiguity],
            planner=self.planner,
            timeout=duration_of(round(self.timeout_s * 1e9)),
        )


def send(
    node: Node, errand: Errand, tell: Callable[[str], None], is_cancelled: Callable[[], bool]
) -> Pursued:
    """Have a task done; returns how that ended.

    Args:
        node: Asks; nobody else may spin it.
        errand: What.
        tell: Told a line for each new step, belief and reason.
        is_cancelled: Asked often.

    Raises:
        NobodyActs: if no memory node takes tasks in time.
    """
    executor = SingleThreadedExecutor(context=node.context)
    executor.add_node(node)
    client = ActionClient(node, DoTask, f"{errand.memory}/do_task")
    lines = Lines(tell)
    try:
        _meet(client, executor, errand, is_cancelled)
        pursuit = Pursuit(
            client,
            lambda seconds: executor.spin_once(timeout_sec=seconds),
            time.monotonic,
            Patience(cancel_s=60.0, asks=3),
        )
        return pursuit.run(errand.goal(), Watcher(is_cancelled, lines.hear))
    finally:
        executor.shutdown()
        client.destroy()


def _meet(
    client: ActionClient,
    executor: SingleThreadedExecutor,
    errand: Errand,
    is_cancelled: Callable[[], bool],
) -> None:
    end_s = time.monotonic() + errand.wait_s
    while not client.server_is_ready():
        if time.monotonic() > end_s or is_cancelled():
            raise NobodyActs(
                "no memory node takes tasks here",
                got=f"nobody serves {errand.memory}/do_task after {errand.wait_s:g} s",
                remedy="Start one, as with: whereseen up tidy",
            )
        executor.spin_once(timeout_sec=0.1)


class Lines:
    """Feedback as lines, each once."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._told: dict[str, str] = {}

    def hear(self, feedback: Any) -> None:
        """Tell what is new."""
        name = f"{feedback.subtask}: " if feedback.subtask else ""
        for key, mark in (("belief", "believes"), ("reason", "because"), ("step", "does")):
            text = getattr(feedback, key)
            if text and self._told.get(key) != text:
                self._told[key] = text
                self._tell(f"{name}{mark}: {text}")


def told(pursued: Pursued) -> tuple[str, int]:
    """How it ended, for people, and an exit code: 0 done, 3 not, 1 an error, 130 cancelled."""
    if pursued.end in (End.REJECTED, End.LOST):
        why = "is busy with another task" if pursued.end is End.REJECTED else "is gone"
        return f"the memory node {why}", 1
    if pursued.result is None:
        return "it was cancelled, and nobody said how that ended", 130
    result = pursued.result
    lines = [
        f"  {each.name} {_SIGNS.get(each.progress, '?')}: {each.text}"
        + (f" ({each.reason})" if each.reason else "")
        for each in result.subtasks
    ]
    lines.append(f"{result.status.reason}; {result.distance:.1f} m driven, {result.looks} looks")
    codes = {End.SUCCEEDED: 0, End.CANCELLED: 130}
    return "\n".join(lines), codes.get(pursued.end, 3)
