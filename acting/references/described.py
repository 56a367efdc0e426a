"""What is known of a home, as it is needed to tell what people mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo

from whereseen.acting.knowledge.names import known_names_of, name_of
from whereseen.acting.knowledge.states import holds
from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.acting.references.past import DeedsMeant, Meant, Past
from whereseen.memory.chronicle.anchoring import Anchoring
from whereseen.memory.language import Known, QuestionReader


@dataclass(frozen=True, slots=True)
class Described:
    """All that is known, for one reference.

    Attributes:
        things: By identity.
        past: What was so and what was done.
        reader: Reads phrases with the names of this home.
        known: Those names.
        now_ns: Time of the newest that is known.
    """

    things: Mapping[int, Thing]
    past: Past
    reader: QuestionReader
    known: Known
    now_ns: int

    def deeds(self, meant: Meant) -> DeedsMeant:
        """What happened.

        Args:
            meant: Tells which things a phrase means.
        """
        return DeedsMeant(self.past, meant)

    def anchoring(self, meant: Meant) -> Anchoring:
        """Puts times in the place of events."""
        return Anchoring(self.past.source, self.deeds(meant))

    def name(self, thing: Thing) -> str:
        """What to call a thing: its label with its colour, if that does not say one."""
        return name_of(thing)

    def where(self, thing: Thing) -> str:
        """Where a thing is thought to be, in words; empty if nobody knows."""
        if thing.is_held:
            return "in my hand"
        support = self.things.get(thing.support_id)
        on = f"{thing.relation or 'on'} the {support.label}" if support is not None else ""
        room = f"in the {thing.room}" if thing.room else ""
        return " ".join(filter(None, (on, room)))


class Describer:
    """Describes a world model as it is now; what did not change is kept.

    Args:
        world: What is known.
        zone: Of the clocks of who speaks.
    """

    def __init__(self, world: WorldModel, zone: tzinfo) -> None:
        self._world, self._zone = world, zone
        self._past: Past | None = None
        self._reader: tuple[Known, QuestionReader] | None = None

    def now(self) -> Described:
        """All that is known now."""
        things, source = self._world.things(), self._world.chronicle()
        past = self._past
        if past is None or past.source is not source:
            self._past = past = Past(source, self._zone)
        known = known_names_of(things, self._world.rooms(), past.people)
        named = {*known.rooms, *known.receptacles, *known.things}
        others = past.labels - named
        known = replace(
            known,
            things=(*known.things, *sorted(others)),
            receptacles=(*known.receptacles, *sorted(past.supports - named - others)),
        )
        if self._reader is None or self._reader[0] != known:
            self._reader = known, QuestionReader(known, zone=self._zone)
        by_id = {each.id: _with_states(each, past.done_to.get(each.id, ())) for each in things}
        return Described(by_id, past, self._reader[1], known, self._world.now_ns)


def _with_states(thing: Thing, done: Iterable[str]) -> Thing:
    """A thing with states that follow from deeds, where nothing else is known of them."""
    more = tuple(word for word in done if holds(word, thing.states) is None)
    return replace(thing, states=(*thing.states, *more)) if more else thing
