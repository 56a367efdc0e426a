"""From counts to rows, with intervals by home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whereseen.sim.benchmark.intervals import ratio
from whereseen.sim.benchmark.results import Direction, Metric
from whereseen.sim.identity.ledger import Tally

_SHARES: dict[str, tuple[str, str, Direction]] = {
    "moves_kept": ("kept", "moves", "higher"),
    "moves_kept_exactly": ("kept_exactly", "moves", "higher"),
    "moves_unfound": ("unfound", "moves", "lower"),
    "stays_kept": ("stays_kept", "stays", "higher"),
    "false_vanishings": ("vanished", "stays", "lower"),
    "duplicates": ("surplus", "things", "lower"),
}


@dataclass(frozen=True, slots=True)
class Count:
    """What a method did in a home.

    Attributes:
        method, condition, seed: Where.
        tally: Of all rounds.
    """

    method: str
    condition: str
    seed: int
    tally: Tally


def metrics_of(counts: Sequence[Count]) -> Iterator[Metric]:
    """All rows: shares of all homes together."""
    groups: dict[tuple[str, str], list[Tally]] = {}
    for count in counts:
        groups.setdefault((count.method, count.condition), []).append(count.tally)
    for (method, condition), tallies in groups.items():
        for name, (part, whole, direction) in _SHARES.items():
            estimate = ratio(
                [getattr(tally, part) for tally in tallies],
                [getattr(tally, whole) for tally in tallies],
            )
            yield Metric.of(
                estimate, method=method, case=condition, name=name, unit="", direction=direction
            )
