"""States that changed, as changes of things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from whereseen.memory.attributes.state import StateHistory
from whereseen.memory.attributes.words import StateValue
from whereseen.memory.objects.entity import Belief, Change, Entity, Kind

_KINDS: dict[StateValue, Kind] = {
    ("open", "yes"): Kind.OPENED,
    ("open", "no"): Kind.CLOSED,
    ("on", "yes"): Kind.TURNED_ON,
    ("on", "no"): Kind.TURNED_OFF,
}


def kind_of(state: StateValue) -> Kind:
    """What a thing did that came to be in a state."""
    return _KINDS.get(state, Kind.ALTERED)


def state_changes(
    states: StateHistory,
    since_ns: int,
    entities: Mapping[int, Entity],
    belief_of: Callable[[int], Belief | None],
) -> Iterator[Change]:
    """What came to be in another state after a time, oldest first.

    Args:
        states: Of all things.
        since_ns: Only changes that may have happened later.
        entities: All things by identity.
        belief_of: Where a thing is believed to be now.
    """
    for change in states.changes(since_ns):
        entity = entities.get(change.after.entity_id)
        if entity is not None:
            state = (change.after.key, change.after.value)
            where = belief_of(entity.id)
            yield Change(
                kind=kind_of(state),
                earliest_ns=min(change.earliest_ns, change.latest_ns),
                latest_ns=change.latest_ns,
                entity=entity,
                before=where,
                after=where,
                state=state,
            )


def newest(changes: Iterable[Change], limit: int) -> tuple[Change, ...]:
    """The newest so many, oldest first."""
    ordered = sorted(changes, key=lambda change: (change.latest_ns, change.entity.id))
    return tuple(ordered[max(len(ordered) - limit, 0) :])
