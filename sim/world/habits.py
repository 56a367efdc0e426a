"""How much people do to a home, of what, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.knobs import knob, require_in_range

Doing = Literal["move", "swap", "remove", "return", "bring", "open", "change"]

_HOURS = 24
_HOUR_NS = 3_600_000_000_000
# Asleep from 23 to 6 o'clock; a busy breakfast, a quiet day, a busy evening.
WORKDAY = (0.0,) * 6 + (0.6, 1.0, 0.8) + (0.25,) * 8 + (0.8, 1.0, 1.0, 0.9, 0.7, 0.4) + (0.0,)


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitConfig:
    """What people do; rates are those of the busiest hour.

    Attributes:
        moves_per_hour, swaps_per_hour: How often things come to stand elsewhere.
        removals_per_hour, returns_per_hour, arrivals_per_hour, growth: How often they go and come.
        openings_per_hour, left_open_share: What becomes of doors and drawers.
        state_changes_per_hour: How often things become clean, or full, or what else they can be.
        odd_share: How often a thing is put where such things are not kept.
        rhythm: Activity in each hour of the day from midnight (UTC), 0 to 1.
        people: Their names.
    """

    moves_per_hour: float = knob(4.0, "Things put on another surface.", low=0.0, high=1000.0)
    swaps_per_hour: float = knob(0.3, "Look-alikes that change places.", low=0.0, high=1000.0)
    removals_per_hour: float = knob(0.3, "Things taken out of the home.", low=0.0, high=1000.0)
    returns_per_hour: float = knob(
        0.6, "Things brought back, while some are gone.", low=0.0, high=1000.0
    )
    arrivals_per_hour: float = knob(
        0.1, "New things, as long as there is room for more.", low=0.0, high=1000.0
    )
    growth: float = knob(
        1.2, "New things come until there are so many times those at first.", low=1.0, high=10.0
    )
    openings_per_hour: float = knob(
        2.0, "Doors and drawers opened or closed for no thing's sake.", low=0.0, high=1000.0
    )
    left_open_share: float = knob(
        0.15, "Share of what is opened for a thing and then left open.", low=0.0, high=1.0
    )
    state_changes_per_hour: float = knob(
        1.0, "Things that become clean, full or the like.", low=0.0, high=1000.0
    )
    odd_share: float = knob(0.1, "Share of things put on any surface at all.", low=0.0, high=1.0)
    rhythm: tuple[float, ...] = field(default=WORKDAY)
    people: tuple[str, ...] = ("Ada", "Ben", "Chen")

    def __post_init__(self) -> None:
        require_in_range(self)
        if len(self.rhythm) != _HOURS or not all(0.0 <= share <= 1.0 for share in self.rhythm):
            raise InvalidConfig(
                "rhythm is out of range", got=repr(self.rhythm), remedy="Use 24 shares from 0 to 1"
            )
        known = set(self.people) - {"", "robot"}
        if not known or len(known) < len(self.people):
            raise InvalidConfig(
                "people is out of range", got=repr(self.people), remedy="Name each person once"
            )

    @property
    def rates_per_hour(self) -> dict[Doing, float]:
        """How often each is tried in the busiest hour."""
        return {
            "move": self.moves_per_hour,
            "swap": self.swaps_per_hour,
            "remove": self.removals_per_hour,
            "return": self.returns_per_hour,
            "bring": self.arrivals_per_hour,
            "open": self.openings_per_hour,
            "change": self.state_changes_per_hour,
        }

    def activity(self, stamp_ns: int) -> float:
        """How busy people are at a moment, 0 to 1."""
        return self.rhythm[stamp_ns // _HOUR_NS % _HOURS]
