"""One subtask from its beginning to its end, in closed loop.

Before every skill it is asked anew what is so and what is missing; what fails teaches something,
and the next skill follows from that. Nothing is done whose preconditions are known to be false.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from whereseen.acting.experience.lessons import Hints
from whereseen.acting.instructions.task import Goal, Part
from whereseen.acting.planning.aiming import Aim, failure_of, mention_of
from whereseen.acting.planning.furniture import Furniture, Learnt
from whereseen.acting.planning.learning import Learner
from whereseen.acting.planning.means import Means, next_call
from whereseen.acting.planning.needs import Needs
from whereseen.acting.planning.performing import Performer, Stopped
from whereseen.acting.planning.resolving import Bound
from whereseen.acting.planning.seeking import Seeker, Sought
from whereseen.acting.planning.stages import Slot, Stage, state_of
from whereseen.acting.planning.whither import Whither
from whereseen.acting.references.resolution import Resolution
from whereseen.acting.skills.call import Call, GoTo, LookAt, Open, Pick, Place, Pose2
from whereseen.acting.skills.facts import Fact, Predicate
from whereseen.acting.skills.outcome import Failure, FailureKind
from whereseen.acting.skills.rules import effects, why_impossible


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the subtasks of a task share.

    Attributes:
        aim: Finds destinations and says what words mean.
        bound: What the parts of the task mean.
        learnt: What the task taught of furniture.
        hints: Where to look first and last.
        home: Where things are brought to, if nothing else is said.
    """

    aim: Aim
    bound: Bound
    learnt: Learnt
    hints: Hints
    home: Pose2


