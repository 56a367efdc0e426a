"""What the memory node can be told beside the knobs of the memory itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from whereseen.memory.config import MemoryConfig
from whereseen.memory.errors import InvalidConfig
from whereseen.memory.knobs import knob, require_choices, require_in_range, switch, text
from whereseen.nodes.tasks.config import TaskConfig

SENSOR_QOS = ("best_effort", "reliable")
RECOGNITION = ("whereseen_msgs", "vision_msgs")
TRANSPORTS = ("raw", "compressed")
CORRECTIONS = ("none", "rigid", "spread")


@dataclass(frozen=True, slots=True, kw_only=True)
class InputConfig:
    """From topics to frames.

    Attributes:
        sensor_qos, rgb_transport, depth_transport, rectified: How images come.
        camera_frame: Where images come from.
        recognition: How detections come.
        robot_description, robot_margin_m, robot_links_mapped: What is left out as the robot itself.
        slop_s, synchronizer_size: Which messages make one frame.
        queue_size, max_rate_hz: How many frames wait, and how many are used.
        transform_timeout_s, transform_cache_s: How long tf is waited for, and kept.
    """

    sensor_qos: str = text(
        "best_effort", "Reliability of the subscriptions to images.", choices=SENSOR_QOS
    )
    rgb_transport: str = text(
        "raw", "`compressed` subscribes to rgb/image/compressed instead.", choices=TRANSPORTS
    )
    depth_transport: str = text(
        "raw", "`compressed` subscribes to depth/image/compressedDepth.", choices=TRANSPORTS
    )
    camera_frame: str = text(
        "",
        "Frame of the images, x right and z forward, where their headers name another, as some "
        "simulators do; empty: that of the headers.",
    )
    recognition: str = text(
        "whereseen_msgs",
        "Package of the messages on `detections` and `labels/names`: ours, or Detection2DArray "
        "and LabelInfo of vision_msgs.",
        choices=RECOGNITION,
    )
    rectified: bool = switch(
        True,
        "rgb/image is rectified, as by image_proc: `p` of the camera info is used; otherwise `k`, "
        "and the lens is taken to be straight.",
    )
    robot_description: str = text(
        "robot_description",
        "Topic (std_msgs/String, latched) of the robot's URDF: with the poses of its links by tf, "
        "the robot is left out of the map; empty: it is not.",
    )
    robot_margin_m: float = knob(
        0.04, "So much larger the robot's links are taken to be.", low=0.0, high=0.5, live=False
    )
    robot_links_mapped: str = text(
        "", "Links that are not left out, separated by commas, as a cage around the others."
    )
    slop_s: float = knob(
        0.03,
        "Stamps of one frame's messages differ at most so much.",
        low=0.0,
        high=10.0,
        live=False,
    )
    synchronizer_size: int = knob(
        10, "Messages of each topic that may wait for their partners.", low=1, high=100, live=False
    )
    queue_size: int = knob(
        4,
        "Frames that may wait for the memory; the oldest is dropped.",
        low=1,
        high=100,
        live=False,
    )
    max_rate_hz: float = knob(
        0.0, "Frames used per second of their stamps; 0 uses all.", low=0.0, high=1000.0
    )
    transform_timeout_s: float = knob(
        0.5, "How long a frame waits for its transform.", low=0.0, high=60.0
    )
    transform_cache_s: float = knob(10.0, "How much tf is kept.", low=0.1, high=3600.0, live=False)

    def __post_init__(self) -> None:
        require_in_range(self)
        require_choices(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputConfig:
    """What is published, and how often at most; nothing is made that nobody subscribes to.

    Attributes:
        voxels_period_s, updates_period_s, markers_period_s, objects_period_s, map_period_s,
            diagnostics_period_s: Least time between two messages.
        graph_period_s: Least time between two looks at the scene graph.
        consolidation_period_s: Time of frames between two rounds of upkeep.
        map_resolution_m: Edge of a cell of `~/map`.
    """

    voxels_period_s: float = knob(2.0, "Between two ~/voxels.", low=0.05, high=3600.0)
    updates_period_s: float = knob(0.5, "Between two ~/voxels_updates.", low=0.05, high=3600.0)
    markers_period_s: float = knob(
        1.0,
        "Between two ~/markers, ~/scene_graph, ~/scene_markers or ~/change_markers.",
        low=0.05,
        high=3600.0,
    )
    graph_period_s: float = knob(
        5.0, "Between two looks for rooms and what things are on.", low=0.1, high=3600.0
    )
    objects_period_s: float = knob(
        1.0, "Between two ~/objects, or two times that ~/noticed is told.", low=0.05, high=3600.0
    )
    consolidation_period_s: float = knob(
        600.0,
        "Between two rounds of upkeep: thinning, archiving, summaries; by the stamps of frames. "
        "0: none but those that ~/consolidate asks for.",
        low=0.0,
        high=1e7,
    )
    map_period_s: float = knob(2.0, "Between two ~/map or ~/map_updates.", low=0.05, high=3600.0)
    map_resolution_m: float = knob(0.05, "Edge of a cell of ~/map.", low=0.005, high=10.0)
    diagnostics_period_s: float = knob(
        1.0, "Between two /diagnostics.", low=0.05, high=3600.0, live=False
    )

    def __post_init__(self) -> None:
        require_in_range(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionConfig:
    """What a loop closure does to what is stored.

    Attributes:
        follow: Whether, and how, what was seen since the last correction moves.
        jump_m, jump_rad: What counts as one; localisers correct less than that all the time.
    """

    follow: str = text(
        "spread",
        "What was seen since the last jump of map -> odom moves with it: `spread` by the share of "
        "time, as drift grows (SLAM); `rigid` all the way (SLAM that finds itself in a saved map); "
        "`none` leaves it (a localiser on a fixed map, as AMCL).",
        choices=CORRECTIONS,
    )
    jump_m: float = knob(
        0.10, "A jump of map -> odom by more is a loop closure.", low=0.001, high=1e3
    )
    jump_rad: float = knob(
        0.035, "A turn of map -> odom by more is a loop closure.", low=0.0001, high=3.1416
    )

    def __post_init__(self) -> None:
        require_in_range(self)
        require_choices(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryNodeConfig:
    """All parameters of the memory node.

    Attributes:
        autostart: Whether it configures and activates itself.
        map_frame, odom_frame: Names of REP 105.
        encoder: As `whereseen map --encoder` takes it.
        map_file: Where the memory is kept.
        labels: What is watched.
        pose_graph: Topic of a SLAM back end's optimised poses.
        input, output, correction, tasks, memory: Groups.
    """

    autostart: bool = switch(
        True, "Configure and activate at the start, without a lifecycle manager."
    )
    map_frame: str = text("map", "Frame in which things are remembered.")
    odom_frame: str = text("odom", "Frame whose jumps in the map are loop closures.")
    encoder: str = text(
        "auto",
        "labels, detections, detector:MODEL.onnx, clip:MODEL/WEIGHTS; auto takes the one that the "
        "map file was made with, else open_clip, else a detector from a folder `models`.",
    )
    map_file: str = text(
        "", "Map file that is opened if it is there, and kept up to date; empty: none."
    )
    labels: str = text(
        "",
        "Names of things that get an identity, separated by commas; empty: all that the encoder "
        "recognises.",
    )
    pose_graph: str = text(
        "", "Topic (nav_msgs/Path) of optimised poses, used instead of map -> odom; empty: none."
    )
    request_timeout_s: float = knob(
        10.0, "How long a service waits for the memory.", low=0.01, high=3600.0
    )
    input: InputConfig = field(default_factory=InputConfig, metadata={"description": "Inputs."})
    output: OutputConfig = field(default_factory=OutputConfig, metadata={"description": "Outputs."})
    correction: CorrectionConfig = field(
        default_factory=CorrectionConfig, metadata={"description": "Loop closures."}
    )
    tasks: TaskConfig = field(default_factory=TaskConfig, metadata={"description": "Tasks."})
    memory: MemoryConfig = field(
        default_factory=MemoryConfig, metadata={"description": "The memory."}
    )

    def __post_init__(self) -> None:
        require_in_range(self)
        if not self.map_frame:
            raise InvalidConfig("map_frame is empty", remedy="Name a frame, as map")
