"""Which home, how the robot senses, how much it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from whereseen.acting.model.config import ModelConfig
from whereseen.acting.planning.config import PlanningConfig
from whereseen.acting.references.config import Ambiguity
from whereseen.memory.errors import InvalidConfig
from whereseen.sim.localize.conditions import DEFAULT, conditions


@dataclass(frozen=True, slots=True)
class DoConfig:
    """A home and who is in it.

    Attributes:
        home: Seed of a generated home; None for that of the map, or of the demo.
        rooms: Of a generated one.
        scene: A home as a file instead.
        map_file: The robot's memory; made by going round once if it is not there. None: in this
            process alone.
        experience: Where experiences are kept; None: beside the map, if there is one.
        stage: Simulator.
        stage_python: Interpreter in which the simulator is installed if it is not here.
        sensing: How the robot senses, by the names of the localisation benchmark.
        seed: Of noise and of what people do.
        moved: Things that people move before the robot begins.
        width_px, height_px: Of images.
        round_s: Simulated time for the first round, at most.
        ambiguity: Whether somebody is asked which of several things is meant.
        planning: Bounds of the closed loop.
        model: A language model that makes the plans; None for the deterministic planner.
    """

    home: int | None = None
    rooms: int = 2
    scene: Path | None = None
    map_file: Path | None = None
    experience: Path | None = None
    stage: str = "pybullet"
    stage_python: Path | None = None
    sensing: str = DEFAULT
    seed: int = 0
    moved: int = 0
    width_px: int = 240
    height_px: int = 180
    round_s: float = 400.0
    ambiguity: Ambiguity = Ambiguity.PICK
    planning: PlanningConfig = field(default_factory=PlanningConfig)
    model: ModelConfig | None = None

    def __post_init__(self) -> None:
        """Raise InvalidConfig for what there is not."""
        if self.sensing not in conditions():
            remedy = f"Choose of {', '.join(conditions())}"
            raise InvalidConfig("no such way of sensing", got=repr(self.sensing), remedy=remedy)

    @property
    def is_said(self) -> bool:
        """Whether it is said which home; otherwise that of the map is meant, if there is one."""
        return self.scene is not None or self.home is not None

    @property
    def source(self) -> str:
        """Which home it is, as the map notes it."""
        if self.scene is not None:
            return f"home {self.scene.name}"
        if self.home is None:
            return "home of the demo"
        return f"home {self.home}, {self.rooms} rooms"
