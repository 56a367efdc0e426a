"""What is asked about the past at the end, beside what was so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timezone

from whereseen.memory.asking import recollect
from whereseen.memory.chronicle import Recollection
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.demo.checking import Happening
from whereseen.sim.demo.story import PAST, PastQuestion
from whereseen.sim.world.truth import ObjectTruth


@dataclass(frozen=True, slots=True)
class CheckedPast:
    """A question about the past with its answer and the truth.

    Attributes:
        question: What was asked.
        answer: What the memory replied; None if it took it for a question about now.
        right: What each thing was on, by its label; labels with nothing, where that was not asked.
    """

    question: PastQuestion
    answer: Recollection | None
    right: Mapping[str, str]

    @property
    def said(self) -> Mapping[str, str]:
        """What the memory said that each thing was on, by its label."""
        if self.answer is None:
            return {}
        if not self.question.name:
            return dict.fromkeys((turn.label for turn in self.answer.turns), "")
        return {stay.label: stay.support for stay in self.answer.stays}

    @property
    def is_right(self) -> bool:
        """Whether just the right things are named, and what they were on."""
        return self.said == self.right


class Annals:
    """What was so at all times.

    Args:
        start_ns: When they begin.
        objects: All things then, by name.
    """

    def __init__(self, start_ns: int, objects: Mapping[str, ObjectTruth]) -> None:
        self._states = [(start_ns, dict(objects))]
        self._happened: list[Happening] = []

    def note(self, happening: Happening, objects: Mapping[str, ObjectTruth]) -> None:
        """Something happened, and this is so since."""
        self._happened.append(happening)
        self._states.append((happening.event.stamp_ns, dict(objects)))

    def on(self, name: str, at_ns: int) -> Mapping[str, str]:
        """What a thing was on at a time, by its label; nothing if it was not there."""
        objects = [objects for since_ns, objects in self._states if since_ns <= at_ns][-1]
        return {objects[name].label: objects[name].on} if name in objects else {}

    def changed(self, since_ns: int) -> Mapping[str, str]:
        """Labels of what people did something to since a time."""
        recent = [it.label for it in self._happened if it.event.stamp_ns >= since_ns]
        return dict.fromkeys(recent, "")


def ask_about_the_past(
    memory: SpatialMemory, annals: Annals, questions: Sequence[PastQuestion] = PAST
) -> Iterator[CheckedPast]:
    """Ask what was, as people would."""
    for question in questions:
        answer = recollect(memory, question.text, timezone.utc)
        name, at_ns = question.name, question.at_ns
        yield CheckedPast(
            question, answer, annals.on(name, at_ns) if name else annals.changed(at_ns)
        )
