"""Every knob of rooms, places and relations."""

from __future__ import annotations

from dataclasses import dataclass, field

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.knobs import knob, require_in_range


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomConfig:
    """When a part of the free space is a room.

    Attributes:
        cell_m: Edge of a cell of the floor plan; no smaller than a voxel.
        wall_low_m, wall_high_m: Between these heights above the floor stand walls, but little else.
        narrow_m, wide_m: Least and greatest clearance that parts of one room are searched with.
        least_area_m2: Smaller parts belong to their neighbours.
        same_share: A room that shares this much with one known before is the same.
        reach_m: What is in no room, as what hangs on a wall, belongs to the nearest one this near.
    """

    cell_m: float = knob(0.05, "Edge of a cell of the floor plan.", low=0.01, high=0.5, live=False)
    wall_low_m: float = knob(
        1.2,
        "What is seen from here up is a wall, or as high as one.",
        low=0.1,
        high=3.0,
        live=False,
    )
    wall_high_m: float = knob(
        1.8, "Up to here; above are the lintels of doors.", low=0.2, high=4.0, live=False
    )
    narrow_m: float = knob(
        0.5, "Passages narrower than twice this part rooms.", low=0.1, high=3.0, live=False
    )
    wide_m: float = knob(
        1.2, "Passages wider than twice this never part rooms.", low=0.1, high=5.0, live=False
    )
    least_area_m2: float = knob(1.0, "Smallest room.", low=0.05, high=100.0, live=False)
    same_share: float = knob(
        0.3,
        "Common share of two areas from which on they are one room.",
        low=0.01,
        high=1.0,
        live=False,
    )
    reach_m: float = knob(
        1.0,
        "How far outside of a room things may be that belong to it.",
        low=0.0,
        high=10.0,
        live=False,
    )

    def __post_init__(self) -> None:
        require_in_range(self)
        for low, high in (("wall_low_m", "wall_high_m"), ("narrow_m", "wide_m")):
            if getattr(self, low) >= getattr(self, high):
                raise InvalidConfig(f"{low} must be less than {high}", got=repr(getattr(self, low)))


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationConfig:
    """When relations hold.

    Attributes:
        gap_m: A thing stands on a surface this near to its lower side.
        covered_share: Share of its footprint that must lie over the surface.
        inside_share: Share of its volume inside of what it is in.
        near_m: Things this near are next to each other.
        wall_m: Furniture this near to a wall stands against it.
        confirmations, most_ended: When relations begin and end, and how many that ended are kept.
    """

    gap_m: float = knob(
        0.1, "Distance between a thing and what it stands on.", low=0.0, high=1.0, live=False
    )
    covered_share: float = knob(
        0.5, "Share of a footprint over a surface.", low=0.01, high=1.0, live=False
    )
    inside_share: float = knob(
        0.8, "Share of a volume in a container.", low=0.01, high=1.0, live=False
    )
    near_m: float = knob(
        0.5, "Distance of things next to each other.", low=0.01, high=5.0, live=False
    )
    wall_m: float = knob(0.1, "Distance of furniture from a wall.", low=0.0, high=1.0, live=False)
    confirmations: int = knob(
        2, "Looks in a row after which a relation has begun or ended.", low=1, high=20, live=False
    )
    most_ended: int = knob(
        100_000,
        "Relations that have ended and are kept; the oldest go first.",
        low=0,
        high=10_000_000,
        live=False,
    )

    def __post_init__(self) -> None:
        require_in_range(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphConfig:
    """The scene graph.

    Attributes:
        rooms, relations: Its parts.
    """

    rooms: RoomConfig = field(
        default_factory=RoomConfig, metadata={"description": "Rooms from free space."}
    )
    relations: RelationConfig = field(
        default_factory=RelationConfig, metadata={"description": "What holds between things."}
    )
