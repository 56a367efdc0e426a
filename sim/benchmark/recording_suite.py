"""`whereseen bench recording`: a real recording mapped end to end, answers against the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from whereseen.memory.asking import open_map
from whereseen.memory.config import MemoryConfig
from whereseen.memory.io.reader import TrueQuery
from whereseen.memory.io.recognition import open_recording
from whereseen.memory.mapping import MappingResult, Progress, map_recording
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.benchmark.intervals import single, wilson
from whereseen.sim.benchmark.results import Direction, Metric, Results
from whereseen.sim.benchmark.run import Run

NEAR_M = 0.5


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    found: bool
    probability: float
    distance_m: float | None

    @property
    def is_right(self) -> bool:
        return self.found and self.distance_m is not None and self.distance_m <= NEAR_M


def run_recording(source: Path, out_dir: Path, *, encoder_name: str, progress: Progress) -> Results:
    """Map a recording and ask its questions; writes `results.json` into `out_dir`.

    For every question: the distance of the first place to the nearest right answer, and whether
    the memory committed itself to it. `accuracy` is the share found within half a metre.

    Raises:
        UnknownLayout: if no reader recognises the recording.
    """
    begun = Run("recording", {"source": source.name, "near_m": NEAR_M})
    with TemporaryDirectory() as folder:
        file = Path(folder) / "recording.map"
        mapped = map_recording(
            source, file, encoder_name=encoder_name, config=MemoryConfig(), overwrite=False,
            progress=progress,
        )  # fmt: skip
        memory = open_map(file)
        asked = [_ask(memory, query) for query in open_recording(source).true_queries()]
    metrics = (*_speed(mapped), *_answers(asked))
    return begun.finish(metrics, out_dir, {"encoder": mapped.encoder})


def _ask(memory: SpatialMemory, query: TrueQuery) -> _Asked:
    answer = memory.ask(query.text)
    if not answer.places:
        return _Asked(query.text, False, 0.0, None)
    best = answer.places[0]
    offsets = np.subtract(query.positions_m, best.position_m)
    distance = float(np.linalg.norm(offsets, axis=1).min())
    return _Asked(query.text, answer.found, best.probability, distance)


def _speed(mapped: MappingResult) -> list[Metric]:
    frames = max(mapped.frames, 1)
    rows: list[tuple[str, float, str, Direction]] = [
        ("frames_per_s", frames / mapped.wall_s, "1/s", "higher"),
        ("frame_ms", 1e3 * mapped.map_cpu_s / frames, "ms", "lower"),
        ("end_to_end_ms", 1e3 * mapped.cpu_s / frames, "ms", "lower"),
    ]
    return [_row("all frames", *row) for row in rows]


def _answers(asked: Sequence[_Asked]) -> list[Metric]:
    rows = [
        _row(a.text, "distance_m", a.distance_m, "m", "lower")
        for a in asked
        if a.distance_m is not None
    ]
    rows += [_row(a.text, "probability", a.probability, "", "higher") for a in asked]
    share = wilson(sum(a.is_right for a in asked), len(asked))
    accuracy = Metric.of(
        share,
        method="whereseen",
        case="all questions",
        name="accuracy",
        unit="",
        direction="higher",
    )
    return [*rows, accuracy]


def _row(case: str, name: str, value: float, unit: str, direction: Direction) -> Metric:
    return Metric.of(
        single(value), method="whereseen", case=case, name=name, unit=unit, direction=direction
    )
