"""Things as boxes in rooms: what relations are computed from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.encoder.lexicon import Lexicon, household_lexicon
from whereseen.memory.frames import Float32
from whereseen.memory.graph.rooms import RoomMap
from whereseen.memory.objects.boxes import Boxes, covered_shares
from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.spatial.voxel_map import VoxelMap

_SURFACE_SHARE = 0.25  # of a footprint that a level part of furniture covers
_STANDS_OUT = 1.4  # times the usual layer, which is one of sides and legs
_MARGIN_VOXELS = 0.5
_FLOOR_M = 0.1  # so near to its lower edge a box holds the floor
_PART_SHARE = 0.5  # of a box in a larger one
_BUILDING = frozenset(("ceiling", "door", "door frame", "floor", "wall", "window"))


class Role(IntEnum):
    """How a thing takes part in a household."""

    OBJECT = 0
    """It is carried about."""
    OPEN = 1
    """Things stand on it: a table, a shelf, a bed."""
    BOTH = 2
    """Things stand on it and are put into it: a desk, a kitchen counter."""
    CLOSED = 3
    """Things are put into it: a fridge, a bin; or onto it."""
    SHELF = 4
    """Things stand on it at several heights, and never under it."""
    FIXTURE = 5
    """It stays where it is and carries nothing: a mirror, a rug."""

    @property
    def is_receptacle(self) -> bool:
        """Whether it is furniture that things are on or in."""
        return self not in (Role.OBJECT, Role.FIXTURE)


# Entries of the lexicon; a more special one is looked up before its kind.
_ROLES = {
    "furniture": Role.CLOSED, "seat": Role.OPEN, "table": Role.OPEN, "bed": Role.OPEN,
    "shelf": Role.SHELF, "rack": Role.SHELF, "desk": Role.BOTH, "bedside table": Role.BOTH,
    "console table": Role.BOTH, "dressing table": Role.BOTH, "workbench": Role.BOTH,
    "kitchen counter": Role.BOTH, "kitchen island": Role.BOTH, "tv stand": Role.BOTH,
    "sideboard": Role.BOTH, "chest of drawers": Role.BOTH, "welsh dresser": Role.BOTH,
    "trolley": Role.OPEN, "windowsill": Role.OPEN, "fridge": Role.CLOSED, "freezer": Role.CLOSED,
    "oven": Role.CLOSED, "stove": Role.BOTH, "hob": Role.OPEN, "dishwasher": Role.CLOSED,
    "washing machine": Role.CLOSED, "dryer": Role.CLOSED, "microwave": Role.CLOSED,
    "sink": Role.CLOSED, "bathtub": Role.CLOSED, "shower": Role.OPEN, "toilet": Role.OPEN,
    "bin": Role.CLOSED, "laundry basket": Role.CLOSED, "toy box": Role.CLOSED,
    "chest": Role.CLOSED, "safe": Role.CLOSED, "mirror": Role.FIXTURE, "rug": Role.FIXTURE,
    "picture": Role.FIXTURE, "floor lamp": Role.FIXTURE, "curtain": Role.FIXTURE,
    "window": Role.FIXTURE, "door": Role.FIXTURE, "door frame": Role.FIXTURE,
    "radiator": Role.FIXTURE, "carpet": Role.FIXTURE, "fireplace": Role.OPEN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """A thing that stands somewhere.

    Attributes:
        id: Identity of the entity.
        label: What it is called.
        role: How it takes part.
        position_m: Middle of its box, z up.
        size_m: Extent of its box.
        room_id: Identity of the room where it is, 0 for none.
        surfaces_m: Heights of its level surfaces, ascending; the top of its box if none is known.
        probability: That it is there.
        is_open: Whether it stands open; None if that is not known.
        colour: Measured, as `red` or `red and white`; empty if it is not sure.
        state: In words; empty if nothing is known, or not lately enough to rely on.
    """

    id: int
    label: str
    role: Role
    position_m: Metres3
    size_m: Metres3
    room_id: int = 0
    surfaces_m: tuple[float, ...] = ()
    probability: float = 1.0
    is_open: bool | None = None
    colour: str = ""
    state: str = ""

    @property
    def low_m(self) -> Metres3:
        """Lower corner of its box."""
        (x, y, z), (a, b, c) = self.position_m, self.size_m
        return x - a / 2, y - b / 2, z - c / 2

    @property
    def high_m(self) -> Metres3:
        """Upper corner of its box."""
        (x, y, z), (a, b, c) = self.position_m, self.size_m
        return x + a / 2, y + b / 2, z + c / 2

    @property
    def levels_m(self) -> tuple[float, ...]:
        """Heights on which something can stand."""
        return self.surfaces_m or (self.high_m[2],)


def role_of(label: str, lexicon: Lexicon | None = None) -> Role:
    """How things of a label take part in a household."""
    return _role(label, lexicon or household_lexicon())


@lru_cache(maxsize=4096)
def _role(label: str, lexicon: Lexicon) -> Role:
    found = []
    for name in sorted(lexicon.read(label).kinds):
        at: str | None = name
        while at is not None and at not in _ROLES:
            at = lexicon[at].broader
        found.append(Role.OBJECT if at is None else _ROLES[at])
    return max(found, default=Role.OBJECT)


def bodies_of(
    entities: Iterable[Entity],
    voxel_map: VoxelMap,
    room_map: RoomMap,
    open_ids: Collection[int] = (),
    like: Callable[[Entity], tuple[str, str]] = lambda _: ("", ""),
) -> tuple[Body, ...]:
    """Things that are believed to be somewhere, with the rooms where they are.

    Left out are parts of the building, as doors, and of furniture, as a shelf of a bookcase that
    was seen as a bookcase of its own.

    Args:
        entities: Things; those that are gone and those without an extent are left out.
        voxel_map: Shows where furniture is level.
        room_map: Rooms.
        open_ids: Furniture that stands open.
        like: Colour and state of a thing in words.
    """
    voxel_m, points = voxel_map.config.voxel_size_m, voxel_map.occupied().points_map
    return _whole(
        Body(
            id=entity.id,
            label=entity.label,
            role=role_of(entity.label),
            position_m=entity.position_m,
            size_m=entity.size_m,
            room_id=room_map.room_of(entity.position_m) or 0,
            surfaces_m=_surfaces_of(entity, points, voxel_m),
            probability=entity.probability,
            is_open=entity.id in open_ids or None,
            colour=like(entity)[0],
            state=like(entity)[1],
        )
        for entity in entities
        if entity.status != Status.GONE
        and all(each > 0.0 for each in entity.size_m)
        and not _is_building(entity.label)
    )


def _is_building(label: str) -> bool:
    kinds = household_lexicon().read(label).kinds
    return bool(kinds) and kinds <= _BUILDING


def _whole(bodies: Iterable[Body]) -> tuple[Body, ...]:
    """All but receptacles that lie mostly in larger ones of their label."""
    listed = tuple(bodies)
    if len(listed) < 2:
        return listed
    boxes = Boxes.of(listed)
    inside, volumes = covered_shares(boxes, boxes), boxes.sizes_m.prod(axis=1)

    def is_part(one: int, other: int) -> bool:
        alike = listed[one].label == listed[other].label
        return alike and (volumes[one], one) < (volumes[other], other)

    parts = {
        one
        for one, other in np.argwhere(inside >= _PART_SHARE).tolist()
        if listed[one].role.is_receptacle and is_part(one, other)
    }
    return tuple(body for at, body in enumerate(listed) if at not in parts)


def level_surfaces(points: Float32, voxel_size_m: float) -> tuple[float, ...]:
    """Heights of what is level in a piece of furniture, ascending.

    Args:
        points: (N, 3) centres of its voxels, z up.
        voxel_size_m: Edge of a voxel.
    """
    if not len(points):
        return ()
    layers = np.floor(points[:, 2] / voxel_size_m + 1e-3).astype(np.int64)
    lowest = int(layers.min())
    counts = np.bincount(layers - lowest)
    flat = np.unique(np.floor(points[:, :2] / voxel_size_m + 1e-3), axis=0)
    usual = float(np.median(counts[counts > 0]))
    bar = max(_SURFACE_SHARE * len(flat), _STANDS_OUT * usual if counts.size > 2 else 0.0)
    padded = np.pad(counts, 1)
    peaks = (counts >= bar) & (counts > padded[:-2]) & (counts >= padded[2:])
    return tuple(float((lowest + at + 1) * voxel_size_m) for at in np.flatnonzero(peaks))


def _surfaces_of(entity: Entity, points: Float32, voxel_m: float) -> tuple[float, ...]:
    if not role_of(entity.label).is_receptacle:
        return ()
    inner = np.divide(entity.size_m, 2.0) - _MARGIN_VOXELS * voxel_m + 1e-6
    for axis, (middle, half) in enumerate(zip(entity.position_m, inner, strict=True)):
        points = points[np.abs(points[:, axis] - middle) <= half]
    points = points[points[:, 2] > entity.position_m[2] - inner[2] + _FLOOR_M]
    return level_surfaces(points, voxel_m)
