"""Scores of everybody in one table, for the terminal."""

from __future__ import annotations

from rich.table import Table

from whereseen.sim.benchmark.results import Metric, Results
from whereseen.sim.recalling.examining import METHODS


def score_table(results: Results) -> Table:
    """Rows of methods, columns of horizons; then of categories, over all horizons' cases.

    The half-widths of 95 % intervals follow `±`.
    """
    cells = {metric.key: metric for metric in results.metrics}
    cases = [m.case for m in results.metrics if m.name == "of_witness"]
    grid = Table(title=f"recall {results.version} {results.commit[:10]}: scores".strip())
    for heading in ("method", *cases):
        grid.add_column(heading)
    for method in METHODS:
        row = [cells.get((method, case, "score")) for case in cases]
        if any(row):
            grid.add_row(method, *map(_cell, row))
    grid.add_section()
    for name in ("of_truth", "of_witness"):
        row = [cells.get(("whereseen", case, name)) for case in cases]
        grid.add_row(f"whereseen, {name}", *map(_cell, row))
    return grid


def category_table(results: Results) -> Table:
    """Rows of categories and kinds of answer, columns of methods; the last case with all."""
    case = next(m.case for m in results.metrics if m.name == "of_witness")
    cells = {metric.key: metric for metric in results.metrics}
    methods = [method for method in METHODS if (method, case, "score") in cells]
    grid = Table(title=f"scores by category: {case}")
    for heading in ("category", "n", *methods):
        grid.add_column(heading)
    names = [m.case for m in results.metrics if m.case.startswith(f"{case}, ")]
    for name in dict.fromkeys(names):
        row = [cells.get((method, name, "score")) for method in methods]
        count = next(str(metric.n) for metric in row if metric is not None)
        grid.add_row(name.removeprefix(f"{case}, "), count, *map(_cell, row))
    return grid


def _cell(metric: Metric | None) -> str:
    if metric is None:
        return ""
    return f"{metric.value:.3f} ±{(metric.high - metric.low) / 2:.3f}"
