"""What was believed and what changed, oldest first, within bounds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from whereseen.memory.answer import Metres3
from whereseen.memory.objects.entity import Belief, Cause, Change, Entity, Kind

_BELIEFS_PER_CHANGE = 2  # one before and one after


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change by reference: what it names may become better known.

    Attributes:
        kind: What happened.
        earliest_ns: It happened at this time or later.
        latest_ns: It happened at this time or earlier.
        entity_id: To what.
        before: Number of the belief before, or None.
        after: Number of the belief afterwards, or None.
    """

    kind: Kind
    earliest_ns: int
    latest_ns: int
    entity_id: int
    before: int | None
    after: int | None


class History:
    """Beliefs and changes by number.

    Rows are only appended and closed, until they are forgotten or give way to newer ones.

    Args:
        max_changes: Most changes; beliefs are bounded by twice as many.

    Attributes:
        beliefs: Number to belief, oldest first.
        changes: Number to change, oldest first.
    """

    def __init__(self, max_changes: int) -> None:
        self.beliefs: dict[int, Belief] = {}
        self.changes: dict[int, ChangeRow] = {}
        self._open: dict[int, int] = {}
        self.max_changes = max_changes

    def restore(self, beliefs: dict[int, Belief], changes: dict[int, ChangeRow]) -> None:
        """Take back what was saved."""
        self.beliefs, self.changes = beliefs, changes
        self._open = {b.entity_id: n for n, b in beliefs.items() if b.valid_to_ns is None}

    def believe(self, belief: Belief) -> int:
        """Note a belief that holds from now on; returns its number."""
        number = next(reversed(self.beliefs), 0) + 1
        self.beliefs[number] = belief
        self._open[belief.entity_id] = number
        self._drop_oldest_belief()
        return number

    def current(self, entity_id: int) -> tuple[int, Belief] | None:
        """Number and value of what is believed of an entity now, or None."""
        number = self._open.get(entity_id)
        return None if number is None else (number, self.beliefs[number])

    def belief_now(self, entity_id: int) -> Belief | None:
        """What is believed of an entity now, if anything."""
        number = self._open.get(entity_id)
        return None if number is None else self.beliefs[number]

    def refresh(self, entity: Entity) -> None:
        """Let the current belief follow an entity that is where it was."""
        found = self.current(entity.id)
        if found is not None:
            number, belief = found
            known = (belief.position_m, belief.size_m, belief.probability)
            if known != (entity.position_m, entity.size_m, entity.probability):
                self.beliefs[number] = replace(
                    belief,
                    position_m=entity.position_m,
                    size_m=entity.size_m,
                    probability=entity.probability,
                )

    def close(self, entity_id: int, at_ns: int) -> int | None:
        """End the current belief of an entity; returns its number, None where there was none."""
        found = self.current(entity_id)
        if found is None:
            return None
        number, belief = found
        del self._open[entity_id]
        self.beliefs[number] = replace(belief, valid_to_ns=max(at_ns, belief.valid_from_ns))
        return number

    def ended_ns(self, entity_id: int) -> int:
        """When the last belief of an entity that no longer holds ended, 0 if there is none."""
        return max((b.valid_to_ns or 0 for b in self.beliefs_of(entity_id)), default=0)

    def adopt(self, entity_id: int, other_id: int, at_ns: int) -> int:
        """Let an entity go on as another, of which nothing is left then.

        What was believed of it from that time on, as that it was gone, no longer counts.

        Args:
            entity_id: Who goes on.
            other_id: As whom; something must be believed of it.
            at_ns: Since when it is the other.

        Returns:
            Number of the first belief of the other.
        """
        adopted = [n for n, b in self.beliefs.items() if b.entity_id == other_id]
        first = min(adopted, key=lambda n: self.beliefs[n].valid_from_ns)
        void = self._end_by(entity_id, at_ns)
        for number in adopted:
            belief = self.beliefs[number]
            self.beliefs[number] = replace(
                belief,
                entity_id=entity_id,
                valid_from_ns=max(belief.valid_from_ns, at_ns),
                valid_to_ns=None if belief.valid_to_ns is None else max(belief.valid_to_ns, at_ns),
            )
        appeared = (None, first)
        self.restore(
            {n: b for n, b in self.beliefs.items() if n not in void},
            {
                n: replace(row, entity_id=entity_id) if row.entity_id == other_id else row
                for n, row in self.changes.items()
                if (row.before, row.after) != appeared and not self._is_void(row, entity_id, at_ns)
            },
        )
        return first

    def part(self, entity_id: int, other_id: int, at_ns: int) -> None:
        """Undo that an entity went on as another at a time: what came after is of the other."""
        own = [n for n, b in self.beliefs.items() if b.entity_id == entity_id]
        later = {n for n in own if self.beliefs[n].valid_from_ns >= at_ns}
        earlier = [n for n in own if n not in later and self.beliefs[n].cause != Cause.ABSENT]
        for number in later:
            self.beliefs[number] = replace(self.beliefs[number], entity_id=other_id)
        if earlier:
            last = max(earlier, key=lambda n: self.beliefs[n].valid_from_ns)
            self.beliefs[last] = replace(self.beliefs[last], valid_to_ns=None)
        self.restore(
            self.beliefs,
            {
                n: _parted(row, other_id, later) if row.after in later else row
                for n, row in self.changes.items()
            },
        )

    def _end_by(self, entity_id: int, at_ns: int) -> set[int]:
        """End the beliefs of an entity at a time; returns those that had not begun by then."""
        void: set[int] = set()
        own = [n for n, b in self.beliefs.items() if b.entity_id == entity_id]
        for number in own:
            belief = self.beliefs[number]
            if belief.cause == Cause.ABSENT and belief.valid_from_ns >= at_ns:
                void.add(number)
            elif belief.valid_to_ns is None or belief.valid_to_ns > at_ns:
                ends_ns = max(at_ns, belief.valid_from_ns)
                self.beliefs[number] = replace(belief, valid_to_ns=ends_ns)
        return void

    def _is_void(self, row: ChangeRow, entity_id: int, at_ns: int) -> bool:
        late = row.entity_id == entity_id and row.latest_ns >= at_ns
        return late and row.kind == Kind.VANISHED

    def retract_vanishing(self, entity_id: int, since_ns: int) -> None:
        """What was told of an entity as gone since a time turns out to be the first half of a move.

        That it was not where it had been stays believed for as long as it was.
        """
        self.changes = {
            n: row
            for n, row in self.changes.items()
            if not (
                row.entity_id == entity_id
                and row.kind == Kind.VANISHED
                and row.latest_ns >= since_ns
            )
        }

    def note(self, change: ChangeRow) -> None:
        """Append a change."""
        self.changes[next(reversed(self.changes), 0) + 1] = change
        while len(self.changes) > self.max_changes:
            del self.changes[next(iter(self.changes))]

    def beliefs_of(self, entity_id: int) -> tuple[Belief, ...]:
        """All that was believed of an entity, oldest first."""
        of_entity = (b for b in self.beliefs.values() if b.entity_id == entity_id)
        return tuple(sorted(of_entity, key=lambda belief: belief.valid_from_ns))

    def changed_since(
        self, since_ns: int, entities: Mapping[int, Entity], accept: Callable[[Change], bool]
    ) -> Iterator[Change]:
        """Changes that may have happened after a time, newest first.

        What was gone and turned out to have moved has moved: that is told once.
        """
        moved = {(it.entity_id, it.before) for it in self.changes.values() if it.kind == Kind.MOVED}
        for row in reversed(self.changes.values()):
            is_retracted = row.kind == Kind.VANISHED and (row.entity_id, row.before) in moved
            if row.latest_ns > since_ns and not is_retracted:
                change = self._change(row, entities[row.entity_id])
                if accept(change):
                    yield change

    def forget(self, entity_ids: Collection[int]) -> None:
        """Drop all rows of some entities."""
        gone = set(entity_ids)
        beliefs = {n: b for n, b in self.beliefs.items() if b.entity_id not in gone}
        changes = {n: c for n, c in self.changes.items() if c.entity_id not in gone}
        self.restore(beliefs, changes)

    def move(self, moved: Callable[[Belief, int | None], Metres3]) -> None:
        """Correct the positions of all beliefs, as after a loop closure.

        Args:
            moved: Of a belief, and when its thing was last known to be there; None if no change
                tells.
        """
        last = {row.before: row.earliest_ns for row in self.changes.values()}
        for number, belief in self.beliefs.items():
            self.beliefs[number] = replace(belief, position_m=moved(belief, last.get(number)))

    def _change(self, row: ChangeRow, entity: Entity) -> Change:
        return Change(
            kind=row.kind,
            earliest_ns=row.earliest_ns,
            latest_ns=row.latest_ns,
            entity=entity,
            before=None if row.before is None else self.beliefs[row.before],
            after=None if row.after is None else self.beliefs[row.after],
        )

    def _drop_oldest_belief(self) -> None:
        """Over the bound, drop the oldest belief that ended, and the changes that name it."""
        if len(self.beliefs) <= _BELIEFS_PER_CHANGE * self.max_changes:
            return
        ended = (n for n, belief in self.beliefs.items() if belief.valid_to_ns is not None)
        victim = next(ended, None)
        if victim is None:
            return
        del self.beliefs[victim]
        self.changes = {n: c for n, c in self.changes.items() if victim not in (c.before, c.after)}


def _parted(row: ChangeRow, other_id: int, later: Collection[int]) -> ChangeRow:
    if row.before in later:
        return replace(row, entity_id=other_id)
    return replace(row, kind=Kind.APPEARED, entity_id=other_id, before=None)
