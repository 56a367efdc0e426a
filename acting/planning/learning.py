"""What a failure teaches: not there, closed, full, out of reach; and what is tried instead."""

from __future__ import annotations

from whereseen.acting.planning.furniture import Furniture
from whereseen.acting.planning.needs import Needs
from whereseen.acting.planning.performing import Performer
from whereseen.acting.planning.seeking import Seeker, Sought
from whereseen.acting.skills.call import (
    Call,
    Close,
    Heat,
    LookAt,
    Open,
    Pick,
    Place,
    Slice,
    Toggle,
    Wash,
)
from whereseen.acting.skills.outcome import Failure, FailureKind

_MISSING = (FailureKind.NOT_THERE, FailureKind.NOT_FOUND, FailureKind.WRONG_THING)


class Learner:
    """Draws conclusions from what failed, for one subtask.

    Args:
        needs: Where the subtask stands.
        performer: The robot.
        seeker: Looks for things.
        furniture: What is known of furniture.
    """

    def __init__(
        self, needs: Needs, performer: Performer, seeker: Seeker, furniture: Furniture
    ) -> None:
        self._needs = needs
        self._performer = performer
        self._seeker = seeker
        self._furniture = furniture

    def learn(self, call: Call, failure: Failure, *, final: bool) -> Failure | None:
        """Draw conclusions; returns why nothing can be tried any more, else None.

        Args:
            call: What failed.
            failure: Why.
            final: Whether it is not to be tried again.
        """
        needs = self._needs
        needs.why = failure
        if isinstance(call, Open | Close):
            locked = self._furniture.learn(call, failure, final=final)
            return self._without(call.receptacle_id, failure) if locked else None
        shut_id = failure.thing_id or self._around(call)
        if failure.kind is FailureKind.IS_CLOSED and shut_id and not final:
            self._furniture.found_shut(shut_id)
            return None
        sought = needs.sought_by(call)
        if sought is not None:
            self._learn_of_thing(sought, failure, final=final)
            return None
        if isinstance(call, Place):
            return self._learn_of_placing(call, failure, final=final)
        if final:
            return self._give_up_target(failure)
        self._performer.at = None  # come nearer once more
        return None

    def _learn_of_thing(self, sought: Sought, failure: Failure, *, final: bool) -> None:
        thing = self._performer.world.thing(sought.thing_id or 0)
        if thing is None:
            sought.thing_id = None
        elif failure.kind in _MISSING:
            self._seeker.miss(sought, thing)
        elif final:
            self._seeker.bar(sought, thing.id)
        else:
            self._performer.at = None

    def _learn_of_placing(self, call: Place, failure: Failure, *, final: bool) -> Failure | None:
        if final or failure.kind is FailureKind.NO_ROOM:
            self._furniture.learnt.full.add(call.receptacle_id)
            held, thing = self._performer.embodiment.held, self._needs.thing()
            is_in_the_way = thing is None or held != thing.id  # it was only to be put down
            return None if is_in_the_way else self._give_up_target(failure)
        thing = self._needs.thing()
        if thing is not None and not thing.is_held and self._performer.embodiment.held is None:
            self._needs.lose(thing.id, call.receptacle_id)
        self._performer.at = None
        return None

    def _without(self, receptacle_id: int, failure: Failure) -> Failure | None:
        """Go on without a piece of furniture that cannot be opened."""
        self._needs.note_snag(receptacle_id, failure)
        if self._needs.target == receptacle_id:
            return self._give_up_target(failure, is_noted=True)
        for sought in self._needs.all_sought:
            thing = self._performer.world.thing(sought.thing_id or 0)
            if thing is not None and receptacle_id in (thing.support_id, thing.id):
                self._seeker.bar(sought, thing.id)
        return None

    def _give_up_target(self, failure: Failure, *, is_noted: bool = False) -> Failure | None:
        """Take another destination next, if there is one; returns the failure if it has none."""
        needs = self._needs
        if not isinstance(needs.target, int):
            return failure
        if not is_noted:
            needs.note_snag(needs.target, failure)
        needs.no_use.add(needs.target)
        needs.target = None
        return None

    def _around(self, call: Call) -> int:
        """What has to be open for a call, 0 if that is not known."""
        if isinstance(call, Place | Wash | Heat):
            return call.receptacle_id
        thing = self._needs.thing()
        if isinstance(call, Pick | LookAt | Toggle | Slice):
            thing = self._performer.world.thing(call.thing_id)
        return 0 if thing is None else thing.support_id
