"""`whereseen bench ros`: the memory node on real DDS traffic, and what the transport allows.

Every process is real and apart: a camera at an exact rate, the memory node, programs that listen
and ask. Latencies are as the users of the node see them, wall time on a machine that may be shared;
costs are CPU time. `cpu_share` is that of two cores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from whereseen.nodes.benchmark import measurements as measure
from whereseen.nodes.benchmark.actor import Actor
from whereseen.nodes.benchmark.bars import verdicts
from whereseen.nodes.benchmark.estimates import UNITS, estimate_of
from whereseen.nodes.benchmark.measurements import OURS, Growth, Samples
from whereseen.nodes.benchmark.slope import slope
from whereseen.nodes.benchmark.stage import Stage, open_stage
from whereseen.nodes.deployment.presence import require_ros
from whereseen.sim.benchmark.intervals import Estimate
from whereseen.sim.benchmark.results import Metric, Results
from whereseen.sim.benchmark.run import Run

Say = Callable[[str], None]

_NOTES = (
    "latencies are wall time on a machine that others may use too; costs are CPU time",
    "cpu_share is the memory node's CPU time over that of two cores",
    "camera_ms and listener_ms are CPU time of other processes, not of the memory node",
    "latencies of frames are of the last 300 at each rate, as in /diagnostics",
)
_WARM_UP_SHARE = 0.25  # of the long run: the first laps fill the memory


@dataclass(frozen=True, slots=True)
class RosSuiteConfig:
    """How much the suite does.

    Attributes:
        form: `quick` shows one node all that is measured of it.
        tour_frames: Different frames of the tour, which is shown again and again.
        rates_hz: Rates tried, the first with every seed.
        phase_frames: Frames at each rate; diagnostics tell latencies over the last 300.
        voxels: Size of the map that is asked.
        points: Size of the cloud.
        slow_points: Size of the cloud that is also filled the slow ways.
        repeats: Clouds made and sent.
        images: Images sent with each transport.
        minutes: Length of the run over which memory is watched; 0 leaves it out.
    """

    form: Literal["full", "quick"]
    tour_frames: int
    rates_hz: tuple[float, ...]
    phase_frames: int
    voxels: int
    points: int
    slow_points: int
    repeats: int
    images: int
    minutes: float


FULL = RosSuiteConfig(
    form="full",
    tour_frames=80,
    rates_hz=(10.0, 15.0, 20.0, 30.0),
    phase_frames=300,
    voxels=1_000_000,
    points=1_000_000,
    slow_points=50_000,
    repeats=20,
    images=150,
    minutes=2.0,
)
QUICK = RosSuiteConfig(
    form="quick",
    tour_frames=16,
    rates_hz=(10.0, 5.0),
    phase_frames=60,
    voxels=100_000,
    points=1_000_000,
    slow_points=10_000,
    repeats=6,
    images=60,
    minutes=0.0,
)


def run(
    seeds: Sequence[int], config: RosSuiteConfig, out_dir: Path | None, say: Say = lambda _: None
) -> Results:
    """Run the suite; writes `results.json` into `out_dir`, if given.

    Args:
        seeds: Seeds of rooms and noise; with the first, what hardly depends on them is measured.
        config: `FULL` or `QUICK`, or other sizes.
        out_dir: Folder for the results, made if needed.
        say: Told what is being measured.

    Raises:
        NotInstalled: if there is no ROS.
        BenchmarkFailed: if something cannot be measured.
    """
    require_ros()
    begun = Run("ros", asdict(config) | {"notes": list(_NOTES)}, seeds)
    with open_stage() as stage:
        session = _Session(stage, config, say)
        session.measure(seeds)
    metrics = session.metrics()
    return begun.finish(metrics, out_dir, {"bars": [str(v) for v in verdicts(metrics)]})


def lost_at(results: Results, rate_hz: float) -> int:
    """Frames lost at a rate, with an empty map or a large one."""
    found = [m for m in results.metrics if m.name == "frames_lost"]
    return int(sum(m.value for m in found if m.case.startswith(f"{rate_hz:g} Hz")))


class _Session:
    """Measures one thing after the other and keeps what came of it."""

    def __init__(self, stage: Stage, config: RosSuiteConfig, say: Say) -> None:
        self._stage = stage
        self._config = config
        self._say = say
        self._samples: Samples = {}
        self._growth: list[Metric] = []

    def measure(self, seeds: Sequence[int]) -> None:
        """Measure everything."""
        c = self._config
        self._say("images")
        self._pool(measure.transport(self._stage, count=c.images, rate_hz=30.0))
        self._say("clouds")
        self._pool(
            measure.clouds(
                self._stage, points=c.points, slow_points=c.slow_points, repeats=c.repeats
            )
        )
        for place, seed in enumerate(seeds):
            camera = self._stage.actor("camera")
            camera.ask("render", seed=seed, frames=c.tour_frames)
            if c.form == "quick":
                self._short(camera, seed)
            else:
                self._thorough(camera, seed, c.rates_hz if place == 0 else c.rates_hz[:1])
            if place == 0 and c.minutes > 0.0:
                self._watch_memory(camera)
            camera.close()

    def metrics(self) -> tuple[Metric, ...]:
        """All rows."""
        pooled = (_row(key, estimate_of(key[2], values)) for key, values in self._samples.items())
        return (*pooled, *self._growth)

    def _short(self, camera: Actor, seed: int) -> None:
        c = self._config
        self._say(f"a map of {c.voxels:,} voxels")
        self._pool(
            measure.quick(
                self._stage,
                camera,
                voxels=c.voxels,
                seed=seed,
                rates_hz=c.rates_hz,
                frames=c.phase_frames,
            )
        )

    def _thorough(self, camera: Actor, seed: int, rates_hz: tuple[float, ...]) -> None:
        c = self._config
        self._say(f"seed {seed}, {', '.join(f'{rate:g}' for rate in rates_hz)} Hz")
        self._pool(measure.sustained(self._stage, camera, rates_hz, c.phase_frames))
        self._say(f"seed {seed}, a map of {c.voxels:,} voxels")
        self._pool(
            measure.questions(
                self._stage,
                camera,
                voxels=c.voxels,
                seed=seed,
                rate_hz=c.rates_hz[0],
                frames=c.phase_frames,
            )
        )

    def _watch_memory(self, camera: Actor) -> None:
        rate_hz, minutes = self._config.rates_hz[0], self._config.minutes
        self._say(f"memory over {minutes:g} minutes")
        growth = Growth()
        case = f"{rate_hz:g} Hz for {minutes:g} min"
        self._pool(measure.of_run(growth.measure(self._stage, camera, rate_hz, minutes), case))
        self._pool({(OURS, case, "private_max_mb"): [max(growth.private_mb)]})
        first = int(_WARM_UP_SHARE * len(growth.minutes))
        rise = slope(growth.minutes[first:], growth.private_mb[first:])
        self._growth.append(_row((OURS, case, "growth_mb_min"), rise))

    def _pool(self, found: Samples) -> None:
        for key, values in found.items():
            self._samples.setdefault(key, []).extend(values)


def _row(key: tuple[str, str, str], estimate: Estimate) -> Metric:
    method, case, name = key
    unit, direction = UNITS[name]
    return Metric.of(estimate, method=method, case=case, name=name, unit=unit, direction=direction)
