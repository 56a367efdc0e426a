"""Does skills one by one, tells of them, and keeps what came of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from whereseen.acting.instructions.task import Subtask
from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.planning.config import PlanningConfig
from whereseen.acting.planning.loops import LoopDetector
from whereseen.acting.planning.searching import WayLength
from whereseen.acting.planning.thoughts import Tell, Thought, ThoughtKind
from whereseen.acting.planning.wording import call_text, place_text, without_article
from whereseen.acting.skills.call import Call, Explore, GoTo, Open, Pick, Pose2
from whereseen.acting.skills.embodiment import Embodiment, Order, Progress
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome
from whereseen.acting.skills.rules import KnownState
from whereseen.memory.answer import Metres3

_ELSEWHERE_M = 1.0  # from where a thing was when the robot came to it: it is to be come to anew


class Stopped(Exception):
    """Somebody wants the robot to stop, or its time is over.

    Args:
        failure: Why.
        whole: Whether that ends the whole task, and not only the subtask.
    """

    def __init__(self, failure: Failure, *, whole: bool = True) -> None:
        super().__init__(failure.reason)
        self.failure = failure
        self.whole = whole


def _never() -> bool:
    return False


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds the calls of a task.

    Attributes:
        tell: Told of all that is done.
        is_cancelled: Asked often.
        checkpoint: Called after each skill, to make safe what is known.
        way_m: How long ways to things are; None for as the crow flies.
    """

    tell: Tell
    is_cancelled: Callable[[], bool] = _never
    checkpoint: Callable[[], None] = _nothing
    way_m: WayLength | None = None


