"""Since when and until when relations held."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from whereseen.memory.graph.bodies import Body
from whereseen.memory.graph.relations import Fact, NodeId, Predicate, thing_node
from whereseen.memory.graph.rows import DoubtRow, RelationRow
from whereseen.memory.objects.boxes import Boxes, covered_shares
from whereseen.memory.objects.entity import Entity

_STAYS_WITH = (Predicate.IN, Predicate.IN_ROOM)  # of what is shut away
_STILL_THERE = 0.5  # share of where a thing was that its container still takes up


@dataclass(frozen=True, slots=True)
class Relation:
    """A fact with the time in which it held.

    Attributes:
        fact: What held.
        valid_from_ns: Since when.
        valid_to_ns: Until when; None while it holds.
        is_remembered: It holds, but is not to be seen: its thing was shut away.
    """

    fact: Fact
    valid_from_ns: int
    valid_to_ns: int | None = None
    is_remembered: bool = False

    def holds_at(self, stamp_ns: int) -> bool:
        """Whether it held then."""
        ended = self.valid_to_ns is not None and stamp_ns >= self.valid_to_ns
        return stamp_ns >= self.valid_from_ns and not ended


class RelationHistory:
    """Opens a relation when a fact begins to hold, and closes it when it ceases.

    A fact that is there once, or missing once, changes nothing: it takes several looks in a row.
    Facts of things that no look was at stay as they are, since silence is not absence.

    Args:
        confirmations: So many looks in a row.
        most: Closed relations that are kept; the oldest go first.
    """

    def __init__(self, *, confirmations: int = 2, most: int = 100_000) -> None:
        self._confirmations = confirmations
        self._most = most
        self._holding: dict[Fact, Relation] = {}
        self._past: list[Relation] = []
        self._doubts: dict[Fact, tuple[int, int]] = {}  # since when, in how many looks
        self._looked_ns = -1

    @property
    def holding(self) -> tuple[Relation, ...]:
        """What holds now, the oldest first."""
        return tuple(self._holding.values())

    def __iter__(self) -> Iterator[Relation]:
        """All relations: those that have ended, as they ended, then those that hold."""
        yield from self._past
        yield from self._holding.values()

    def as_of(self, stamp_ns: int) -> tuple[Relation, ...]:
        """What held then."""
        return tuple(each for each in self if each.holds_at(stamp_ns))

    def of(self, node: NodeId) -> tuple[Relation, ...]:
        """All that ever held of a thing, or of anything to it, as iterated."""
        return tuple(each for each in self if node in (each.fact.subject, each.fact.object))

    def restore(self, relations: Iterable[Relation]) -> None:
        """Take back what was kept; all else is forgotten."""
        listed = tuple(relations)
        self._holding = {each.fact: each for each in listed if each.valid_to_ns is None}
        self._past = [each for each in listed if each.valid_to_ns is not None]
        self._doubts, self._looked_ns = {}, -1

    @property
    def looked_ns(self) -> int:
        """Time of the latest look, -1 before the first."""
        return self._looked_ns

    def relation_rows(self) -> Iterator[RelationRow]:
        """All relations, as iterated, to be kept."""
        for each in self:
            fact = each.fact
            yield RelationRow(
                fact.subject,
                fact.predicate.value,
                fact.object,
                each.valid_from_ns,
                each.valid_to_ns,
                each.is_remembered,
            )

    def doubt_rows(self) -> Iterator[DoubtRow]:
        """What the latest looks saw otherwise, to be kept."""
        for fact, (since_ns, looks) in self._doubts.items():
            yield DoubtRow(fact.subject, fact.predicate.value, fact.object, since_ns, looks)

    def resume(
        self, relations: Iterable[RelationRow], doubts: Iterable[DoubtRow], looked_ns: int
    ) -> None:
        """Go on where another one ended.

        Raises:
            ValueError: if a row is damaged.
        """
        self.restore(
            Relation(
                Fact(row.subject, Predicate(row.predicate), row.object),
                row.valid_from_ns,
                row.valid_to_ns,
                row.is_remembered,
            )
            for row in relations
        )
        self._doubts = {
            Fact(row.subject, Predicate(row.predicate), row.object): (row.since_ns, row.looks)
            for row in doubts
        }
        self._looked_ns = looked_ns

    def update(
        self,
        facts: Collection[Fact],
        now_ns: int,
        *,
        looked_at: Collection[NodeId],
        shut_away: Collection[NodeId] = (),
        confirmations: int | None = None,
    ) -> tuple[Relation, ...]:
        """Compare what holds with a look; returns the relations that have begun or ended.

        Args:
            facts: All that holds by this look.
            now_ns: Time of the look; the same time again counts as the same look.
            looked_at: Things whose facts would be among them; those known to be gone too.
            shut_away: Things that are gone from sight since what they are in was closed: they
                still are in it.
            confirmations: So many looks in a row are enough this time; None for the usual number.
        """
        enough = self._confirmations if confirmations is None else confirmations
        again = now_ns <= self._looked_ns
        self._looked_ns = max(now_ns, self._looked_ns)
        present, looked = frozenset(facts), frozenset(looked_at)
        self._remember(frozenset(shut_away), present)
        begun = [fact for fact in facts if fact not in self._holding]
        missing = [
            fact
            for fact, relation in self._holding.items()
            if fact not in present and fact.subject in looked and not relation.is_remembered
        ]
        doubted = self._noted([*begun, *missing], now_ns, again=again)
        unseen = {fact: kept for fact, kept in self._doubts.items() if fact.subject not in looked}
        self._doubts = unseen | doubted
        changed = [self._close(fact) for fact in missing if self._doubts[fact][1] >= enough]
        changed += [
            self._open(fact)
            for fact in sorted(begun, key=_order)
            if self._doubts[fact][1] >= enough
        ]
        for relation in changed:
            del self._doubts[relation.fact]
        del self._past[: max(len(self._past) - self._most, 0)]
        return tuple(changed)

    def forget(self, nodes: Collection[NodeId]) -> int:
        """Drop all relations of things, and to them; returns how many."""
        gone = frozenset(nodes)
        before = len(self._past) + len(self._holding)
        kept = [each for each in self if not gone & {each.fact.subject, each.fact.object}]
        doubts = {fact: noted for fact, noted in self._doubts.items()
                  if not gone & {fact.subject, fact.object}}  # fmt: skip
        looked_ns = self._looked_ns
        self.restore(kept)
        self._doubts, self._looked_ns = doubts, looked_ns
        return before - len(kept)

    def end(self, nodes: Collection[NodeId], at_ns: int) -> int:
        """End all that holds of things that are no more, or to them; returns how many."""
        gone = frozenset(nodes)
        stale = [fact for fact in self._holding if gone & {fact.subject, fact.object}]
        for fact in stale:
            relation = self._holding.pop(fact)
            ends_ns = max(at_ns, relation.valid_from_ns)
            self._past.append(replace(relation, valid_to_ns=ends_ns, is_remembered=False))
        self._doubts = {fact: noted for fact, noted in self._doubts.items()
                        if not gone & {fact.subject, fact.object}}  # fmt: skip
        return len(stale)

    def _noted(
        self, facts: Iterable[Fact], now_ns: int, *, again: bool
    ) -> dict[Fact, tuple[int, int]]:
        """Since when these facts differ from what holds, and in how many looks."""
        noted = {}
        for fact in facts:
            since_ns, looks = self._doubts.get(fact, (now_ns, 0))
            noted[fact] = (since_ns, looks + (not again or looks == 0))
        return noted

    def _open(self, fact: Fact) -> Relation:
        self._holding[fact] = Relation(fact, self._doubts[fact][0])
        return self._holding[fact]

    def _close(self, fact: Fact) -> Relation:
        ended = replace(self._holding.pop(fact), valid_to_ns=self._doubts[fact][0])
        self._past.append(ended)
        return ended

    def _remember(self, shut: frozenset[NodeId], present: frozenset[Fact]) -> None:
        """Mark what is not to be seen since something was closed, and unmark what is seen again."""
        kept = {fact.subject for fact in self._holding if fact.predicate == Predicate.IN} & shut
        for fact, relation in self._holding.items():
            stays = fact.predicate in _STAYS_WITH and fact.subject in kept
            is_remembered = stays and fact not in present
            if relation.is_remembered != is_remembered:
                self._holding[fact] = replace(relation, is_remembered=is_remembered)


def shut_away(
    gone: Iterable[Entity], holding: Iterable[Relation], bodies: Iterable[Body]
) -> frozenset[NodeId]:
    """Things that vanished because the drawer that they lay in was pushed in.

    Where they lay there is nothing now; but what they were in does not reach there any more
    either. A thing that was taken out leaves its container around the place where it was.

    Args:
        gone: Things whose places were seen without them.
        holding: What they were in.
        bodies: Containers as they are now.
    """
    inside = {
        each.fact.subject: each.fact.object
        for each in holding
        if each.fact.predicate == Predicate.IN
    }
    containers = {thing_node(body.id): body for body in bodies}
    found = set()
    for entity in gone:
        node = thing_node(entity.id)
        container = containers.get(inside.get(node, ""))
        if container is not None:
            share = covered_shares(Boxes.of([entity]), Boxes.of([container]))
            if float(np.max(share)) < _STILL_THERE:
                found.add(node)
    return frozenset(found)


def _order(fact: Fact) -> tuple[str, str, str]:
    return (fact.subject, fact.predicate.value, fact.object)
