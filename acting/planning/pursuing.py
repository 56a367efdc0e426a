"""One subtask from its beginning to its end, in closed loop.

Before every skill it is asked anew what is so and what is missing; what fails teaches something,
and the next skill follows from that. Nothing is done whose preconditions are known to be false.
"""

from __future__ import annotations

from collections.abc import Collection

from whereseen.acting.experience.experience import Finding, Snag
from whereseen.acting.experience.lessons import Hints
from whereseen.acting.instructions.task import Goal, Part, Subtask
from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.planning.aiming import Aim, failure_of, mention_of, tool_of
from whereseen.acting.planning.doors import Doors
from whereseen.acting.planning.means import Means, Understanding, next_call
from whereseen.acting.planning.performing import Performer
from whereseen.acting.planning.report import Resolved
from whereseen.acting.planning.resolving import Bound
from whereseen.acting.planning.seeking import Seeker, Sought
from whereseen.acting.planning.stages import Slot, Stage, stages_of, state_of
from whereseen.acting.references.resolution import Resolution
from whereseen.acting.skills.call import (
    Call,
    Close,
    GoTo,
    Heat,
    LookAt,
    Open,
    Pick,
    Place,
    Pose2,
    Slice,
    Toggle,
    Wash,
)
from whereseen.acting.skills.facts import Fact, Predicate
from whereseen.acting.skills.outcome import Failure, FailureKind
from whereseen.acting.skills.rules import container_of, effects, why_impossible

_MISSING = (FailureKind.NOT_THERE, FailureKind.NOT_FOUND, FailureKind.WRONG_THING)
_ALWAYS_DONE = (Goal.WASH, Goal.HEAT)  # though it is thought to be so


