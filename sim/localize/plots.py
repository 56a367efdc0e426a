"""Pictures of the results."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from whereseen.sim.benchmark.results import Metric
from whereseen.sim.localize.answers import Asked, bins_of
from whereseen.sim.localize.conditions import DEFAULT, PERFECT, factor_of
from whereseen.sim.localize.questions import CATEGORIES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SWEEPS = ("label noise", "pose drift")


def plot_confidence(asked: Sequence[Asked], path: Path) -> None:
    """Draw how confidence relates to being right at the default noise, or without any.

    On the left the share of right answers among those of like confidence, on the right the share of
    wrong ones among the surest.
    """
    from matplotlib.figure import Figure

    counted = [each for each in asked if each.question.category in CATEGORIES]
    known = {each.condition for each in counted}
    condition = DEFAULT if DEFAULT in known else PERFECT
    figure = Figure(figsize=(9.0, 4.0), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    for method in dict.fromkeys(each.method for each in counted):
        own = [e for e in counted if (e.method, e.condition) == (method, condition)]
        if own:
            _draw_confidence(left, right, method, own)
    left.set(xlabel="confidence", ylabel="share of right answers", title=condition)
    right.set(xlabel="share answered, the surest first", ylabel="share of wrong answers")
    left.legend()
    figure.savefig(path, dpi=120)


def _draw_confidence(left: Axes, right: Axes, method: str, own: list[Asked]) -> None:
    bins = [it for it in bins_of(own) if it[2] >= 5]
    left.plot([it[0] for it in bins], [it[1] for it in bins], marker="o", label=method)
    surest = sorted(own, key=lambda each: -each.confidence)
    wrong = np.cumsum([not each.is_right for each in surest])
    count = np.arange(1, len(own) + 1)
    right.plot(count / len(own), wrong / count, label=method)


def plot_sweeps(metrics: Sequence[Metric], path: Path) -> bool:
    """Draw accuracy against label noise and pose drift; False if there was no sweep."""
    rows = [m for m in metrics if m.name == "accuracy" and factor_of(m.case) is not None]
    if not rows:
        return False
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.0, 4.0), layout="constrained")
    for axes, sweep in zip(figure.subplots(1, 2, sharey=True), _SWEEPS, strict=True):
        for method in dict.fromkeys(m.method for m in rows):
            own = [m for m in metrics if m.method == method and m.name == "accuracy"]
            _draw_sweep(axes, sweep, method, own)
        axes.set(xlabel=f"{sweep}, times the default")
    figure.axes[0].set_ylabel("accuracy")
    figure.axes[0].legend()
    figure.savefig(path, dpi=120)
    return True


def _draw_sweep(axes: Axes, sweep: str, method: str, rows: list[Metric]) -> None:
    at = {m.case: m for m in rows}
    points = [(0.0, at[PERFECT])] if PERFECT in at else []
    points += [(factor_of(c) or 0.0, m) for c, m in at.items() if c.startswith(f"{sweep} x")]
    points = sorted((it for it in points if "," not in it[1].case), key=lambda it: it[0])
    low = [m.value - m.low for _, m in points]
    high = [m.high - m.value for _, m in points]
    values = [m.value for _, m in points]
    axes.errorbar([x for x, _ in points], values, yerr=[low, high], marker="o", label=method)
