"""`whereseen bench localize`: where things are, in homes that people change.

Every method sees the same frames and is asked the same questions. `accuracy` is the share of right
answers, descriptions left out; `false_positive_rate` the share of things that are not there for
which a place is named; `risk_at_80` the share of wrong ones among the 80 % of answers that the
method is surest of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.errors import InvalidConfig
from whereseen.sim.benchmark.intervals import Estimate, bootstrap, single, wilson
from whereseen.sim.benchmark.machine import commit, machine, now, package_version
from whereseen.sim.benchmark.results import Direction, Metric, Results
from whereseen.sim.catalogue.household import household
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.localize.conditions import DEFAULT, PERFECT, conditions
from whereseen.sim.localize.contestants import METHODS, Contestant, contestant
from whereseen.sim.localize.questions import (
    ABSENT,
    CATEGORIES,
    DESCRIPTION,
    Question,
    questions_of,
)
from whereseen.sim.localize.rounds import Frame, RoundEnd, RoundsConfig, watch
from whereseen.sim.sensing.alike import alike_labels
from whereseen.sim.sensing.sensor import Sensors
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.opening import open_stage

Say = Callable[[str], None]

_SURE_SHARE = 0.8
_UNITS: dict[str, tuple[str, Direction]] = {
    "accuracy": ("", "higher"),
    "false_positive_rate": ("", "lower"),
    "risk_at_80": ("", "lower"),
    "ahead": ("", "higher"),
}


@dataclass(frozen=True, slots=True)
class LocalizeConfig:
    """How much the suite does.

    Attributes:
        rooms: Rooms of each home.
        rounds: How the homes are watched and changed.
        each: Questions of a category after each round, at most.
        methods: Who is compared.
        swept: Who is also compared in the sweeps.
        conditions: Names of how the robot senses.
        stage: Simulator.
    """

    rooms: int = 3
    rounds: RoundsConfig = field(default_factory=RoundsConfig)
    each: int = 5
    methods: tuple[str, ...] = METHODS
    swept: tuple[str, ...] = ("whereseen", "replace")
    conditions: tuple[str, ...] = tuple(conditions())
    stage: str = "pybullet"


FULL = LocalizeConfig()
QUICK = LocalizeConfig(
    rooms=1,
    rounds=RoundsConfig(changes=1, longest_s=60.0),
    each=4,
    conditions=(PERFECT, DEFAULT),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what a method answered.

    Attributes:
        method, condition, seed, round: Where.
        question: What was asked.
        is_right: Whether the answer was.
        found: Whether a place was named.
        probability: Of the best place.
    """

    method: str
    condition: str
    seed: int
    round: int
    question: Question
    is_right: bool
    found: bool
    probability: float

    @property
    def confidence(self) -> float:
        """How sure the method is of its answer, be it that nothing is there."""
        return self.probability if self.found else 1.0 - self.probability


def run(
    seeds: Sequence[int], config: LocalizeConfig, out_dir: Path | None, say: Say = lambda _: None
) -> Results:
    """Run the suite; writes `results.json` into `out_dir`, if given.

    Args:
        seeds: Of homes, people and noise.
        config: `FULL` or `QUICK`, or other sizes.
        out_dir: Folder for the results, made if needed.
        say: Told what is going on.

    Raises:
        InvalidConfig: if a method or a condition is unknown.
        MissingDependency: if the simulator is not installed.
        EncoderUnavailable: if the text encoder's weights are not here.
    """
    _check(config)
    before = machine()
    asked = [answer for seed in seeds for answer in _home(seed, config, say)]
    results = Results(
        suite="localize",
        version=package_version(),
        commit=commit(),
        date=now(),
        machine=before | {"load_average_after": machine()["load_average"]},
        config=asdict(config),
        seeds=tuple(seeds),
        metrics=tuple(metrics_of(asked)),
    )
    if out_dir is not None:
        out_dir.mkdir(parents=True, exist_ok=True)
        results.write(out_dir / "results.json")
    return results


def metrics_of(asked: Sequence[Asked]) -> Iterator[Metric]:
    """All rows."""
    groups: dict[tuple[str, str], list[Asked]] = {}
    for each in asked:
        groups.setdefault((each.method, each.condition), []).append(each)
    for (method, condition), answers in groups.items():
        for name, case, estimate in _estimates(condition, answers):
            unit, direction = _UNITS[name]
            yield Metric.of(
                estimate, method=method, case=case, name=name, unit=unit, direction=direction
            )
    yield from _ahead(groups)


