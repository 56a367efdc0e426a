"""All kinds of an ordinary home."""

from __future__ import annotations

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


@cache
def household() -> Catalogue:
    """The kinds of furniture and things that homes are filled with; do not change it."""
    return Catalogue(
        furniture={kind.name: kind for kind in _FURNITURE},
        objects={},
    )
