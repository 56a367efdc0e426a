"""Short-term memory: the few things that a robot has to do with now.

What it lets go is still in long-term memory; having it at hand saves looking there, and keeps what
a planner is told short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from whereseen.memory.answer import Metres3
from whereseen.memory.tiers.config import TierConfig
from whereseen.memory.tiers.journal import Journal, Ledger, VolatileJournal, damaged
from whereseen.memory.tiers.policies import make_policy
from whereseen.memory.tiers.policy import Policy, Snapshot
from whereseen.memory.tiers.unit import Reason, Unit, checked


class Outcome(Enum):
    """What became of asking for a thing."""

    HIT = "hit"
    STALE = "stale"
    """It is at hand, but became different since."""
    MISS = "miss"


@dataclass(frozen=True, slots=True)
class Recall:
    """The reply of short-term memory.

    Attributes:
        outcome: Whether the thing is at hand.
        unit: What is held of it; None if it is not at hand.
    """

    outcome: Outcome
    unit: Unit | None


@dataclass(slots=True)
class Counts:
    """How often asking was of use since the memory was opened.

    Attributes:
        hits: Times that a thing was at hand as it is.
        stale_hits: Times that it was at hand as it no longer is.
        misses: Times that it was not at hand.
    """

    hits: int = 0
    stale_hits: int = 0
    misses: int = 0

    @property
    def hit_rate(self) -> float:
        """Share of hits, stale ones not counted as such; 0 before anything was asked for."""
        asked = self.hits + self.stale_hits + self.misses
        return self.hits / asked if asked else 0.0


class ShortTermMemory:
    """At most `config.capacity` things, of which a policy chooses the one that leaves.

    Every unit is in the journal when `note` returns. How often things are asked for is written
    with the next of them, or after `config.unsaved_touches`; a crash may lose so many.

    Args:
        config: How much is held and who leaves.
        journal: What an earlier one wrote is taken up again; None: nothing outlives the process.

    Attributes:
        counts: How often asking was of use.

    Raises:
        MapFileError: if the journal cannot be read, or later not be written.
    """

    def __init__(self, config: TierConfig | None = None, journal: Journal | None = None) -> None:
        self.config = config or TierConfig()
        self.counts = Counts()
        self._units: dict[int, Unit] = {}
        self._refuted: set[int] = set()
        self._policy: Policy[int] = make_policy(self.config.policy, self.config.capacity)
        self._ledger = Ledger(
            VolatileJournal() if journal is None else journal,
            most_held=self.config.unsaved_touches,
        )
        self._take_up()

    def note(self, unit: Unit) -> Unit | None:
        """Have a thing at hand, or what is now known of it if it is.

        A thing with which the robot did something was thereby asked for. What is older than what
        is held of the thing is left out.

        Returns:
            The unit that left for it, if one did.

        Raises:
            InvalidNote: if it cannot be held.
        """
        checked(unit, self.config.most_states)
        held = self._units.get(unit.entity_id)
        if held is not None and unit.stamp_ns < held.stamp_ns:
            return None
        left = self._note(unit)
        self._ledger.write(["note", unit.to_json()])
        self._shorten()
        return left

    def recall(self, entity_id: int, *, changed_ns: int = 0) -> Recall:
        """Ask for a thing; on a miss ask long-term memory, and note what it says.

        Args:
            entity_id: Its identity.
            changed_ns: When long-term memory last knew it to become different, 0 if it is not
                known to have.
        """
        self._policy.touch(entity_id)
        self._ledger.hold(["touch", entity_id])
        self._shorten()
        unit = self._units.get(entity_id)
        if unit is None:
            self.counts.misses += 1
            return Recall(Outcome.MISS, None)
        if unit.stamp_ns < changed_ns or entity_id in self._refuted:
            self.counts.stale_hits += 1
            return Recall(Outcome.STALE, unit)
        self.counts.hits += 1
        return Recall(Outcome.HIT, unit)

    def refute(self, entity_id: int) -> None:
        """A hit led to where the thing was not: it was stale, and is until the thing is noted."""
        if entity_id in self._units and entity_id not in self._refuted:
            self.counts.hits -= min(1, self.counts.hits)
            self.counts.stale_hits += 1
            self._refuted.add(entity_id)
            self._ledger.write(["refute", entity_id])

    def forget(self, entity_ids: Iterable[int]) -> None:
        """Let go of things, and of all that the journal says of them."""
        for entity_id in entity_ids:
            self._discard(entity_id)
        self._ledger.rewrite(self._snapshot())

    def move(self, moved: Callable[[Unit], Metres3]) -> None:
        """Correct where things are, as after a loop closure."""
        for entity_id, unit in self._units.items():
            self._units[entity_id] = replace(unit, position_m=moved(unit))
        self._ledger.rewrite(self._snapshot())

    def units(self) -> list[Unit]:
        """All that is at hand, the worthiest first."""
        return [self._units[each] for each in reversed(list(self._policy))]

    def flush(self) -> None:
        """Write down how often things were asked for."""
        self._ledger.flush()

    def __contains__(self, entity_id: object) -> bool:
        return entity_id in self._units

    def __len__(self) -> int:
        return len(self._units)

    def _note(self, unit: Unit) -> Unit | None:
        if unit.reason == Reason.ACTED:
            self._policy.touch(unit.entity_id)
        left = self._policy.admit(unit.entity_id)
        self._units[unit.entity_id] = unit
        self._refuted -= {unit.entity_id, left}
        return None if left is None else self._units.pop(left)

    def _discard(self, entity_id: int) -> None:
        self._policy.discard(entity_id)
        self._units.pop(entity_id, None)
        self._refuted.discard(entity_id)

    def _shorten(self) -> None:
        if self._ledger.lines >= self.config.most_lines:
            self._ledger.rewrite(self._snapshot())

    def _snapshot(self) -> list[Any]:
        held = [self._units[each].to_json() for each in self._policy]
        kind = [self.config.policy, self.config.capacity]
        return ["snapshot", kind, self._policy.snapshot(), held, sorted(self._refuted)]

    def _take_up(self) -> None:
        entry: Any = None
        try:
            for entry in self._ledger.read():
                self._apply(entry)
        except (KeyError, TypeError, ValueError) as error:
            raise damaged(f"{str(entry)[:80]}: {error!r}") from error

    def _apply(self, entry: list[Any]) -> None:
        match entry:
            case ["touch", int(entity_id)]:
                self._policy.touch(entity_id)
            case ["note", row]:
                self._note(Unit.from_json(row))
            case ["refute", int(entity_id)]:
                self._refuted.add(entity_id)
            case ["snapshot", kind, state, rows, refuted]:
                self._restore(kind, state, [Unit.from_json(row) for row in rows])
                self._refuted = {int(each) for each in refuted} & set(self._units)
            case _:
                raise ValueError("no such entry")

    def _restore(self, kind: list[Any], state: Snapshot, units: list[Unit]) -> None:
        """Take the state that was, or of a memory of another kind the worthiest units."""
        if kind != [self.config.policy, self.config.capacity]:
            for unit in units[-self.config.capacity :]:
                self._note(unit)
            return
        self._policy.restore(state)
        self._units = {unit.entity_id: unit for unit in units}
        if set(self._policy) != set(self._units) or len(self._units) > self.config.capacity:
            raise ValueError("units and policy differ")