class Pursuit:
    """A robot that is about one subtask.

    Args:
        subtask: What is to be done.
        performer: The robot.
        aim: Finds destinations and says what words mean.
        bound: What the parts of the task mean.
        hints: Where to look first and last.
        home: Where things are brought to, if nothing else is said.

    Attributes:
        findings: Where things were found.
        snags: Furniture that could not be used.
    """

    def __init__(
        self,
        subtask: Subtask,
        performer: Performer,
        aim: Aim,
        bound: Bound,
        hints: Hints,
        home: Pose2,
    ) -> None:
        self.findings: list[Finding] = []
        self.snags: list[Snag] = []
        self._subtask = subtask
        self._performer = performer
        self._aim = aim
        self._bound = bound
        self._home = home
        self._doors = Doors(performer)
        self._seeker = Seeker(performer, hints, self._doors.get_open)
        self._sought: dict[Slot, Sought] = {}
        self._target: int | str | Pose2 | None = None
        self._aimed: Resolution | None = None
        self._no_use: set[int] = set()
        self._achieved: set[Fact] = set()
        self._why: Failure | None = None
        self._begin_ns = performer.embodiment.now_ns

    def run(self) -> Failure | None:
        """Do all that it takes; returns why it is not done, or None.

        Raises:
            Stopped: if somebody cancels, or time is over, or it takes too many skills.
        """
        while True:
            missing = self._missing()
            if missing is None:
                self._doors.close_all(self._kept_open())
                return None
            failure = missing if isinstance(missing, Failure) else self._advance(missing)
            if failure is not None:
                self._doors.close_all(self._kept_open())
                return failure

    @property
    def resolved(self) -> tuple[Resolved, ...]:
        """All references that were looked up, and what they turned out to mean."""
        found = []
        for slot, sought in self._sought.items():
            if sought.first is not None:
                text, said = sought.reference.text, sought.first
                known = said.hypotheses or sought.candidates
                is_tool = slot is Slot.DESTINATION
                found.append(Resolved(text, known, sought.thing_id, is_tool))
        if self._aimed is not None:
            target = self._target if isinstance(self._target, int | str) else None
            found.append(Resolved(self._aimed.text, self._aimed.hypotheses, target, True))
        return tuple(found)

    def _missing(self) -> Stage | Failure | None:
        """The first stage that is not reached, None if all are; or why none ever will be."""
        failure = self._aim_at() if self._needs_target() else None
        if failure is not None:
            return failure
        thing, place = self._id_of(Slot.THING), self._id_of(Slot.DESTINATION)
        stages = stages_of(self._subtask, thing, self._target_for(place))
        if self._is_believed(stages[-1]):
            return None if self._is_confirmed(thing) else Stage(Slot.THING)
        return next((each for each in stages if not self._is_reached(each)), None)

    def _advance(self, stage: Stage) -> Failure | None:
        """Do one skill towards a stage, or look for what it is about."""
        if stage.slot is Slot.THING or stage.is_tool:
            sought = self._sought_for(stage.slot)
            if sought.thing_id is None or self._performer.world.thing(sought.thing_id) is None:
                return self._seek(stage.slot, sought)
            if stage.fact is None:
                return self._look(sought)
        if stage.fact is None:
            assert self._target is not None
            return self._do(GoTo(self._target))
        call = next_call(stage.fact, self._understanding(), self._means())
        if call is None:
            return Failure(FailureKind.NOT_POSSIBLE, "I know no way to bring that about")
        return self._do_sighted(call)

    def _do_sighted(self, call: Call) -> Failure | None:
        """Do a call; what it is done with was seen there before."""
        sought = self._sought_of(call)
        if sought is not None and not isinstance(call, GoTo):
            thing = self._performer.world.thing(sought.thing_id or 0)
            if thing is not None and not self._is_sighted(sought, thing):
                return self._look(sought)
        return self._do(call)

    def _do(self, call: Call) -> Failure | None:
        performer = self._performer
        held = performer.embodiment.held
        why = why_impossible(call, performer.world, performer.embodiment.skills, held)
        if why:
            return self._learn(call, Failure(FailureKind.NOT_POSSIBLE, why), final=True)
        if performer.loops.is_stuck(call):
            return self._learn(call, self._why or _stuck(call), final=True)
        if isinstance(call, GoTo) and self._doors.close_behind(call, self._kept_open()):
            return None
        outcome = performer.do(call)
        sought = self._sought_of(call)
        if sought is not None:
            self._seeker.pay(sought, outcome)
        if outcome.failure is None:
            self._achieve(call, held, sought)
            return None
        return self._learn(call, outcome.failure, final=performer.loops.is_stuck(call))

    def _achieve(self, call: Call, held: int | None, sought: Sought | None) -> None:
        self._achieved |= set(effects(call, held))
        if isinstance(call, Place):
            self._achieved = {f for f in self._achieved if f.predicate is not Predicate.HELD}
        if isinstance(call, GoTo) and isinstance(call.target, int) and sought is not None:
            thing = self._performer.world.thing(call.target)
            if thing is not None and thing.is_gone:
                self._seeker.miss(sought, thing)
        if isinstance(call, LookAt | Pick) and sought is not None:
            self._sight(sought, call.thing_id)

    def _sight(self, sought: Sought, thing_id: int) -> None:
        """A thing that is needed was seen; where, is worth remembering."""
        if thing_id in sought.sighted:
            return
        sought.sighted.add(thing_id)
        thing = self._performer.world.thing(thing_id)
        if thing is None:
            return
        support = self._performer.world.thing(thing.support_id) if thing.support_id else None
        spent = self._performer.config.looks_per_thing - sought.looks_left
        on = "" if support is None else support.label
        was_expected = not sought.is_searching and not sought.missed_ns
        self.findings.append(Finding(thing.label, on, thing.room, spent, was_expected))

    def _look(self, sought: Sought) -> Failure | None:
        """Look at a thing from where it can be reached."""
        performer = self._performer
        thing = performer.world.thing(sought.thing_id or 0)
        assert thing is not None
        if thing.is_held:
            sought.sighted.add(thing.id)
            return None
        look = LookAt(thing.id)
        for need in self._understanding().needs(look):
            if not self._understanding().is_so(need):
                call = next_call(need, self._understanding(), self._means())
                return self._do(call) if call is not None else self._lost(sought, thing)
        if LookAt not in performer.embodiment.skills or self._was_just_seen(thing):
            self._sight(sought, thing.id)
            return None
        if sought.looks_left <= 0:
            return Failure(
                FailureKind.NOT_FOUND, f"so many places were looked at for {thing.label}"
            )
        return self._do(look)

    def _seek(self, slot: Slot, sought: Sought) -> Failure | None:
        """Choose what a reference means, or look for it."""

        def resolve(excluded: Collection[int]) -> Resolution:
            pose = self._performer.embodiment.pose
            return self._aim.resolve(sought.reference, pose, excluded)

        chosen = self._seeker.choose(sought, resolve)
        if chosen is not None:
            self._seeker.take(sought, chosen)
            part = Part.THING if slot is Slot.THING else Part.DESTINATION
            self._bound.bind(mention_of(self._subtask, part), chosen.thing_id)
            return None
        refusal = None if sought.first is None else sought.first.refusal
        if refusal is not None and not sought.first.query:  # type: ignore[union-attr]
            return failure_of(refusal)
        if sought.barred and not sought.missed_ns:
            return self._why
        return self._seeker.search(sought, resolve)

    def _learn(self, call: Call, failure: Failure, *, final: bool) -> Failure | None:
        """Draw conclusions from what failed; returns why nothing more can be done, else None."""
        self._why = failure
        if isinstance(call, Open | Close):
            locked = self._doors.learn(call, failure, final=final)
            return self._without(call.receptacle_id, failure) if locked else None
        if failure.kind is FailureKind.IS_CLOSED and not final:
            self._doors.found_shut(failure.thing_id or self._around(call))
            return None
        sought = self._sought_of(call)
        if sought is not None:
            return self._learn_of_thing(sought, failure, final=final)
        if isinstance(call, Place) and call.receptacle_id != self._target:
            self._no_use.add(call.receptacle_id)  # something was only to be put down there
            return None
        if final or failure.kind is FailureKind.NO_ROOM:
            return self._another_target(failure)
        self._performer.at = None  # come nearer once more
        return None

    def _learn_of_thing(self, sought: Sought, failure: Failure, *, final: bool) -> Failure | None:
        thing = self._performer.world.thing(sought.thing_id or 0)
        if thing is None:
            sought.thing_id = None
        elif failure.kind in _MISSING:
            self._seeker.miss(sought, thing)
        elif final:
            self._seeker.bar(sought, thing.id)
        else:
            self._performer.at = None
        return None

    def _without(self, receptacle_id: int, failure: Failure) -> Failure | None:
        """Go on without a piece of furniture that cannot be opened."""
        self._note_snag(receptacle_id, failure)
        if self._target == receptacle_id:
            return self._another_target(failure)
        for sought in self._sought.values():
            thing = self._performer.world.thing(sought.thing_id or 0)
            if thing is not None and receptacle_id in (thing.support_id, thing.id):
                self._seeker.bar(sought, thing.id)
        return None

    def _another_target(self, failure: Failure) -> Failure | None:
        """Give a destination up; returns the failure if there is no other."""
        if isinstance(self._target, int):
            self._note_snag(self._target, failure)
            self._no_use.add(self._target)
            self._target = None
            other, _ = self._aim.destination(*self._aim_args())
            if not isinstance(other, Failure):
                return None
        return failure

    def _lost(self, sought: Sought, thing: Thing) -> Failure | None:
        """Nothing leads to a thing."""
        self._seeker.bar(sought, thing.id)
        return None

    def _note_snag(self, receptacle_id: int, failure: Failure) -> None:
        thing = self._performer.world.thing(receptacle_id)
        if thing is not None:
            self.snags.append(Snag(thing.label, thing.room, failure.kind.value))

    def _needs_target(self) -> bool:
        goal = self._subtask.goal
        if self._target is not None or goal is Goal.SLICE:
            return False
        return goal in (Goal.PUT, Goal.BRING, Goal.GO, Goal.WASH, Goal.HEAT)

    def _aim_at(self) -> Failure | None:
        if self._subtask.goal is Goal.BRING and self._subtask.destination is None:
            self._target = self._home
            return None
        found, resolution = self._aim.destination(*self._aim_args())
        self._aimed = self._aimed or resolution
        if isinstance(found, Failure):
            return found
        self._target = found
        if isinstance(found, int | str):
            self._bound.bind(mention_of(self._subtask, Part.DESTINATION), found)
        return None

    def _aim_args(self) -> tuple[Subtask, Thing | None, Pose2, set[int]]:
        thing = self._performer.world.thing(self._id_of(Slot.THING))
        return self._subtask, thing, self._performer.embodiment.pose, self._no_use

    def _target_for(self, tool_id: int) -> int | str:
        if self._subtask.goal is Goal.SLICE:
            return tool_id
        return self._target if isinstance(self._target, int | str) else 0

    def _id_of(self, slot: Slot) -> int:
        sought = self._sought.get(slot)
        return 0 if sought is None or sought.thing_id is None else sought.thing_id

    def _sought_for(self, slot: Slot) -> Sought:
        if slot not in self._sought:
            tool = tool_of(self._subtask)
            reference = tool if slot is Slot.DESTINATION else self._subtask.thing or tool
            self._sought[slot] = Sought(reference, self._performer.config.looks_per_thing)
        return self._sought[slot]

    def _sought_of(self, call: Call) -> Sought | None:
        """What is looked for and a call is done with."""
        if isinstance(call, GoTo):
            named = call.target if isinstance(call.target, int) else 0
        elif isinstance(call, LookAt | Pick | Toggle | Slice):
            named = call.thing_id
        else:
            return None
        return next((s for s in self._sought.values() if named and s.thing_id == named), None)

    def _around(self, call: Call) -> int:
        """What has to be open for a call."""
        if isinstance(call, Place | Wash | Heat):
            return call.receptacle_id
        thing = self._performer.world.thing(self._id_of(Slot.THING))
        container = None if thing is None else container_of(thing, self._performer.world)
        return (thing.support_id if thing is not None else 0) if container is None else container.id

    def _is_reached(self, stage: Stage) -> bool:
        if stage.fact is None:
            if stage.slot is Slot.THING:
                return self._is_confirmed(self._id_of(Slot.THING))
            return self._target is not None and self._performer.at == self._target
        if stage.fact.predicate is Predicate.HELD:
            return self._performer.state.holds(stage.fact) is True
        return stage.fact in self._achieved

    def _is_believed(self, stage: Stage) -> bool:
        """Whether memory says that the last stage is reached, though nothing was done for it."""
        fact = stage.fact
        if fact is None or fact.predicate is Predicate.HELD or self._subtask.goal in _ALWAYS_DONE:
            return False
        return bool(fact.thing_id) and self._performer.state.holds(fact) is True

    def _is_confirmed(self, thing_id: int) -> bool:
        sought, thing = self._sought.get(Slot.THING), self._performer.world.thing(thing_id)
        if sought is None or thing is None:
            return False
        return self._is_sighted(sought, thing) or bool(self._achieved & self._goals(thing_id))

    def _goals(self, thing_id: int) -> set[Fact]:
        return {
            fact
            for fact in self._achieved
            if fact.thing_id == thing_id and fact.predicate is not Predicate.AT
        }

    def _is_sighted(self, sought: Sought, thing: Thing) -> bool:
        return thing.id in sought.sighted or thing.is_held

    def _was_just_seen(self, thing: Thing) -> bool:
        """Whether it was seen since the robot set out to where it is now."""
        went = [it.start_ns for it in self._performer.outcomes if isinstance(it.call, GoTo)]
        since_ns = went[-1] if went else self._begin_ns
        return not thing.is_gone and thing.last_seen_ns >= since_ns

    def _understanding(self) -> Understanding:
        return self._doors.understanding()

    def _means(self) -> Means:
        performer, target = self._performer, self._target
        place_for = {}
        word = state_of(self._subtask.goal)
        tool = self._id_of(Slot.DESTINATION) if self._subtask.goal is Goal.SLICE else target
        if word and isinstance(tool, int) and tool:
            place_for[word] = tool

        def spare_place() -> int | None:
            return self._aim.spare_place(performer.embodiment.pose, self._no_use, performer.at)

        return Means(spare_place, place_for)

    def _kept_open(self) -> frozenset[int]:
        """What stays open, since that is what was asked for."""
        wanted = self._subtask.goal is Goal.OPEN
        return frozenset({self._id_of(Slot.THING)}) if wanted else frozenset()


def _stuck(call: Call) -> Failure:
    return Failure(FailureKind.NOT_POSSIBLE, f"{type(call).__name__} failed again and again")
