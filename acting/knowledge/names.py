"""The names that a world model has for what it knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.memory.attributes.colour import colour_terms_in
from whereseen.memory.language import Known, Role


def known_of(world: WorldModel) -> Known:
    """Names of rooms, furniture, things and people, each once and sorted."""
    actors = (deed.actor for deed in world.chronicle().deeds)
    people = {each.name for each in actors if each.role is Role.PERSON}
    return known_names_of(world.things(), world.rooms(), people)


def known_names_of(
    things: Sequence[Thing], rooms: Iterable[str], people: Iterable[str] = ()
) -> Known:
    """As `known_of`, of things that were got already."""
    own = {*rooms, *(each.room for each in things)} - {""}
    furniture = {each.label for each in things if each.is_receptacle} - own
    others = {name_of(each) for each in things if not each.is_receptacle} - furniture - own
    return Known(*(tuple(sorted(names)) for names in (own, furniture, others, people)))


def name_of(thing: Thing) -> str:
    """What to call a thing: its label with its colour, if that does not say one."""
    if thing.is_receptacle or not thing.attributes:
        return thing.label
    if colour_terms_in(thing.label.casefold().split()):
        return thing.label
    colours = [each for each in thing.attributes if colour_terms_in([each.casefold()])]
    return " ".join((*colours[:1], thing.label))
