"""The methods of the map benchmark by name."""

from __future__ import annotations

from functools import partial

from whereseen.memory.config import VoxelConfig
from whereseen.memory.errors import InvalidConfig
from whereseen.sim.benchmark.adapter import WhereseenUnderTest
from whereseen.sim.benchmark.baselines import AddOnly, LogOdds, Replace
from whereseen.sim.benchmark.under_test import Fillable, Method

_ROOMY_MB = 8192


def _whereseen(dimension: int, *, memory_limit_mb: int = 1024) -> Fillable:
    config = VoxelConfig(memory_limit_mb=memory_limit_mb)
    return WhereseenUnderTest(dimension, config)


METHODS: dict[str, Method] = {
    "whereseen": Method("whereseen", _whereseen, partial(_whereseen, memory_limit_mb=_ROOMY_MB)),
    "replace": Method("replace", Replace, Replace, rows_only=True),
    "add-only": Method("add-only", AddOnly, AddOnly, rows_only=True),
    "log-odds": Method("log-odds", LogOdds, LogOdds, rows_only=True),
}


def methods_named(names: tuple[str, ...]) -> tuple[Method, ...]:
    """The named methods, all if none is named.

    Raises:
        InvalidConfig: for an unknown name.
    """
    unknown = [name for name in names if name not in METHODS]
    if unknown:
        raise InvalidConfig(
            "there is no such method",
            got=", ".join(unknown),
            remedy=f"Choose from {', '.join(METHODS)}",
        )
    return tuple(METHODS[name] for name in names or METHODS)


def bounded(name: str, dimension: int, memory_limit_mb: int) -> Fillable:
    """A map under a memory bound; the baselines know none."""
    if name == "whereseen":
        return _whereseen(dimension, memory_limit_mb=memory_limit_mb)
    return METHODS[name].make(dimension)
