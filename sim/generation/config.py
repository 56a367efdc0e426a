"""The knobs of generated homes."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.memory.errors import InvalidConfig

MOST_ROOMS = 12
_RANGES: dict[str, tuple[float, float]] = {
    "rooms": (1, MOST_ROOMS),
    "objects": (0, 500),
    "seed": (0, 2**32 - 1),
    "height_m": (2.3, 4.0),
    "wall_m": (0.06, 0.3),
    "inside": (0.0, 1.0),
    "look_alikes": (0.0, 1.0),
}


@dataclass(frozen=True, slots=True)
class HomeConfig:
    """What a home shall be like.

    Attributes:
        rooms: How many, 1 to 12, a hallway among them from 4 up.
        objects: How many things to put into it, 0 to 500, as far as there is room for them; 6 and
            9 more for each room if None.
        seed: Same seed, same home.
        height_m: Of the rooms, 2.3 to 4.
        wall_m: Thickness of the walls, 0.06 to 0.3.
        inside: How likely a place in a drawer or behind a door is against one in the open, 0 to 1.
        look_alikes: Share of things that are of a kind that is there already, 0 to 1.

    Raises:
        InvalidConfig: if one is out of its range.
    """

    rooms: int = 5
    objects: int | None = None
    seed: int = 0
    height_m: float = 2.5
    wall_m: float = 0.1
    inside: float = 0.3
    look_alikes: float = 0.35

    def __post_init__(self) -> None:
        for name, (low, high) in _RANGES.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise InvalidConfig(f"{name} must be from {low:g} to {high:g}", got=repr(value))

    @property
    def object_count(self) -> int:
        """How many things to put into it."""
        return 6 + 9 * self.rooms if self.objects is None else self.objects
