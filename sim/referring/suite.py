"""`whereseen bench references`: what it costs to tell what a reference means.

`first_ms` is the first time after something new is known, `again_ms` when nothing is; both are
processor time of the whole call, with reading what the memory knows. p50 and p99 are over
references; intervals are bootstraps over them. What is loaded once in a process is loaded before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from whereseen.acting.instructions.task import Reference
from whereseen.acting.knowledge.of_memory import SpatialWorldModel
from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.acting.references.resolver import ReferenceResolver
from whereseen.memory.chronicle import Deed
from whereseen.memory.chronicle.deeds import ROBOT
from whereseen.memory.language import Verb
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.benchmark.intervals import Estimate
from whereseen.sim.benchmark.results import Metric, Results
from whereseen.sim.benchmark.run import Run
from whereseen.sim.referring.homes import demo_memory, lived_in
from whereseen.sim.referring.phrases import phrases

Say = Callable[[str], None]
METHOD = "whereseen"
_RESAMPLES = 2000
_SHARES = {"p50": 50.0, "p99": 99.0}


@dataclass(frozen=True, slots=True)
class ReferringConfig:
    """How much is asked.

    Attributes:
        things: At most so many things and pieces of furniture are spoken of in a home.
        is_real: Whether the memory of the demo's home is asked, too; that is rendered.
    """

    things: int = 60
    is_real: bool = True


FULL = ReferringConfig()
QUICK = ReferringConfig(things=20, is_real=False)


@dataclass(frozen=True, slots=True)
class Spans:
    """What references cost in one kind of home.

    Attributes:
        first_ms: After something new was known.
        again_ms: After nothing was.
    """

    first_ms: tuple[float, ...] = ()
    again_ms: tuple[float, ...] = ()

    def __add__(self, other: Spans) -> Spans:
        return Spans(self.first_ms + other.first_ms, self.again_ms + other.again_ms)


def run(
    seeds: Sequence[int], config: ReferringConfig, out_dir: Path | None, say: Say = lambda _: None
) -> Results:
    """Run the suite; writes `results.json` into `out_dir`, if given.

    Args:
        seeds: Of the homes of symbols.
        config: `FULL` or `QUICK`, or other sizes.
        out_dir: Folder for the results, made if needed.
        say: Told what is going on.

    Raises:
        MissingDependency: if the demo's home is wanted, and the simulator is not installed.
    """
    begun, spans = Run("references", asdict(config), seeds), {"symbols": Spans()}
    for seed in seeds:
        say(f"home {seed}")
        spans["symbols"] += measured(lived_in(seed), config.things)
    if config.is_real:
        say("the memory of the demo's home")
        with demo_memory() as memory:
            spans["spatial memory"] = measured(settled(memory), config.things)
    return begun.finish(metrics_of(spans), out_dir)


def settled(memory: SpatialMemory) -> SpatialWorldModel:
    """A memory as planners ask it, of which the scene graph has been looked at."""
    world = SpatialWorldModel(memory)
    world.things()
    return world


def measured(world: WorldModel, most: int) -> Spans:
    """Ask for every reference, once after a deed and once more.

    Args:
        world: Is told of a deed before each.
        most: Things that are named.
    """
    resolver, first, again = ReferenceResolver(world), list[float](), list[float]()
    texts = list(dict.fromkeys(phrases(world, most)))
    for text in ("the mug", "the flurb"):  # loads the lexicon and the encoder
        resolver.resolve(Reference(text))
    switched = next(each for each in world.things() if each.is_receptacle)
    for number, text in enumerate(texts):
        world.note_deed(_deed(switched, world.now_ns, is_opened=number % 2 == 0))
        first.append(_cost_ms(resolver, text))
        again.append(_cost_ms(resolver, text))
    return Spans(tuple(first), tuple(again))


def _deed(thing: Thing, now_ns: int, *, is_opened: bool) -> Deed:
    verb = Verb.OPENED if is_opened else Verb.CLOSED
    return Deed(verb, now_ns + 1, now_ns + 2, ROBOT, thing.id, thing.label, room=thing.room)


def _cost_ms(resolver: ReferenceResolver, text: str) -> float:
    begun_s = time.process_time()
    resolver.resolve(Reference(text))
    return 1e3 * (time.process_time() - begun_s)


def metrics_of(spans: dict[str, Spans]) -> Iterator[Metric]:
    """p50 and p99 of each kind of home."""
    for case, each in spans.items():
        for name, values in (("first_ms", each.first_ms), ("again_ms", each.again_ms)):
            for share, percent in _SHARES.items():
                estimate = quantile(values, percent)
                yield Metric.of(estimate, method=METHOD, case=case, name=f"{name}_{share}",
                                unit="ms", direction="lower")  # fmt: skip


def quantile(values: Sequence[float], percent: float) -> Estimate:
    """A percentile of values with a bootstrap interval over them.

    Args:
        values: At least one.
        percent: As 99.
    """
    found = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(0).integers(len(found), size=(_RESAMPLES, len(found)))
    low, high = np.percentile(np.percentile(found[drawn], percent, axis=1), [2.5, 97.5])
    return Estimate(float(np.percentile(found, percent)), float(low), float(high), len(found))
