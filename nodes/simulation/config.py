"""What the simulator node can be told."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.memory.knobs import knob, switch, text
from whereseen.nodes.recording.frame_messages import DEPTH_ENCODINGS, FrameMessages
from whereseen.nodes.recording.frame_names import FrameNames
from whereseen.sim.episode.config import EpisodeConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class SimNodeConfig(EpisodeConfig):
    """All parameters of the simulator node; they are read at its start.

    Attributes:
        rate, state_hz, command_timeout_s: How time passes.
        wait_for_subscribers: When it begins.
        skills: Whether the robot can be told to do things.
        truth: Whether it tells what is really so.
        depth_encoding, map_frame, odom_frame, base_frame, camera_frame: What is published.
    """

    rate: float = knob(
        1.0,
        "Simulated seconds that pass in one second, as far as rendering keeps up.",
        low=0.01,
        high=100.0,
        live=False,
    )
    state_hz: float = knob(
        20.0, "How often /clock, /tf and /odom are published.", low=1.0, high=200.0, live=False
    )
    command_timeout_s: float = knob(
        0.5, "The robot stops when no cmd_vel came for so long.", low=0.05, high=60.0, live=False
    )
    wait_for_subscribers: int = knob(
        0, "Begin when so many subscribe to the colour image.", low=0, high=100, live=False
    )
    skills: bool = switch(True, "Serve what the robot can do as actions.")
    truth: bool = switch(True, "Publish where everything really is on sim/truth, once a second.")
    depth_encoding: str = text(
        "16UC1", "Encoding of depth: millimetres or metres.", choices=DEPTH_ENCODINGS
    )
    map_frame: str = text("map", "Frame of the home.")
    odom_frame: str = text("odom", "Frame of odometry.")
    base_frame: str = text("base_link", "Frame of the robot: x forward, z up, on the floor.")
    camera_frame: str = text("camera_color_optical_frame", "Frame of images: x right, z forward.")

    def __post_init__(self) -> None:
        # Slotted dataclasses are made anew, so that super() would look for the other one.
        EpisodeConfig.__post_init__(self)
        self.frame_messages()

    def frame_messages(self) -> FrameMessages:
        """How frames become messages; raises InvalidConfig if frames share a name."""
        names = FrameNames(
            map=self.map_frame,
            odom=self.odom_frame,
            base=self.base_frame,
            camera=self.camera_frame,
        )
        return FrameMessages(names, self.depth_encoding)