def _check(config: LocalizeConfig) -> None:
    unknown = {*config.methods, *config.swept} - set(METHODS)
    unknown |= set(config.conditions) - set(conditions())
    if unknown:
        known = f"Methods: {', '.join(METHODS)}; conditions: {', '.join(conditions())}"
        raise InvalidConfig("no such method or condition", got=", ".join(unknown), remedy=known)


def _home(seed: int, config: LocalizeConfig, say: Say) -> Iterator[Asked]:
    """One home, watched by every method under every condition at once."""
    catalogue = household()
    alike, all_conditions = alike_labels(catalogue), conditions()
    sensors = {
        name: Sensors(all_conditions[name], seed=seed, alike=alike) for name in config.conditions
    }
    encoder = make_encoder("labels")
    contestants: dict[tuple[str, str], Contestant] = {
        (method, condition): contestant(method, encoder)
        for condition in config.conditions
        for method in (config.methods if condition in (PERFECT, DEFAULT) else config.swept)
    }
    rng = np.random.default_rng(seed)
    with Simulator(open_stage(config.stage), catalogue) as sim:
        sim.reset(generate(HomeConfig(rooms=config.rooms, seed=seed), catalogue))
        for happened in watch(sim, config.rounds, seed=seed):
            if isinstance(happened, Frame):
                _show(happened, sensors, contestants)
                continue
            say(f"home {seed}, round {happened.round}")
            questions = questions_of(happened, catalogue, rng, each=config.each)
            yield from _ask(seed, happened, questions, contestants)


def _show(
    frame: Frame,
    sensors: dict[str, Sensors],
    contestants: dict[tuple[str, str], Contestant],
) -> None:
    sensed = {name: sensor.sense(frame.picture, frame.moment) for name, sensor in sensors.items()}
    for (_, condition), memory in contestants.items():
        memory.observe(sensed[condition], frame.round)


def _ask(
    seed: int,
    end: RoundEnd,
    questions: Iterable[Question],
    contestants: dict[tuple[str, str], Contestant],
) -> Iterator[Asked]:
    for question in questions:
        for (method, condition), memory in contestants.items():
            reply = memory.ask(question.text)
            yield Asked(
                method=method,
                condition=condition,
                seed=seed,
                round=end.round,
                question=question,
                is_right=question.is_right(reply.position_m),
                found=reply.position_m is not None,
                probability=reply.probability,
            )


def _estimates(condition: str, answers: Sequence[Asked]) -> Iterator[tuple[str, str, Estimate]]:
    counted = [each for each in answers if each.question.category in CATEGORIES]
    yield "accuracy", condition, _share(each.is_right for each in counted)
    for category in (*CATEGORIES, DESCRIPTION):
        own = [each.is_right for each in answers if each.question.category == category]
        if own:
            yield "accuracy", f"{condition}, {category}", _share(own)
    absent = [each.found for each in answers if each.question.category in ABSENT]
    yield "false_positive_rate", condition, _share(absent)
    surest = sorted(counted, key=lambda each: -each.confidence)
    kept = surest[: max(1, round(_SURE_SHARE * len(surest)))]
    yield "risk_at_80", condition, single(float(np.mean([not each.is_right for each in kept])))


def _share(outcomes: Iterable[bool]) -> Estimate:
    listed = list(outcomes)
    return wilson(sum(listed), len(listed))


def _ahead(groups: dict[tuple[str, str], list[Asked]]) -> Iterator[Metric]:
    """How much more often whereseen is right than each baseline, on the same homes."""
    groups = {
        key: [each for each in answers if each.question.category in CATEGORIES]
        for key, answers in groups.items()
    }
    for (method, condition), theirs in groups.items():
        ours = groups.get(("whereseen", condition), [])
        if method == "whereseen" or len(ours) != len(theirs):
            continue
        by_home: dict[int, list[float]] = {}
        for one, other in zip(ours, theirs, strict=True):
            by_home.setdefault(one.seed, []).append(float(one.is_right) - float(other.is_right))
        estimate = bootstrap([float(np.mean(each)) for each in by_home.values()])
        yield Metric.of(
            estimate,
            method="whereseen",
            case=f"{condition}, over {method}",
            name="ahead",
            unit="",
            direction="higher",
        )
