"""Every knob of rooms, places and relations."""

from __future__ import annotations

from dataclasses import dataclass

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

    cell_m: float = knob(0.05, "Edge of a cell of the floor plan.", low=0.01, high=0.5)
    wall_low_m: float = knob(
        1.2, "What is seen from here up is a wall, or as high as one.", low=0.1, high=3.0
    )
    wall_high_m: float = knob(1.8, "Up to here; above are the lintels of doors.", low=0.2, high=4.0)
    narrow_m: float = knob(0.5, "Passages narrower than twice this part rooms.", low=0.1, high=3.0)
    wide_m: float = knob(1.2, "Passages wider than twice this never part rooms.", low=0.1, high=5.0)
    least_area_m2: float = knob(1.0, "Smallest room.", low=0.05, high=100.0)
    same_share: float = knob(
        0.3, "Common share of two areas from which on they are one room.", low=0.01, high=1.0
    )
    reach_m: float = knob(
        1.0, "How far outside of a room things may be that belong to it.", low=0.0, high=10.0
    )

    def __post_init__(self) -> None:
        require_in_range(self)
        for low, high in (("wall_low_m", "wall_high_m"), ("narrow_m", "wide_m")):
            if getattr(self, low) >= getattr(self, high):
                raise InvalidConfig(f"{low} must be less than {high}", got=repr(getattr(self, low)))
