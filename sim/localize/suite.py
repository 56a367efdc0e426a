"""`whereseen bench localize`: where things are, in homes that people change.

Every method sees the same frames and is asked the same questions. `accuracy` is the share of right
answers, descriptions left out; `false_positive_rate` the share of things that are not there for
which a place is named; `risk_at_80` the share of wrong ones among the 80 % of answers that the
method is surest of; `calibration_error` how far, on average, its probabilities are from the shares
of right answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from whereseen.memory.encoder import LabelsEncoder, LabelSpace, MiniLM
from whereseen.memory.errors import InvalidConfig
from whereseen.sim.benchmark.results import Results
from whereseen.sim.benchmark.run import Run
from whereseen.sim.catalogue.household import household
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.localize.answers import Asked, metrics_of, write_answers
from whereseen.sim.localize.conditions import DEFAULT, PERFECT, conditions
from whereseen.sim.localize.contestants import METHODS, Contestant, contestant
from whereseen.sim.localize.plots import plot_confidence, plot_sweeps
from whereseen.sim.localize.questions import Question, questions_of
from whereseen.sim.localize.rounds import Frame, RoundEnd, RoundsConfig, watch
from whereseen.sim.sensing.alike import alike_labels
from whereseen.sim.sensing.sensor import Sensors
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.opening import open_stage

Say = Callable[[str], None]


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


def run(
    seeds: Sequence[int],
    config: LocalizeConfig,
    out_dir: Path | None,
    say: Say = lambda _: None,
    *,
    jobs: int = 1,
) -> Results:
    """Run the suite; writes `results.json`, all answers and plots into `out_dir`, if given.

    Args:
        seeds: Of homes, people and noise.
        config: `FULL` or `QUICK`, or other sizes.
        out_dir: Folder for the results, made if needed.
        say: Told what is going on.
        jobs: Homes at a time, each in a process of its own if there are several.

    Raises:
        InvalidConfig: if a method or a condition is unknown.
        MissingDependency: if the simulator is not installed.
        EncoderUnavailable: if the text encoder's weights are not here.
    """
    _check(config)
    begun = Run("localize", asdict(config), seeds)
    asked = list(chain.from_iterable(_homes(seeds, config, say, jobs)))
    results = begun.finish(metrics_of(asked), out_dir)
    if out_dir is not None:
        write_answers(asked, out_dir / "answers.jsonl")
        plot_confidence(asked, out_dir / "confidence.png")
        plot_sweeps(results.metrics, out_dir / "sweeps.png")
    return results


def _homes(
    seeds: Sequence[int], config: LocalizeConfig, say: Say, jobs: int
) -> Iterator[list[Asked]]:
    if jobs <= 1:
        for seed in seeds:
            yield list(_home(seed, config, say))
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        answers = pool.map(partial(_whole_home, config=config), seeds)
        for seed, each in zip(seeds, answers, strict=True):
            say(f"home {seed}")
            yield each


def _whole_home(seed: int, config: LocalizeConfig) -> list[Asked]:
    return list(_home(seed, config, lambda _: None))


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
    space = LabelSpace(MiniLM.load(), classes=(*catalogue.furniture, *catalogue.objects))
    contestants: dict[tuple[str, str], Contestant] = {
        (method, condition): contestant(method, LabelsEncoder(space))
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
