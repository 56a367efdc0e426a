"""States of things, as conditions and as what was noticed to have been done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from whereseen.memory.attributes.words import state_text
from whereseen.memory.chronicle.deeds import Condition, Deed
from whereseen.memory.language import Verb
from whereseen.memory.objects.entity import Change, Entity, Kind
from whereseen.memory.objects.object_memory import ObjectMemory

_VERBS = {
    Kind.OPENED: Verb.OPENED,
    Kind.CLOSED: Verb.CLOSED,
    Kind.TURNED_ON: Verb.TURNED_ON,
    Kind.TURNED_OFF: Verb.TURNED_OFF,
}
_CLEANED = ("clean", "yes")


def conditions_of(objects: ObjectMemory, name_of: Callable[[Entity], str]) -> Iterator[Condition]:
    """What things were like, while: the states that were seen, and their colours.

    Args:
        objects: All things.
        name_of: What to call a thing.
    """
    for entity in objects.entities():
        for state in objects.attributes.states.history_of(entity.id):
            word = state_text(state.key, state.value)
            yield Condition(
                entity.id, name_of(entity), word, state.valid_from_ns, state.valid_to_ns, state.key
            )
        for colour in objects.attributes.sure_colours(entity):
            since_ns = entity.first_seen_ns
            yield Condition(entity.id, name_of(entity), colour, since_ns, about="colour")


def deeds_of_states(changes: Iterable[Change], name_of: Callable[[Entity], str]) -> Iterator[Deed]:
    """What nobody was seen to do, but was different afterwards: doors opened, lamps switched on.

    Args:
        changes: Of things; those that are about no state say nothing.
        name_of: What to call a thing.
    """
    for change in changes:
        verb = Verb.CLEANED if change.state == _CLEANED else _VERBS.get(change.kind)
        if verb is not None:
            yield Deed(
                verb,
                change.earliest_ns,
                change.latest_ns,
                thing_id=change.entity.id,
                label=name_of(change.entity),
                is_noticed=True,
            )
