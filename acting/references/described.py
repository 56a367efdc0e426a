"""What is known of a home, as it is needed to tell what people mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo

from whereseen.acting.knowledge.names import known_names_of, name_of
from whereseen.acting.knowledge.states import holds
from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.acting.references.past import DeedsMeant, Meant, Past
from whereseen.memory.attributes.category import affordances_of
from whereseen.memory.chronicle import Chronicle
from whereseen.memory.chronicle.anchoring import Anchoring
from whereseen.memory.language import Known, QuestionReader

_MOST_READERS = 8  # of which each knows other names


@dataclass(frozen=True, slots=True)
class Described:
    """All that is known, for one reference.

    Attributes:
        things: By identity.
        past: What was so and what was done.
        reader: Reads phrases with the names of this home.
        known: Those names.
        now_ns: Time of the newest that is known.
        uses: What things that are known can be used for.
    """

    things: Mapping[int, Thing]
    past: Past
    reader: QuestionReader
    known: Known
    now_ns: int
    uses: frozenset[str]

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


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a description depends on."""

    things: tuple[Thing, ...]
    rooms: tuple[str, ...]
    source: Chronicle
    now_ns: int


class Describer:
    """Describes a world model as it is now; what did not change is kept.

    Args:
        world: What is known.
        zone: Of the clocks of who speaks.
    """

    def __init__(self, world: WorldModel, zone: tzinfo) -> None:
        self._world, self._zone = world, zone
        self._past: Past | None = None
        self._readers: dict[Known, QuestionReader] = {}
        self._last: tuple[_Seen, Described] | None = None

    def now(self) -> Described:
        """All that is known now."""
        world = self._world
        seen = _Seen(world.things(), world.rooms(), world.chronicle(), world.now_ns)
        if self._last is None or self._last[0] != seen:
            self._last = seen, self._described(seen)
        return self._last[1]

    def _described(self, seen: _Seen) -> Described:
        past = self._past
        if past is None or past.source is not seen.source:
            self._past = past = Past(seen.source, self._zone, past)
        known = _with_former(known_names_of(seen.things, seen.rooms, past.people), past)
        by_id = {each.id: _with_states(each, past.done_to.get(each.id, ())) for each in seen.things}
        uses = frozenset(use for each in by_id.values() for use in uses_of(each))
        return Described(by_id, past, self._reader(known), known, seen.now_ns, uses)

    def _reader(self, known: Known) -> QuestionReader:
        if known not in self._readers:
            while len(self._readers) >= _MOST_READERS:
                self._readers.pop(next(iter(self._readers)))
            self._readers[known] = QuestionReader(known, zone=self._zone)
        return self._readers[known]


def uses_of(thing: Thing) -> tuple[str, ...]:
    """What can be done with a thing, as is known of it or else of its kind."""
    return thing.affordances or affordances_of(thing.label)


def _with_former(known: Known, past: Past) -> Known:
    """Names with those of what is no longer known, and was."""
    named = {*known.rooms, *known.receptacles, *known.things}
    others = past.labels - named
    return replace(
        known,
        things=(*known.things, *sorted(others)),
        receptacles=(*known.receptacles, *sorted(past.supports - named - others)),
    )


def _with_states(thing: Thing, done: Iterable[str]) -> Thing:
    """A thing with states that follow from deeds, where nothing else is known of them."""
    more = tuple(word for word in done if holds(word, thing.states) is None)
    return replace(thing, states=(*thing.states, *more)) if more else thing
