"""What consolidation has made of a memory, kept with its file."""

from __future__ import annotations

import re
from collections.abc import Collection

from whereseen.memory.consolidation.rows import Habit, Progress, Summary, UpkeepRows
from whereseen.memory.spatial.selection import Selection

_FIRST_NS, _LAST_NS = -(2**63), 2**63 - 1


class KeptUpkeep:
    """Summaries, habits, and how far consolidation has come; safe with the memory's next commit.

    Attributes:
        summaries: By level, scope and day.
        habits: How often things of a label were where.
        progress: Of the round that is under way.
        erasures: How often something was forgotten; who goes on after that begins anew with what is
            still known.
    """

    def __init__(self) -> None:
        self.restore(UpkeepRows())
        self.erasures = 0

    def restore(self, rows: UpkeepRows) -> None:
        """Take back what was kept."""
        self.summaries = {each.key: each for each in rows.summaries}
        self.habits: tuple[Habit, ...] = rows.habits
        self.progress: Progress = rows.progress

    def rows(self) -> UpkeepRows:
        """All that is to be kept, in order."""
        ordered = tuple(self.summaries[key] for key in sorted(self.summaries))
        return UpkeepRows(ordered, tuple(sorted(self.habits)), self.progress)

    def forget(
        self,
        entity_ids: Collection[int],
        labels: Collection[str] = (),
        within: Selection | None = None,
    ) -> None:
        """Drop all that tells of some things, of their names, or of a time that is forgotten.

        What is left to tell is told again after the next round.
        """
        if not (entity_ids or labels or within is not None):
            return
        self.erasures += 1
        gone = _Gone(frozenset(entity_ids), tuple(labels), within)
        self.summaries = {
            key: each for key, each in self.summaries.items() if not gone.is_told_by(each)
        }
        self.habits = tuple(each for each in self.habits if not gone.is_habit(each))
        self.progress = Progress()


class _Gone:
    """What is forgotten."""

    def __init__(
        self, entity_ids: frozenset[int], labels: tuple[str, ...], within: Selection | None
    ) -> None:
        self._ids = entity_ids
        words = "|".join(re.escape(label) for label in labels if label)
        self._named = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None
        self._within = within if within is not None and within.T_map_box is None else None

    def is_told_by(self, summary: Summary) -> bool:
        texts = (summary.scope, summary.name, summary.text, summary.stats)
        return (
            not self._ids.isdisjoint(summary.thing_ids)
            or any(map(self._names, texts))
            or self._is_then(summary)
        )

    def is_habit(self, habit: Habit) -> bool:
        is_of_all_times = self._within is not None
        return is_of_all_times or any(map(self._names, (habit.label, habit.room, habit.support)))

    def _names(self, text: str) -> bool:
        return self._named is not None and self._named.search(text) is not None

    def _is_then(self, summary: Summary) -> bool:
        if self._within is None:
            return False
        since_ns = _FIRST_NS if self._within.since_ns is None else self._within.since_ns
        until_ns = _LAST_NS if self._within.until_ns is None else self._within.until_ns
        return summary.t0_ns <= until_ns and summary.t1_ns >= since_ns
