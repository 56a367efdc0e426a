"""What a subtask needs: a thing, a tool, a place; which of it is known, found, or already so."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

from whereseen.acting.experience.experience import Finding, Snag
from whereseen.acting.instructions.task import Goal, Reference, Subtask
from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.planning.aiming import tool_of
from whereseen.acting.planning.performing import Performer
from whereseen.acting.planning.report import Resolved
from whereseen.acting.planning.seeking import Sought
from whereseen.acting.planning.stages import Slot, Stage, stages_of
from whereseen.acting.references.resolution import Resolution
from whereseen.acting.skills.call import (
    Call,
    Explore,
    GoTo,
    LookAt,
    Pick,
    Place,
    Pose2,
    Slice,
    Toggle,
)
from whereseen.acting.skills.facts import Fact, Predicate
from whereseen.acting.skills.outcome import Failure

_HELD = "what I hold"  # is meant where a subtask names no thing
_ALWAYS_DONE = (Goal.WASH, Goal.HEAT)  # though it is thought to be so
_PLACED = (Goal.PUT, Goal.BRING, Goal.GO, Goal.WASH, Goal.HEAT)
_THINGLESS = (Goal.GO, Goal.TIDY)
_PUT = (Predicate.ON, Predicate.IN)
_MOMENT_NS = 15 * 1_000_000_000
_BESIDE_M = 0.2  # that a thing may seem to be beside what it was put on


class Needs:
    """Where one subtask stands.

    Args:
        subtask: What is to be done.
        performer: The robot.

    Attributes:
        target: Where to, or what is used; None as long as that is not settled.
        aimed: What was made of the words for it.
        achieved: Facts that skills brought about.
        why: The last failure.
        findings: Where things were found.
        snags: Furniture that could not be used.
        no_use: Destinations that were given up.
    """

    def __init__(self, subtask: Subtask, performer: Performer) -> None:
        self.subtask = subtask
        self.target: int | str | Pose2 | None = None
        self.aimed: Resolution | None = None
        self.achieved: set[Fact] = set()
        self.why: Failure | None = None
        self.findings: list[Finding] = []
        self.snags: list[Snag] = []
        self.no_use: set[int] = set()
        self._performer = performer
        self._sought: dict[Slot, Sought] = {}
        self._begin_ns = performer.embodiment.now_ns
        held = performer.embodiment.held
        if subtask.thing is None and subtask.goal not in _THINGLESS and held is not None:
            sought = self.sought(Slot.THING)
            sought.thing_id = held
            sought.sighted.add(held)

    def sought(self, slot: Slot) -> Sought:
        """What is looked for."""
        if slot not in self._sought:
            thing = self.subtask.thing or Reference(_HELD)
            reference = tool_of(self.subtask) if slot is Slot.DESTINATION else thing
            config = self._performer.config
            found = Sought(reference, config.looks_per_thing, least_match=config.least_match)
            self._sought[slot] = found
        return self._sought[slot]

    def sought_by(self, call: Call) -> Sought | None:
        """What is looked for and a call is done with, None if it is done with nothing such."""
        if isinstance(call, GoTo):
            named = call.target if isinstance(call.target, int) else 0
        elif isinstance(call, LookAt | Pick | Toggle | Slice):
            named = call.thing_id
        else:
            return None
        return next((s for s in self._sought.values() if named and s.thing_id == named), None)

    @property
    def all_sought(self) -> tuple[Sought, ...]:
        """All that is looked for."""
        return tuple(self._sought.values())

    def id_of(self, slot: Slot) -> int:
        """Identity of what is looked for, 0 as long as that is not known."""
        sought = self._sought.get(slot)
        return 0 if sought is None or sought.thing_id is None else sought.thing_id

    def thing(self, slot: Slot = Slot.THING) -> Thing | None:
        """What is looked for, None as long as that is not known."""
        return self._performer.world.thing(self.id_of(slot))

    @property
    def lacks_target(self) -> bool:
        """Whether it is time to settle where to: once it is known what is to go there."""
        if self.target is not None or self.subtask.goal not in _PLACED:
            return False
        return self.subtask.goal is Goal.GO or self.id_of(Slot.THING) > 0

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What has to be so, in order."""
        if self.subtask.goal is Goal.SLICE:
            place: int | str = self.id_of(Slot.DESTINATION)
        else:
            place = self.target if isinstance(self.target, int | str) else 0
        return stages_of(self.subtask, self.id_of(Slot.THING), place)

    def missing(self) -> Stage | None:
        """The first stage that is not reached, None if all are.

        What memory takes to be so already is looked at and not done.
        """
        stages = self.stages
        if self._was_put(stages[-1]):
            return None
        if self._is_believed(stages[-1]):
            return None if self._is_confirmed() else Stage(Slot.THING)
        return next((each for each in stages if not self._is_reached(each)), None)

    def is_sighted(self, sought: Sought, thing: Thing) -> bool:
        """Whether a thing was seen from where it can be reached."""
        return thing.is_held or thing.id in map(self._id, sought.sighted)

    def was_just_seen(self, thing: Thing) -> bool:
        """Whether it was seen since the robot set out to where it is now, or just before."""
        since_ns = self._begin_ns - _MOMENT_NS
        for before, it in pairwise((None, *self._performer.outcomes)):
            if it is not None and isinstance(it.call, GoTo):
                is_led = before is not None and isinstance(before.call, Explore)
                since_ns = before.start_ns if is_led and before is not None else it.start_ns
        return not thing.is_gone and thing.last_seen_ns > since_ns

    def sight(self, sought: Sought, thing_id: int) -> None:
        """A thing that is needed was seen; where, is worth remembering."""
        world = self._performer.world
        thing = world.thing(thing_id)
        if thing is None or thing_id in sought.sighted:
            return
        sought.sighted.add(thing_id)
        support = world.thing(thing.support_id) if thing.support_id else None
        spent = self._performer.config.looks_per_thing - sought.looks_left
        on = "" if support is None else support.label
        was_expected = not sought.is_searching and not sought.missed_ns
        self.findings.append(Finding(thing.label, on, thing.room, spent, was_expected))

    def lose(self, thing_id: int, put_on: int) -> None:
        """A thing left the hand and is not seen where it was put: it must be seen again."""
        self.achieved = {fact for fact in self.achieved if fact.thing_id != thing_id}
        for sought in self._sought.values():
            sought.sighted.discard(thing_id)
            if sought.thing_id == thing_id:
                sought.dropped_at = put_on
                sought.searched.discard(put_on)

    def note_snag(self, receptacle_id: int, failure: Failure) -> None:
        """A piece of furniture could not be used."""
        thing = self._performer.world.thing(receptacle_id)
        if thing is not None:
            self.snags.append(Snag(thing.label, thing.room, failure.kind.value))

    @property
    def resolved(self) -> tuple[Resolved, ...]:
        """All references that were looked up, and what they turned out to mean."""
        found = []
        for slot, sought in self._sought.items():
            if sought.first is not None:
                known = sought.first.hypotheses or sought.candidates
                is_tool = slot is Slot.DESTINATION
                found.append(Resolved(sought.reference.text, known, sought.thing_id, is_tool))
        if self.aimed is not None:
            target = self.target if isinstance(self.target, int | str) else None
            found.append(Resolved(self.aimed.text, self.aimed.hypotheses, target, True))
        return tuple(found)

    def _is_reached(self, stage: Stage) -> bool:
        if stage.fact is None:
            if stage.slot is Slot.THING:
                return self._is_confirmed()
            return self.target is not None and self._performer.at == self.target
        if stage.fact.predicate is Predicate.HELD:
            return self._performer.state.holds(stage.fact) is True
        return self._of_now(stage.fact) in {self._of_now(fact) for fact in self.achieved}

    def _was_put(self, stage: Stage) -> bool:
        """Whether the robot put a thing where it shall be, and did not see it elsewhere since.

        Of what carries it memory may be wrong, as of a basin that is let into a counter.
        """
        fact = stage.fact
        if fact is None or fact.predicate not in _PUT or not self._is_reached(stage):
            return False
        world = self._performer.world
        thing, piece = world.thing(fact.thing_id), world.thing(fact.other_id)
        if thing is None or piece is None or thing.is_held:
            return False
        put = (each for each in self._performer.outcomes if isinstance(each.call, Place))
        put_ns = max((each.end_ns for each in put), default=0)
        is_seen = thing.last_seen_ns > put_ns and not thing.is_gone
        return not is_seen or _beside_m(thing, piece) <= _BESIDE_M

    def _of_now(self, fact: Fact) -> Fact:
        """A fact by the identities that its things have now; seeing more may have merged them."""
        return replace(fact, thing_id=self._id(fact.thing_id), other_id=self._id(fact.other_id))

    def _id(self, thing_id: int) -> int:
        thing = self._performer.world.thing(thing_id) if thing_id else None
        return thing_id if thing is None else thing.id

    def _is_believed(self, stage: Stage) -> bool:
        """Whether memory says that the last stage is reached."""
        fact = stage.fact
        if fact is None or fact.predicate is Predicate.HELD or self.subtask.goal in _ALWAYS_DONE:
            return False
        return bool(fact.thing_id) and self._performer.state.holds(fact) is True

    def _is_confirmed(self) -> bool:
        """Whether the thing was seen since this began, or something was done with it."""
        thing = self.thing()
        if thing is None:
            return False
        done = (fact for fact in self.achieved if fact.predicate is not Predicate.AT)
        is_done = any(self._id(fact.thing_id) == thing.id for fact in done)
        return is_done or self.is_sighted(self.sought(Slot.THING), thing)


def _beside_m(thing: Thing, piece: Thing) -> float:
    """How far a thing is beside a piece of furniture, along the floor."""
    pairs = zip(thing.position_m[:2], piece.position_m[:2], piece.size_m[:2], strict=True)
    return math.hypot(*(max(abs(at - there) - size / 2.0, 0.0) for at, there, size in pairs))
