"""What was answered, and how good that is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from whereseen.sim.benchmark.intervals import Estimate, bootstrap, single, wilson
from whereseen.sim.benchmark.results import Direction, Metric
from whereseen.sim.localize.questions import ABSENT, CATEGORIES, DESCRIPTION, Question

_SURE_SHARE = 0.8
_BINS = 10
_FIELDS = ("method", "condition", "seed", "round", "is_right", "found", "probability")
_UNITS: dict[str, tuple[str, Direction]] = {
    "accuracy": ("", "higher"),
    "false_positive_rate": ("", "lower"),
    "risk_at_80": ("", "lower"),
    "calibration_error": ("", "lower"),
    "ahead": ("", "higher"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what a method answered.

    Attributes:
        method, condition, seed, round: Where.
        question: What was asked.
        is_right: Whether the answer was.
        found: Whether a place was named.
        probability: Of the best place.
    """

    method: str
    condition: str
    seed: int
    round: int
    question: Question
    is_right: bool
    found: bool
    probability: float

    @property
    def confidence(self) -> float:
        """How sure the method is of its answer, be it that nothing is there."""
        return self.probability if self.found else 1.0 - self.probability


def metrics_of(asked: Sequence[Asked]) -> Iterator[Metric]:
    """All rows."""
    groups: dict[tuple[str, str], list[Asked]] = {}
    for each in asked:
        groups.setdefault((each.method, each.condition), []).append(each)
    for (method, condition), answers in groups.items():
        for name, case, estimate in _estimates(condition, answers):
            unit, direction = _UNITS[name]
            yield Metric.of(
                estimate, method=method, case=case, name=name, unit=unit, direction=direction
            )
    yield from _ahead(groups)


def _estimates(condition: str, answers: Sequence[Asked]) -> Iterator[tuple[str, str, Estimate]]:
    counted = [each for each in answers if each.question.category in CATEGORIES]
    yield "accuracy", condition, _share(each.is_right for each in counted)
    for category in (*CATEGORIES, DESCRIPTION):
        own = [each.is_right for each in answers if each.question.category == category]
        if own:
            yield "accuracy", f"{condition}, {category}", _share(own)
    absent = [each.found for each in answers if each.question.category in ABSENT]
    yield "false_positive_rate", condition, _share(absent)
    surest = sorted(counted, key=lambda each: -each.confidence)
    kept = surest[: max(1, round(_SURE_SHARE * len(surest)))]
    yield "calibration_error", condition, single(calibration_error(counted))
    yield "risk_at_80", condition, single(float(np.mean([not each.is_right for each in kept])))


def bins_of(answers: Sequence[Asked]) -> list[tuple[float, float, int]]:
    """Mean confidence, share of right ones and number of answers of like confidence.

    In ten bins of equal width over [0, 1], of which empty ones are left out.
    """
    confidence = np.array([each.confidence for each in answers])
    is_right = np.array([each.is_right for each in answers], dtype=float)
    own = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    return [
        (
            float(confidence[own == n].mean()),
            float(is_right[own == n].mean()),
            int((own == n).sum()),
        )
        for n in np.unique(own)
    ]


def calibration_error(answers: Sequence[Asked]) -> float:
    """Expected calibration error (Naeini et al., AAAI 2015) over ten bins."""
    bins = bins_of(answers)
    total = sum(count for _, _, count in bins)
    return sum(abs(sure - right) * count for sure, right, count in bins) / max(total, 1)


def write_answers(asked: Sequence[Asked], path: Path) -> None:
    """Write a line of JSON for each answer."""
    with path.open("w", encoding="utf-8") as file:
        for each in asked:
            fields = {name: getattr(each, name) for name in _FIELDS}
            words = {"category": each.question.category, "text": each.question.text}
            file.write(json.dumps(fields | words) + "\n")


def _share(outcomes: Iterable[bool]) -> Estimate:
    listed = list(outcomes)
    return wilson(sum(listed), len(listed))


def _ahead(groups: dict[tuple[str, str], list[Asked]]) -> Iterator[Metric]:
    """How much more often whereseen is right than each baseline, on the same homes."""
    groups = {
        key: [each for each in answers if each.question.category in CATEGORIES]
        for key, answers in groups.items()
    }
    for (method, condition), theirs in groups.items():
        ours = groups.get(("whereseen", condition), [])
        if method == "whereseen" or len(ours) != len(theirs):
            continue
        by_home: dict[int, list[float]] = {}
        for one, other in zip(ours, theirs, strict=True):
            by_home.setdefault(one.seed, []).append(float(one.is_right) - float(other.is_right))
        estimate = bootstrap([float(np.mean(each)) for each in by_home.values()])
        yield Metric.of(
            estimate,
            method="whereseen",
            case=f"{condition}, over {method}",
            name="ahead",
            unit="",
            direction="higher",
        )
