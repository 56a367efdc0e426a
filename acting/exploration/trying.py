"""What one search for something has tried until now."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from whereseen.acting.exploration.layer import Layer
from whereseen.acting.skills.call import Pose2

_PAUSE_NS = 600_000_000_000  # after which it is another search


@dataclass(slots=True)
class Tried:
    """Looks in vain of one search.

    Attributes:
        begun_ns: When it began; what was seen since is of the search itself.
        latest_ns: When it was last asked where to look.
        left: What looks in vain have left of the worth of each cell.
        views: From where it was looked.
    """

    begun_ns: int
    latest_ns: int
    left: Layer[np.float32] = field(default_factory=lambda: Layer(np.float32(1.0)))
    views: list[Pose2] = field(default_factory=list)


class Searches:
    """Searches that are under way, by query; one that was left for ten minutes begins anew."""

    def __init__(self) -> None:
        self._found: dict[str, Tried] = {}

    def at(self, query: str, now_ns: int) -> Tried:
        """The search for something, begun now if there is none."""
        tried = self._found.get(query)
        if tried is None or now_ns - tried.latest_ns > _PAUSE_NS:
            tried = self._found[query] = Tried(now_ns, now_ns)
        tried.latest_ns = now_ns
        return tried
