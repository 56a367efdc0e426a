"""How much the suite does, and how."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

METHODS = ("whereseen", "add-only", "static")


@dataclass(frozen=True, slots=True)
class FetchConfig:
    """How much the suite does.

    Attributes:
        rooms: Rooms of each home.
        trials: Things to be fetched in each home, one after the other.
        moved: Things that people move before each of them, with the one that is asked for.
        methods: Who is compared.
        conditions: Names of how the robot senses.
        stage: Simulator.
        stage_python: Interpreter in which it is installed if it is not here.
        width_px, height_px: Of images.
        slip_share, fall_share: What goes wrong with the hand, whatever is known.
        tries: Places that are tried for each thing.
        longest_s: Simulated time for each thing.
        map_s: Simulated time for the round at first.
        see_s: Time between frames on the way to where it looks.
    """

    rooms: int = 3
    trials: int = 5
    moved: int = 5
    methods: tuple[str, ...] = METHODS
    conditions: tuple[str, ...] = ("default noise",)
    stage: str = "pybullet"
    stage_python: Path | None = None
    width_px: int = 240
    height_px: int = 180
    slip_share: float = 0.02
    fall_share: float = 0.02
    tries: int = 4
    longest_s: float = 600.0
    map_s: float = 400.0
    see_s: float = 2.0

    def as_dict(self) -> dict[str, Any]:
        """As JSON has it; where an interpreter lies on this machine is left out."""
        return {name: value for name, value in asdict(self).items() if name != "stage_python"}


FULL = FetchConfig(conditions=("default noise", "perfect"))
QUICK = FetchConfig(rooms=1, trials=2, moved=3, methods=("whereseen", "static"), longest_s=240.0)