class Pursuit:
    """A robot that is about one subtask.

    Args:
        needs: Where the subtask stands.
        performer: The robot.
        knowledge: What the subtasks share.
    """

    def __init__(self, needs: Needs, performer: Performer, knowledge: Knowledge) -> None:
        self._needs = needs
        self._subtask = needs.subtask
        self._performer = performer
        self._it = knowledge
        self._furniture = Furniture(performer, knowledge.learnt)
        self._seeker = Seeker(
            performer,
            knowledge.hints,
            self._furniture.get_open,
            lambda: self._furniture.close_all(self._kept_open()),
        )
        self._whither = Whither(self._subtask, self._seeker, performer.config.looks_per_thing)
        self._learner = Learner(needs, performer, self._seeker, self._furniture)

    def run(self) -> Failure | None:
        """Do all that it takes; returns why it is not done, or None.

        What was opened is closed in any case, unless somebody cancels.

        Raises:
            Stopped: if somebody cancels, or time is over, or it takes too many skills.
        """
        try:
            failure = self._pursue()
        except Stopped as stopped:
            if stopped.failure.kind is not FailureKind.CANCELLED:
                self._performer.is_ending = True
                self._furniture.close_all(self._kept_open())
            raise
        self._performer.is_ending = True
        self._furniture.close_all(self._kept_open())
        if failure is None and self._subtask.goal is Goal.OPEN:
            self._furniture.leave_open(self._needs.id_of(Slot.THING))
        return failure

    def _pursue(self) -> Failure | None:
        """Do one skill after the other until nothing is missing; returns why something is."""
        failure: Failure | None = None
        while failure is None:
            failure = self._aim_at() if self._needs.lacks_target else None
            missing = None if failure is not None else self._missing()
            if missing is None:
                break
            failure = self._advance(missing)
        return failure

    def _missing(self) -> Stage | None:
        """What is to be brought about next, None if nothing is.

        Who cannot open with a full hand opens where a thing is to go before taking it.
        """
        stage, target = self._needs.missing(), self._target_behind_door()
        if stage is None or stage.fact is None or target is None:
            return stage
        door = Fact(Predicate.OPEN, target)
        is_open = self._furniture.understanding().is_so(door)
        return stage if is_open else Stage(Slot.DESTINATION, door)

    def _target_behind_door(self) -> int | None:
        """Where a thing is to go in, if that has to be opened with a free hand."""
        target, subtask = self._needs.target, self._subtask
        if self._performer.opens_with_full_hand or not isinstance(target, int):
            return None
        place = Place(target, subtask.relation)
        needed = self._furniture.understanding().needs(place) if subtask.goal is Goal.PUT else ()
        is_behind = any(fact.predicate is Predicate.OPEN for fact in needed)
        return target if is_behind else None

    def _advance(self, stage: Stage) -> Failure | None:
        """Do one skill towards a stage, or look for what it is about."""
        if stage.slot is Slot.THING or stage.is_tool:
            sought = self._needs.sought(stage.slot)
            if self._needs.thing(stage.slot) is None:
                return self._seek(stage.slot, sought)
            if stage.fact is None:
                return self._look(sought)
        if stage.fact is None:
            return self._go()
        call = next_call(stage.fact, self._furniture.understanding(), self._means())
        if call is None:
            return Failure(FailureKind.NOT_POSSIBLE, "I know no way to bring that about")
        return self._do_sighted(call)

    def _go(self) -> Failure | None:
        target = self._needs.target
        if target is None:
            return Failure(FailureKind.NOT_UNDERSTOOD, "it is not said where to")
        return self._do(GoTo(target))

    def _do_sighted(self, call: Call) -> Failure | None:
        """Do a call; what it is done with was seen there before."""
        sought = self._needs.sought_by(call)
        if sought is not None and not isinstance(call, GoTo):
            thing = self._performer.world.thing(sought.thing_id or 0)
            if thing is not None and not self._needs.is_sighted(sought, thing):
                return self._look(sought)
        return self._do(call)

    def _do(self, call: Call) -> Failure | None:
        performer = self._performer
        held = performer.embodiment.held
        why = why_impossible(call, performer.world, performer.embodiment.skills, held)
        if why:
            impossible = Failure(FailureKind.NOT_POSSIBLE, why)
            return self._learner.learn(call, impossible, final=True)
        if performer.loops.is_stuck(call):
            return self._learner.learn(call, self._needs.why or _stuck(), final=True)
        if isinstance(call, GoTo) and self._furniture.close_behind(call, self._kept_open()):
            return None
        sought = self._needs.sought_by(call)
        outcome = performer.do(call)
        if sought is not None:
            self._seeker.pay(sought, outcome)
        if outcome.failure is None:
            self._achieve(call, held, sought)
            return None
        final = performer.loops.is_stuck(call)
        return self._learner.learn(call, outcome.failure, final=final)

    def _achieve(self, call: Call, held: int | None, sought: Sought | None) -> None:
        """Draw conclusions from what succeeded."""
        needs = self._needs
        needs.achieved |= set(effects(call, held))
        if isinstance(call, Open):
            self._furniture.learnt.shut.discard(call.receptacle_id)
        if isinstance(call, Place):
            needs.achieved = {f for f in needs.achieved if f.predicate is not Predicate.HELD}
        if isinstance(call, GoTo) and isinstance(call.target, int) and sought is not None:
            thing = self._performer.world.thing(call.target)
            if thing is not None and thing.is_gone:
                self._seeker.miss(sought, thing)
        if isinstance(call, LookAt | Pick) and sought is not None:
            needs.sight(sought, call.thing_id)

    def _look(self, sought: Sought) -> Failure | None:
        """Look at a thing from where it can be reached."""
        performer, needs = self._performer, self._needs
        thing = performer.world.thing(sought.thing_id or 0)
        if thing is None:
            sought.thing_id = None
            return None
        known, look = self._furniture.understanding(), LookAt(thing.id)
        for need in known.needs(look):
            if not known.is_so(need):
                call = next_call(need, known, self._means())
                if call is None:
                    self._seeker.bar(sought, thing.id)
                    return None
                return self._do(call)
        if LookAt not in performer.embodiment.skills or needs.was_just_seen(thing):
            needs.sight(sought, thing.id)
            return None
        if sought.looks_left <= 0:
            why = f"so many places were looked at for the {thing.label}"
            return Failure(FailureKind.NOT_FOUND, why)
        return self._do(look)

    def _seek(self, slot: Slot, sought: Sought) -> Failure | None:
        """Choose what a reference means, or look for it."""
        if slot is Slot.THING and self._subtask.thing is None:
            return Failure(FailureKind.HAND_EMPTY, "I hold nothing")

        def resolve(excluded: Collection[int]) -> Resolution:
            pose = self._performer.embodiment.pose
            return self._it.aim.resolve(sought.reference, pose, excluded)

        chosen = self._seeker.choose(sought, resolve)
        if chosen is not None:
            self._seeker.take(sought, chosen)
            part = Part.THING if slot is Slot.THING else Part.DESTINATION
            self._it.bound.bind(mention_of(self._subtask, part), chosen.thing_id)
            return None
        first = sought.first
        refusal = None if first is None or first.query else first.refusal
        if refusal is not None and not self._performer.config.seeks_vague:
            return failure_of(refusal)
        if sought.barred and not sought.missed_ns:
            return self._needs.why or _stuck()
        return self._seeker.search(sought, resolve)

    def _aim_at(self) -> Failure | None:
        """Settle where to."""
        needs, subtask = self._needs, self._subtask
        if subtask.goal is Goal.BRING and subtask.destination is None:
            needs.target = self._it.home
            return None
        found = self._aimed()
        if isinstance(found, Failure) and self._performer.config.seeks_furniture:
            found = self._whither.found(self._aimed)
        if isinstance(found, Failure):
            return needs.why if needs.no_use and needs.why is not None else found
        needs.target = found
        if isinstance(found, int | str):
            self._it.bound.bind(mention_of(subtask, Part.DESTINATION), found)
        return None

    def _aimed(self) -> int | str | Pose2 | Failure:
        """Where to, as far as is known now."""
        needs, pose = self._needs, self._performer.embodiment.pose
        found, resolution = self._it.aim.destination(
            self._subtask, needs.thing(), pose, self._no_use(), self._it.hints.last
        )
        needs.aimed = needs.aimed or resolution
        return found

    def _no_use(self) -> set[int]:
        learnt = self._it.learnt
        return self._needs.no_use | learnt.full | learnt.locked

    def _means(self) -> Means:
        performer, needs = self._performer, self._needs
        word = state_of(self._subtask.goal)
        is_cutting = self._subtask.goal is Goal.SLICE
        tool = needs.id_of(Slot.DESTINATION) if is_cutting else needs.target
        place_for = {word: tool} if word and isinstance(tool, int) and tool else {}

        def spare_place() -> int | None:
            pose = performer.embodiment.pose
            return self._it.aim.spare_place(pose, self._no_use(), performer.at)

        return Means(spare_place, place_for)

    def _kept_open(self) -> frozenset[int]:
        """What stays open, since that is what was asked for."""
        wanted = {self._needs.id_of(Slot.THING)} if self._subtask.goal is Goal.OPEN else set()
        target = self._target_behind_door()
        is_over = self._needs.missing() is None
        return frozenset(wanted if target is None or is_over else {*wanted, target})


def _stuck() -> Failure:
    return Failure(FailureKind.NOT_POSSIBLE, "it fails again and again")
