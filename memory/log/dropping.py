"""What leaves a log by policy, for good but without haste: it is no secret."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.memory.log.backend import Backend, Int64
from whereseen.memory.log.retention import Retention, surplus


@dataclass(frozen=True, slots=True, eq=False)
class Dropped:
    """Observations that are to leave; what was written since keeps its number.

    Attributes:
        ids: (N,) int64, ascending.
        vectors_only: Whether the rows stay.
    """

    ids: Int64
    vectors_only: bool = False


def drop(backend: Backend, dropped: Dropped) -> None:
    """Drop them, within a transaction."""
    if dropped.vectors_only:
        backend.erase_vectors(dropped.ids)
    else:
        backend.erase(dropped.ids)


def surplus_of(
    backend: Backend, policy: Retention, now_ns: int, *, vectors_only: bool = False
) -> Dropped:
    """What a policy does not keep of the observations of a log, or of their vectors."""
    held = backend.holdings(policy.kind, policy.place, of_vectors=vectors_only)
    return Dropped(surplus(policy, held, now_ns), vectors_only)
