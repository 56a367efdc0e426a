"""`whereseen bench tiers`: how often what is needed is at hand.

`hit_rate` is the share of things needed that are in short-term memory, `regret` how much that is
below the best that is possible (Belady's optimum, which knows the future), `stale_hits` the share
that is there although people moved it since, `refind_s` the mean time of looking for what is not
there or was moved, `early_hit_rate` the hit rate of the first 200 queries, and `ahead` how much our
hit rate is above another's on the same streams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.benchmark.intervals import Estimate, bootstrap, paired_difference
from whereseen.sim.benchmark.results import Direction, Metric, Results
from whereseen.sim.benchmark.run import Run
from whereseen.sim.tiers.contestants import KARMA, METHODS, OPTIMUM, OURS, YARDSTICK, contestant
from whereseen.sim.tiers.optimum import optimal_hits
from whereseen.sim.tiers.plots import plot_hit_rates
from whereseen.sim.tiers.replaying import EARLY, Outcome, hits_of, outcome
from whereseen.sim.tiers.streams import STREAMS, Stream, StreamConfig, make_stream

Say = Callable[[str], None]
Outcomes = dict[tuple[str, str, int], list[Outcome]]
"""By method, stream and capacity: one of each seed."""

_UNITS: dict[str, tuple[str, Direction]] = {
    "hit_rate": ("", "higher"),
    "regret": ("", "lower"),
    "stale_hits": ("", "lower"),
    "refind_s": ("s", "lower"),
    "early_hit_rate": ("", "higher"),
    "ahead": ("", "higher"),
}


@dataclass(frozen=True, slots=True)
class TiersConfig:
    """How much the suite does.

    Attributes:
        streams: Sizes of the streams.
        names: Which streams.
        capacities: Sizes of short-term memory.
        methods: Who is compared.
        warm_up: Queries at the beginning that are not counted.
    """

    streams: StreamConfig = field(default_factory=StreamConfig)
    names: tuple[str, ...] = STREAMS
    capacities: tuple[int, ...] = (5, 10, 15, 20, 25)
    methods: tuple[str, ...] = METHODS
    warm_up: int = 300


FULL = TiersConfig()
QUICK = TiersConfig(capacities=(5, 10))


def case_of(stream: str, capacity: int) -> str:
    """What the rows of a stream and a capacity are called."""
    return f"{stream}, capacity {capacity}"


def run(
    seeds: Sequence[int], config: TiersConfig, out_dir: Path | None, say: Say = lambda _: None
) -> Results:
    """Run the suite; writes `results.json` and `hit_rates.png` into `out_dir`, if given.

    Args:
        seeds: Of the streams.
        config: `FULL` or `QUICK`, or other sizes.
        out_dir: Folder for the results, made if needed.
        say: Told what is going on.

    Raises:
        InvalidConfig: if a method or a stream is unknown, or the streams are too short.
    """
    _check(config)
    begun = Run("tiers", asdict(config), seeds)
    outcomes = _outcomes(seeds, config, say)
    results = begun.finish(_metrics(outcomes, config), out_dir)
    if out_dir is not None:
        plot_hit_rates(results.metrics, out_dir / "hit_rates.png")
    return results


def _check(config: TiersConfig) -> None:
    unknown = (set(config.methods) - set(METHODS)) | (set(config.names) - set(STREAMS))
    if unknown:
        known = f"Methods: {', '.join(METHODS)}; streams: {', '.join(STREAMS)}"
        raise InvalidConfig("no such method or stream", got=", ".join(unknown), remedy=known)
    if config.streams.tasks <= max(config.warm_up, EARLY):  # every task needs a thing or more
        raise InvalidConfig(
            "the streams are too short",
            got=f"{config.streams.tasks} tasks",
            remedy=f"Use more than {max(config.warm_up, EARLY)}",
        )


def _outcomes(seeds: Sequence[int], config: TiersConfig, say: Say) -> Outcomes:
    outcomes: Outcomes = {}
    for seed in seeds:
        for name in config.names:
            say(f"{name}, seed {seed}")
            stream = make_stream(name, seed, config.streams)
            for capacity in config.capacities:
                for method, hits in _replays(stream, capacity, config.methods):
                    key = (method, name, capacity)
                    outcomes.setdefault(key, []).append(outcome(stream, hits, config.warm_up))
    return outcomes


def _replays(
    stream: Stream, capacity: int, methods: Sequence[str]
) -> Iterator[tuple[str, list[bool]]]:
    for method in methods:
        yield method, hits_of(contestant(method, capacity, stream), stream.things)
    yield OPTIMUM, optimal_hits(stream.things, capacity)


def _metrics(outcomes: Outcomes, config: TiersConfig) -> Iterator[Metric]:
    for (method, stream, capacity), own in outcomes.items():
        case = case_of(stream, capacity)
        for each in fields(Outcome):
            values = [getattr(one, each.name) for one in own]
            yield _metric(bootstrap(values), method, case, each.name)
        if method != OPTIMUM:
            best = outcomes[OPTIMUM, stream, capacity]
            yield _metric(_difference(best, own), method, case, "regret")
    for stream in config.names:
        for capacity in config.capacities:
            yield from _ahead(outcomes, stream, capacity)


def _ahead(outcomes: Outcomes, stream: str, capacity: int) -> Iterator[Metric]:
    ours = outcomes.get((OURS, stream, capacity))
    for other in (YARDSTICK, KARMA):
        theirs = outcomes.get((other, stream, capacity))
        if ours and theirs:
            case = f"{case_of(stream, capacity)}, over {other}"
            yield _metric(_difference(ours, theirs), OURS, case, "ahead")


def _difference(ours: Sequence[Outcome], theirs: Sequence[Outcome]) -> Estimate:
    return paired_difference([o.hit_rate for o in ours], [o.hit_rate for o in theirs])


def _metric(estimate: Estimate, method: str, case: str, name: str) -> Metric:
    unit, direction = _UNITS[name]
    return Metric.of(estimate, method=method, case=case, name=name, unit=unit, direction=direction)
