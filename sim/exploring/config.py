"""How much the suite does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from whereseen.sim.stages.protocol import Camera

OURS = "whereseen"
NO_MEANING, NO_TIME = "without meaning", "without time"
FRONTIER, RANDOM = "nearest frontier", "random"
METHODS = (OURS, NO_MEANING, NO_TIME, FRONTIER, RANDOM)

Case = Literal["unknown home", "home as it was"]
UNKNOWN: Case = "unknown home"
STALE: Case = "home as it was"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExploringConfig:
    """Homes, searches and their bounds.

    Attributes:
        rooms: Of each home.
        searches: Things that are looked for in each home and case, at most.
        cases: What is known at first: nothing, or how a part of it was hours ago.
        methods: Who is compared.
        looks_most, metres_most: A search ends after so much; failures count as much.
        patrol_s: How long the robot went round before, in a home that is known.
        hours: How long ago that is.
        moves_per_hour: What people do meanwhile.
        visible_px: A thing can have been seen if it covered so many pixels of a frame.
        found_m: So near to it must be where the memory says that it is.
        camera: Of the robot.
        stage: Simulator.
    """

    rooms: int = 5
    searches: int = 6
    cases: tuple[Case, ...] = (UNKNOWN, STALE)
    methods: tuple[str, ...] = METHODS
    looks_most: int = 30
    metres_most: float = 80.0
    patrol_s: float = 120.0
    hours: float = 3.0
    moves_per_hour: float = 8.0
    visible_px: int = 6
    found_m: float = 0.4
    camera: Camera = field(default_factory=lambda: Camera(160, 120))
    stage: str = "pybullet"


FULL = ExploringConfig()
QUICK = ExploringConfig(
    rooms=3, searches=2, looks_most=16, patrol_s=40.0, methods=(OURS, NO_MEANING, RANDOM)
)
