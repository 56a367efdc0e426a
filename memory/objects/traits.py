"""Colours and states of things as attributes of rows of the log, and what of them is new."""

from __future__ import annotations

from collections.abc import Iterable

from whereseen.memory.attributes.colour import colour_terms_in
from whereseen.memory.attributes.state import State
from whereseen.memory.attributes.thing_attributes import ThingAttributes
from whereseen.memory.log.records import LoggedEvent
from whereseen.memory.objects.entity import Entity
from whereseen.memory.objects.state_changes import kind_of
from whereseen.memory.objects.track import Track

COLOUR = "colour"


class Traits:
    """What things are like, as far as the log should know it.

    Args:
        attributes: Of all things.
    """

    def __init__(self, attributes: ThingAttributes) -> None:
        self._attributes = attributes
        self._noted: dict[int, dict[str, str]] = {}

    def of(self, entity: Entity) -> dict[str, str]:
        """The measured colour that it has most of, else one that its label tells; its states.

        A colour that is not sure is left out, a state is told as it was last seen.
        """
        colours = self._attributes.sure_colours(entity)
        colours = colours or tuple(sorted(colour_terms_in(entity.label.casefold().split())))
        found = {COLOUR: colours[0]} if colours else {}
        return found | {each.key: each.value for each in self._attributes.states.of(entity.id)}

    def news(self, tracks: Iterable[Track]) -> dict[int, list[LoggedEvent]]:
        """Things of which more is known than was told last time, and how their states changed."""
        found: dict[int, list[LoggedEvent]] = {}
        for track in tracks:
            entity = track.entity
            now, before = self.of(entity), self._noted.get(entity.id)
            self._noted[entity.id] = now
            if before is None:
                continue
            changed = [key for key in before if key != COLOUR and now.get(key) != before[key]]
            if changed or now.keys() - before.keys():
                events = (self._event(entity, key) for key in changed)
                found[entity.id] = [event for event in events if event is not None]
        return found

    def restore(self, entities: Iterable[Entity]) -> None:
        """Take all that is known for noted."""
        self._noted = {entity.id: self.of(entity) for entity in entities}

    def _event(self, entity: Entity, key: str) -> LoggedEvent | None:
        """That a thing came to be in another state."""
        states = [s for s in self._attributes.states.history_of(entity.id) if s.key == key]
        if not states:
            return None
        after = states[-1]
        seen_ns = [before.seen_ns for before in states[:-1]] or [after.valid_from_ns]
        return LoggedEvent(
            type=kind_of(_value(after)).name.lower(),
            t0_ns=min(seen_ns[-1], after.valid_from_ns),
            t1_ns=after.valid_from_ns,
            args={
                "entity_id": entity.id,
                "label": entity.label,
                "state": {after.key: after.value},
            },
        )


def _value(state: State) -> tuple[str, str]:
    return state.key, state.value
