"""What the steps of a round of consolidation share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Protocol

from whereseen.memory.chronicle.chronicling import chronicle_of
from whereseen.memory.chronicle.logged import deeds_of
from whereseen.memory.chronicle.stays import Chronicle
from whereseen.memory.consolidation.report import ConsolidationReport
from whereseen.memory.log.query import EventQuery
from whereseen.memory.spatial_memory import SpatialMemory

_ALL = 2**62


class Phraser(Protocol):
    """Says a summary in other words, as a language model can."""

    def __call__(self, text: str, stats: str) -> str:
        """The text in other words.

        Args:
            text: In plain English.
            stats: What it is made from, as JSON.
        """
        ...


@dataclass(slots=True)
class Round:
    """A round over a memory.

    Attributes:
        memory: Whose.
        until_ns: Up to when it looks.
        zone: Whose days are summed up.
        report: What was done so far.
        phraser: Says summaries in other words; None: they are left as they are.
    """

    memory: SpatialMemory
    until_ns: int
    zone: tzinfo
    report: ConsolidationReport
    phraser: Phraser | None = None
    _known: tuple[int, Chronicle] | None = field(default=None, init=False)

    def chronicle(self) -> Chronicle:
        """Where things were and what happened; read anew if anything was forgotten since."""
        erasures = self.memory.upkeep.erasures
        if self._known is None or self._known[0] != erasures:
            events = self.memory.log.events(EventQuery(limit=_ALL))
            done = deeds_of(hit.event for hit in events)
            self._known = erasures, chronicle_of(self.memory, self.memory.graph, done)
        return self._known[1]
