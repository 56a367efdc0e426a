"""One task, done by one method in one home while people live there."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from whereseen.acting.experience.recall import Recall
from whereseen.acting.instructions.errors import InstructionNotUnderstood
from whereseen.acting.instructions.reader import InstructionReader
from whereseen.acting.planning.config import PlanningConfig
from whereseen.acting.planning.executive import Executive
from whereseen.acting.planning.graph import InvalidTask
from whereseen.acting.planning.report import Report, Resolved
from whereseen.acting.planning.thoughts import Tell, Thought, to_nobody
from whereseen.acting.references.resolver import ReferenceResolver
from whereseen.acting.skills.outcome import Outcome
from whereseen.sim.symbolic.model import SymbolicWorldModel
from whereseen.sim.symbolic.robot import SymbolicRobot
from whereseen.sim.symbolic.world import SymbolicWorld
from whereseen.sim.tasks.at_hand import AtHand
from whereseen.sim.tasks.case import Case, Step
from whereseen.sim.tasks.mark import Mark, Retrieval
from whereseen.sim.tasks.methods import ORACLE, Method
from whereseen.sim.tasks.oracle import OraclePlanner
from whereseen.sim.tasks.recalled import Recalled
from whereseen.sim.tasks.setting import Circumstances, Household
from whereseen.sim.tasks.staleness import Staleness
from whereseen.sim.tasks.watching import Watch

LOOKS_PER_THING = 18  # areas that may be visited for each thing that is needed
_LEAST_MATCH = 0.6  # all labels are right, so that what is called otherwise is not meant
_MANY = 80  # looks of the robot, of which several are in one area


def _nothing() -> None:
    return None


@dataclass(slots=True)
class Trial:
    """A method before a task.

    Attributes:
        household: The home.
        case: What is to be done.
        around: How hard it is.
        method: Who does it.
        world: The truth.
        model: What the robot knows.
        experience: Of tasks before.
        tell: Told what the robot believes and does.
        checkpoint: Called after each skill.
        position, was_killed: As in a `Mark`.
    """

    household: Household
    case: Case
    around: Circumstances
    method: Method
    world: SymbolicWorld
    model: SymbolicWorldModel
    experience: Recall | None = None
    tell: Tell = to_nobody
    checkpoint: Callable[[], None] = _nothing
    position: int = 0
    was_killed: bool = False

    @classmethod
    def of(cls, household: Household, case: Case, around: Circumstances, method: Method) -> Trial:
        """A task in a home of which only what long-term memory has is known."""
        world = household.world([case])
        return cls(household, case, around, method, world, new_model(household, method, world))

    def run(self) -> Mark:
        """Do it."""
        begun_s, case = time.process_time(), self.case
        number = case.number + 1000 * self.position
        people = self.household.people(self.world, self.around, number)
        watch = Watch.over(self.world, case.steps, people.act)
        staleness = Staleness(self.world, self.model, people, case.things)
        at_hand = AtHand(self.world, self.model, case.steps)

        def both(outcome: Outcome) -> None:
            watch.after(outcome)
            staleness.look()

        robot = SymbolicRobot(
            self.world,
            self.model,
            senses=self.household.senses(self.around, number),
            rng=np.random.default_rng([case.seed, number, 5]),
            after=both,
        )
        start_ns = self.world.now_ns
        report, cause = self._do(robot, at_hand)
        limit = LOOKS_PER_THING * (len(case.things) + self._unknown())
        is_within = robot.effort.areas <= limit
        is_success = watch.is_success and is_within
        return Mark(
            method=self.method.name,
            family=case.family.value,
            circumstances=self.around.name,
            seed=case.seed,
            number=case.number,
            is_success=is_success,
            goals=float(np.mean(watch.done)),
            areas=robot.effort.areas,
            seconds=(self.world.now_ns - start_ns) / 1e9,
            retrievals=_retrievals(case.steps, report, self.model, self.household),
            needed=len(case.things),
            stale_s=tuple(staleness.spans_s),
            cause="" if is_success else cause or _cause(watch.done, case, report, is_within),
            cpu_s=time.process_time() - begun_s,
            position=self.position,
            was_killed=self.was_killed,
            asked=at_hand.asked,
            at_hand=at_hand.hits,
            stale=at_hand.stale,
        )

    def _do(self, robot: SymbolicRobot, at_hand: AtHand) -> tuple[Report | None, str]:
        if self.method is ORACLE:
            OraclePlanner(robot).run(self.case.steps)
            return None, ""
        rng = np.random.default_rng([self.case.seed, self.case.number, self.position, 6])
        known = Recalled(self.model, self.method, rng)
        try:
            task = InstructionReader(self.model).read(self.case.text)
            executive = Executive(
                known,
                robot,
                ReferenceResolver(known),
                config=self._config(),
                working=self.model.tiers.working,
                experience=self.experience if self.method.has_experience else None,
                tell=self._teller(known, at_hand),
                checkpoint=self.checkpoint,
            )
            return executive.run(task), ""
        except (InstructionNotUnderstood, InvalidTask) as error:
            return None, f"not read: {error}"

    def _teller(self, known: Recalled, at_hand: AtHand) -> Tell:
        def told(thought: Thought) -> None:
            known.hear(thought)
            at_hand.hear(thought)
            self.tell(thought)

        return told

    def _config(self) -> PlanningConfig:
        config = PlanningConfig(
            looks_per_thing=_MANY,
            seeks_furniture=not self.method.has_furniture,
            looks_elsewhere=self.method.replans,
            closes_behind=False,
            least_match=_LEAST_MATCH,
            goes_on=not self.method.gives_up,
            seeks_vague=not self.method.gives_up,
        )
        return replace(config, travel_weight_per_m=0.0) if self.method.is_random else config

    def _unknown(self) -> int:
        """Furniture that has to be found too, by who knows none."""
        places = {step.place for step in self.case.steps} - {""}
        return 0 if self.method.has_furniture else len(places)


def new_model(household: Household, method: Method, world: SymbolicWorld) -> SymbolicWorldModel:
    """A memory that knows what earlier days have told."""
    return SymbolicWorldModel(
        household.grounds, household.habits, world.now_ns, is_furnished=method.has_furniture
    )


def _retrievals(
    steps: Sequence[Step], report: Report | None, model: SymbolicWorldModel, household: Household
) -> tuple[Retrieval, ...]:
    """What memory said to each reference to what was spoken of before."""
    if report is None:
        return ()
    found = []
    for number, step in enumerate(steps, start=1):
        if not step.is_later:
            continue
        resolved = _resolved(report, number)
        ids = [] if resolved is None else [each.thing_id for each in resolved.hypotheses]
        labels = [thing.label for each in ids if (thing := model.thing(each)) is not None]
        gold = household.means.label(step.thing)
        rank = labels.index(gold) + 1 if gold in labels else 0
        way = "" if step.vague is None else step.vague.value
        found.append(Retrieval(step.said, way, rank, not labels))
    return tuple(found)


def _resolved(report: Report, number: int) -> Resolved | None:
    """What the thing of a part was taken to mean at first."""
    for each in report.subtasks:
        if each.subtask.name == str(number):
            return next((it for it in each.resolved if not it.is_destination), None)
    return None


def _cause(done: Sequence[bool], case: Case, report: Report | None, is_within: bool) -> str:
    if all(done) and not is_within:
        return "too many looks"
    at = list(done).index(False)
    step = case.steps[at]
    way = "" if step.vague is None else f" ({step.vague.value})"
    if report is None:
        return f"{step.goal.value}{way}"
    sub = next((each for each in report.subtasks if each.subtask.name == str(at + 1)), None)
    failure = None if sub is None else sub.failure
    ended = "thought to be done" if failure is None else failure.kind.value
    return f"{step.goal.value}{way}: {ended}"
