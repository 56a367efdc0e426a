"""One table of bars, ours and baselines: for the terminal, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.table import Table

from whereseen.sim.benchmark.results import Metric, Results
from whereseen.sim.benchmark.verdict import Verdict, shown

_HEADINGS = ("benchmark", "measured", "bar", "whereseen", "others, the best first", "bar is")
_MOST_RIVALS = 4


def overview_table(judged: Mapping[str, Sequence[Verdict]]) -> Table:
    """Rows of bars, by benchmark."""
    grid = Table(title="the world model")
    for heading in _HEADINGS:
        grid.add_column(heading)
    for name, verdicts in judged.items():
        for verdict in verdicts:
            style = None if verdict.is_met else "yellow"
            grid.add_row(name, *_cells(verdict), style=style)
        grid.add_section()
    return grid


def overview_markdown(judged: Mapping[str, Sequence[Verdict]], results: Sequence[Results]) -> str:
    """The same as a page."""
    lines = ["# The world model, measured", "", *_origins(results), ""]
    lines += ["| " + " | ".join(_HEADINGS) + " |", "|---" * len(_HEADINGS) + "|"]
    for name, verdicts in judged.items():
        lines += ["| " + " | ".join((name, *_cells(verdict))) + " |" for verdict in verdicts]
    return "\n".join(lines) + "\n"


def _cells(verdict: Verdict) -> tuple[str, ...]:
    state = "met" if verdict.is_met else "MISSED"
    return verdict.what, verdict.bar, shown(verdict.metric), _others(verdict), state


def _others(verdict: Verdict) -> str:
    best = sorted(verdict.rivals, key=_goodness, reverse=True)
    said = [f"{rival.method} {rival.value:.3g}" for rival in best[:_MOST_RIVALS]]
    more = len(best) - len(said)
    return ", ".join((*said, *([f"{more} more"] if more else [])))


def _goodness(metric: Metric) -> float:
    return -metric.value if metric.direction == "lower" else metric.value


def _origins(results: Sequence[Results]) -> Iterator[str]:
    """When and where each benchmark ran, and who was left out."""
    for each in results:
        seeds = f"{each.seeds[0]} to {each.seeds[-1]}" if len(each.seeds) > 1 else each.seeds[0]
        skipped = each.config.get("skipped") or {}
        absent = "".join(f"; {name} was skipped: {why}" for name, why in skipped.items())
        yield f"- {each.suite}: {each.date}, commit {each.commit[:10]}, seeds {seeds}{absent}"
