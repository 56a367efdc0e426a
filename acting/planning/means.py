"""From what shall be so to the next skill: means-ends analysis over preconditions and effects.

What is not so is brought about by the skill whose effect it is; what that skill needs is looked at
first, and so on (Newell and Simon's GPS). Since it is asked again after every skill, a fact that
somebody undoes is brought about once more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from whereseen.acting.skills.call import (
    Call,
    Close,
    GoTo,
    Heat,
    LookAt,
    Open,
    Pick,
    Place,
    Relation,
    Slice,
    Toggle,
    Wash,
)
from whereseen.acting.skills.facts import Fact, Predicate
from whereseen.acting.skills.rules import (
    CLEAN,
    HAND_FREE,
    HOT,
    SLICED,
    SWITCHED_ON,
    KnownState,
    preconditions,
)

_DEEPEST = 8


@dataclass(slots=True)
class Understanding:
    """What is known, and what failures taught beyond that.

    Attributes:
        state: What is known.
        shut: Furniture that was found to be closed.
        assumed_open: Furniture that does not open, as it turned out, and is taken to be open.
        opens_with_full_hand: Whether the robot can open something while it holds something.
    """

    state: KnownState
    shut: Collection[int] = ()
    assumed_open: Collection[int] = ()
    opens_with_full_hand: bool = True

    def is_so(self, fact: Fact) -> bool:
        """Whether a fact needs no bringing about."""
        if fact.predicate is Predicate.OPEN:
            known = self._is_open(fact.thing_id)
            return known is fact.is_true
        return self.state.holds(fact) is True

    def needs(self, call: Call) -> tuple[Fact, ...]:
        """What a call needs, in the order in which it is best brought about."""
        needed = preconditions(call, self.state.world)
        if isinstance(call, Open | Close) and not self.opens_with_full_hand:
            needed = (HAND_FREE, *needed)
        known = {fact.thing_id for fact in needed if fact.predicate is Predicate.OPEN}
        found_shut = self._around(call) & set(self.shut) - known
        return (*needed, *(Fact(Predicate.OPEN, each) for each in sorted(found_shut)))

    def _around(self, call: Call) -> set[int]:
        """Furniture in which a call is done."""
        if isinstance(call, Place | Wash | Heat):
            return {call.receptacle_id}
        if isinstance(call, Pick | LookAt | Toggle | Slice):
            thing = self.state.world.thing(call.thing_id)
            return set() if thing is None else {thing.support_id, call.thing_id}
        return set()

    def _is_open(self, thing_id: int) -> bool | None:
        known = self.state.holds(Fact(Predicate.OPEN, thing_id))
        if known is None and thing_id in self.assumed_open:
            return True
        return False if known is None or thing_id in self.shut else known


@dataclass(frozen=True, slots=True)
class Means:
    """How facts are brought about where there is a choice.

    Attributes:
        spare_place: Furniture on which something that is in the way is put down; None: nowhere.
        place_for: Furniture in which a thing is cleaned or warmed, or the tool that cuts it, by
            the word of the state and the identity of the thing.
    """

    spare_place: Callable[[], int | None]
    place_for: dict[str, int] = field(default_factory=dict)


def next_call(goal: Fact, known: Understanding, means: Means) -> Call | None:
    """The next skill on the way to a goal; None if nothing brings it about.

    Args:
        goal: What shall be so; it is brought about even if it seems to be so.
        known: What is so.
        means: What to choose where there is a choice.
    """
    return _towards(goal, known, means, _DEEPEST)


def _towards(goal: Fact, known: Understanding, means: Means, depth: int) -> Call | None:
    call = _achiever(goal, known, means)
    if call is None or depth == 0:
        return None
    for need in (*_of_goal(goal, call, means), *known.needs(call)):
        if not known.is_so(need) and need != goal:
            return _towards(need, known, means, depth - 1)
    return call


def _of_goal(goal: Fact, call: Call, means: Means) -> tuple[Fact, ...]:
    """What has to be in the hand for a goal, which the skill alone does not tell."""
    if isinstance(call, Place) and goal.predicate in (Predicate.ON, Predicate.IN):
        return (Fact(Predicate.HELD, goal.thing_id),)
    if isinstance(call, Wash | Heat):
        return (Fact(Predicate.HELD, goal.thing_id),)
    if isinstance(call, Slice) and SLICED in means.place_for:
        return (Fact(Predicate.HELD, means.place_for[SLICED]),)
    return ()


def _achiever(goal: Fact, known: Understanding, means: Means) -> Call | None:
    """The skill whose effect a fact is."""
    said, thing_id = goal.predicate, goal.thing_id
    if said is Predicate.AT:
        return GoTo(thing_id)
    if said is Predicate.OPEN:
        return Open(thing_id) if goal.is_true else Close(thing_id)
    if said is Predicate.HELD:
        return Pick(thing_id)
    if said in (Predicate.ON, Predicate.IN):
        return Place(goal.other_id, Relation.IN if said is Predicate.IN else Relation.ON)
    if said is Predicate.HAND_FREE:
        return _put_down(known, means) if goal.is_true else None
    return _altering(goal, means)


def _put_down(known: Understanding, means: Means) -> Call | None:
    place = means.spare_place()
    return None if place is None or known.state.held is None else Place(place)


def _altering(goal: Fact, means: Means) -> Call | None:
    if goal.word in (CLEAN, HOT):
        place = means.place_for.get(goal.word)
        if place is None:
            return None
        return Wash(place) if goal.word == CLEAN else Heat(place)
    if goal.word == SLICED:
        return Slice(goal.thing_id)
    return Toggle(goal.thing_id, is_on=goal.word == SWITCHED_ON)
