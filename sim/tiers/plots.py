"""Pictures of the results."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from whereseen.sim.benchmark.results import Metric
from whereseen.sim.tiers.contestants import KARMA, OPTIMUM, OURS, YARDSTICK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Colours of Okabe and Ito, for all eyes; the rest is drawn in grey.
_COLOURS = {OURS: "#0072B2", YARDSTICK: "#E69F00", KARMA: "#CC79A7", "lru": "#009E73"}
_COLOURS |= {"lfu": "#D55E00", OPTIMUM: "black"}


def plot_hit_rates(metrics: Sequence[Metric], path: Path) -> None:
    """Draw hit rate against capacity for each stream, with 95 % bands."""
    from matplotlib.figure import Figure

    rows = [m for m in metrics if m.name == "hit_rate"]
    streams = list(dict.fromkeys(m.case.rpartition(", ")[0] for m in rows))
    figure = Figure(figsize=(4.0 * len(streams) + 1.5, 4.0), layout="constrained")
    panels = figure.subplots(1, len(streams), sharey=True, squeeze=False)[0]
    for axes, stream in zip(panels, streams, strict=True):
        own = [m for m in rows if m.case.startswith(f"{stream}, ")]
        for method in dict.fromkeys(m.method for m in own):
            _draw(axes, method, [m for m in own if m.method == method])
        axes.set(title=stream, xlabel="capacity, things")
        axes.grid(visible=True, alpha=0.3)
    panels[0].set_ylabel("hit rate")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside right center")
    figure.savefig(path, dpi=120)


def _draw(axes: Axes, method: str, rows: Sequence[Metric]) -> None:
    capacities = [int(m.case.split()[-1]) for m in rows]
    colour, known = _COLOURS.get(method, "0.6"), method in _COLOURS
    styles = {"value-weighted": ":", "w-tinylfu-50": "-.", "w-tinylfu-90": "--", OPTIMUM: "--"}
    axes.plot(
        capacities,
        [m.value for m in rows],
        color=colour,
        linestyle=styles.get(method, "-"),
        linewidth=2.0 if known else 1.2,
        marker="o" if known else None,
        markersize=4,
        label=method,
        zorder=3 if method == OURS else 2,
    )
    low, high = [m.low for m in rows], [m.high for m in rows]
    axes.fill_between(capacities, low, high, color=colour, alpha=0.15, linewidth=0)