class Performer:
    """A body with what is known of where it stands.

    Args:
        world: What is known.
        embodiment: Does the skills.
        config: Bounds.
        around: Whom to tell, when to stop.
        deadline_ns: When the time of the task is over, by the robot's clock; None: never.

    Attributes:
        at: What it drove to last and has not left.
        opened: Furniture that it opened and has not closed, oldest first.
        opens_with_full_hand: As configured, until the robot says otherwise.
        outcomes: Of the current subtask.
        loops: Failures of the current subtask.
        is_ending: Whether what was begun is brought to an end, which neither time nor the number
            of skills stops any more.
    """

    def __init__(
        self,
        world: WorldModel,
        embodiment: Embodiment,
        config: PlanningConfig,
        around: Around,
        deadline_ns: int | None = None,
    ) -> None:
        self.world = world
        self.embodiment = embodiment
        self.config = config
        self.at: int | str | Pose2 | None = None
        self.opened: list[int] = []
        self.outcomes: list[Outcome] = []
        self.opens_with_full_hand = config.opens_with_full_hand
        self.loops = LoopDetector(config.most_repeats)
        self.is_ending = False
        self._around = around
        self._deadline_ns = deadline_ns
        self._at_m: Metres3 | None = None
        self._subtask = ""

    @property
    def way_m(self) -> WayLength | None:
        """How long ways to things are; None for as the crow flies."""
        return self._around.way_m

    @property
    def state(self) -> KnownState:
        """What is so, as far as is known."""
        return KnownState(self.world, self.embodiment.held, self._standing())

    def begin(self, subtask: Subtask) -> None:
        """Begin to count anew."""
        self._subtask = subtask.name
        self.outcomes = []
        self.loops.reset()
        self.is_ending = False

    def do(
        self, call: Call, *, looks_left: int | None = None, is_enough: Callable[[], bool] = _never
    ) -> Outcome:
        """Do a skill to its end.

        Args:
            call: What.
            looks_left: It ends well after so many looks; None for no bound.
            is_enough: Asked after every look of an exploration.

        Raises:
            Stopped: if somebody cancels, or time is over, or the subtask took too many skills.
        """
        self._require_time()
        self.think(ThoughtKind.DOES, call_text(call, self.world), call=call)
        seen = _Looks()

        def tell(progress: Progress) -> None:
            seen.count = max(seen.count, progress.looks)
            self.think(ThoughtKind.MOVES, progress.text, call=call, progress=progress)

        order = Order(
            is_cancelled=self._around.is_cancelled,
            is_enough=lambda: is_enough() or seen.are_spent(looks_left),
            tell=tell,
            timeout_s=self.config.skill_timeout_s,
        )
        places = call.places if isinstance(call, Explore) else ()  # looking may merge them
        where = ", ".join(place_text(each, self.world, there=True) for each in places)
        stood_at = self._after(call)
        stays = stood_at == self.at and not isinstance(call, GoTo)
        there_m = self._at_m if stays else self._position_of(stood_at)  # as it was when it set out
        outcome = self.embodiment.do(call, order)
        self._note(outcome, where)
        if outcome.is_success:
            self.at = stood_at
            self._at_m = there_m
        if outcome.failure is not None and outcome.failure.kind is FailureKind.CANCELLED:
            raise Stopped(outcome.failure)
        return outcome

    def think(self, kind: ThoughtKind, text: str, **more: object) -> None:
        """Tell what is believed, decided or done; `more` are fields of `Thought`."""
        thought = Thought(kind, text, self._subtask, self.embodiment.now_ns)
        self._around.tell(replace(thought, **more))  # type: ignore[arg-type]

    def _after(self, call: Call) -> int | str | Pose2 | None:
        """Where the robot stands after a call, if it does what it is for."""
        if isinstance(call, GoTo):
            return call.target
        if isinstance(call, Explore):
            return None
        thing = self.world.thing(call.thing_id) if isinstance(call, Pick) else None
        if thing is not None and self.at == thing.id and thing.support_id:
            return thing.support_id  # what is taken along is no place to stand at
        return self.at

    def _standing(self) -> int | str | Pose2 | None:
        """Before what it stands: no more before a thing that was seen elsewhere meanwhile."""
        then_m, now_m = self._at_m, self._position_of(self.at)
        is_carried = self.at is not None and self.at == self.embodiment.held
        if then_m and now_m and not is_carried and math.dist(now_m, then_m) > _ELSEWHERE_M:
            self.at = None
        return self.at

    def _position_of(self, place: int | str | Pose2 | None) -> Metres3 | None:
        thing = self.world.thing(place) if isinstance(place, int) else None
        return None if thing is None else thing.position_m

    def _note(self, outcome: Outcome, where: str) -> None:
        call = outcome.call
        self.outcomes.append(outcome)
        self.loops.note(outcome)
        if isinstance(call, GoTo | Explore):
            self.at = None
        if outcome.is_success and isinstance(call, Open):
            self.opened.append(call.receptacle_id)
        if outcome.failure is not None:
            self._tell_failed(call, outcome.failure, outcome, where)
        self._around.checkpoint()

    def _tell_failed(self, call: Call, failure: Failure, outcome: Outcome, where: str) -> None:
        if isinstance(call, Explore) and failure.kind is FailureKind.NOT_FOUND and call.query:
            text = f"no {without_article(call.query)} to be seen {where or 'anywhere'}"
            self.think(ThoughtKind.MISSED, text, call=call, outcome=outcome)
            return
        reason = failure.reason or failure.kind.value
        self.think(ThoughtKind.FAILED, reason, call=call, outcome=outcome)

    def end(self) -> None:
        """What is told from now on is about the whole task."""
        self._subtask = ""

    def _require_time(self) -> None:
        if self._around.is_cancelled():
            raise Stopped(Failure(FailureKind.CANCELLED, "somebody cancelled it"))
        if self.is_ending:
            return
        now_ns, end_ns = self.embodiment.now_ns, self._deadline_ns
        if end_ns is not None and now_ns >= end_ns:
            raise Stopped(Failure(FailureKind.TIMED_OUT, "the time for the task is over"))
        if len(self.outcomes) >= self.config.calls_per_subtask:
            n = len(self.outcomes)
            failure = Failure(FailureKind.TIMED_OUT, f"it is not done after {n} skills")
            raise Stopped(failure, whole=False)


@dataclass(slots=True)
class _Looks:
    count: int = 0

    def are_spent(self, left: int | None) -> bool:
        return left is not None and self.count >= left
