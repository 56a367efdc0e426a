"""Results for people: a table for the terminal and a plot of cost against map size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from whereseen.sim.benchmark.results import Metric, Regression, Results

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE_CASE = "voxels="


def table(results: Results) -> Table:
    """Rows of metric and case, columns of methods, with 95 % intervals."""
    methods = list(dict.fromkeys(m.method for m in results.metrics))
    grid = Table(title=f"{results.suite} {results.version} {results.commit[:10]}".strip())
    for heading in ("metric", "case", "better", *methods):
        grid.add_column(heading)
    cells = {m.key: m for m in results.metrics}
    for name, case in dict.fromkeys((m.name, m.case) for m in results.metrics):
        row = [cells.get((method, case, name)) for method in methods]
        first = next(m for m in row if m is not None)
        unit = f"{name} [{first.unit}]".replace("[", r"\[") if first.unit else name
        grid.add_row(unit, case, first.direction, *(_cell(m) for m in row))
    return grid


def regression_table(regressions: Sequence[Regression]) -> Table:
    """What became worse, the worst first."""
    grid = Table(title="regressions")
    for heading in ("method", "metric", "case", "before", "after", "worse by"):
        grid.add_column(heading)
    for r in regressions:
        after = "missing" if r.after is None else f"{r.after.value:.4g}"
        name = (r.before.method, r.before.name, r.before.case)
        grid.add_row(*name, f"{r.before.value:.4g}", after, f"{100 * r.change:.0f} %")
    return grid


def plot_frame_cost(results: Results, path: Path) -> bool:
    """Draw `frame_ms` against map size as a PNG; False if no row has a size."""
    rows = [m for m in results.metrics if m.name == "frame_ms" and m.case.startswith(_SIZE_CASE)]
    if not rows:
        return False
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.0, 4.0), layout="constrained")
    axes = figure.subplots()
    for method in dict.fromkeys(m.method for m in rows):
        _draw(axes, method, [m for m in rows if m.method == method])
    axes.set(xscale="log", yscale="log", xlabel="occupied voxels", ylabel="CPU ms per frame")
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=120)
    return True


def _draw(axes: Axes, method: str, rows: list[Metric]) -> None:
    rows = sorted(rows, key=_size)
    low = [m.value - m.low for m in rows]
    high = [m.high - m.value for m in rows]
    values = [m.value for m in rows]
    axes.errorbar([_size(m) for m in rows], values, yerr=[low, high], marker="o", label=method)


def _size(metric: Metric) -> int:
    return int(metric.case.removeprefix(_SIZE_CASE))


def _cell(metric: Metric | None) -> str:
    if metric is None:
        return ""
    value = f"{metric.value:.4g}"
    if metric.n <= 1 or metric.low == metric.high:
        return value
    return f"{value} ({metric.low:.3g} .. {metric.high:.3g})"
