"""How a simulated robot goes about its skills, and what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from whereseen.acting.manipulation.grasps import Hand
from whereseen.memory.knobs import knob, require_in_range, switch


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyConfig:
    """How the robot moves, looks and errs.

    Attributes:
        speed_m_s: On the way.
        see_s: Time between frames on the way.
        looks, look_s: Frames for each look, and the time between them.
        swing_rad, swing_s, tilt_rad: How the head looks about on the way.
        distance_m: From how far furniture is looked at.
        attempts: How often it tries to take something before it gives up.
        opens: Whether it looks into closed furniture when it looks for something.
        slip_share: How often a thing slips out of the fingers as they close.
        fall_share: How often a thing that is put down falls to the floor.
        hand: What the gripper can do.
    """

    speed_m_s: float = knob(0.5, "Speed on the way.", low=0.05, high=2.0)
    see_s: float = knob(1.0, "Time between frames on the way.", low=0.05, high=60.0)
    looks: int = knob(3, "Frames for each look.", low=1, high=100)
    look_s: float = knob(0.6, "Time between the frames of a look.", low=0.02, high=10.0)
    swing_rad: float = knob(0.7, "How far it looks to each side on its way.", low=0.0, high=2.5)
    swing_s: float = knob(6.0, "Time from left to right and back.", low=0.5, high=60.0)
    tilt_rad: float = knob(0.35, "How far it looks down on its way.", low=-0.5, high=1.2)
    distance_m: float = knob(1.1, "Distance from which furniture is looked at.", low=0.4, high=4.0)
    attempts: int = knob(3, "Tries to take a thing.", low=1, high=20)
    opens: bool = switch(False, "Look into closed furniture when something is looked for.")
    slip_share: float = knob(
        0.0, "Share of things that slip out of the closing fingers.", low=0.0, high=1.0
    )
    fall_share: float = knob(
        0.0, "Share of things that fall to the floor when put down.", low=0.0, high=1.0
    )
    hand: Hand = field(default_factory=Hand)

    def __post_init__(self) -> None:
        require_in_range(self)
