"""How the memory node acts."""

from __future__ import annotations

from dataclasses import dataclass, field

from whereseen.acting.exploration.config import ExplorerConfig
from whereseen.memory.knobs import knob, require_choices, require_in_range, switch, text
from whereseen.nodes.tasks.llm_config import LlmConfig

AMBIGUITIES = ("ask", "pick")
PLANNERS = ("deterministic", "llm")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskConfig:
    """Tasks, and the robot that does them.

    Attributes:
        enabled: Whether the node takes tasks.
        base_frame: Where the robot is, by tf.
        planner: Who makes plans.
        robot_radius_m, robot_height_m, eye_height_m: The robot.
        skill_timeout_s: Bound of each skill.
        llm: Which model plans, where one is asked for.
        seeks_furniture: Whether it looks for furniture of which nothing is known.
    """

    enabled: bool = switch(True, "Offer the action ~/do_task, which acts by the skills of a body.")
    base_frame: str = text("base_link", "Frame of the robot that acts: x forward, on the floor.")
    planner: str = text(
        "deterministic",
        "Makes plans unless a task asks for the other; llm needs an endpoint.",
        choices=PLANNERS,
    )
    robot_radius_m: float = knob(
        0.25, "Of the disc that holds the robot's base.", low=0.05, high=2.0, live=False
    )
    robot_height_m: float = knob(
        1.45, "Up to which it bumps into things.", low=0.1, high=4.0, live=False
    )
    eye_height_m: float = knob(
        1.35, "Of its camera above the floor.", low=0.1, high=4.0, live=False
    )
    skill_timeout_s: float = knob(
        300.0, "After so long a skill is given up.", low=1.0, high=3600.0, live=False
    )
    seeks_furniture: bool = switch(
        True, "Look for furniture that is not known yet; otherwise such tasks are refused."
    )
    llm: LlmConfig = field(
        default_factory=LlmConfig, metadata={"description": "The language model that plans."}
    )

    def __post_init__(self) -> None:
        require_in_range(self)
        require_choices(self)

    @property
    def exploring(self) -> ExplorerConfig:
        """The robot as it explores."""
        return ExplorerConfig(
            radius_m=self.robot_radius_m,
            height_m=self.robot_height_m,
            eye_m=self.eye_height_m,
        )
