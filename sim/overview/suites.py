"""The benchmarks of the world model: how each is run, judged, and known to be sane."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.benchmark.results import Results
from whereseen.sim.benchmark.verdict import Verdict
from whereseen.sim.identity import bars as identity_bars
from whereseen.sim.identity import suite as identity
from whereseen.sim.recalling import bars as recall_bars
from whereseen.sim.recalling import suite as recall
from whereseen.sim.recalling.config import FULL as RECALL_FULL
from whereseen.sim.recalling.config import QUICK as RECALL_QUICK
from whereseen.sim.storing import bars as store_bars
from whereseen.sim.storing import suite as store
from whereseen.sim.tiers import bars as tiers_bars
from whereseen.sim.tiers import suite as tiers

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Suite:
    """A benchmark.

    Attributes:
        seeds, quick_seeds: What it runs on by default, and in the short form.
        run: Runs seeds, in the short form or not, into a folder, some at a time.
        verdicts: Its bars.
        is_sane: What the short form must reach.
    """

    seeds: tuple[int, ...]
    quick_seeds: tuple[int, ...]
    run: Callable[[tuple[int, ...], bool, Path, Say, int], Results]
    verdicts: Callable[[Results], Iterator[Verdict]]
    is_sane: Callable[[Results], bool]


def _identity(seeds: tuple[int, ...], quick: bool, out: Path, say: Say, jobs: int) -> Results:
    return identity.run(seeds, identity.QUICK if quick else identity.FULL, out, say, jobs=jobs)


def _recall(seeds: tuple[int, ...], quick: bool, out: Path, say: Say, jobs: int) -> Results:
    return recall.run(seeds, RECALL_QUICK if quick else RECALL_FULL, out, say, jobs=jobs)


def _store(seeds: tuple[int, ...], quick: bool, out: Path, say: Say, _: int) -> Results:
    return store.run(seeds, store.QUICK if quick else store.FULL, out, say)


def _tiers(seeds: tuple[int, ...], quick: bool, out: Path, say: Say, _: int) -> Results:
    return tiers.run(seeds, tiers.QUICK if quick else tiers.FULL, out, say)


SUITES = {
    "tiers": Suite(
        tuple(range(1000, 1020)), (1000, 1001), _tiers, tiers_bars.verdicts, tiers_bars.is_sane
    ),
    "store": Suite((0,), (0,), _store, store_bars.verdicts, store_bars.is_sane),
    "recall": Suite(
        tuple(range(1000, 1005)), (1000,), _recall, recall_bars.verdicts, recall_bars.is_sane
    ),
    "identity": Suite(
        tuple(range(2000, 2020)),
        (2000,),
        _identity,
        identity_bars.verdicts,
        identity_bars.is_sane,
    ),
}


def results_of(
    name: str, out: Path, *, quick: bool, reuse: bool, say: Say, jobs: int = 1
) -> Results:
    """Run a benchmark into a folder of its name, or read what lies there.

    Args:
        name: Of the benchmark.
        out: Parent of the folder.
        quick: Whether to run its short form.
        reuse: Whether results that lie there will do.
        say: Told what is going on.
        jobs: Homes at a time, where it is about homes.

    Raises:
        InvalidConfig: if there is no such benchmark.
        UnknownLayout: if what lies there cannot be read.
    """
    suite = SUITES.get(name)
    if suite is None:
        remedy = f"Choose of {', '.join(SUITES)}"
        raise InvalidConfig("no such benchmark", got=repr(name), remedy=remedy)
    kept = out / name / "results.json"
    if reuse and kept.exists():
        return Results.read(kept)
    seeds = suite.quick_seeds if quick else suite.seeds
    return suite.run(seeds, quick, out / name, lambda what: say(f"{name}: {what}"), jobs)
