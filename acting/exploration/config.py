"""What an exploring robot sees, and how it weighs."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.knobs import knob, require_in_range


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplorerConfig:
    """What a robot sees and how it weighs.

    Attributes:
        radius_m, height_m, eye_m: The robot, and the height of its camera.
        near_m, look_m: Up to there it recognises well what it looks for, and from there on not.
        sweep_rad: What one look covers, with the head turned left and right.
        look_s, speed_m_s, turn_rad_s: What looking and going there costs.
        time_weight, meaning_weight: How much each term counts; 0 leaves it out.
        half_life_s: After so long a place is as likely as not to have changed, where nothing in
            particular is looked for; things have half-lives of their own.
        in_vain: What a look that brought nothing leaves of the value of what it should have shown.
        least_m2: Views that show less are not worth while.
    """

    radius_m: float = knob(0.25, "Of the disc that holds the base.", low=0.01, high=3.0)
    height_m: float = knob(1.45, "Up to which it bumps into things.", low=0.05, high=5.0)
    eye_m: float = knob(1.35, "Height of the camera.", low=0.02, high=5.0)
    near_m: float = knob(1.2, "Up to so far things are recognised well.", low=0.05, high=20.0)
    look_m: float = knob(3.5, "Up to so far things are recognised.", low=0.2, high=20.0)
    sweep_rad: float = knob(2.6, "What one look covers.", low=0.1, high=6.2832)
    look_s: float = knob(4.0, "What a look costs.", low=0.0, high=600.0)
    speed_m_s: float = knob(0.5, "How fast it drives.", low=0.01, high=5.0)
    turn_rad_s: float = knob(1.2, "How fast it turns.", low=0.05, high=10.0)
    time_weight: float = knob(1.0, "Of the term of time.", low=0.0, high=5.0)
    meaning_weight: float = knob(1.0, "Of the semantic term.", low=0.0, high=5.0)
    half_life_s: float = knob(1800.0, "After so long a place may have changed.", low=1.0, high=1e9)
    in_vain: float = knob(0.2, "What a look in vain leaves of a value.", low=0.0, high=1.0)
    least_m2: float = knob(0.1, "Less in view is not worth a look.", low=0.0, high=100.0)

    def __post_init__(self) -> None:
        require_in_range(self)
        if self.near_m >= self.look_m:
            raise InvalidConfig(
                "near_m is out of range", got=repr(self.near_m), remedy="Use less than look_m"
            )
