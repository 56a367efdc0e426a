"""The names that a world model has for what it knows."""

from __future__ import annotations

from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.memory.attributes.colour import colour_terms_in
from whereseen.memory.language import Known, Role


def known_of(world: WorldModel) -> Known:
    """Names of rooms, furniture, things and people, each once and sorted."""
    things = world.things()
    people = {it.actor.name for it in world.chronicle().deeds if it.actor.role is Role.PERSON}
    rooms = {*world.rooms(), *(each.room for each in things)} - {""}
    furniture = {each.label for each in things if each.is_receptacle} - rooms
    others = {name_of(each) for each in things if not each.is_receptacle} - furniture - rooms
    return Known(*(tuple(sorted(names)) for names in (rooms, furniture, others, people)))


def name_of(thing: Thing) -> str:
    """What to call a thing: its label with its colour, if that does not say one."""
    said = thing.label.casefold().split()
    if thing.is_receptacle or colour_terms_in(said):
        return thing.label
    colours = [each for each in thing.attributes if colour_terms_in([each.casefold()])]
    return " ".join((*colours[:1], thing.label))
