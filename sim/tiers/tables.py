"""All policies in one table, for the terminal."""

from __future__ import annotations

from rich.table import Table

from whereseen.sim.benchmark.results import Metric, Results
from whereseen.sim.tiers.suite import case_of

_AT = 10
_THERE = {"regret": "regret", "stale_hits": "stale", "refind_s": "refind s"}  # and their headings

Cells = dict[tuple[str, str, str], Metric]


def hit_rate_table(results: Results) -> Table:
    """Rows of methods for each stream, columns of hit rates by capacity.

    The half-widths of 95 % intervals follow `±`. Further columns are of capacity 10.
    """
    streams, capacities = results.config["names"], results.config["capacities"]
    there = _THERE if _AT in capacities else {}
    grid = Table(title=f"tiers {results.version} {results.commit[:10]}: hit rates".strip())
    at = [f"{heading} at {_AT}" for heading in there.values()]
    for heading in ("policy", *map(str, capacities), *at):
        grid.add_column(heading, no_wrap=True)
    cells = {m.key: m for m in results.metrics}
    methods = list(dict.fromkeys(m.method for m in results.metrics))
    for stream in streams:
        grid.add_section()
        grid.add_row(f"[bold]{stream}[/]")
        for method in methods:
            keys = [(method, case_of(stream, c), "hit_rate") for c in capacities]
            keys += [(method, case_of(stream, _AT), name) for name in there]
            grid.add_row(method, *(_cell(cells.get(key)) for key in keys))
    return grid


def _cell(metric: Metric | None) -> str:
    if metric is None:
        return ""
    digits = 1 if metric.unit == "s" else 3
    value = f"{metric.value:.{digits}f}"
    if metric.n <= 1 or metric.unit == "s":
        return value
    return f"{value} ±{(metric.high - metric.low) / 2:.3f}"
