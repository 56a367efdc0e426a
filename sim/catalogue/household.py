"""All kinds of an ordinary home."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from whereseen.sim.catalogue.furniture import (
    appliances,
    bathroom,
    bedroom,
    decoration,
    kitchen,
    seats,
    shelves,
    tables,
)
from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.catalogue.other_names import OTHER_NAMES
from whereseen.sim.catalogue.things import (
    belongings,
    clothes,
    cooking,
    devices,
    dishes,
    electronics,
    food,
    groceries,
    linen,
    ornaments,
    play,
    reading,
    toys,
    washing,
)

_FURNITURE = (
    *kitchen.KINDS,
    *appliances.KINDS,
    *tables.KINDS,
    *seats.KINDS,
    *shelves.KINDS,
    *bedroom.KINDS,
    *bathroom.KINDS,
    *decoration.KINDS,
)
_OBJECTS = (
    *dishes.KINDS,
    *cooking.KINDS,
    *food.KINDS,
    *groceries.KINDS,
    *reading.KINDS,
    *devices.KINDS,
    *electronics.KINDS,
    *linen.KINDS,
    *clothes.KINDS,
    *toys.KINDS,
    *play.KINDS,
    *washing.KINDS,
    *ornaments.KINDS,
    *belongings.KINDS,
)


@cache
def household() -> Catalogue:
    """The kinds of furniture and things that homes are filled with; do not change it."""
    return Catalogue(
        furniture={kind.name: kind for kind in _FURNITURE},
        objects={kind.name: replace(kind, other_names=OTHER_NAMES[kind.name]) for kind in _OBJECTS},
    )
