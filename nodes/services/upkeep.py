"""Upkeep on demand."""

from __future__ import annotations

from typing import Any

from whereseen.nodes.convert.answer import done
from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.core import Core

_BUDGET_S = 1.0


def consolidate(core: Core, request: Any, response: Any) -> None:
    """Thin, archive, learn and sum up within a budget of time; the next call goes on there."""
    budget_s = request.budget.sec + request.budget.nanosec / 1e9
    report = core.memory.consolidate(
        until_ns=ns_of(request.until) or None, budget_s=budget_s if budget_s > 0.0 else _BUDGET_S
    )
    core.touch()
    response.complete = report.is_complete
    counted = ("thinned", "dropped", "vectors", "images", "closed", "habits", "summaries")
    response.text = ", ".join(f"{getattr(report, name)} {name}" for name in counted)
    state = "done" if report.is_complete else "not done yet: call again"
    response.status = done(f"{report.pieces} pieces of upkeep, the round is {state}")
