"""Which rooms a home has, and how large each kind is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

HALLWAY, LIVING, KITCHEN, BATHROOM, BEDROOM = (
    "hallway", "living room", "kitchen", "bathroom", "bedroom",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoomKind:
    """What rooms of a kind are like.

    Attributes:
        area_m2: Least and greatest usual area.
        least_m: Of its shorter side.
        floors: Materials, one of which its floor has.
        walls: The same of its walls.
        window_m: Width of its windows; 0 for none.
        sill_m: Height of their lower edge.
    """

    area_m2: tuple[float, float]
    least_m: float
    floors: tuple[str, ...] = ("parquet",)
    walls: tuple[str, ...] = ("wall",)
    window_m: float = 1.4
    sill_m: float = 0.9


KINDS = {
    LIVING: RoomKind((20.0, 32.0), 3.8, walls=("wall", "accent wall")),
    KITCHEN: RoomKind((10.0, 16.0), 2.7, floors=("floor tiles",), sill_m=1.1),
    BATHROOM: RoomKind((5.0, 8.5), 2.0, floors=("slate tiles",), window_m=0.6, sill_m=1.4),
    BEDROOM: RoomKind((11.5, 18.0), 3.0),
    HALLWAY: RoomKind((3.5, 22.0), 1.4, window_m=0.0),
    "office": RoomKind((8.5, 13.0), 2.6),
    "children's room": RoomKind((11.0, 16.0), 2.9, walls=("wall", "accent wall")),
    "dining room": RoomKind((12.0, 18.0), 3.1, walls=("wall", "accent wall")),
    "laundry": RoomKind((5.0, 8.5), 2.1, floors=("floor tiles",), window_m=0.6, sill_m=1.4),
    "storage room": RoomKind((4.5, 8.0), 2.0, window_m=0.0),
}
_USUAL = RoomKind((9.0, 16.0), 2.6)
_FEW = {
    1: (LIVING,),
    2: (LIVING, BEDROOM),
    3: (LIVING, KITCHEN, BATHROOM),
}
# What homes have beyond hallway, living room, kitchen and bathroom, in about this order.
_MORE = (
    BEDROOM, "office", "children's room", "dining room", BATHROOM, BEDROOM, "laundry",
    "storage room",
)  # fmt: skip


def room_kind(name: str) -> RoomKind:
    """What rooms of a kind are like; the usual for kinds not known."""
    return KINDS.get(name, _USUAL)


def choose_kinds(rooms: int, furnished: Collection[str], rng: np.random.Generator) -> list[str]:
    """Kinds of the rooms of a home.

    Args:
        rooms: How many.
        furnished: Kinds that there is furniture for; rooms that nobody needs are of these.
        rng: Source of chance.
    """
    if rooms in _FEW:
        return list(_FEW[rooms])
    more = [kind if kind in furnished else BEDROOM for kind in _MORE]
    for index in range(1, len(more) - 1):
        if rng.random() < 0.4:
            more[index], more[index + 1] = more[index + 1], more[index]
    return [HALLWAY, LIVING, KITCHEN, BATHROOM, *more[: rooms - 4]]


def served_kinds(kind: str, kinds: Collection[str]) -> tuple[str, ...]:
    """Which kinds of room a room stands for: a studio has a bed and a kitchen corner."""
    missing = [each for each in (KITCHEN, BEDROOM) if each not in kinds]
    return (kind, *missing) if kind == LIVING else (kind,)
