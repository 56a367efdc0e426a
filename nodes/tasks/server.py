"""`~/do_task`: what a person asks for, done while everybody can see what the robot thinks."""

from __future__ import annotations

import threading

from rclpy.action import ActionServer, CancelResponse, GoalResponse
from rclpy.action.server import ServerGoalHandle
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.node import Node
from whereseen_msgs.action import DoTask
from whereseen_msgs.msg import Status, Thing

from whereseen.acting.instructions.errors import InstructionNotUnderstood
from whereseen.acting.planning.report import Ending, Report
from whereseen.acting.planning.thoughts import Thought, ThoughtKind
from whereseen.acting.references.config import Ambiguity
from whereseen.memory.errors import InvalidQuery, WhereseenError
from whereseen.nodes.clocks import Clocks
from whereseen.nodes.convert.answer import done, not_found, status_of, unavailable
from whereseen.nodes.convert.thing import thing_message
from whereseen.nodes.core import Core
from whereseen.nodes.intake.worker import WorkerUnavailable
from whereseen.nodes.skills.goals import timeout_s_of
from whereseen.nodes.tasks.config import TaskConfig
from whereseen.nodes.tasks.doer import Asked, Doer
from whereseen.nodes.tasks.live import Live, subtask_results
from whereseen.nodes.tasks.showing import Showing

_TELL_EVERY_S = 0.2
_AMBIGUITY = {DoTask.Goal.ASK: Ambiguity.ASK, DoTask.Goal.PICK: Ambiguity.PICK}


class TaskServer:
    """Takes one task at a time.

    Args:
        node: Offers the action and the topics.
        core: The memory.
        doer: Does tasks.
        clocks: Of the node.
        config: Of the robot.

    Attributes:
        doing: Instruction of the task that is being done; empty without one.
    """

    def __init__(
        self, node: Node, core: Core, doer: Doer, clocks: Clocks, config: TaskConfig
    ) -> None:
        self._node = node
        self._core = core
        self._doer = doer
        self._clocks = clocks
        self._config = config
        self._showing = Showing(node, core, doer)
        self.doing = ""
        self._busy = threading.Lock()
        self._is_closed = threading.Event()
        self._server: ActionServer | None = ActionServer(
            node,
            DoTask,
            "~/do_task",
            execute_callback=self._execute,
            goal_callback=lambda _: self._may_begin(),
            cancel_callback=self._cancel,
            callback_group=ReentrantCallbackGroup(),
        )

    @property
    def planner_fault(self) -> str:
        """Why the planner of the last task had no plan; empty if it had one."""
        return self._doer.planner_fault

    def leave(self) -> None:
        """Cancel what is under way, and begin nothing more; returns when it has ended."""
        self._is_closed.set()
        self._doer.cancel()
        with self._busy:
            pass

    def close(self) -> None:
        """Offer nothing more."""
        self.leave()
        server, self._server = self._server, None
        if server is not None:
            server.destroy()
        self._showing.close()
        self._doer.close()

    def _may_begin(self) -> GoalResponse:
        is_free = not self._is_closed.is_set() and not self._busy.locked()
        return GoalResponse.ACCEPT if is_free else GoalResponse.REJECT

    def _cancel(self, _: ServerGoalHandle) -> CancelResponse:
        self._doer.cancel()
        return CancelResponse.ACCEPT

    def _execute(self, goal: ServerGoalHandle) -> DoTask.Result:
        if not self._busy.acquire(blocking=False):
            return self._refuse(goal, unavailable("another task is being done"))
        try:
            return self._do(goal)
        except WorkerUnavailable as error:
            return self._refuse(goal, unavailable(str(error)))
        except InstructionNotUnderstood as error:
            return self._refuse(goal, Status(code=Status.INVALID, reason=str(error)))
        except WhereseenError as error:
            return self._refuse(goal, status_of(error))
        except Exception as error:  # the robot goes on; whoever asked is told
            self._node.get_logger().error(f"do_task failed: {error!r}")
            reason = f"a fault of whereseen: {error!r}"
            return self._refuse(goal, Status(code=Status.FAILED, reason=reason))
        finally:
            self.doing = ""
            self._busy.release()

    def _do(self, goal: ServerGoalHandle) -> DoTask.Result:
        request, doer = goal.request, self._doer
        if request.ambiguity not in _AMBIGUITY:
            raise InvalidQuery(
                "no such ambiguity", got=str(request.ambiguity), remedy="ASK or PICK"
            )
        instruction = request.instruction.strip()
        whole = instruction or doer.unfinished()
        if not whole:
            raise InvalidQuery("there is no task to go on with", remedy="Give an instruction")
        live = Live.of(doer.read(whole))
        self.doing = whole
        telling = _Telling(goal, live, self)
        asked = Asked(
            instruction,
            _AMBIGUITY[request.ambiguity],
            request.planner or self._config.planner,
            timeout_s_of(request.timeout),
            telling.tell,
        )
        self._node.get_logger().info(f"doing: {instruction or 'the task that was interrupted'}")
        report = doer.do(asked, show=self._showing.seek)
        if report is None:
            raise InvalidQuery("there is no task to go on with", remedy="Give an instruction")
        self._showing.end(live)
        self._node.get_logger().info(f"{report.ending.value}: {report.reason or instruction}")
        result = _conclude(goal, report, self._doer.in_hand())
        result.candidates = self._candidates(report)
        return result

    def _candidates(self, report: Report) -> list[Thing]:
        """What may be meant, best first, where somebody is to say which."""
        ids = () if report.failure is None else report.failure.candidates
        found = self._doer.ask(lambda mind: [mind.world.thing(each) for each in ids])
        frame = self._core.map_frame
        return [thing_message(each, frame_id=frame) for each in found if each is not None]

    def _refuse(self, goal: ServerGoalHandle, status: Status) -> DoTask.Result:
        if goal.is_active:
            goal.abort()
        return DoTask.Result(status=status)

    def think(self, goal: ServerGoalHandle, live: Live, thought: Thought) -> None:
        """Tell what the robot thinks, in the task's thread."""
        if self._is_closed.is_set() or goal.is_cancel_requested:
            self._doer.cancel()
        stamp_ns = max(self._core.stamp_ns, 0)
        feedback = live.feedback(frame_id=self._core.map_frame, stamp_ns=stamp_ns)
        goal.publish_feedback(feedback)
        if thought.kind is not ThoughtKind.MOVES:
            self._node.get_logger().info(thought.text)
        self._showing.show(live)


