"""What the replay node can be told."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.memory.knobs import knob, require_choices, require_in_range, switch, text
from whereseen.nodes.recording.frame_messages import DEPTH_ENCODINGS, FrameMessages
from whereseen.nodes.recording.frame_names import FrameNames
from whereseen.nodes.recording.player import Score

_NS_PER_S = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayConfig:
    """All parameters of the replay node; they are read at its start.

    Attributes:
        path, autostart: What is played, and whether at once.
        rate, start_offset_s, loop: How it is played.
        clock, clock_hz, restamp: Which times subscribers see.
        wait_for_subscribers, subscribers_timeout_s, exit_at_end: When it begins and ends.
        depth_encoding, level, map_frame, odom_frame, base_frame, camera_frame: What recordings
            that are no bags are published as.
    """

    path: str = text("", "A rosbag2 (folder, .mcap, .db3) or a recording (folder or .wsr file).")
    autostart: bool = switch(True, "Play at once; otherwise wait for the action ~/replay.")
    rate: float = knob(
        1.0,
        "Recorded seconds that pass in one second; 0 is as recorded.",
        low=0.0,
        high=1000.0,
        live=False,
    )
    start_offset_s: float = knob(
        0.0, "Leave out so much of the beginning.", low=0.0, high=1e6, live=False
    )
    loop: bool = switch(False, "Begin again at the end; stamps and /clock then jump back.")
    clock: bool = switch(True, "Publish /clock, unless the bag has one or restamp is set.")
    clock_hz: float = knob(
        100.0, "How often /clock is published, at any rate.", low=1.0, high=1000.0, live=False
    )
    restamp: bool = switch(
        False, "Move the stamps of headers to the present, for systems without use_sim_time."
    )
    wait_for_subscribers: int = knob(
        0, "Begin when so many subscribe to the colour image.", low=0, high=100, live=False
    )
    subscribers_timeout_s: float = knob(
        60.0, "How long they are waited for; then nothing is played.", low=0.1, high=1e6, live=False
    )
    exit_at_end: bool = switch(False, "End the process after playing what autostart began.")
    depth_encoding: str = text(
        "16UC1", "Encoding of depth: millimetres or metres.", choices=DEPTH_ENCODINGS
    )
    level: bool = switch(
        True, "Turn the map frame of a recording, where it lies askew, until z is up."
    )
    map_frame: str = text("map", "Frame of the recorded poses.")
    odom_frame: str = text("odom", "Frame of odometry, which does not drift here.")
    base_frame: str = text("base_link", "Frame of the robot: at the camera, x forward, z up.")
    camera_frame: str = text("camera_color_optical_frame", "Frame of images: x right, z forward.")

    def __post_init__(self) -> None:
        require_in_range(self)
        require_choices(self)
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

    def score(self) -> Score:
        """How to play what is played at the start."""
        return Score(
            rate=self.rate or 1.0,
            start_offset_ns=round(self.start_offset_s * _NS_PER_S),
            is_looped=self.loop,
        )
