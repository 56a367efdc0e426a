"""What breaks while a task is done: planners, disks, the program itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from whereseen.acting.experience.store import ExperienceStore
from whereseen.acting.instructions.task import Goal, Mention, Part, Reference, Subtask, Task
from whereseen.acting.planning.config import PlanningConfig
from whereseen.acting.planning.deterministic import DeterministicPlanner
from whereseen.acting.planning.executive import Executive
from whereseen.acting.planning.plan import Plan
from whereseen.acting.planning.report import Ending
from whereseen.acting.planning.resolving import Bound
from whereseen.acting.planning.thoughts import ThoughtKind
from whereseen.acting.references.resolver import ReferenceResolver
from whereseen.acting.skills.call import Open, Pick, Toggle
from whereseen.acting.skills.outcome import FailureKind
from whereseen.memory.errors import WhereseenError
from whereseen.memory.tiers.config import TierConfig
from whereseen.memory.tiers.working import WorkingMemory

RED, BLUE, APPLE, BANANA, BREAD = 1, 2, 3, 4, 6
COUNTER, FRIDGE, SINK, DESK = 101, 102, 103, 106
MUG_IN_SINK = Subtask("o", Goal.PUT, Reference("the red mug"), Reference("the sink"))
Home = Callable[..., Any]


def crashed(at_home: Home, instruction: str, calls: int) -> tuple[Any, WorkingMemory, Executive]:
    """A home in which a robot did so many skills, and another run of the program."""
    working = WorkingMemory()
    home = at_home(options={"working": working})

    def crash() -> None:
        if len(home.robot.calls) == calls:
            raise KeyboardInterrupt

    around = replace(home.executive._setting.around, checkpoint=crash)
    home.executive._setting = replace(home.executive._setting, around=around)
    with pytest.raises(KeyboardInterrupt):
        home.run(instruction)
    resolver, read = ReferenceResolver(home.world), home.executive._read
    again = Executive(
        home.world, home.robot, resolver, working=working, read=read, tell=home.thoughts.append
    )
    return home, working, again


def test_a_crash_is_survived(at_home: Home) -> None:
    """What is done, what is meant and what is in hand is in working memory."""
    instruction = "put the apple on the desk and the banana on the desk and the bread on the desk"
    home, working, executive = crashed(at_home, instruction, 7)
    before = len(home.robot.calls)
    assert working.state.done == ("1",)
    report = executive.resume()
    assert report is not None and report.is_success
    told = next(each.text for each in home.thoughts if "I go on" in each.text)
    assert told.startswith("I go on, done already: put the apple on the desk: put the banana")
    assert [each.ending for each in report.subtasks] == [Ending.DONE] * 3
    assert Pick(APPLE) not in home.robot.calls[before:]
    assert {home.robot.places[each] for each in (APPLE, BANANA, BREAD)} == {DESK}
    assert executive.resume() is None


def test_what_was_opened_before_a_crash_is_closed_after_it(at_home: Home) -> None:
    home, _, executive = crashed(at_home, "put the apple in the fridge", 4)
    assert home.robot.is_open == {FRIDGE} and home.robot.held == APPLE
    report = executive.resume()
    assert report is not None and report.is_success
    assert home.robot.is_open == set() and home.robot.places[APPLE] == FRIDGE


def test_what_fell_out_of_the_hand_in_a_crash_is_fetched_again(at_home: Home) -> None:
    home, working, executive = crashed(at_home, "put the apple in the sink", 3)
    working.hold(APPLE)
    home.robot.held, home.robot.places[APPLE] = None, COUNTER
    apple = replace(home.world.thing(APPLE), is_held=False, support_id=COUNTER, relation="on")
    home.world.see(apple, home.robot.now_ns)
    report = executive.resume()
    assert report is not None and report.is_success
    assert home.robot.places[APPLE] == SINK


def test_nothing_is_resumed_where_nothing_was_begun(at_home: Home) -> None:
    assert at_home().executive.resume() is None


class Broken(DeterministicPlanner):
    """A planner whose model does not answer."""

    @property
    def name(self) -> str:
        return "broken"

    def plan(self, *_: Any) -> Plan:
        raise WhereseenError("the endpoint is down")


def test_a_planner_without_a_plan_is_replaced_and_that_is_said(at_home: Home) -> None:
    home = at_home(options={"planner": Broken()})
    report = home.run("put the red mug in the sink")
    assert report.is_success and report.planner == "deterministic"
    assert any("endpoint is down" in thought.text for thought in home.thoughts)


class Odd(Broken):
    """A planner that plans what nobody asked for, or what is not possible."""

    def __init__(self, *subtasks: Subtask) -> None:
        self._subtasks = subtasks

    def plan(self, *_: Any) -> Plan:
        return Plan(self._subtasks, self.name)

    def revise(self, *_: Any) -> Plan:
        return Plan(tuple(replace(each, name=each.name + "x") for each in self._subtasks), "broken")


@pytest.mark.parametrize(
    ("subtasks", "why"),
    [
        ([MUG_IN_SINK, Subtask("p", Goal.TAKE, Reference("the fridge"))], "carried"),
        ([Subtask("o", Goal.FIND, Reference("the red mug"))], "a step is missing: put"),
        ([replace(MUG_IN_SINK, after=("p",))], "there is not"),
    ],
)
def test_a_plan_that_will_not_do_is_replaced_and_that_is_said(
    at_home: Home, subtasks: list[Subtask], why: str
) -> None:
    home = at_home(options={"planner": Odd(*subtasks)})
    report = home.run("put the red mug in the sink")
    assert report.is_success and report.planner == "deterministic"
    assert home.robot.places[RED] == SINK
    assert [each.ending for each in report.subtasks] == [Ending.DONE]
    assert any(why in thought.text for thought in home.thoughts)


def test_something_else_is_not_what_was_asked_for(at_home: Home) -> None:
    """Also not in place of what failed."""
    home = at_home(scripted={Toggle: [FailureKind.OUT_OF_REACH] * 4})
    lamp = Reference("the desk lamp")
    planner = Odd(Subtask("o", Goal.TURN_ON, lamp))
    planner.revise = lambda *_: Plan((Subtask("p", Goal.FIND, lamp),), "broken")
    home.executive._setting = replace(home.executive._setting, planner=planner)
    report = home.run("turn on the desk lamp")
    assert (report.ending, report.failure_kind) == (Ending.FAILED, FailureKind.OUT_OF_REACH)
    assert any("a step is missing: turn on" in thought.text for thought in home.thoughts)


def test_what_breaks_meanwhile_is_told_and_nothing_escapes(at_home: Home) -> None:
    home = at_home()

    def broken(*_: Any, **__: Any) -> Any:
        raise WhereseenError("the disk is full")

    home.world.note_absence = broken
    home.robot.places[RED] = 0
    report = home.run("put the red mug in the sink")
    assert (report.ending, report.reason) == (Ending.FAILED, "the disk is full")
    assert [each.ending for each in report.subtasks] == [Ending.FAILED] and report.outcomes
    around = replace(home.executive._setting.around, checkpoint=broken)
    home.executive._setting = replace(home.executive._setting, around=around)
    report = home.run("take the apple")
    assert (report.ending, report.reason) == (Ending.FAILED, "the disk is full")
    assert "not kept" in home.thoughts[-1].text


def test_a_resolver_that_knows_nothing_of_several_ends_the_task(at_home: Home) -> None:
    home = at_home()
    home.executive._setting = replace(home.executive._setting, expander=None)
    report = home.run("put all mugs in the sink")
    assert (report.ending, report.failure_kind) == (Ending.FAILED, FailureKind.NOT_UNDERSTOOD)


def test_more_things_than_working_memory_names(at_home: Home) -> None:
    working = WorkingMemory(TierConfig(most_bindings=2))
    home = at_home(options={"working": working})
    assert home.run("take the two mugs to the sink, then put them on the desk").is_success
    assert home.robot.places == {RED: DESK, BLUE: DESK}
    assert len(working.state.bindings) == 2


def test_what_is_closed_though_nothing_is_around_it_does_not_close_all_else(at_home: Home) -> None:
    """Things of which nobody knows what carries them have nothing in common."""
    on_floor = [replace(at_home().world.thing(each), support_id=0) for each in (APPLE, BANANA)]
    home = at_home(things=on_floor, scripted={Pick: [FailureKind.IS_CLOSED] * 2})
    report = home.run("put the apple in the sink and the banana on the desk")
    assert report.subtasks[0].failure.kind is FailureKind.IS_CLOSED
    assert home.robot.places[BANANA] == DESK


def test_nothing_to_do_is_not_done(at_home: Home) -> None:
    home = at_home()
    report = home.executive.run(Task("hm", ()))
    assert (report.ending, home.robot.calls) == (Ending.REFUSED, [])
    assert "not said what" in report.reason
    assert home.thoughts[-1].kind is ThoughtKind.GIVES_UP


def test_who_cancels_before_the_beginning_is_heard(at_home: Home) -> None:
    home = at_home()
    home.executive.cancel()
    report = home.run("put the red mug in the sink")
    assert (report.ending, home.robot.calls) == (Ending.CANCELLED, [])
    assert home.run("put the red mug in the sink").is_success  # one task, and not the next


@pytest.mark.parametrize("bound", [{"task_timeout_s": 16.0}, {"calls_per_subtask": 4}])
def test_what_was_opened_is_closed_though_the_time_is_over(
    at_home: Home, bound: dict[str, Any]
) -> None:
    chance = {Pick: [FailureKind.NO_GRASP] * 9}
    home = at_home(scripted=chance, options={"config": PlanningConfig(most_repeats=9, **bound)})
    report = home.run("bring me the milk")
    assert (report.ending, report.failure_kind) == (Ending.FAILED, FailureKind.TIMED_OUT)
    assert Open(FRIDGE) in home.robot.calls and home.robot.is_open == set()


def test_who_cancels_is_not_driven_about_to_close_doors(at_home: Home) -> None:
    home = at_home()
    real = home.robot._move_door

    def move(call: Any) -> Any:
        home.executive.cancel()
        return real(call)

    home.robot._move_door = move
    assert home.run("bring me the milk").ending is Ending.CANCELLED
    assert home.robot.calls[-1] == Open(FRIDGE)


def test_what_was_to_be_open_stays_open(at_home: Home) -> None:
    home = at_home()
    assert home.run("open the fridge, then put the apple on the desk").is_success
    assert home.robot.is_open == {FRIDGE}


def test_what_was_to_be_open_stays_open_after_a_crash(at_home: Home) -> None:
    home, working, executive = crashed(at_home, "open the fridge, then take the apple", 3)
    assert "1" in working.state.done
    assert executive.resume().is_success
    assert home.robot.is_open == {FRIDGE} and home.robot.held == APPLE


def test_what_was_begun_is_not_refused_after_a_crash(at_home: Home) -> None:
    """What has become impossible meanwhile fails; what is done is told as done."""
    instruction = "put the apple on the desk, then put the banana in the fridge"
    home, _, executive = crashed(at_home, instruction, 5)
    painting = replace(home.world.thing(FRIDGE), label="painting", is_receptacle=False)
    home.world.see(painting, home.robot.now_ns)
    report = executive.resume()
    endings = {each.subtask.name: each.ending for each in report.subtasks}
    assert (report.ending, endings) == (Ending.FAILED, {"1": Ending.DONE, "2": Ending.FAILED})


def test_the_room_that_was_meant_is_known_after_a_crash(at_home: Home) -> None:
    working = WorkingMemory()
    bound = Bound(working)
    there = Mention("1", Part.DESTINATION)
    bound.bind(there, "study")
    bound.bind(Mention("2"), APPLE)
    assert Bound(working).all == {there: ("study",), Mention("2"): (APPLE,)}
    bound.bind(there, DESK)
    assert Bound(working).all[there] == (DESK,)
    home, _, executive = crashed(at_home, "go to the study, then put the apple there", 3)
    assert executive.resume().is_success
    assert home.robot.places[APPLE] == DESK


class Unread(ExperienceStore):
    """Experiences that cannot be looked up, and not be kept."""

    def like(self, *_: Any) -> Any:
        raise WhereseenError("the encoder is gone")

    def add(self, _: Any) -> None:
        raise WhereseenError("the disk is full")


def test_a_task_is_done_though_nothing_is_remembered_of_others(at_home: Home) -> None:
    home = at_home(options={"experience": Unread()})
    assert home.run("put the red mug in the sink").is_success
    told = " / ".join(each.text for each in home.thoughts)
    assert "the encoder is gone" in told and "the disk is full" in told
