"""What is opened to get at things is closed again; what does not open teaches something."""

from __future__ import annotations

from collections.abc import Collection

from whereseen.acting.planning.means import Understanding
from whereseen.acting.planning.performing import Performer
from whereseen.acting.skills import kinds
from whereseen.acting.skills.call import Call, Close, GoTo, Open
from whereseen.acting.skills.facts import Fact, Predicate
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome
from whereseen.acting.skills.rules import at


class Doors:
    """Furniture that opens, as one robot finds it.

    Args:
        performer: The robot.
    """

    def __init__(self, performer: Performer) -> None:
        self._performer = performer
        self._shut: set[int] = set()
        self._assumed_open: set[int] = set()
        self._locked: set[int] = set()

    def understanding(self) -> Understanding:
        """What is known, with what doors taught."""
        performer = self._performer
        return Understanding(
            performer.state, self._shut, self._assumed_open, performer.opens_with_full_hand
        )

    def found_shut(self, thing_id: int) -> None:
        """A skill found something closed, whatever memory says."""
        self._shut.add(thing_id)
        self._assumed_open.discard(thing_id)

    def learn(self, call: Open | Close, failure: Failure, *, final: bool) -> bool:
        """Draw conclusions from a door that did not move; returns whether it is locked for good."""
        thing_id = call.receptacle_id
        if failure.kind is FailureKind.HAND_FULL and self._performer.opens_with_full_hand:
            self._performer.opens_with_full_hand = False
            return False
        if isinstance(call, Close):
            self._performer.opened = [e for e in self._performer.opened if e != thing_id]
            return final
        if failure.kind is FailureKind.NOT_POSSIBLE and not self._is_known_shut(thing_id):
            self._assumed_open.add(thing_id)  # what does not open is not closed
            return False
        if final or failure.kind in (FailureKind.IS_CLOSED, FailureKind.NOT_POSSIBLE):
            self._locked.add(thing_id)
            return True
        self._performer.at = None
        return False

    def get_open(self, thing_id: int) -> Failure | None:
        """Open furniture, if one has to, to look into it; returns why it stays closed, or None."""
        performer = self._performer
        thing = performer.world.thing(thing_id)
        if thing is None or not (kinds.has_door(thing) or thing_id in self._shut):
            return None
        if self.understanding().is_so(Fact(Predicate.OPEN, thing_id)):
            return None
        if Open not in performer.embodiment.skills or thing_id in self._locked:
            return Failure(FailureKind.IS_CLOSED, f"the {thing.label} is closed", thing_id)
        full = performer.embodiment.held is not None and not performer.opens_with_full_hand
        if full:
            return Failure(FailureKind.HAND_FULL, "I cannot open it with a full hand", thing_id)
        self.close_elsewhere(thing_id)
        if performer.state.holds(at(thing_id)) is not True:
            went = performer.do(GoTo(thing_id))
            if went.failure is not None:
                return went.failure
        outcome = performer.do(Open(thing_id))
        return self._opened(outcome, thing_id)

    def close_behind(self, call: GoTo, kept: Collection[int]) -> bool:
        """Close what was opened before going away from it; returns whether something was done."""
        performer = self._performer
        for thing_id in performer.opened:
            is_here = performer.state.holds(at(thing_id)) is True
            if is_here and thing_id not in kept and call.target != thing_id and self._can_close():
                self._close(thing_id)
                return True
        return False

    def close_elsewhere(self, thing_id: int) -> None:
        """Close what was opened here before going to something else."""
        if self._performer.state.holds(at(thing_id)) is not True:
            self.close_behind(GoTo(thing_id), ())

    def close_all(self, kept: Collection[int]) -> None:
        """Close all that was opened and has no reason to stay open."""
        performer = self._performer
        for thing_id in [each for each in performer.opened if each not in kept]:
            if not self._can_close():
                return
            if (
                performer.state.holds(at(thing_id)) is True
                or performer.do(GoTo(thing_id)).is_success
            ):
                self._close(thing_id)
        performer.opened = [each for each in performer.opened if each in kept]

    def _close(self, thing_id: int) -> None:
        performer = self._performer
        outcome = performer.do(Close(thing_id))
        failure = outcome.failure
        if failure is not None and failure.kind is FailureKind.HAND_FULL:
            performer.opens_with_full_hand = False
            return
        performer.opened = [each for each in performer.opened if each != thing_id]

    def _can_close(self) -> bool:
        performer = self._performer
        is_free = performer.embodiment.held is None or performer.opens_with_full_hand
        return is_free and Close in performer.embodiment.skills

    def _opened(self, outcome: Outcome, thing_id: int) -> Failure | None:
        if outcome.failure is None:
            self._shut.discard(thing_id)
            return None
        call: Call = outcome.call
        assert isinstance(call, Open)
        stuck = self._performer.loops.is_stuck(call)
        locked = self.learn(call, outcome.failure, final=stuck)
        return outcome.failure if locked or thing_id not in self._assumed_open else None

    def _is_known_shut(self, thing_id: int) -> bool:
        is_open = self._performer.state.holds(Fact(Predicate.OPEN, thing_id))
        return is_open is False or thing_id in self._shut
