"""The demo: watch a room change, ask before and after, compare with the truth, draw it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from whereseen.memory.answer import Answer
from whereseen.memory.drawing import map_view, panel_of
from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.io.picture import draw_answers
from whereseen.memory.io.reader import TrueQuery
from whereseen.memory.mapping import Progress
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.demo.config import DemoConfig
from whereseen.sim.demo.pybullet_room import DemoRoom, Phase

TOLERANCE_M = 0.3
_SHORT_FRAMES = 64


@dataclass(frozen=True, slots=True)
class Checked:
    """A question of the demo with its answer and the truth.

    Attributes:
        phase: Asked before or after the room changed.
        truth: The question and where its right answers are.
        answer: What the memory replied.
        distance_m: From the best place to the nearest right answer; None if either is missing.
    """

    phase: Phase
    truth: TrueQuery
    answer: Answer
    distance_m: float | None

    @property
    def is_right(self) -> bool:
        """Near enough to the truth, or rightly refused."""
        if not self.truth.positions_m:
            return not self.answer.found
        return self.answer.found and self.distance_m is not None and self.distance_m <= TOLERANCE_M


@dataclass(frozen=True, slots=True)
class DemoResult:
    """All that the demo asked, and what it wrote."""

    questions: tuple[Checked, ...]
    frames: int
    voxels: int
    picture: Path
    map_file: Path
    wall_s: float

    @property
    def passed(self) -> bool:
        """Whether every answer was right."""
        return all(question.is_right for question in self.questions)


def run_demo(out: Path, *, short: bool, progress: Progress) -> DemoResult:
    """Run the demo and write `demo.png` and `demo.map` into a folder.

    Args:
        out: The folder, made if needed.
        short: Use fewer frames.
        progress: Told of every frame.

    Raises:
        MissingDependency: if PyBullet is not installed.
        EncoderUnavailable: if the text encoder's weights are not here.
    """
    start = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    config = DemoConfig(frames=_SHORT_FRAMES) if short else DemoConfig()
    memory = SpatialMemory(make_encoder("labels"))
    memory.about |= {"source": "demo", "encoder": "labels"}
    asked: list[Checked] = []
    with DemoRoom(config) as room:
        progress.begin("watching the room", config.frames)
        phase: Phase = "before"
        truth = room.true_queries()
        for done, (now, observation) in enumerate(room.tour(), start=1):
            if now != phase:
                asked += _ask_all(memory, phase, truth)
                phase, truth = now, room.true_queries()
            memory.observe(observation)
            progress.step(done)
        asked += _ask_all(memory, phase, truth)
    memory.save(out / "demo.map")
    picture = out / "demo.png"
    _draw(memory, asked, picture)
    return DemoResult(
        questions=tuple(asked),
        frames=config.frames,
        voxels=len(memory.voxels().index),
        picture=picture,
        map_file=out / "demo.map",
        wall_s=time.monotonic() - start,
    )


def _ask_all(memory: SpatialMemory, phase: Phase, truth: Sequence[TrueQuery]) -> list[Checked]:
    checked = []
    for question in truth:
        answer = memory.ask(question.text)
        distance = _distance(answer, question)
        checked.append(Checked(phase, question, answer, distance))
    return checked


def _distance(answer: Answer, truth: TrueQuery) -> float | None:
    if not answer.places or not truth.positions_m:
        return None
    offsets = np.subtract(truth.positions_m, answer.places[0].position_m)
    return float(np.linalg.norm(offsets, axis=1).min())


def _draw(memory: SpatialMemory, asked: Sequence[Checked], picture: Path) -> None:
    """The room as it is at the end, with the answers after the change."""
    panels = [
        panel_of(memory, checked.answer, truth_m=checked.truth.positions_m)
        for checked in asked
        if checked.phase == "after"
    ]
    draw_answers(picture, map_view(memory, title="The room after the change"), panels)
