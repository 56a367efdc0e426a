"""One errand: ask the memory, go there, look, take, put; and look elsewhere if it is not there."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from whereseen.acting.skills.call import Call, Explore, Pick, Place, Relation
from whereseen.acting.skills.embodiment import Embodiment, Order
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome
from whereseen.memory.answer import Metres3
from whereseen.sim.fetching.minds import Mind, Tried

_ANOTHER = (
    FailureKind.NOT_THERE,
    FailureKind.NOT_FOUND,
    FailureKind.WRONG_THING,
    FailureKind.OUT_OF_REACH,
    FailureKind.NO_GRASP,
    FailureKind.NO_WAY,
    FailureKind.BLOCKED,
)  # after which another place may do
_SEEN_THERE = (FailureKind.OUT_OF_REACH, FailureKind.NO_GRASP)
_SAME_M = 0.4
_SEARCHES = 3
_PUTS = 3  # pieces of furniture on which it tries to put it down
_FALLS = 1


@dataclass(slots=True)
class Log:
    """What a robot did for an errand.

    Attributes:
        outcomes: Of all calls, in order.
        failure: Why it gave up, None if it thinks that it is done; of what has fallen and was not
            fetched again, that it has fallen.
        places: At how many places it thought that the thing was.
        falls: How often it was put down and not to be seen there, and looked for again.
        tried_m: Where those were.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    failure: Failure | None = None
    places: int = 0
    falls: int = 0
    tried_m: list[Metres3] = field(default_factory=list)

    @property
    def distance_m(self) -> float:
        """Driven."""
        return sum(each.distance_m for each in self.outcomes)

    @property
    def looks(self) -> int:
        """Places looked at."""
        return sum(each.looks for each in self.outcomes)


class Fetcher:
    """Does errands with one robot and one memory; the loop is the same for all memories.

    Args:
        robot: Does the skills.
        mind: Says where things are.
        tries: Places that are tried for a thing.
        longest_s: Time of the robot for an errand.
        tell: Told of each call and what became of it.
    """

    def __init__(
        self,
        robot: Embodiment,
        mind: Mind,
        *,
        tries: int,
        longest_s: float,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._robot, self._mind, self._tries = robot, mind, tries
        self._longest_s = longest_s
        self._tell = tell

    def fetch(self, label: str, destination: str) -> Log:
        """Take a thing and put it on a kind of furniture.

        Args:
            label: What the thing is called.
            destination: What the furniture is called.
        """
        log, end_ns = Log(), self._robot.now_ns + int(self._longest_s * 1e9)
        while self._take(label, log, end_ns):
            log.failure = self._put(destination, log, end_ns)
            if log.failure is None or self._robot.held is not None or not self._may_go_on(log):
                break
            log.falls += 1
        return log

    def _may_go_on(self, log: Log) -> bool:
        """Whether what has fallen is looked for again."""
        return self._mind.explores and log.falls < _FALLS

    def _take(self, label: str, log: Log, end_ns: int) -> bool:
        tried: list[Tried] = []
        once: list[Metres3] = []
        if not log.falls:
            log.failure = Failure(FailureKind.NOT_FOUND, f"no {label} is known")
        explored, first = 0, log.places
        while log.places < first + self._tries:
            thing_id = self._mind.candidate(label, tried)
            if thing_id is None:
                if explored == _SEARCHES or not self._mind.explores:
                    return False
                explored += 1
                self._look_for(label, tried, log, end_ns)
                continue
            log.places += 1
            shape = self._mind.beliefs.geometry.shape(thing_id)
            outcome = self._do(Pick(thing_id), log, end_ns)
            if outcome.is_success:
                return True
            if not log.falls:
                log.failure = outcome.failure
            if shape is not None:
                log.tried_m.append(shape.position_m)
                if not _is_worth_again(outcome, shape.position_m, once):
                    tried.append(_tried(shape.position_m, outcome))
            if not self._mind.explores or not _may_try_another(outcome):
                return False
        return False

    def _look_for(self, label: str, tried: list[Tried], log: Log, end_ns: int) -> None:
        def is_enough() -> bool:
            return self._mind.candidate(label, tried) is not None

        self._do(Explore(label), log, end_ns, is_enough)

    def _put(self, destination: str, log: Log, end_ns: int) -> Failure | None:
        failure: Failure | None = Failure(FailureKind.NOT_FOUND, f"no {destination} is known")
        if not self._fitting(destination) and self._mind.explores:
            self._do(Explore(destination), log, end_ns, lambda: bool(self._fitting(destination)))
        for receptacle_id in self._fitting(destination)[:_PUTS]:
            outcome = self._do(Place(receptacle_id, Relation.ON), log, end_ns)
            failure = outcome.failure
            if failure is None or self._robot.held is None:
                break
        return failure

    def _fitting(self, destination: str) -> list[int]:
        """Furniture of a kind, the largest first."""
        shapes = self._mind.beliefs.receptacles()
        fitting = [each for each in shapes if shapes[each].label == destination]
        areas = {each: shapes[each].size_m[0] * shapes[each].size_m[1] for each in fitting}
        return sorted(fitting, key=lambda each: -areas[each])

    def _do(
        self,
        call: Call,
        log: Log,
        end_ns: int,
        is_enough: Callable[[], bool] = lambda: False,
    ) -> Outcome:
        left_s = max((end_ns - self._robot.now_ns) / 1e9, 0.1)
        order = Order(is_enough=is_enough, timeout_s=left_s, tell=lambda it: self._tell(it.text))
        outcome = self._robot.do(call, order)
        log.outcomes.append(outcome)
        said = "done" if outcome.failure is None else outcome.failure.reason
        self._tell(f"{type(call).__name__}: {said}")
        return outcome


def _tried(position_m: Metres3, outcome: Outcome) -> Tried:
    kind = None if outcome.failure is None else outcome.failure.kind
    is_absent = kind in (FailureKind.NOT_THERE, FailureKind.NOT_FOUND)
    return Tried(position_m, outcome.end_ns, is_absent)


def _is_worth_again(outcome: Outcome, position_m: Metres3, once: list[Metres3]) -> bool:
    """Whether it was to be seen there, and the hand failed there for the first time."""
    kind = None if outcome.failure is None else outcome.failure.kind
    if kind not in _SEEN_THERE or any(math.dist(position_m, it) <= _SAME_M for it in once):
        return False
    once.append(position_m)
    return True


def _may_try_another(outcome: Outcome) -> bool:
    return outcome.failure is not None and outcome.failure.kind in _ANOTHER
