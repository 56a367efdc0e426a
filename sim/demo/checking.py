"""What the memory says, beside what is so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Answer, Metres3
from whereseen.memory.objects.entity import Belief, Change, Kind
from whereseen.memory.objects.sighting import metres3
from whereseen.sim.demo.story import Question
from whereseen.sim.world.actions import Event
from whereseen.sim.world.truth import ObjectTruth

TOLERANCE_M = 0.3


@dataclass(frozen=True, slots=True)
class Right:
    """A right answer.

    Attributes:
        position_m: Middle of the thing.
        on: What it stands on.
    """

    position_m: Metres3
    on: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A question with its answer and the truth.

    Attributes:
        round: After which round it was asked, from 1.
        stamp_ns: When.
        question: What was asked.
        answer: What the memory replied.
        right: All right answers at that time; none if it is not there.
    """

    round: int
    stamp_ns: int
    question: Question
    answer: Answer
    right: tuple[Right, ...]

    @property
    def nearest(self) -> Right | None:
        """The right answer that the best place is nearest to; the first if there is no place."""
        if not self.right or not self.answer.places:
            return self.right[0] if self.right else None
        at_m = self.answer.places[0].position_m
        return min(self.right, key=lambda each: apart_m(each.position_m, at_m))

    @property
    def distance_m(self) -> float | None:
        """From the best place to the nearest right answer; None if either is missing."""
        nearest = self.nearest
        if nearest is None or not self.answer.places:
            return None
        return apart_m(nearest.position_m, self.answer.places[0].position_m)

    @property
    def is_right(self) -> bool:
        """Near enough to the truth, or rightly refused."""
        if not self.right:
            return not self.answer.found
        return self.answer.found and (self.distance_m or 0.0) <= TOLERANCE_M


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that people did to a thing.

    Attributes:
        event: What was done, when and by whom.
        before: The thing before it; None if it was not there.
        after: The thing afterwards; None if it is no longer there.
    """

    event: Event
    before: ObjectTruth | None
    after: ObjectTruth | None

    @property
    def name(self) -> str:
        """Of the thing in the home."""
        return self._thing.name

    @property
    def label(self) -> str:
        """What the thing is called."""
        return self._thing.label

    @property
    def _thing(self) -> ObjectTruth:
        thing = self.before or self.after
        assert thing is not None
        return thing

    def __str__(self) -> str:
        if self.before is None or self.after is None:
            there = "taken from" if self.after is None else "brought to"
            return f"{self.name}: {there} the {self._thing.on}"
        return f"{self.name}: from the {self.before.on} to the {self.after.on}"


@dataclass(frozen=True, slots=True)
class Noticed:
    """What people did, and what the memory made of it by itself.

    Attributes:
        happening: What happened; None if nothing of the kind did.
        change: What the memory noticed; None if it did not.
    """

    happening: Happening | None
    change: Change | None

    @property
    def name(self) -> str:
        """Of the thing in the home; empty if nothing of the kind happened."""
        return self.happening.name if self.happening else ""

    @property
    def said(self) -> str:
        """What the memory noticed, in words; empty if it did not."""
        change = self.change
        if change is None:
            return ""
        if change.before is not None and change.after is not None:
            far_m = apart_m(change.before.position_m, change.after.position_m)
            return f"moved by {far_m:.1f} m"
        return "gone from there" if change.kind == Kind.VANISHED else "new there"

    @property
    def is_right(self) -> bool:
        """Whether it happened and was noticed."""
        return self.happening is not None and self.change is not None


def right_answers(question: Question, objects: Mapping[str, ObjectTruth]) -> tuple[Right, ...]:
    """Where the right answers to a question are."""
    there = [objects[name] for name in question.names if name in objects]
    return tuple(Right(metres3(each.position_m), each.on) for each in there)


def compare(
    happened: Sequence[Happening], changes: Iterable[Change], objects: Mapping[str, ObjectTruth]
) -> tuple[Noticed, ...]:
    """Pair what happened with what was noticed; then what was noticed and did not happen.

    Args:
        happened: Since the round before, in order, at most once to each thing.
        changes: What the memory noticed since, in order; of each thing the last one counts.
        objects: All that is there.
    """
    last = {change.entity.id: change for change in changes}
    left = [change for change in last.values() if not _is_first_seen(change, objects)]
    found = []
    for each in happened:
        change = next((change for change in last.values() if _is_of(change, each)), None)
        left = [other for other in left if other is not change]
        found.append(Noticed(each, change))
    return (*found, *(Noticed(None, change) for change in left))


def apart_m(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """Distance of two points (3,)."""
    return float(np.linalg.norm(np.subtract(one, other)))


def _is_of(change: Change, happening: Happening) -> bool:
    """Whether a change says that a thing left where it left, or came where it came, and when."""
    in_time = change.earliest_ns <= happening.event.stamp_ns <= change.latest_ns
    if change.entity.label != happening.label or not in_time:
        return False
    if happening.before is not None:
        return _is_at(change.before, happening.before)
    return happening.after is not None and _is_at(change.after, happening.after)


def _is_at(belief: Belief | None, thing: ObjectTruth) -> bool:
    return belief is not None and apart_m(belief.position_m, thing.position_m) <= TOLERANCE_M


def _is_first_seen(change: Change, objects: Mapping[str, ObjectTruth]) -> bool:
    """Whether it is a thing that was there all the time and has not been noticed before."""
    return change.kind == Kind.APPEARED and any(
        thing.label == change.entity.label and _is_at(change.after, thing)
        for thing in objects.values()
    )
