"""How far from perfect sensors are; each part can be switched off, and leaves the others as is."""

from __future__ import annotations

from dataclasses import dataclass, field

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.knobs import knob, require_in_range, switch


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseConfig:
    """Noise of depth along the optical axis.

    The standard deviation at depth z (m) of a surface that the ray meets at an angle t (rad) from
    its normal is that of Nguyen, Izadi & Lovell, "Modeling Kinect sensor noise for improved 3D
    reconstruction and tracking", 3DIMPVT 2012:

        floor_m + growth_per_m * (z - nearest_m)^2 + tilt_m / sqrt(z) * t^2 / (pi/2 - t)^2

    Khoshelham & Elberink, "Accuracy and resolution of Kinect depth data for indoor mapping
    applications", Sensors 12(2), 2012, give growth_per_m = 0.001425 and 0 for all others.

    Attributes:
        enabled: Whether there is noise.
        floor_m, growth_per_m, nearest_m, tilt_m: As above.
    """

    enabled: bool = switch(True, "Add noise to depth.")
    floor_m: float = knob(0.0012, "Deviation at the nearest depth.", low=0.0, high=1.0, live=False)
    growth_per_m: float = knob(
        0.0019, "Growth of the deviation with the square of depth.", low=0.0, high=1.0, live=False
    )
    nearest_m: float = knob(
        0.4, "Depth where the deviation is least.", low=0.0, high=10.0, live=False
    )
    tilt_m: float = knob(0.0001, "Growth towards grazing angles.", low=0.0, high=1.0, live=False)

    def __post_init__(self) -> None:
        require_in_range(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepConfig:
    """Steps in which depth comes.

    Attributes:
        enabled: Whether depth comes in steps.
        disparity_step_per_m: Of what a stereo camera measures, the inverse of depth. Khoshelham &
            Elberink 2012: 0.00285 for a Kinect, so 7 cm at 5 m.
        unit_m: Of depth images of whole numbers.
    """

    enabled: bool = switch(True, "Round depth to what the sensor tells apart.")
    disparity_step_per_m: float = knob(
        0.00285, "Step of inverse depth; 0 for none.", low=0.0, high=1.0, live=False
    )
    unit_m: float = knob(0.001, "Step of depth itself; 0 for none.", low=0.0, high=1.0, live=False)

    def __post_init__(self) -> None:
        require_in_range(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeConfig:
    """Depths that a sensor measures.

    Attributes:
        enabled: Whether there are limits; if not, nothing in the way still is +inf.
        nearest_m, farthest_m: There is no reading nearer or farther.
    """

    enabled: bool = switch(True, "Leave out what is too near or too far.")
    nearest_m: float = knob(0.3, "Least depth.", low=0.0, high=10.0, live=False)
    farthest_m: float = knob(6.0, "Greatest depth.", low=0.1, high=1000.0, live=False)

    def __post_init__(self) -> None:
        require_in_range(self)
        if self.nearest_m >= self.farthest_m:
            raise InvalidConfig(
                "nearest_m is out of range", got=repr(self.nearest_m), remedy="Use < farthest_m"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class DropoutConfig:
    """Pixels without a reading.

    Attributes:
        enabled: Whether there are any.
        edge_share, edge_jump_share, edge_px: Beside jumps of depth.
        grazing_share, grazing_deg: On surfaces seen from the side.
        dark_share, dark_below: On what reflects little.
        shiny_share: On what mirrors, or lets light through.
        patch_px: Size of the patches in which readings fail together.
    """

    enabled: bool = switch(True, "Lose readings.")
    edge_share: float = knob(
        0.7, "Share lost beside jumps of depth.", low=0.0, high=1.0, live=False
    )
    edge_jump_share: float = knob(
        0.05, "A jump is greater than this share of the depth.", low=0.001, high=10.0, live=False
    )
    edge_px: int = knob(1, "Pixels on each side of a jump that count.", low=1, high=10, live=False)
    grazing_share: float = knob(0.8, "Share lost at grazing angles.", low=0.0, high=1.0, live=False)
    grazing_deg: float = knob(
        80.0, "Angles from a surface's normal that are grazing.", low=0.0, high=90.0, live=False
    )
    dark_share: float = knob(0.5, "Share lost on what is dark.", low=0.0, high=1.0, live=False)
    dark_below: int = knob(
        28, "Grey below which a pixel is dark, of 255.", low=0, high=256, live=False
    )
    shiny_share: float = knob(0.4, "Share lost on what is shiny.", low=0.0, high=1.0, live=False)
    patch_px: int = knob(3, "Edge of the patches that fail together.", low=1, high=64, live=False)

    def __post_init__(self) -> None:
        require_in_range(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftConfig:
    """Odometry that drifts, and loops that are closed.

    Errors of increments are normal with a variance proportional to the way, so that they do not
    depend on how often the pose is told. Deviations below are those after one metre, or one turn.

    Attributes:
        enabled: Whether the pose is wrong at all.
        way_m, side_m, yaw_deg: Errors after a metre: along it, across it, and of the heading.
        turn_deg: Error of the heading after a full turn on the spot.
        height_m, tilt_deg: Of z, and of roll and pitch; they come anew each time.
        closing: Whether loops are closed.
        closing_every_m: Metres between closures of loops, on average.
        left_share: Share of the error that a closure leaves.
    """

    enabled: bool = switch(True, "Let odometry drift.")
    way_m: float = knob(0.005, "Error along a metre driven.", low=0.0, high=1.0, live=False)
    side_m: float = knob(0.003, "Error across a metre driven.", low=0.0, high=1.0, live=False)
    yaw_deg: float = knob(
        0.1, "Error of the heading after a metre.", low=0.0, high=90.0, live=False
    )
    turn_deg: float = knob(
        0.5, "Error of the heading after a full turn.", low=0.0, high=90.0, live=False
    )
    height_m: float = knob(0.0, "Error of z.", low=0.0, high=1.0, live=False)
    tilt_deg: float = knob(0.0, "Error of roll and of pitch.", low=0.0, high=10.0, live=False)
    closing: bool = switch(True, "Close loops.")
    closing_every_m: float = knob(
        12.0, "Metres driven between closures, on average.", low=0.01, high=1e6, live=False
    )
    left_share: float = knob(0.1, "Share of the error that is left.", low=0.0, high=1.0, live=False)

    def __post_init__(self) -> None:
        require_in_range(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionConfig:
    """What a detector gets wrong.

    Attributes:
        enabled: Whether it errs.
        miss_share, confusion_share, false_share: Of each thing in each frame.
        persistence_s: How long an error lasts; 0 draws anew for each frame.
        least_px: Things of fewer visible pixels are never recognised.
        false_px_share: Size of what is seen though it is not there, as a share of the width.
        state_error_share: Of states, as open or closed, in each frame.
        steady: Labels that are never mistaken and never detected.
    """

    enabled: bool = switch(True, "Let recognition err.")
    miss_share: float = knob(0.1, "Things that are not recognised.", low=0.0, high=1.0, live=False)
    confusion_share: float = knob(
        0.03, "Things taken for another kind.", low=0.0, high=1.0, live=False
    )
    false_share: float = knob(
        0.02,
        "Things seen though they are not there, by things in view.",
        low=0.0,
        high=1.0,
        live=False,
    )
    persistence_s: float = knob(
        0.0, "Seconds for which an error lasts; 0 for one frame.", low=0.0, high=1e6, live=False
    )
    least_px: int = knob(12, "Fewest visible pixels.", low=1, high=1_000_000, live=False)
    false_px_share: float = knob(0.08, "Size of false detections.", low=0.005, high=1.0, live=False)
    state_error_share: float = knob(
        0.1, "States taken for their opposite.", low=0.0, high=1.0, live=False
    )
    steady: tuple[str, ...] = ("floor", "wall", "ceiling", "robot")

    def __post_init__(self) -> None:
        require_in_range(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class SensingConfig:
    """All that is imperfect.

    Attributes:
        noise, steps, range, dropouts: Of depth.
        drift: Of the pose.
        recognition: Of labels and detections.
    """

    noise: NoiseConfig = field(default_factory=NoiseConfig)
    steps: StepConfig = field(default_factory=StepConfig)
    range: RangeConfig = field(default_factory=RangeConfig)
    dropouts: DropoutConfig = field(default_factory=DropoutConfig)
    drift: DriftConfig = field(default_factory=DriftConfig)
    recognition: RecognitionConfig = field(default_factory=RecognitionConfig)

    @classmethod
    def perfect(cls) -> SensingConfig:
        """Everything switched off."""
        return cls(
            noise=NoiseConfig(enabled=False),
            steps=StepConfig(enabled=False),
            range=RangeConfig(enabled=False),
            dropouts=DropoutConfig(enabled=False),
            drift=DriftConfig(enabled=False),
            recognition=RecognitionConfig(enabled=False),
        )
