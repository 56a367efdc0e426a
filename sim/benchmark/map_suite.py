"""`whereseen bench map`: the voxel memory and three baselines on one synthetic stream.

Metrics beside those of the design: `bytes_per_voxel` is the whole map over its occupied voxels,
`feature_mb` the features alone, `deterministic` the share of seeds on which two runs end in the
same bits, `read_gb_s` the streaming bandwidth of one thread. `limit` is not a method but what the
machine allows: its `query_ms` is the time to read the features of `whereseen` once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from whereseen.sim.benchmark import map_measurements as measure
from whereseen.sim.benchmark.intervals import Estimate, bootstrap, single, wilson
from whereseen.sim.benchmark.machine import read_gb_s
from whereseen.sim.benchmark.map_measurements import Samples
from whereseen.sim.benchmark.memory_probe import peak_growth_mb
from whereseen.sim.benchmark.methods import methods_named
from whereseen.sim.benchmark.report import plot_frame_cost
from whereseen.sim.benchmark.results import Direction, Metric, Results
from whereseen.sim.benchmark.room_stream import RoomStream, StreamConfig
from whereseen.sim.benchmark.run import Run
from whereseen.sim.benchmark.under_test import Method

_UNITS: dict[str, tuple[str, Direction]] = {
    "frame_ms": ("ms", "lower"),
    "growth_ratio": ("", "lower"),
    "query_ms": ("ms", "lower"),
    "recall_at_10": ("", "higher"),
    "churn": ("", "lower"),
    "ghosts": ("voxels", "lower"),
    "forget_frames": ("frames", "lower"),
    "thickness_ratio": ("", "lower"),
    "feature_bytes_per_voxel": ("B", "lower"),
    "bytes_per_voxel": ("B", "lower"),
    "feature_mb": ("MB", "lower"),
    "miou": ("", "higher"),
    "accuracy": ("", "higher"),
    "peak_mb": ("MB", "lower"),
    "deterministic": ("", "higher"),
    "read_gb_s": ("GB/s", "higher"),
}
_MEDIANS = ("frame_ms", "query_ms", "read_gb_s")
_SMALL_DIMENSION = 16  # where only geometry is measured, features need no length


@dataclass(frozen=True, slots=True)
class MapSuiteConfig:
    """How much the suite does.

    Attributes:
        stream: The changing room; all other streams derive from it.
        cube_frames: Frames of the stream that looks at the cube.
        growth_frames: Frames whose cost is measured at each size.
        sizes: Map sizes in voxels for the growth of cost.
        row_voxels: Largest size for methods with a float32 row for each voxel.
        query_voxels: Map size for queries.
        queries: How many queries.
        repeat_frames: Frames of the two runs that must agree.
        peak_frames: Frames of the tour over which memory is measured.
        memory_limit_mb: Bound under which `peak_mb` is measured.
    """

    stream: StreamConfig
    cube_frames: int
    growth_frames: int
    sizes: tuple[int, ...]
    row_voxels: int
    query_voxels: int
    queries: int
    repeat_frames: int
    peak_frames: int
    memory_limit_mb: int


FULL = MapSuiteConfig(
    stream=StreamConfig(),
    cube_frames=24,
    growth_frames=24,
    sizes=(100_000, 500_000, 1_000_000, 5_000_000),
    row_voxels=500_000,
    query_voxels=1_000_000,
    queries=29,
    repeat_frames=24,
    peak_frames=100,
    memory_limit_mb=128,
)
QUICK = MapSuiteConfig(
    stream=StreamConfig(frames=48, moved_frame=24),
    cube_frames=16,
    growth_frames=12,
    sizes=(100_000, 200_000, 1_000_000),
    row_voxels=200_000,
    query_voxels=1_000_000,
    queries=10,
    repeat_frames=8,
    peak_frames=16,
    memory_limit_mb=128,
)


def run(
    seeds: Sequence[int],
    quick: bool,
    out_dir: Path | None,
    methods: Sequence[str] = (),
    *,
    config: MapSuiteConfig | None = None,
) -> Results:
    """Run the suite; writes `results.json` and `frame_cost.png` into `out_dir`, if given.

    Args:
        seeds: Seeds of rooms, features and noise.
        quick: The short form, under two minutes for one seed.
        out_dir: Folder for the results, made if needed.
        methods: Names of the methods to run; all if empty.
        config: Sizes to use instead of the quick or full ones.

    Raises:
        InvalidConfig: for an unknown method.
    """
    chosen = methods_named(tuple(methods))
    config = config or (QUICK if quick else FULL)
    begun = Run("map", asdict(config) | {"quick": quick, "notes": _notes(chosen)}, seeds)
    pooled: dict[tuple[str, str, str], list[float]] = {}
    for place, seed in enumerate(seeds):
        seeded = replace(config, stream=replace(config.stream, seed=seed))
        # Cost against size and peaks hardly depend on the seed, and take longest.
        once = place == 0
        _pool(pooled, _changing(chosen, seeded))
        _pool(pooled, _static(chosen, seeded))
        _pool(pooled, _costs(chosen, seeded) if once else {})
    _pool(pooled, {"limit": _limits(pooled)})
    metrics = (_metric(key, samples) for key, samples in pooled.items())
    results = begun.finish(metrics, out_dir)
    if out_dir is not None:
        plot_frame_cost(results, out_dir / "frame_cost.png")
    return results


def _changing(methods: Sequence[Method], config: MapSuiteConfig) -> dict[str, Samples]:
    """The room in which things move, with features of full length."""
    stream = _kept(config.stream)
    for method in methods:
        measure.warm_up(method, stream)
    return {m.name: measure.changing_room(m, stream) for m in methods}


def _static(methods: Sequence[Method], config: MapSuiteConfig) -> dict[str, Samples]:
    """What needs only geometry: the static room, the cube, repeatability."""
    small = replace(config.stream, moved_frame=None, dimension=_SMALL_DIMENSION)
    cube = replace(
        small,
        path="cube",
        frames=config.cube_frames,
        cube_gone_frame=config.cube_frames // 2,
    )
    samples: dict[str, Samples] = {m.name: {} for m in methods}
    static, clean, looking = _kept(small), _kept(replace(small, noise=0.0)), _kept(cube)
    again = _kept(replace(small, frames=config.repeat_frames))
    for method in methods:
        samples[method.name] |= measure.static_room(method, static, clean)
        samples[method.name] |= measure.removed_cube(method, looking)
        samples[method.name] |= measure.repeatable(method, again)
    return samples


def _costs(methods: Sequence[Method], config: MapSuiteConfig) -> dict[str, Samples]:
    """What depends on size: cost against map size, queries, peak memory."""
    base = replace(config.stream, frames=config.growth_frames, moved_frame=None)
    stream = _kept(base)
    samples: dict[str, Samples] = {}
    for method in methods:
        most = config.row_voxels if method.rows_only else max(config.sizes)
        found = measure.growth(method, stream, config.sizes, most)
        size = min(config.query_voxels, most)
        found |= measure.queries(method, stream, size, config.queries)
        case = f"limit_mb={config.memory_limit_mb}" if method.name == "whereseen" else "no limit"
        tour = replace(config.stream, frames=config.peak_frames)
        peak = peak_growth_mb(method.name, tour, config.memory_limit_mb)
        samples[method.name] = found | {(case, "peak_mb"): [peak]}
    return samples


def _limits(pooled: dict[tuple[str, str, str], list[float]]) -> Samples:
    """Bandwidth, and the time to read the features that a query of ours must read."""
    rates = read_gb_s()
    samples: Samples = {("one thread", "read_gb_s"): rates}
    for (method, case, name), values in pooled.items():
        if method == "whereseen" and name == "feature_mb":
            samples[case, "query_ms"] = [values[0] / rate for rate in rates]
    return samples


def _kept(config: StreamConfig) -> RoomStream:
    """A stream that is rendered here, and not while something is measured."""
    stream = RoomStream(replace(config, keep_frames=True))
    for _ in stream:
        pass
    return stream


def _pool(pooled: dict[tuple[str, str, str], list[float]], samples: dict[str, Samples]) -> None:
    for method, found in samples.items():
        for (case, name), values in found.items():
            pooled.setdefault((method, case, name), []).extend(values)


def _metric(key: tuple[str, str, str], samples: list[float]) -> Metric:
    method, case, name = key
    unit, direction = _UNITS[name]
    estimate = _estimate(name, samples)
    return Metric.of(estimate, method=method, case=case, name=name, unit=unit, direction=direction)


def _estimate(name: str, samples: list[float]) -> Estimate:
    if name == "deterministic":
        return wilson(int(sum(samples)), len(samples))
    if len(samples) == 1:
        return single(samples[0])
    return bootstrap(samples, statistic=np.median if name in _MEDIANS else np.mean)


def _notes(methods: Sequence[Method]) -> list[str]:
    notes = ["times are CPU time of one process; frames are rendered beforehand"]
    rows = [m.name for m in methods if m.rows_only]
    notes += [f"{name} is filled to row_voxels at most: its rows are float32" for name in rows]
    return notes
