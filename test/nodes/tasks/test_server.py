"""Tasks asked for over real DDS: done, refused, cancelled, gone on with; what is shown of them."""

import threading

import pytest
from nav_msgs.msg import OccupancyGrid, Path
from rclpy.node import Node
from visualization_msgs.msg import MarkerArray
from whereseen_msgs.msg import Status, SubtaskResult

from whereseen.acting.skills.call import Pick, Place
from whereseen.acting.skills.outcome import Failure, FailureKind
from whereseen.nodes import qos
from whereseen.nodes.convert.belief_marker import HYPOTHESES, HYPOTHESIS_NAMES
from whereseen.nodes.skills.pursuit import End
from whereseen.nodes.tasks.errand import Errand, NobodyActs, send, told

TASK = "put the red mug in the sink"


def test_a_task_is_done_and_told(acting, driver, ask):
    ended = ask(TASK)
    text, code = told(ended)
    assert (ended.end, ended.result.status.code, code) == (End.SUCCEEDED, Status.OK, 0), text
    kinds = [type(call) for call in driver.body.calls]
    assert [kind for kind in kinds if kind in (Pick, Place)] == [Pick, Place]
    (subtask,) = ended.result.subtasks
    assert (subtask.progress, subtask.text) == (SubtaskResult.DONE, TASK)
    assert subtask.attempts == len(driver.body.calls)
    assert ended.result.distance == pytest.approx(1.5 * len(driver.body.calls))
    assert any("believes: 'the red mug' is the red mug" in line for line in ask.lines)
    assert any(line.startswith("1: does: take the") for line in ask.lines)
    mug = next(each for each in acting.memory.objects.entities() if each.label == "red mug")
    assert acting.doer.ask(lambda mind: mind.world.thing(mug.id)).relation == "in"


def test_belief_and_plan_are_shown(acting, driver, ask, peer):
    every = qos.latched()
    every.depth = 100
    belief = peer.collect(MarkerArray, "/memory/belief", every)
    plan = peer.collect(MarkerArray, "/memory/plan_markers", every)
    ways = peer.collect(Path, "/memory/plan", every)
    peer.until(lambda: acting.node.count_subscribers("/memory/plan") == 1)
    asking = threading.Thread(target=ask, args=(TASK,))
    asking.start()
    peer.until(lambda: plan and "the task is over" in plan[-1].markers[0].text)
    peer.until(lambda: len(belief[-1].markers) == 1)  # all were taken away
    asking.join()
    shown = next(each.markers for each in belief if len(each.markers) > 1)
    assert {marker.ns for marker in shown[1:]} == {HYPOTHESES, HYPOTHESIS_NAMES}
    assert any("red mug" in marker.text and "%" in marker.text for marker in shown)
    assert any(way.poses and way.header.frame_id == "map" for way in ways)
    assert plan[-1].markers[0].text.startswith(f"✓ {TASK}")


def test_what_cannot_be_understood_moves_nothing(acting, driver, ask):
    for instruction, reason in (("flurb the glarb", "flurb"), ("", "no task to go on with")):
        ended = ask(instruction)
        assert (ended.end, ended.result.status.code) == (End.ABORTED, Status.INVALID)
        assert reason in ended.result.status.reason
    assert driver.body.calls == []


def test_a_failure_is_told_with_its_reason(acting, driver, ask):
    driver.body.failures[Pick] = Failure(FailureKind.OUT_OF_REACH, "the arm is too short")
    ended = ask(TASK)
    assert (ended.end, ended.result.status.code) == (End.ABORTED, Status.FAILED)
    assert "too short" in ended.result.subtasks[0].reason
    assert told(ended)[1] == 3


def test_a_task_without_a_robot_fails_and_says_so(acting, ask):
    ended = ask(TASK)
    assert ended.end is End.ABORTED
    assert ended.result.status.code in (Status.FAILED, Status.NOT_FOUND)


def test_a_task_is_cancelled_and_gone_on_with(acting, driver, ask):
    driver.body.lasting.add(Place)
    both = "put the red mug in the sink and put the laptop on the table"
    ended = ask(both, lambda: Place in map(type, driver.body.calls))
    assert (ended.end, told(ended)[1]) == (End.CANCELLED, 130)
    assert SubtaskResult.DONE not in {each.progress for each in ended.result.subtasks}
    assert ended.result.status.reason.endswith("; the robot holds the red mug")
    assert driver.body.held and driver.body.ended.wait(10.0)  # it stopped, and let nothing fall

    driver.body.lasting.clear()
    driver.body.calls.clear()
    ended = ask("")
    assert ended.end is End.SUCCEEDED, told(ended)
    done = [type(call) for call in driver.body.calls if isinstance(call, Pick | Place)]
    assert done == [Place, Pick, Place]  # the mug was in the hand already


def test_one_task_at_a_time(acting, driver, ask, ros_context):
    driver.body.lasting.add(Pick)
    stop = threading.Event()
    first = threading.Thread(target=ask, args=(TASK, stop.is_set))
    first.start()
    assert driver.body.begun.wait(30.0)
    node = Node("rival", context=ros_context)
    ended = send(node, Errand("open the sink"), lambda _: None, lambda: False)
    node.destroy_node()
    stop.set()
    first.join()
    assert ended.end is End.REJECTED
    assert told(ended) == ("the memory node is busy with another task", 1)


def test_nobody_to_ask(ask, ros_context):
    node = Node("lonely", context=ros_context)
    with pytest.raises(NobodyActs, match="whereseen up tidy"):
        send(node, Errand(TASK, wait_s=0.2), print, lambda: False)
    node.destroy_node()


def test_what_places_are_worth_is_shown_while_something_is_looked_for(acting, driver, ask, peer):
    grids = peer.collect(OccupancyGrid, "/memory/value_map", qos.latched())
    peer.until(lambda: acting.node.count_subscribers("/memory/value_map") == 1)
    acting.server._showing.seek("a unicorn")
    peer.until(lambda: grids)
    assert grids[0].header.frame_id == "map"
    assert len(grids[0].data) == grids[0].info.width * grids[0].info.height


def test_a_question_comes_with_what_may_be_meant(acting, driver, ask):
    acting.memory.remember("blue mug", (6.2, 3.0, 0.85), size_m=(0.1, 0.1, 0.1), source="a test",
                           now_ns=10**9)  # fmt: skip
    ended = ask("put the mug in the sink", ambiguity="ask")
    assert ended.end is End.ABORTED and ended.result.question.endswith("?")
    mugs = ended.result.candidates
    assert {each.label for each in mugs} == {"red mug", "blue mug"}
    assert {each.header.frame_id for each in mugs} == {"map"}
    assert driver.body.calls == []


def test_what_was_learnt_is_there_for_the_next_task(acting, driver, ask):
    assert ask(TASK).result.candidates == []
    (learnt,) = acting.doer._lessons().all
    assert (learnt.task, learnt.is_success) == (TASK, True)
    assert [each.label for each in learnt.findings] == ["red mug"]
