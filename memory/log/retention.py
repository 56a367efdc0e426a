"""Which observations have to go: by age, number, size, and one of so many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import InvalidConfig

if TYPE_CHECKING:  # the configuration reads policies, and backends read the configuration
    from whereseen.memory.log.backend import Holdings, Int64


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """What may be kept of some observations.

    Attributes:
        kind, place: Patterns (GLOB) of the kinds and places it is about; without a place an
            observation has the empty one.
        max_age_s: Older ones go.
        max_rows: The newest so many stay.
        max_bytes: The newest that together take so much stay, vectors included.
        keep_every: Of those older than `thin_after_s`, one of so many stays: whose id it divides.
        thin_after_s: When thinning begins.
    """

    kind: str = "*"
    place: str = "*"
    max_age_s: float | None = None
    max_rows: int | None = None
    max_bytes: int | None = None
    keep_every: int = 1
    thin_after_s: float = 0.0

    def __post_init__(self) -> None:
        bounds = (self.max_age_s, self.max_rows, self.max_bytes, self.thin_after_s)
        if self.keep_every < 1 or any(bound is not None and not bound >= 0 for bound in bounds):
            raise InvalidConfig(
                "bounds of retention must not be negative",
                got=str(self),
                remedy="None is no bound; keep_every=1 keeps all",
            )


def surplus(policy: Retention, held: Holdings, now_ns: int) -> Int64:
    """Ids of what has to go, by rising id."""
    goes = np.zeros(len(held.ids), dtype=np.bool_)
    if policy.max_age_s is not None:
        goes |= _older(held, policy.max_age_s, now_ns)
    if policy.keep_every > 1:
        old = _older(held, policy.thin_after_s, now_ns)
        goes |= old & (held.ids % policy.keep_every != 0)
    newest = np.lexsort((held.ids, held.stamps_ns))[::-1]
    newest = newest[~goes[newest]]
    if policy.max_rows is not None:
        goes[newest[policy.max_rows :]] = True
        newest = newest[: policy.max_rows]
    if policy.max_bytes is not None:
        goes[newest[np.cumsum(held.sizes[newest]) > policy.max_bytes]] = True
    return held.ids[goes]


def _older(held: Holdings, age_s: float, now_ns: int) -> npt.NDArray[np.bool_]:
    oldest = now_ns - round(min(age_s * 1e9, 2.0**62))
    return held.stamps_ns < max(oldest, -(2**63))
