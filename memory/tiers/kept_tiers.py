"""Short-term and working memory of a memory, kept with its file."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from whereseen.memory.answer import Metres3
from whereseen.memory.tiers.config import TierConfig
from whereseen.memory.tiers.journal import VolatileJournal
from whereseen.memory.tiers.short_term import ShortTermMemory
from whereseen.memory.tiers.unit import Unit
from whereseen.memory.tiers.working import WorkingMemory

TierRows = dict[str, tuple[str, ...]]

_SHORT_TERM, _WORKING = "short_term", "working"


class KeptTiers:
    """What is at hand, and the task that it is for; safe with the memory's next commit.

    Both are made when somebody asks for them, from what was kept.

    Args:
        config: How much they hold, and what leaves.
    """

    def __init__(self, config: TierConfig | None = None) -> None:
        self._config = config or TierConfig()
        self._journals = {name: VolatileJournal() for name in (_SHORT_TERM, _WORKING)}
        self._made: dict[str, Any] = {}

    @property
    def short_term(self) -> ShortTermMemory:
        """The few things that are at hand.

        Raises:
            MapFileError: if what was kept is damaged.
        """
        if _SHORT_TERM not in self._made:
            self._made[_SHORT_TERM] = ShortTermMemory(self._config, self._journals[_SHORT_TERM])
        made: ShortTermMemory = self._made[_SHORT_TERM]
        return made

    @property
    def working(self) -> WorkingMemory:
        """The state of the task.

        Raises:
            MapFileError: if what was kept is damaged.
        """
        if _WORKING not in self._made:
            self._made[_WORKING] = WorkingMemory(self._config, self._journals[_WORKING])
        made: WorkingMemory = self._made[_WORKING]
        return made

    def rows(self) -> TierRows:
        """Lines of both journals, by name."""
        if _SHORT_TERM in self._made:
            self.short_term.flush()
        return {name: tuple(journal.read()) for name, journal in self._journals.items()}

    def restore(self, rows: TierRows) -> None:
        """Take back what was kept."""
        self._made.clear()
        for name in self._journals:
            self._journals[name] = VolatileJournal()
            self._journals[name].append(rows.get(name, ()))

    def move(self, moved: Callable[[Unit], Metres3]) -> None:
        """Correct where things are, as after a loop closure."""
        if self.rows()[_SHORT_TERM]:
            self.short_term.move(moved)

    def forget(self, entity_ids: Collection[int]) -> None:
        """Let go of things, and of all that the journals say of them."""
        if not entity_ids:
            return
        rows = self.rows()
        if rows[_SHORT_TERM]:
            self.short_term.forget(entity_ids)
        if rows[_WORKING]:
            self.working.forget(set(entity_ids))
