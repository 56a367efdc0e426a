"""What is known of a home in the words in which people speak of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import cached_property

from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.memory.attributes.colour import colour_terms_in
from whereseen.memory.chronicle import Chronicle
from whereseen.memory.chronicle.anchoring import Anchoring
from whereseen.memory.chronicle.happenings import Happenings
from whereseen.memory.chronicle.stays import Stay
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.language import Known, QuestionReader, Role


@dataclass(frozen=True)
class Described:
    """Things by identity, and the chronicle with their colours in their labels.

    So a question about "the red mug" finds deeds with what is called a "mug" and was seen to be
    red.

    Attributes:
        things: By identity.
        source: The chronicle as it came.
        zone: Of the clocks of who speaks.
    """

    things: Mapping[int, Thing]
    source: Chronicle
    zone: tzinfo

    @classmethod
    def of(cls, world: WorldModel, zone: tzinfo) -> Described:
        """As a world model is now."""
        return cls({each.id: each for each in world.things()}, world.chronicle(), zone)

    def name(self, thing: Thing) -> str:
        """What to call a thing: its label with its colours, if that does not say them."""
        return self.names.get(thing.id, thing.label)

    @cached_property
    def names(self) -> dict[int, str]:
        """What to call things, by identity."""
        return {each.id: _name(each) for each in self.things.values()}

    @cached_property
    def chronicle(self) -> Chronicle:
        """With these names."""
        source = self.source
        deeds = (
            replace(
                deed,
                label=self.names.get(deed.thing_id, deed.label),
                before=self._stay(deed.before),
                after=self._stay(deed.after),
            )
            for deed in source.deeds
        )
        return Chronicle(
            (self._named(stay) for stay in source.stays),
            (replace(it, label=self.names.get(it.thing_id, it.label)) for it in source.turns),
            deeds=deeds,
            conditions=(
                replace(it, label=self.names.get(it.thing_id, it.label)) for it in source.conditions
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
    def wording(self) -> Wording:
        """Says where and when."""
        return Wording(self.zone, self.source.now_ns)

    @cached_property
    def known(self) -> Known:
        """All names."""
        furniture = {each.label for each in self.things.values() if each.is_receptacle}
        labels = {self.name(each) for each in self.things.values() if not each.is_receptacle}
        labels |= {deed.label for deed in self.chronicle.deeds if deed.thing_id}
        people = {it.actor.name for it in self.source.deeds if it.actor.role is Role.PERSON}
        rooms = {*self.source.rooms, *(each.room for each in self.things.values())} - {""}
        supports = (furniture | set(self.chronicle.supports)) - labels
        return Known(*map(_sorted, (rooms, supports - rooms, labels - furniture, people)))

    def reader(self) -> QuestionReader:
        """Reads phrases with these names."""
        return QuestionReader(self.known, zone=self.zone)

    def _stay(self, stay: Stay | None) -> Stay | None:
        return None if stay is None else self._named(stay)

    def _named(self, stay: Stay) -> Stay:
        name = self.names.get(stay.thing_id, stay.label)
        return stay if name == stay.label else replace(stay, label=name)


def _name(thing: Thing) -> str:
    said = set(thing.label.casefold().split())
    if thing.is_receptacle or colour_terms_in(said):
        return thing.label
    colours = [each for each in thing.attributes if colour_terms_in([each.casefold()])]
    return " ".join((*colours[:1], thing.label))


def _sorted(names: set[str]) -> tuple[str, ...]:
    return tuple(sorted(names))
