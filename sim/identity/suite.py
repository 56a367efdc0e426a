"""`whereseen bench identity`: whether things that people move stay the same things.

All methods see the same frames. `moves_kept` is the share of things seen again elsewhere that have
their identity still, where look-alikes that have all moved may have exchanged theirs;
`moves_kept_exactly` allows no exchange; `moves_unfound` are those of which nothing is known where
they are. `stays_kept` is the share of things seen again where they were that have their identity
still, `false_vanishings` of those that are taken to be gone; `duplicates` is by how many, for each
thing that is there, there are too many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from whereseen.memory.encoder import LabelsEncoder, LabelSpace, MiniLM
from whereseen.memory.errors import InvalidConfig
from whereseen.sim.benchmark.results import Results
from whereseen.sim.benchmark.run import Run
from whereseen.sim.catalogue.household import household
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.identity.figures import Count, metrics_of
from whereseen.sim.identity.homes import HomesFile, each_home
from whereseen.sim.identity.ledger import Ledger, Tally
from whereseen.sim.identity.trackers import METHODS, Tracker, tracker
from whereseen.sim.localize.conditions import DEFAULT, PERFECT, conditions
from whereseen.sim.localize.contestants import Whereseen
from whereseen.sim.localize.rounds import Frame, RoundEnd, RoundsConfig, watch
from whereseen.sim.sensing.alike import alike_labels
from whereseen.sim.sensing.sensor import Sensors
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.opening import open_stage

Say = Callable[[str], None]

DRIFT = "pose drift x1"


@dataclass(frozen=True, slots=True)
class IdentityConfig:
    """How much the suite does.

    Attributes:
        rooms: Rooms of each home.
        rounds: How the homes are watched and changed.
        methods: Who is compared.
        conditions: Names of how the robot senses.
        looks: Labels that are asked for after each frame.
        stage: Simulator.
    """

    rooms: int = 2
    rounds: RoundsConfig = field(default_factory=RoundsConfig)
    methods: tuple[str, ...] = METHODS
    conditions: tuple[str, ...] = (PERFECT, DEFAULT, DRIFT)
    looks: int = 2
    stage: str = "pybullet"


FULL = IdentityConfig()
QUICK = IdentityConfig(
    rooms=1, rounds=RoundsConfig(changes=1, longest_s=60.0), conditions=(PERFECT, DRIFT)
)


def run(
    seeds: Sequence[int],
    config: IdentityConfig,
    out_dir: Path | None,
    say: Say = lambda _: None,
    *,
    jobs: int = 1,
) -> Results:
    """Run the suite; writes `results.json` and `homes.jsonl` into `out_dir`, if given.

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
    begun = Run("identity", asdict(config), seeds)
    kept = HomesFile(None if out_dir is None else out_dir / "homes.jsonl")
    counts: list[Count] = []
    watched = partial(_watched, config=config, say=say if jobs <= 1 else _say_nothing)
    for done, of_home in enumerate(each_home(watched, seeds, jobs), start=1):
        kept.keep(of_home)
        counts += of_home
        say(f"homes: {done} of {len(seeds)} done")
    counts.sort(key=lambda count: count.seed)
    return begun.finish(metrics_of(counts), out_dir)


class Onlooker:
    """One robot that watches a home under one condition, and all trackers on its memory.

    Args:
        sensors: What it gets.
        space: Names as vectors.
        methods: Of the trackers.
        looks: Labels that are asked for after each frame.
    """

    def __init__(
        self, sensors: Sensors, space: LabelSpace, methods: Sequence[str], looks: int
    ) -> None:
        self._sensors = sensors
        self._looks = looks
        self._robot = Whereseen(LabelsEncoder(space))
        self._trackers: dict[str, Tracker] = {name: tracker(name) for name in methods}
        self._ledgers = {name: Ledger() for name in methods}
        self.tallies = dict.fromkeys(methods, Tally())

    def see(self, frame: Frame) -> None:
        """Take in a frame, and ask for the labels whose turn it is."""
        self._robot.observe(self._sensors.sense(frame.picture, frame.moment), frame.round)
        for _ in range(self._looks):
            self._robot.memory.objects.refresh_next(0.0)

    def count(self, end: RoundEnd) -> None:
        """Let all trackers look, and compare."""
        for name, each in self._trackers.items():
            each.look(self._robot.memory.objects)
            self.tallies[name] += self._ledgers[name].enter(end, each)


def _check(config: IdentityConfig) -> None:
    unknown = {*config.methods} - set(METHODS) | {*config.conditions} - set(conditions())
    if unknown:
        known = f"Methods: {', '.join(METHODS)}; conditions: {', '.join(conditions())}"
        raise InvalidConfig("no such method or condition", got=", ".join(unknown), remedy=known)


def _say_nothing(_: str) -> None:
    """For other processes."""


def _watched(seed: int, config: IdentityConfig, say: Say) -> list[Count]:
    return list(_home(seed, config, say))


def _home(seed: int, config: IdentityConfig, say: Say) -> Iterator[Count]:
    """One home, watched under every condition at once."""
    catalogue, space = household(), LabelSpace(MiniLM.load())
    alike, sensing = alike_labels(catalogue), conditions()
    onlookers = {
        name: Onlooker(
            Sensors(sensing[name], seed=seed, alike=alike), space, config.methods, config.looks
        )
        for name in config.conditions
    }
    with Simulator(open_stage(config.stage), catalogue) as sim:
        sim.reset(generate(HomeConfig(rooms=config.rooms, seed=seed), catalogue))
        for happened in watch(sim, config.rounds, seed=seed):
            if isinstance(happened, Frame):
                for onlooker in onlookers.values():
                    onlooker.see(happened)
                continue
            say(f"home {seed}, round {happened.round}")
            for onlooker in onlookers.values():
                onlooker.count(happened)
    for condition, onlooker in onlookers.items():
        for method, tally in onlooker.tallies.items():
            yield Count(method, condition, seed, tally)
