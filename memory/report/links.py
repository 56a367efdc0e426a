"""Relations that hold of each thing, and since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from whereseen.memory.chronicle.stays import Stay
from whereseen.memory.graph.history import Relation
from whereseen.memory.graph.relations import Fact, NodeId, Predicate, room_node, thing_node
from whereseen.memory.graph.rooms import Room
from whereseen.memory.objects.entity import Entity
from whereseen.memory.report.contents import Link

_ORDER = tuple(Predicate)


def links_of(
    relations: Iterable[Relation],
    facts: Iterable[Fact],
    entities: Iterable[Entity],
    rooms: Iterable[Room],
    stays: Mapping[int, Stay],
) -> dict[int, tuple[Link, ...]]:
    """Relations of each thing by its identity: where it is first, then what is near, by name.

    Args:
        relations: That hold, with since when, as far as they are known.
        facts: That hold now.
        entities: Things.
        rooms: Rooms.
        stays: Where each thing is now; tells since when where the relations do not.
    """
    known = {relation.fact: relation for relation in relations}
    names = {thing_node(entity.id): (entity.label, entity.id) for entity in entities}
    names |= {room_node(room.id): (room.name, 0) for room in rooms}
    ids = {node: entity_id for node, (_, entity_id) in names.items() if entity_id}
    found: dict[int, list[tuple[int, Link]]] = defaultdict(list)
    for fact in {*known, *facts}:
        for node, word, other in _seen_from(fact):
            if node in ids:
                link = _link(word, names.get(other, (other, 0)), known.get(fact))
                rank = _ORDER.index(fact.predicate) + len(_ORDER) * (node != fact.subject)
                found[ids[node]].append((rank, _since(link, stays.get(ids[node]))))
    return {
        each: tuple(link for _, link in sorted(listed, key=_place))
        for each, listed in found.items()
    }


def _seen_from(fact: Fact) -> Iterator[tuple[NodeId, str, NodeId]]:
    """A fact as each of the two tells it."""
    yield fact.subject, fact.predicate.value, fact.object
    told = {Predicate.ON: "carries", Predicate.IN: "contains", Predicate.UNDER: "above"}
    if fact.predicate in told:
        yield fact.object, told[fact.predicate], fact.subject


def _link(word: str, other: tuple[str, int], relation: Relation | None) -> Link:
    name, other_id = other
    if relation is None:
        return Link(word, name, other_id)
    return Link(word, name, other_id, relation.valid_from_ns, relation.is_remembered)


def _since(link: Link, stay: Stay | None) -> Link:
    """What a stay knows of when it began."""
    if link.since_ns is not None or stay is None:
        return link
    here = (stay.relation, stay.support) == (link.relation, link.other)
    in_room = link.relation == Predicate.IN_ROOM.value and link.other == stay.room
    if not (here or in_room):
        return link
    return Link(link.relation, link.other, link.other_id, stay.start_ns, link.is_remembered)


def _place(ranked: tuple[int, Link]) -> tuple[int, str, int]:
    rank, link = ranked
    return rank, link.other, link.other_id
