"""Planners by their names in parameters and goals."""

from __future__ import annotations

from whereseen.acting.planning.plan import Planner
from whereseen.memory.errors import InvalidConfig


def planner_named(name: str) -> Planner | None:
    """Who makes plans; None for the deterministic one.

    Raises:
        InvalidConfig: if there is none of that name.
    """
    if name == "deterministic":
        return None
    raise InvalidConfig(
        "there is no such planner", got=repr(name), remedy="Use deterministic or llm"
    )
