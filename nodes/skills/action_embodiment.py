"""A body that is elsewhere: every skill is an action that some driver serves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from rclpy.action import ActionClient
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from whereseen_msgs.msg import Body

from whereseen.acting.skills.call import (
    Call,
    GoTo,
    LookAt,
    Pick,
    Place,
    Pose2,
    skill_name,
)
from whereseen.acting.skills.deeds import deed_of, use_of
from whereseen.acting.skills.embodiment import Order
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome
from whereseen.memory.errors import WhereseenError
from whereseen.nodes import qos
from whereseen.nodes.clocks import Clocks
from whereseen.nodes.convert.skill import outcome_of, point_of_message, pose2_of
from whereseen.nodes.skills import navigating
from whereseen.nodes.skills.goals import Goals
from whereseen.nodes.skills.listening import Listener
from whereseen.nodes.skills.looking import Look, checked, is_seen, known_about
from whereseen.nodes.skills.names import ACTION_OF, BODY, NAVIGATE
from whereseen.nodes.skills.pursuit import End, Patience, Pursued, Pursuit, Watcher
from whereseen.nodes.skills.told_world import ToldWorld

_LONGEST_S = 900.0  # of one skill that nobody bounds
_AT_ONCE = 5  # messages that may wait: of the body, and of goals that have ended
_LOOK_S = 60.0  # of a look at what was put down
_SPARE_S = 5.0  # that a driver may take to end by itself, before it is cancelled


@dataclass(frozen=True, slots=True)
class Around:
    """What a body needs of the node that acts.

    Attributes:
        goals: Makes goals of calls.
        clocks: Of the node.
        patience: With drivers.
    """

    goals: Goals
    clocks: Clocks
    patience: Patience


class ActionEmbodiment:
    """Does skills by actions; to drive, Nav2 is asked where it runs, else `skills/goto`.

    Every driver that serves the actions will do, and no driver needs this memory: goals carry the
    geometry. Only one thread may use it. Messages are heard while it is being asked something.

    Args:
        node: Of its own; nobody else may spin it.
        around: The world and the clocks.
    """

    def __init__(self, node: Node, around: Around) -> None:
        self._node = node
        self._around = around
        self._held: int | None = None
        self._body: Body | None = None
        self._executor = SingleThreadedExecutor(context=node.context)
        self._executor.add_node(node)
        kinds = {each.name: each.kind for each in ACTION_OF.values()}
        self._clients = {name: ActionClient(node, kind, name) for name, kind in kinds.items()}
        nav2 = navigating.navigate_to_pose()
        self._nav2 = None if nav2 is None else ActionClient(node, nav2, NAVIGATE)
        node.create_subscription(Body, BODY, self._hear_body, qos.latched())

    def close(self) -> None:
        """Ask nothing more; nobody may be using it."""
        self._executor.shutdown()
        for client in filter(None, (*self._clients.values(), self._nav2)):
            client.destroy()
        self._node.destroy_node()

    def listen(self, seconds: float) -> None:
        """Hear who is there; to be called before the first question."""
        end_s = self._around.clocks.steady_s() + seconds
        while (left_s := end_s - self._around.clocks.steady_s()) > 0.0:
            self._spin(left_s)

    @property
    def skills(self) -> frozenset[type[Call]]:
        """What some driver serves now."""
        self._hear()
        return frozenset(kind for kind in ACTION_OF if self._is_served(kind))

    @property
    def is_met(self) -> bool:
        """Whether a body told what it can do, and all of that is served: none is still coming."""
        skills = self.skills
        if self._body is None:
            return False
        return {skill_name(kind) for kind in skills} >= set(self._body.skills)

    @property
    def uses_nav2(self) -> bool:
        """Whether drives are asked of Nav2 now."""
        self._hear()
        return self._is_ready(self._nav2)

    @property
    def now_ns(self) -> int:
        """Time by the clock of the stamps."""
        return self._around.clocks.now_ns()

    @property
    def pose(self) -> Pose2:
        """Where the robot is, by tf.

        Raises:
            WhereseenError: if that is not known.
        """
        return self._around.goals.ground.pose()

    @property
    def held(self) -> int | None:
        """What is in the hand: as the driver tells, else as was picked here."""
        self._hear()
        held = self._held
        if self._body is not None and not self._body.doing:
            held = self._body.held_id or None
        thing = None if held is None else self._around.goals.world.thing(held)
        return held if thing is None else thing.id  # which may be another than it was taken by

    def do(self, call: Call, order: Order) -> Outcome:
        """Do a skill to its end, and tell the world model of it."""
        start_ns, held = self.now_ns, self.held
        if not self._is_served(type(call)):
            reason = f"nobody serves {skill_name(call)}"
            return self._failed(call, Failure(FailureKind.NOT_POSSIBLE, reason), start_ns)
        if order.is_cancelled():
            failure = Failure(FailureKind.CANCELLED, "it was cancelled before it began")
            return self._failed(call, failure, start_ns)
        try:
            if isinstance(call, GoTo) and self._is_ready(self._nav2):
                return self._navigate(call, order, start_ns)
            outcome = self._act(call, order, held, start_ns)
            if self._may_know_more(outcome, order):
                outcome = _after(outcome, self._act(call, order, held, self.now_ns))
            return outcome
        except WhereseenError as error:
            return self._failed(call, Failure(FailureKind.NOT_FOUND, str(error)), start_ns)

    def _act(self, call: Call, order: Order, held: int | None, start_ns: int) -> Outcome:
        timeout_s = _LONGEST_S if order.timeout_s is None else order.timeout_s
        goals = self._around.goals
        goal = goals.of(call, held=held, timeout_s=timeout_s)
        look = Look(goals.world, goals.ground, known_about(call, goals.world, held))
        leads = isinstance(call, GoTo) and bool(goal.pose.header.frame_id)
        listener = Listener(call, order, pose2_of(goal.pose) if leads else None)
        watcher = Watcher(listener.is_over, listener.hear, timeout_s + _SPARE_S)
        pursued = self._pursue(self._clients[ACTION_OF[type(call)].name], goal, watcher)
        message = getattr(pursued.result, "outcome", None)
        if message is None:
            failure = _failure_of(pursued.end, call, self.doing)
            if listener.has_enough and pursued.end is End.CANCELLED:
                failure = None
            told = listener.progress
            return Outcome(call, failure, start_ns, self.now_ns, told.distance_m, told.looks)
        outcome = _as_asked(outcome_of(message, call), pursued, listener, start_ns, self.now_ns)
        self._note(outcome, look, held, message)
        if isinstance(call, Place) and held and outcome.is_success:
            self._look_after(held, outcome, look, order)
        return checked(outcome, look, held)

    def _may_know_more(self, outcome: Outcome, order: Order) -> bool:
        """Look at what had no room, once: drivers know of it what the memory told them."""
        call, failure = outcome.call, outcome.failure
        if failure is None or failure.kind is not FailureKind.NO_ROOM:
            return False
        if not isinstance(call, Place) or not self._is_served(LookAt):
            return False
        self._look_at(call.receptacle_id, order.is_cancelled)
        self._around.goals.ground.settle((call.receptacle_id,), self.now_ns)
        return not order.is_cancelled()

    def _look_at(self, thing_id: int, is_cancelled: Callable[[], bool]) -> None:
        goal = self._around.goals.of(LookAt(thing_id), held=None, timeout_s=_LOOK_S)
        watcher = Watcher(is_cancelled, lambda _: None, _LOOK_S + _SPARE_S)
        self._pursue(self._clients[ACTION_OF[LookAt].name], goal, watcher)

    def _look_after(self, put: int, outcome: Outcome, look: Look, order: Order) -> None:
        """Look at what was put somewhere, if it was not to be seen from where that was done."""
        look.ground.settle((put,), outcome.end_ns)
        if is_seen(put, outcome, look) or not self._is_served(LookAt):
            return
        self._look_at(put, order.is_cancelled)
        look.ground.settle((put,), self.now_ns)

    def _note(self, outcome: Outcome, look: Look, held: int | None, message: Any) -> None:
        """Tell the memory what was done."""
        if not outcome.is_success:
            return
        deed = deed_of(
            outcome.call,
            look.known,
            outcome.start_ns,
            outcome.end_ns,
            held=held,
            position_m=point_of_message(message.after),
        )
        before_m = point_of_message(message.before)
        if deed is not None and deed.before is not None and before_m is not None:
            deed = replace(deed, before=replace(deed.before, position_m=before_m))
        if deed is not None:
            look.world.note_deed(deed)
        used = use_of(outcome.call, look.known, outcome.start_ns, outcome.end_ns, held)
        if used is not None:
            look.world.note_deed(used)
        if isinstance(outcome.call, Pick):
            self._held = outcome.call.thing_id
        elif isinstance(outcome.call, Place):
            self._held = None

    def _navigate(self, call: GoTo, order: Order, start_ns: int) -> Outcome:
        pose = self._around.goals.pose(call.target)
        if not pose.header.frame_id:
            failure = Failure(FailureKind.NO_WAY, "it is not known where to stand for it")
            return self._failed(call, failure, start_ns)
        odometer = navigating.Odometer(pose)
        watcher = Watcher(
            order.is_cancelled,
            lambda feedback: order.tell(odometer.progress(feedback)),
            _LONGEST_S if order.timeout_s is None else order.timeout_s,
        )
        pursued = self._pursue(self._nav2, navigating.goal_of(pose), watcher)
        why = navigating.failure_of(pursued)
        look = Look(self._around.goals.world, self._around.goals.ground, ToldWorld(lambda: 0))
        return checked(
            Outcome(call, why, start_ns, self.now_ns, odometer.distance_m), look, self._held
        )

    def _pursue(self, client: Any, goal: Any, watcher: Watcher) -> Pursued:
        around = self._around
        pursuit = Pursuit(client, self._spin, around.clocks.steady_s, around.patience)
        return pursuit.run(goal, watcher)

    def _is_served(self, kind: type[Call]) -> bool:
        if kind is GoTo and self._is_ready(self._nav2):
            return True
        if not self._is_ready(self._clients[ACTION_OF[kind].name]):
            return False
        return self._body is None or skill_name(kind) in self._body.skills

    def _is_ready(self, client: ActionClient | None) -> bool:
        return client is not None and client.server_is_ready()

    @property
    def doing(self) -> str:
        """Name of the skill that the body is at, for whomever; empty where it does not tell."""
        return "" if self._body is None else self._body.doing

    def _failed(self, call: Call, failure: Failure, start_ns: int) -> Outcome:
        return Outcome(call, failure, start_ns, self.now_ns)

    def _hear(self) -> None:
        for _ in range(_AT_ONCE):
            self._spin(0.0)

    def _hear_body(self, body: Body) -> None:
        self._body = body

    def _spin(self, seconds: float) -> None:
        self._executor.spin_once(timeout_sec=seconds)


def _as_asked(
    outcome: Outcome, pursued: Pursued, listener: Listener, start_ns: int, end_ns: int
) -> Outcome:
    """An outcome as who asked sees it: what was enough is no failure, what ended badly is one."""
    failure = outcome.failure
    if listener.has_enough and pursued.end is End.CANCELLED:
        failure = None
    elif pursued.end is End.TIMED_OUT:
        failure = Failure(FailureKind.TIMED_OUT, "the skill took too long")
    elif pursued.end is not End.SUCCEEDED and failure is None:
        failure = Failure(FailureKind.NOT_POSSIBLE, "its driver gave up and did not say why")
    return Outcome(
        outcome.call,
        failure,
        outcome.start_ns or start_ns,
        outcome.end_ns or end_ns,
        outcome.distance_m,
        outcome.looks,
        outcome.areas,
    )


def _after(first: Outcome, again: Outcome) -> Outcome:
    """The second outcome, with what both took."""
    return replace(
        again,
        start_ns=first.start_ns,
        distance_m=first.distance_m + again.distance_m,
        looks=first.looks + 1 + again.looks,
    )


def _failure_of(end: End, call: Call, doing: str) -> Failure | None:
    """Why a goal ended of which there is no result."""
    name = skill_name(call)
    if end is End.REJECTED:
        reason = f"the robot is busy with {doing}" if doing else f"the driver of {name} refused it"
        return Failure(FailureKind.BLOCKED, reason)
    if end is End.CANCELLED:
        return Failure(FailureKind.CANCELLED, f"{name} was cancelled; its driver did not answer")
    if end is End.TIMED_OUT:
        return Failure(FailureKind.TIMED_OUT, f"{name} took too long; its driver did not answer")
    return Failure(FailureKind.NOT_POSSIBLE, f"the driver of {name} is gone")
