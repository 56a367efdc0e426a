"""What an episode is like."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.knobs import knob, require_choices, require_in_range, switch, text
from whereseen.sim.catalogue.kinds import Catalogue
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.scene.description import Scene
from whereseen.sim.sensing.config import SensingConfig
from whereseen.sim.stages.opening import STAGES
from whereseen.sim.stages.protocol import Camera
from whereseen.sim.world.habits import HabitConfig
from whereseen.sim.world.robots import ROBOTS

_ALWAYS_AWAKE = (1.0,) * 24
_NINE_O_CLOCK_NS = 1_767_258_000_000_000_000  # 2026-01-01, UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeConfig:
    """A home, who is busy in it, and how it is seen.

    Attributes:
        stage, python: What renders it, and where that is installed.
        scene, rooms, objects, seed: Which home.
        story: What people do by a script.
        robot: Who is in it.
        width_px, height_px, field_of_view_deg, frames_hz: The robot's camera.
        patrol, busyness: What the robot and people do.
        noisy, sensing: How far from perfect its sensors are.
    """

    stage: str = text("pybullet", "Simulator that renders.", choices=STAGES)
    python: str = text("", "Interpreter where it is installed; empty for this one.")
    scene: str = text("", "YAML file of a home; empty for a generated one.")
    story: str = text(
        "",
        "`mug`: the home of `whereseen demo`, where the red mug is carried to the dining table at "
        "09:08 and back at 09:28, and other things move; empty: none.",
        choices=("", "mug"),
    )
    rooms: int = knob(4, "Rooms of a generated home.", low=1, high=12, live=False)
    objects: int = knob(
        0, "Things in a generated home; 0 for as many as suit it.", low=0, high=500, live=False
    )
    seed: int = knob(0, "Of the home, of people, of noise.", low=0, high=2**31 - 1, live=False)
    robot: str = text("rover", "Robot; Stretch needs the extra `assets`.", choices=ROBOTS)
    width_px: int = knob(320, "Width of images.", low=16, high=4096, live=False)
    height_px: int = knob(240, "Height of images.", low=16, high=4096, live=False)
    field_of_view_deg: float = knob(
        79.0, "Horizontal field of view.", low=20.0, high=150.0, live=False
    )
    frames_hz: float = knob(5.0, "Images a second of simulated time.", low=0.1, high=60, live=False)
    patrol: bool = switch(True, "The robot goes round by itself while nobody drives it.")
    busyness: float = knob(
        0.0,
        "What people do, in times of an ordinary hour; 0 for nobody at home.",
        low=0.0,
        high=1000.0,
        live=False,
    )
    noisy: bool = switch(False, "Sense as robots do, by `sensing`; otherwise everything is exact.")
    sensing: SensingConfig = field(
        default_factory=SensingConfig, metadata={"description": "Errors, where noisy is set."}
    )

    def __post_init__(self) -> None:
        require_in_range(self)
        require_choices(self)
        if self.story and self.scene:
            raise InvalidConfig("a story has its own home", remedy="Leave out story or scene")

    @property
    def camera(self) -> Camera:
        """The robot's camera."""
        return Camera(self.width_px, self.height_px, self.field_of_view_deg)

    @property
    def errors(self) -> SensingConfig:
        """Errors of the sensors."""
        return self.sensing if self.noisy else SensingConfig.perfect()

    @property
    def start_ns(self) -> int:
        """Time at first."""
        return _NINE_O_CLOCK_NS

    @property
    def period_s(self) -> float:
        """Simulated time between two images."""
        return 1.0 / self.frames_hz

    @property
    def interpreter(self) -> Path | None:
        """Where the stage is installed, None for here."""
        return Path(self.python).expanduser() if self.python else None

    def home(self, catalogue: Catalogue) -> Scene:
        """The scene.

        Raises:
            InvalidConfig: if the file is no scene, or names what there is not.
        """
        if self.scene:
            from whereseen.sim.scene.yaml_files import read_scene

            return read_scene(Path(self.scene).expanduser())
        if self.story:
            from whereseen.sim.demo.story import home

            return home()
        config = HomeConfig(rooms=self.rooms, objects=self.objects or None, seed=self.seed)
        return generate(config, catalogue)

    @property
    def habits(self) -> HabitConfig:
        """What people do; so busy that they are at it at any hour."""
        usual = HabitConfig(rhythm=_ALWAYS_AWAKE)
        names = [name for name in HabitConfig.__dataclass_fields__ if name.endswith("_per_hour")]
        return replace(usual, **{name: getattr(usual, name) * self.busyness for name in names})
