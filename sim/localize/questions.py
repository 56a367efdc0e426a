"""What to ask after a round, and what is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.localize.rounds import RoundEnd
from whereseen.sim.world.truth import ObjectTruth

Category = Literal["present", "moved", "removed", "never seen", "paraphrase", "description"]
CATEGORIES: tuple[Category, ...] = ("present", "moved", "removed", "never seen", "paraphrase")
DESCRIPTION: Category = "description"  # a riddle for the text encoder; told apart from the others
ABSENT = ("removed", "never seen")
_PHRASES = ("the {}", "where is the {}?", "{}", "find the {}", "I am looking for the {}")
_SLACK_M = 0.15  # beyond the thing itself


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A right answer.

    Attributes:
        position_m: Middle (3,) of the thing.
        tolerance_m: How far off an answer may be.
    """

    position_m: Float64
    tolerance_m: float


@dataclass(frozen=True, slots=True)
class Question:
    """A question with all its right answers.

    Attributes:
        text: What to ask.
        category: Of what it is a test.
        targets: Right answers; none if the right one is that it is not there.
    """

    text: str
    category: Category
    targets: tuple[Target, ...] = ()

    def is_right(self, position_m: Float64 | None) -> bool:
        """Whether an answer is right; None says that it is not there."""
        if position_m is None:
            return not self.targets
        return any(
            float(np.linalg.norm(position_m - target.position_m)) <= target.tolerance_m
            for target in self.targets
        )


def questions_of(
    end: RoundEnd, catalogue: Catalogue, rng: np.random.Generator, *, each: int
) -> tuple[Question, ...]:
    """Questions of all categories after a round.

    Args:
        end: What is so.
        catalogue: Kinds, for what was never there and for paraphrases.
        rng: Draws them.
        each: At most so many of a category.
    """
    objects = list(end.objects.values())
    still = sorted({end.objects[name].label for name in end.seen - end.moved})
    moved = sorted({end.objects[name].label for name in end.moved})
    still = [label for label in still if label not in moved]
    kinds = {it.kind for it in objects}
    known = {it.label for it in objects} | kinds | set(end.removed) | set(catalogue.furniture)
    # A football is a ball, and a laundry basket a basket.
    never = sorted(
        name for name in catalogue.objects if not any(each.endswith(name) for each in known)
    )
    seen_kinds = sorted({end.objects[name].kind for name in end.seen})
    found: list[Question] = []
    for category, labels in (("present", still), ("moved", moved)):
        for label in _drawn(labels, rng, each):
            targets = _targets([it for it in objects if it.label == label])
            found.append(Question(_phrase(label, rng), category, targets))  # type: ignore[arg-type]
    for label in _drawn(list(end.removed), rng, each):
        found.append(Question(_phrase(label, rng), "removed"))
    for name in _drawn(never, rng, each):
        found.append(Question(_phrase(name, rng), "never seen"))
    for name in _drawn(seen_kinds, rng, each):
        words = catalogue.objects[name].other_names
        targets = _targets([it for it in objects if it.kind == name])
        found.append(Question(_phrase(_one(words, rng), rng), "paraphrase", targets))
    for name in _drawn(seen_kinds, rng, each):
        words = catalogue.objects[name].paraphrases
        targets = _targets([it for it in objects if it.kind == name])
        found.append(Question(_one(words, rng), DESCRIPTION, targets))
    return tuple(found)


def _drawn(names: list[str], rng: np.random.Generator, most: int) -> list[str]:
    chosen = rng.permutation(len(names))[:most]
    return [names[index] for index in sorted(chosen.tolist())]


def _one(words: tuple[str, ...], rng: np.random.Generator) -> str:
    return words[int(rng.integers(len(words)))]


def _phrase(label: str, rng: np.random.Generator) -> str:
    return _PHRASES[int(rng.integers(len(_PHRASES)))].format(label)


def _targets(things: list[ObjectTruth]) -> tuple[Target, ...]:
    found = []
    for thing in things:
        low, high = thing.box_m
        tolerance_m = float(np.linalg.norm(high - low)) / 2.0 + _SLACK_M
        found.append(Target(thing.position_m, tolerance_m))
    return tuple(found)
