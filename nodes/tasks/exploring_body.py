"""A body that explores by what the memory has seen: drivers need not know how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from whereseen.acting.exploration.viewing import View
from whereseen.acting.skills.call import Call, Explore, GoTo, Pose2
from whereseen.acting.skills.embodiment import Embodiment, Order, Progress
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome
from whereseen.nodes.tasks.mind import Mind

_BLOCKED = (FailureKind.NO_WAY, FailureKind.BLOCKED)
_MOST_VIEWS = 60
_ASIDE = (-0.6, 0.6)  # turns, as one look of the explorer is wider than the camera
_ALL_AROUND = (1.26, 2.51, 3.77, 5.03)


class ExploringBody:
    """An embodiment that does `Explore` itself, by going to one view after the other.

    Args:
        body: Goes there, and does all other skills.
        ask: Runs a function over the mind in its thread.
        show: Told what is looked for, so that the map of what places are worth can be seen.
    """

    def __init__(
        self,
        body: Embodiment,
        ask: Callable[[Callable[[Mind], Any]], Any],
        show: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._body = body
        self._ask = ask
        self._show = show
        self._since_ns = 0

    @property
    def skills(self) -> frozenset[type[Call]]:
        """What the body can do, and to explore if it can go anywhere."""
        skills = self._body.skills
        return skills | {Explore} if GoTo in skills else skills

    @property
    def now_ns(self) -> int:
        """Time of the body's clock."""
        return self._body.now_ns

    @property
    def pose(self) -> Pose2:
        """Where its base is."""
        return self._body.pose

    @property
    def held(self) -> int | None:
        """What is in its hand."""
        return self._body.held

    def do(self, call: Call, order: Order) -> Outcome:
        """Do a skill to its end."""
        if not isinstance(call, Explore):
            return self._body.do(call, order)
        if call.places and Explore in self._body.skills:
            return self._body.do(call, replace(order, is_enough=lambda: self._knows(order)))
        tour = _Tour(self._body, call, replace(order, is_enough=lambda: self._knows(order)))
        failure = self._visit(tour) if call.places else self._search(tour)
        return tour.outcome(failure)

    def _visit(self, tour: _Tour) -> Failure | None:
        """Look at the places that were named, one after the other."""
        for place in tour.call.places:
            there = tour.goes(place, "looking there") is None
            if there and (tour.has_enough() or tour.sees_around(_ALL_AROUND)):
                return None
            if tour.is_over:
                return tour.failure
        return tour.in_vain()

    def _search(self, tour: _Tour) -> Failure | None:
        """Go wherever it is most worth while, until there is nothing left to see."""
        query = tour.call.query
        for _ in range(_MOST_VIEWS):
            view = self._next(query)
            if view is None:
                return tour.in_vain()
            failure = tour.goes(view.pose, view.reason)
            if tour.is_over:
                return tour.failure
            if failure is not None and failure.kind not in _BLOCKED:
                return failure
            self._note(query, view, failure)
            self._show(query)
            if failure is None and (tour.has_enough() or tour.sees_around(_ASIDE)):
                return None
            if tour.is_over:
                return tour.failure
        return tour.in_vain()

    def _knows(self, order: Order) -> bool:
        """Whether it is enough, once the memory has thought of what it saw."""
        since_ns = self._since_ns
        self._since_ns = self._body.now_ns
        self._ask(lambda mind: mind.take_in(since_ns))
        return order.is_enough()

    def _next(self, query: str) -> View | None:
        pose = self._body.pose
        found: View | None = self._ask(lambda mind: mind.next_view(query, pose))
        return found

    def _note(self, query: str, view: View, failure: Failure | None) -> None:
        pose = self._body.pose  # what was not come to was seen from here, if at all

        def note(mind: Mind) -> None:
            mind.explorer.looked(query, view, pose=pose)
            if failure is not None:
                mind.explorer.bumped(view.pose[:2])

        self._ask(note)


class _Tour:
    """One exploration while it is made."""

    def __init__(self, body: Embodiment, call: Explore, order: Order) -> None:
        self.call = call
        self.failure: Failure | None = None
        self._body = body
        self._order = order
        self._start_ns = body.now_ns
        self._distance_m = 0.0
        self._looks = self._areas = 0
        self._barred: Failure | None = None

    @property
    def is_over(self) -> bool:
        """Whether it was cancelled, or took too long."""
        return self.failure is not None

    def goes(self, target: int | str | Pose2, reason: str) -> Failure | None:
        """Go somewhere; why that did not succeed, None if it did."""
        if self._order.is_cancelled():
            self.failure = Failure(FailureKind.CANCELLED, "the search was cancelled")
            return self.failure
        limit_s = self._order.timeout_s
        left_s = None if limit_s is None else limit_s - (self._body.now_ns - self._start_ns) / 1e9
        if left_s is not None and left_s <= 0.0:
            self.failure = Failure(FailureKind.TIMED_OUT, "the search took too long")
            return self.failure
        order = replace(self._order, tell=lambda told: self._tell(told, reason), timeout_s=left_s)
        outcome = self._body.do(GoTo(target), order)
        self._distance_m += outcome.distance_m
        if outcome.failure is None:
            self._looks += 1
            self._areas += 1
            return None
        self._barred = outcome.failure
        if outcome.failure.kind in (FailureKind.CANCELLED, FailureKind.TIMED_OUT):
            self.failure = outcome.failure
        return outcome.failure

    def has_enough(self) -> bool:
        """Tell of a look, and ask whether that was enough."""
        self._order.tell(Progress("looked around", None, self._distance_m, self._looks))
        return self._order.is_enough()

    def sees_around(self, turns: Sequence[float]) -> bool:
        """Turn on the spot and look, until that is enough; any robot that drives can do this."""
        x, y, yaw = self._body.pose
        for turn in turns:
            if self.goes((x, y, yaw + turn), "looking around") is not None:
                return False
            if self.has_enough():
                return True
        return False

    def in_vain(self) -> Failure:
        """Everything was looked at; or why the robot came nowhere, if it did not."""
        if self._barred is not None and not self._looks:
            return self._barred
        what = self.call.query or "anything new"
        where = "there" if self.call.places else "anywhere that can be come to"
        return Failure(FailureKind.NOT_FOUND, f"{what} was not seen {where}")

    def outcome(self, failure: Failure | None) -> Outcome:
        """How it ended; to see all there is, is what it is for where nothing is looked for."""
        is_done = not self.call.query and not self.is_over
        is_vain = failure is not None and failure.kind is FailureKind.NOT_FOUND
        return Outcome(
            self.call,
            None if is_done and is_vain else failure,
            self._start_ns,
            self._body.now_ns,
            self._distance_m,
            self._looks,
            self._areas,
        )

    def _tell(self, told: Progress, reason: str) -> None:
        text = f"{reason}: {told.text}" if told.text else reason
        self._order.tell(Progress(text, told.goal, self._distance_m + told.distance_m, self._looks))
