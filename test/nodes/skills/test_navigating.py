"""Driving by Nav2, whose action is served here by a stand-in."""

import sys
import threading

import pytest

pytest.importorskip("nav2_msgs.action")

from nav2_msgs.action import NavigateToPose
from rclpy.action import ActionServer, CancelResponse, GoalResponse
from rclpy.executors import MultiThreadedExecutor
from rclpy.node import Node
from scripted_body import MUG, FlatGround, until

from whereseen.acting.skills.call import GoTo
from whereseen.acting.skills.embodiment import Order
from whereseen.acting.skills.outcome import FailureKind
from whereseen.nodes.skills import navigating
from whereseen.nodes.skills.pursuit import End, Pursued


class Navigator:
    """Serves `navigate_to_pose`: tells of three metres driven, then does what it was told to."""

    def __init__(self, context):
        self.goals = []
        self.error_code = 0
        self.is_lasting = self.refuses = False
        self.node = Node("bt_navigator", context=context)
        self._server = ActionServer(
            self.node,
            NavigateToPose,
            "navigate_to_pose",
            self._drive,
            goal_callback=lambda _: GoalResponse.REJECT if self.refuses else GoalResponse.ACCEPT,
            cancel_callback=lambda _: CancelResponse.ACCEPT,
        )
        self._executor = MultiThreadedExecutor(num_threads=3, context=context)
        self._executor.add_node(self.node)
        self._thread = threading.Thread(target=self._executor.spin)
        self._thread.start()

    def _drive(self, goal):
        self.goals.append(goal.request)
        feedback = NavigateToPose.Feedback(distance_remaining=1.0)
        for x in (0.0, 1.0, 3.0):
            feedback.current_pose.pose.position.x = x
            goal.publish_feedback(feedback)
        while self.is_lasting:
            if goal.is_cancel_requested:
                goal.canceled()
                return NavigateToPose.Result()
        goal.abort() if self.error_code else goal.succeed()
        return NavigateToPose.Result(error_code=self.error_code)

    def close(self):
        self._executor.shutdown()
        self._thread.join()
        self.node.destroy_node()


@pytest.fixture
def navigator(ros_context):
    navigator = Navigator(ros_context)
    yield navigator
    navigator.close()


def test_nav2_drives_where_it_runs(navigator, body, home):
    until(body, lambda: body.skills == {GoTo})
    told = []
    outcome = body.do(GoTo(MUG.id), Order(tell=told.append))
    assert outcome.is_success
    (goal,) = navigator.goals
    x, y, _ = FlatGround(home).approach(MUG.id)
    at = goal.pose.pose.position
    assert (goal.pose.header.frame_id, at.x, at.y) == ("map", pytest.approx(x), pytest.approx(y))
    assert told[0].goal[:2] == pytest.approx((x, y))
    assert "1.0 m to go" in told[0].text
    assert outcome.distance_m <= 3.0


def test_nav2_comes_before_a_driver_that_can_go_too(navigator, driver, served):
    until(served, lambda: served.uses_nav2)
    assert served.do(GoTo((1.0, 2.0, 0.0)), Order()).is_success
    assert len(navigator.goals) == 1
    assert driver.body.calls == []


def test_nav2_is_cancelled_and_says_why_it_gives_up(navigator, body):
    until(body, lambda: GoTo in body.skills)
    navigator.is_lasting = True
    stopped = body.do(GoTo(MUG.id), Order(is_cancelled=lambda: bool(navigator.goals)))
    assert stopped.failure.kind is FailureKind.CANCELLED
    navigator.is_lasting = False
    for code, kind in ((104, FailureKind.BLOCKED), (209, FailureKind.NO_WAY)):
        navigator.error_code = code
        failure = body.do(GoTo(MUG.id), Order()).failure
        assert (failure.kind, str(code) in failure.reason) == (kind, True)
    navigator.refuses = True
    assert body.do(GoTo(MUG.id), Order()).failure.kind is FailureKind.BLOCKED


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (106, FailureKind.BLOCKED),
        (108, FailureKind.TIMED_OUT),
        (203, FailureKind.NOT_POSSIBLE),
        (208, FailureKind.TIMED_OUT),
        (209, FailureKind.NO_WAY),
        (9001, FailureKind.NOT_POSSIBLE),
    ],
)
def test_codes_of_nav2_are_kinds_of_failure(code, kind):
    result = NavigateToPose.Result(error_code=code)
    failure = navigating.failure_of(Pursued(End.ABORTED, result))
    assert (failure.kind, str(code) in failure.reason) == (kind, True)


def test_where_nobody_can_stand_nav2_is_not_asked(navigator, body):
    until(body, lambda: GoTo in body.skills)
    assert body.do(GoTo("attic"), Order()).failure.kind is FailureKind.NO_WAY
    assert navigator.goals == []


def test_without_nav2_installed_there_is_no_such_action(monkeypatch):
    monkeypatch.setitem(sys.modules, "nav2_msgs.action", None)
    assert navigating.navigate_to_pose() is None


@pytest.mark.parametrize(
    ("end", "kind"),
    [
        (End.TIMED_OUT, FailureKind.TIMED_OUT),
        (End.LOST, FailureKind.NOT_POSSIBLE),
        (End.ABORTED, FailureKind.NO_WAY),
    ],
)
def test_ends_without_a_result_are_failures(end, kind):
    assert navigating.failure_of(Pursued(end)).kind is kind