class _Telling:
    """Tells of a task; of moves not too often."""

    def __init__(self, goal: ServerGoalHandle, live: Live, server: TaskServer) -> None:
        self._goal = goal
        self._live = live
        self._server = server
        self._clock_s = server._clocks.steady_s
        self._told_s = -float("inf")

    def tell(self, thought: Thought) -> None:
        goal = self._live.goal
        self._live.hear(thought)
        now_s, is_going_on = self._clock_s(), thought.kind is ThoughtKind.MOVES
        if is_going_on and self._live.goal == goal and now_s < self._told_s + _TELL_EVERY_S:
            return
        self._told_s = now_s
        self._server.think(self._goal, self._live, thought)


def _conclude(goal: ServerGoalHandle, report: Report, in_hand: str) -> DoTask.Result:
    """Set how a goal ended, and say why, and what the robot stands there with."""
    if report.ending is Ending.DONE:
        goal.succeed()
        status = done("all of it is done")
    elif report.ending is Ending.CANCELLED and goal.is_cancel_requested:
        goal.canceled()
        status = unavailable(report.reason or "cancelled")
    else:
        goal.abort()
        status = not_found(report.reason or "it was not done")
        if report.ending is not Ending.REFUSED:
            status.code = Status.FAILED
    if in_hand:
        status.reason += f"; the robot holds {in_hand}"
    return DoTask.Result(
        status=status,
        subtasks=subtask_results(report.subtasks),
        question=report.reason if report.ending is Ending.REFUSED else "",
        distance=float(report.distance_m),
        looks=report.looks,
    )
