"""What is known of a home in the words in which people speak of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import cached_property

from whereseen.acting.knowledge.names import known_of, name_of
from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.memory.chronicle import Chronicle
from whereseen.memory.chronicle.anchoring import Anchoring
from whereseen.memory.chronicle.happenings import Happenings
from whereseen.memory.chronicle.stays import Stay
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.language import Known, QuestionReader


class Past:
    """The chronicle with colours in its labels, and what happened in it.

    So a question about "the red mug" finds deeds with what is called a "mug" and was seen to be
    red.

    Args:
        source: The chronicle as it came.
        names: What to call things, by identity.
        zone: Of the clocks of who speaks.
    """

    def __init__(self, source: Chronicle, names: Mapping[int, str], zone: tzinfo) -> None:
        self.source, self.names = source, dict(names)
        self.wording = Wording(zone, source.now_ns)

    @cached_property
    def chronicle(self) -> Chronicle:
        """With these names."""
        source, names = self.source, self.names
        return Chronicle(
            map(self._named, source.stays),
            (replace(it, label=names.get(it.thing_id, it.label)) for it in source.turns),
            deeds=(
                replace(
                    deed,
                    label=names.get(deed.thing_id, deed.label),
                    before=None if deed.before is None else self._named(deed.before),
                    after=None if deed.after is None else self._named(deed.after),
                )
                for deed in source.deeds
            ),
            conditions=(
                replace(it, label=names.get(it.thing_id, it.label)) for it in source.conditions
            ),
            rooms=source.rooms,
            sites=source.sites,
            robot_m=source.robot_m,
            now_ns=source.now_ns,
            looks=source.looks,
        )

    @cached_property
    def happenings(self) -> Happenings:
        """What happened."""
        return Happenings(self.chronicle)

    @cached_property
    def anchoring(self) -> Anchoring:
        """Puts times in the place of events."""
        return Anchoring(self.chronicle, self.happenings)

    @cached_property
    def labels(self) -> frozenset[str]:
        """Of all that something was done with."""
        return frozenset(deed.label for deed in self.chronicle.deeds if deed.thing_id)

    def _named(self, stay: Stay) -> Stay:
        name = self.names.get(stay.thing_id, stay.label)
        return stay if name == stay.label else replace(stay, label=name)


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

    def name(self, thing: Thing) -> str:
        """What to call a thing: its label with its colour, if that does not say one."""
        return self.past.names.get(thing.id, thing.label)

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
        things = {each.id: each for each in self._world.things()}
        past = self._past_of(things)
        known = known_of(self._world)
        named = {*known.rooms, *known.receptacles, *known.things}
        others = tuple(sorted(past.labels - named))
        supports = tuple(sorted(set(past.source.supports) - named - set(others)))
        known = replace(
            known,
            things=(*known.things, *others),
            receptacles=(*known.receptacles, *supports),
        )
        if self._reader is None or self._reader[0] != known:
            self._reader = known, QuestionReader(known, zone=self._zone)
        return Described(things, past, self._reader[1], known, self._world.now_ns)

    def _past_of(self, things: Mapping[int, Thing]) -> Past:
        source = self._world.chronicle()
        names = {each.id: name_of(each) for each in things.values()}
        past = self._past
        if past is None or past.source is not source or past.names != names:
            self._past = past = Past(source, names, self._zone)
        return past
