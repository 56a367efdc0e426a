"""The loop of an errand, with a robot whose skills end as they are told to."""

from types import SimpleNamespace

import numpy as np
import pytest

from whereseen.acting.manipulation.geometry import Shape
from whereseen.acting.skills.call import Explore, Pick, Place
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome
from whereseen.sim.fetching.fetching import Fetcher

MUG, BED, SOFA, OLD_BED = 1, 2, 3, 4
NOTHING = np.zeros((0, 3), np.float32)
FURNITURE = {
    BED: Shape("bed", (5.0, 5.0, 0.4), (2.0, 1.5, 0.8), NOTHING),
    SOFA: Shape("sofa", (1.0, 5.0, 0.4), (2.0, 0.8, 0.8), NOTHING),
    OLD_BED: Shape("bed", (9.0, 5.0, 0.4), (1.0, 1.0, 0.8), NOTHING),
}


class Robot:
    """Ends its skills one after the other as told: None for success."""

    def __init__(self, *ends):
        self.calls, self.held, self.now_ns = [], None, 0
        self._ends = list(ends)

    def do(self, call, order):
        self.calls.append(call)
        end = self._ends.pop(0)
        if isinstance(call, Pick) and end is None:
            self.held = call.thing_id
        if isinstance(call, Place) and end in (None, FailureKind.NOT_THERE):
            self.held = None
        failure = None if end is None else Failure(end, "as told")
        self.now_ns += 10_000_000_000
        return Outcome(call, failure, self.now_ns - 10_000_000_000, self.now_ns)


class Mind:
    """Thinks of the mug at one place after the other."""

    def __init__(self, *places, furniture=FURNITURE, explores=True):
        self.explores, self._places = explores, list(places)
        geometry = SimpleNamespace(shape=lambda _: Shape("mug", self._at, (0.1,) * 3, NOTHING))
        self.beliefs = SimpleNamespace(geometry=geometry, receptacles=lambda: furniture)
        self._at = (0.0, 0.0, 0.0)
        self.told = []

    def candidate(self, label, tried):
        self.told.append(list(tried))
        if not self._places:
            return None
        self._at = self._places.pop(0)
        return None if self._at is None else MUG


HERE, THERE = (1.0, 1.0, 1.0), (3.0, 3.0, 1.0)


def fetch(robot, mind, **settings):
    return Fetcher(robot, mind, tries=3, longest_s=600.0, **settings).fetch("mug", "bed")


def kinds(robot):
    return [type(each) for each in robot.calls]


def test_it_is_taken_and_put_on_the_largest_that_fits():
    robot = Robot(None, None)
    log = fetch(robot, Mind(HERE))
    assert log.failure is None
    assert robot.calls == [Pick(MUG), Place(BED)]


def test_what_is_not_there_is_looked_for():
    robot = Robot(FailureKind.NOT_THERE, None, None, None)
    log = fetch(robot, Mind(HERE, None, THERE))
    assert log.failure is None
    assert kinds(robot) == [Pick, Explore, Pick, Place]
    assert (log.places, log.tried_m) == (2, [HERE])


def test_a_memory_that_does_not_explore_has_one_try():
    robot = Robot(FailureKind.NOT_THERE)
    log = fetch(robot, Mind(HERE, THERE, explores=False))
    assert log.failure.kind is FailureKind.NOT_THERE
    assert kinds(robot) == [Pick]


def test_what_has_fallen_is_fetched_again():
    robot = Robot(None, FailureKind.NOT_THERE, None, None, None)
    log = fetch(robot, Mind(HERE, None, THERE))
    assert log.failure is None
    assert log.falls == 1
    assert kinds(robot) == [Pick, Place, Explore, Pick, Place]


def test_what_has_fallen_and_is_not_found_has_fallen():
    robot = Robot(None, FailureKind.NOT_THERE, *[FailureKind.NOT_FOUND] * 3)
    log = fetch(robot, Mind(HERE))
    assert log.failure.kind is FailureKind.NOT_THERE
    assert kinds(robot) == [Pick, Place, Explore, Explore, Explore]


def test_what_falls_each_time_is_left_where_it_is():
    robot = Robot(None, FailureKind.NOT_THERE, None, FailureKind.NOT_THERE)
    log = fetch(robot, Mind(HERE, THERE, HERE))
    assert log.failure.kind is FailureKind.NOT_THERE
    assert kinds(robot) == [Pick, Place, Pick, Place]


def test_where_there_is_no_room_another_is_tried():
    robot = Robot(None, FailureKind.NO_ROOM, None)
    log = fetch(robot, Mind(HERE))
    assert log.failure is None
    assert robot.calls[1:] == [Place(BED), Place(OLD_BED)]


def test_what_cannot_be_put_anywhere_stays_in_the_hand():
    robot = Robot(None, FailureKind.NO_ROOM, FailureKind.OUT_OF_REACH)
    log = fetch(robot, Mind(HERE))
    assert log.failure.kind is FailureKind.OUT_OF_REACH
    assert robot.held == MUG


def test_furniture_that_nobody_knows_is_looked_for():
    robot = Robot(None, FailureKind.NOT_FOUND)
    log = fetch(robot, Mind(HERE, furniture={SOFA: FURNITURE[SOFA]}))
    assert robot.calls[1] == Explore("bed")
    assert log.failure.kind is FailureKind.NOT_FOUND


@pytest.mark.parametrize("end", [FailureKind.NO_GRASP, FailureKind.OUT_OF_REACH])
def test_what_is_there_and_was_not_got_hold_of_is_tried_once_more(end):
    robot, mind = Robot(end, end, FailureKind.NOT_THERE), Mind(HERE, HERE, THERE)
    fetch(robot, mind)
    assert [len(each) for each in mind.told] == [0, 0, 1]
    assert mind.told[-1][0].position_m == HERE
    assert not mind.told[-1][0].is_absent


@pytest.mark.parametrize("end", [FailureKind.CANCELLED, FailureKind.TIMED_OUT])
def test_what_ends_it_all_ends_it(end):
    robot = Robot(end)
    assert fetch(robot, Mind(HERE, THERE)).failure.kind is end
    assert kinds(robot) == [Pick]
