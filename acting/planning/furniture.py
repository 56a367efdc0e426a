"""What is opened to get at things is closed again; what does not open, or is full, teaches."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.planning.means import Understanding
from whereseen.acting.planning.performing import Performer
from whereseen.acting.planning.searching import is_shut
from whereseen.acting.skills.call import Close, GoTo, Open
from whereseen.acting.skills.facts import Fact, Predicate
from whereseen.acting.skills.outcome import Failure, FailureKind, Outcome
from whereseen.acting.skills.rules import at
from whereseen.memory.language import Role, Verb


@dataclass(slots=True)
class Learnt:
    """What a task taught of furniture, beyond what is seen of it.

    Attributes:
        shut: What was found to be closed.
        assumed_open: What does not open, and is taken to be open.
        locked: What is closed and does not open.
        full: What takes nothing more.
        needs_free_hand: What was not opened or closed, since something was in the hand.
    """

    shut: set[int] = field(default_factory=set)
    assumed_open: set[int] = field(default_factory=set)
    locked: set[int] = field(default_factory=set)
    full: set[int] = field(default_factory=set)
    needs_free_hand: set[int] = field(default_factory=set)

    def forget(self) -> None:
        """Try all of it again."""
        self.locked.clear()
        self.full.clear()


class Furniture:
    """Furniture that opens, as one robot finds it.

    Args:
        performer: The robot.
        learnt: What is known of it beyond what is seen; is added to.
    """

    def __init__(self, performer: Performer, learnt: Learnt) -> None:
        self.learnt = learnt
        self._performer = performer

    def understanding(self) -> Understanding:
        """What is known, with what was learnt."""
        performer, learnt = self._performer, self.learnt
        return Understanding(
            performer.state, learnt.shut, learnt.assumed_open, performer.opens_with_full_hand
        )

    def found_shut(self, thing_id: int) -> None:
        """A skill found something closed, whatever memory says."""
        self.learnt.shut.add(thing_id)
        self.learnt.assumed_open.discard(thing_id)

    def learn(self, call: Open | Close, failure: Failure, *, final: bool) -> bool:
        """Draw conclusions from a door that did not move; returns whether it is locked."""
        thing_id, performer = call.receptacle_id, self._performer
        if failure.kind is FailureKind.HAND_FULL and performer.opens_with_full_hand:
            self._open_first(thing_id)
            return False
        if isinstance(call, Close):
            performer.opened = [each for each in performer.opened if each != thing_id]
            return final
        if failure.kind is FailureKind.NOT_POSSIBLE and not self._is_known_shut(thing_id):
            self.learnt.assumed_open.add(thing_id)  # what does not open is not closed
            return False
        if final or failure.kind in (FailureKind.IS_CLOSED, FailureKind.NOT_POSSIBLE):
            self.learnt.locked.add(thing_id)
            return True
        performer.at = None
        return False

    def get_open(self, thing_id: int) -> Failure | None:
        """Open furniture, if one has to, to look into it; returns why it stays closed, or None."""
        performer = self._performer
        thing = performer.world.thing(thing_id)
        if thing is None or not (is_shut(thing) or thing_id in self.learnt.shut):
            return None
        if self.understanding().is_so(Fact(Predicate.OPEN, thing_id)):
            return None
        if Open not in performer.embodiment.skills or thing_id in self.learnt.locked:
            return Failure(FailureKind.IS_CLOSED, f"the {thing.label} is closed", thing_id)
        if performer.embodiment.held is not None and not performer.opens_with_full_hand:
            return Failure(FailureKind.HAND_FULL, "I cannot open it with a full hand", thing_id)
        failure = self._go_to(thing_id)
        if failure is not None or performer.loops.is_stuck(Open(thing_id)):
            return failure or Failure(FailureKind.IS_CLOSED, f"the {thing.label} stays closed")
        return self._opened(performer.do(Open(thing_id)), thing_id)

    def close_behind(self, call: GoTo, kept: Collection[int]) -> bool:
        """Close what was opened before going away from it; returns whether something was done.

        Args:
            call: Where the robot is about to go.
            kept: What stays open.
        """
        performer = self._performer
        for thing_id in performer.opened:
            is_here = performer.state.holds(at(thing_id)) is True
            if is_here and thing_id not in kept and call.target != thing_id and self._can_close():
                self._close(thing_id)
                return True
        return False

    def close_all(self, kept: Collection[int]) -> None:
        """Close all that was opened and has no reason to stay open."""
        performer = self._performer
        for thing_id in [each for each in performer.opened if each not in kept]:
            if self._can_close() and self._go_to(thing_id) is None:
                self._close(thing_id)

    def leave_open(self, thing_id: int) -> None:
        """What somebody wants to be open is nothing to be closed later."""
        thing = self._performer.world.thing(thing_id)
        own = {thing_id} if thing is None else {thing_id, thing.id}
        self._performer.opened = [each for each in self._performer.opened if each not in own]

    def _go_to(self, thing_id: int) -> Failure | None:
        """Go before furniture, if the robot is not there; returns why it does not come there."""
        performer, call = self._performer, GoTo(thing_id)
        while performer.state.holds(at(thing_id)) is not True:
            if self.close_behind(call, ()):
                continue
            if performer.loops.is_stuck(call):
                return Failure(FailureKind.NO_WAY, "I cannot get there", thing_id)
            performer.do(call)
        return None

    def _close(self, thing_id: int) -> None:
        performer, call = self._performer, Close(thing_id)
        if not performer.loops.is_stuck(call):
            failure = performer.do(call).failure
            if failure is not None and failure.kind is FailureKind.OUT_OF_REACH:
                performer.at = None
                failure = self._go_to(thing_id) or performer.do(call).failure
            if failure is not None and failure.kind is FailureKind.HAND_FULL:
                self._open_first(thing_id)
                return
        performer.opened = [each for each in performer.opened if each != thing_id]

    def _open_first(self, thing_id: int) -> None:
        """From now on nothing is opened or closed with a full hand."""
        self._performer.opens_with_full_hand = False
        self.learnt.needs_free_hand.add(thing_id)

    def _can_close(self) -> bool:
        performer = self._performer
        is_free = performer.embodiment.held is None or performer.opens_with_full_hand
        return performer.config.closes_behind and is_free and Close in performer.embodiment.skills

    def _opened(self, outcome: Outcome, thing_id: int) -> Failure | None:
        if outcome.failure is None:
            self.learnt.shut.discard(thing_id)
            return None
        call = Open(thing_id)
        self.learn(call, outcome.failure, final=self._performer.loops.is_stuck(call))
        return None if thing_id in self.learnt.assumed_open else outcome.failure

    def _is_known_shut(self, thing_id: int) -> bool:
        is_open = self._performer.state.holds(Fact(Predicate.OPEN, thing_id))
        return is_open is False or thing_id in self.learnt.shut


def opened_since(world: WorldModel, begin_ns: int) -> list[int]:
    """Furniture that the robot opened since a time and has not closed, in that order."""
    found: dict[int, None] = {}
    for deed in world.chronicle().deeds:
        is_own = deed.actor.role is Role.ROBOT and not deed.is_noticed
        if is_own and deed.start_ns >= begin_ns and deed.thing_id:
            if deed.verb is Verb.OPENED:
                found[deed.thing_id] = None
            elif deed.verb is Verb.CLOSED:
                found.pop(deed.thing_id, None)
    return list(found)
