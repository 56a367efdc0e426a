"""Figures of everybody in tables, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table

from whereseen.sim.benchmark.results import Metric, Results
from whereseen.sim.tasks.methods import METHODS, OURS

_COLUMNS = {
    "success_rate": "SR",
    "goal_conditions": "GC",
    "mra": "MRA",
    "mra_at_3": "MRA@3",
    "mra_abstaining": "MRA±",
    "re": "RE",
    "rt": "RT",
    "speed_up": "speed-up",
    "memory_hit_rate": "MHR",
    "stale_hit_rate": "stale",
    "staleness_s": "stale s",
    "cpu_ms": "CPU ms",
}


def task_tables(results: Results) -> Iterator[Table]:
    """One table for each family and how hard its tasks are; half-widths of intervals follow `±`."""
    cells = {metric.key: metric for metric in results.metrics}
    cases = [m.case for m in results.metrics if m.name == "goal_conditions"]
    for case in dict.fromkeys(cases):
        grid = Table(title=f"tasks {results.version} {results.commit[:10]}: {case}".strip())
        grid.add_column("method")
        for heading in (*_COLUMNS.values(), "n"):
            grid.add_column(heading, justify="right")
        for method in METHODS:
            row = [cells.get((method.name, case, name)) for name in _COLUMNS]
            if row[0] is not None:
                grid.add_row(method.name, *map(_cell, row), str(row[0].n))
        yield grid


_SAVINGS = {
    "re": "RE",
    "rt": "RT",
    "re_common": "RE both did",
    "rt_common": "RT both did",
    "re_giving_up": "RE gives up",
    "rt_giving_up": "RT gives up",
}


def savings_table(results: Results) -> Table:
    """What is saved of exploration and time against no memory.

    Over all tasks, by the same rules for all; in tasks that both did; and against a robot without
    memory that gives up at the first failure.
    """
    cells = {metric.key: metric for metric in results.metrics}
    grid = Table(title="exploration and time saved")
    grid.add_column("tasks")
    grid.add_column("method")
    for heading in (*_SAVINGS.values(), "n both"):
        grid.add_column(heading, justify="right")
    cases = [m.case for m in results.metrics if m.name == "rt"]
    for case in dict.fromkeys(cases):
        for method in METHODS:
            row = [cells.get((method.name, case, name)) for name in _SAVINGS]
            if row[0] is not None:
                both = "" if row[3] is None else str(row[3].n)
                grid.add_row(case, method.name, *map(_cell, row), both)
    return grid


def retrieval_table(results: Results) -> Table:
    """How often our memory knows what is meant, by how it is said, and what restarts change."""
    grid = Table(title="whereseen: what is meant by what was spoken of before")
    for heading in ("tasks, and how it is said", "right", "n"):
        grid.add_column(heading)
    known = {m.case for m in results.metrics if m.name == "goal_conditions"}
    for metric in results.metrics:
        if metric.method == OURS.name and metric.name == "mra" and metric.case not in known:
            grid.add_row(metric.case, _cell(metric), str(metric.n))
    grid.add_section()
    for metric in results.metrics:
        if metric.method == OURS.name and metric.name in ("recovery", "gain_on_karma"):
            grid.add_row(f"{metric.name}: {metric.case}", _cell(metric), str(metric.n))
        if metric.name == "success_rate" and metric.case.startswith("chained, "):
            grid.add_row(f"success, {metric.case}", _cell(metric), str(metric.n))
    for metric in results.metrics:
        if metric.name.endswith("_saved_by_experience"):
            what = f"{metric.name.replace('_', ' ')}, {metric.case}: {metric.method}"
            grid.add_row(what, _cell(metric), str(metric.n))
    return grid


def _cell(metric: Metric | None) -> str:
    if metric is None:
        return ""
    half = (metric.high - metric.low) / 2.0
    if metric.unit:
        return f"{metric.value:.0f} ±{half:.0f}"
    return f"{metric.value:.3f} ±{half:.3f}"
