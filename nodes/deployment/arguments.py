"""Arguments that several deployments have."""

from __future__ import annotations

from whereseen.nodes.deployment.process import Argument

MAP_FILE = Argument(
    name="map_file",
    default="",
    description="Map file that is opened if it is there, and kept up to date; empty: the one that "
    "params_file names, if any.",
)
ENCODER = Argument(
    name="encoder",
    default="",
    description="What recognises: labels, detections, detector:MODEL.onnx or clip:MODEL/WEIGHTS; "
    "empty: as params_file says.",
)
RGB_TOPIC = Argument(
    name="rgb_topic",
    default="rgb/image",
    description="Topic of colour images, as /camera/camera/color/image_raw.",
)
DEPTH_TOPIC = Argument(
    name="depth_topic",
    default="depth/image",
    description="Topic of depth images that are registered to the colour camera, as "
    "/camera/camera/aligned_depth_to_color/image_raw.",
)
CAMERA_INFO_TOPIC = Argument(
    name="camera_info_topic",
    default="rgb/camera_info",
    description="Topic of the colour camera's info, as /camera/camera/color/camera_info.",
)
RELATIVE_TF = Argument(
    name="relative_tf",
    default="false",
    description="Whether tf is in the namespace, as with several robots under Nav2: true or false.",
)
USE_SIM_TIME = Argument(
    name="use_sim_time",
    default="false",
    description="Whether nodes follow /clock, as with a replay or a simulator: true or false.",
)
NAMESPACE = Argument(
    name="namespace",
    default="",
    description="Namespace of all nodes, for several robots, as robot1.",
)
RECORD = Argument(
    name="record",
    default="",
    description="Folder of a new rosbag2 into which all that memory takes in is recorded; empty: "
    "none.",
)
RVIZ = Argument(
    name="rviz",
    default="false",
    description="Whether to open rviz2 with config/whereseen.rviz: true or false.",
)
AUTOSTART = Argument(
    name="autostart",
    default="true",
    description="Whether memory configures and activates itself; false leaves that to a "
    "lifecycle manager: true or false.",
)
LOG_LEVEL = Argument(
    name="log_level",
    default="info",
    description="Least level that is logged.",
    choices=("debug", "info", "warn", "error", "fatal"),
)
CLOCK = Argument(
    name="clock",
    default="true",
    description="Whether replay publishes /clock: true or false.",
)
RATE = Argument(
    name="rate",
    default="1.0",
    description="Speed; 2.0 is twice as fast as it was recorded, or as time passes.",
)
LOOP = Argument(
    name="loop",
    default="false",
    description="Whether the replay begins again at its end: true or false.",
)
STORY = Argument(
    name="story",
    default="",
    description="What people do by a script: mug, in the home of `whereseen demo`; empty: none.",
)
SCENE = Argument(
    name="scene",
    default="",
    description="YAML file of a simulated home; empty: one that is generated from rooms and seed.",
)
ROOMS = Argument(
    name="rooms",
    default="3",
    description="Rooms of the generated home, 1 to 12.",
)
SEED = Argument(
    name="seed",
    default="0",
    description="Seed of the generated home and of all that happens in it.",
)
ROBOT = Argument(
    name="robot",
    default="rover",
    description="Robot in the simulated home; Stretch needs the extra assets.",
    choices=("rover", "stretch", "stretch_se3"),
)
STAGE = Argument(
    name="stage",
    default="pybullet",
    description="Simulator that renders.",
    choices=("pybullet", "habitat"),
)
PYTHON = Argument(
    name="python",
    default="",
    description="Interpreter where the simulator is installed, as .venv-habitat/bin/python; "
    "empty: the one that runs the nodes.",
)
PATROL = Argument(
    name="patrol",
    default="true",
    description="Whether the simulated robot goes round by itself: true or false.",
)
BUSYNESS = Argument(
    name="busyness",
    default="30",
    description="How busy people are in the simulated home, in times of an ordinary hour; 0: "
    "nobody is at home.",
)
INSTRUCTION = Argument(
    name="instruction",
    default="put the red mug in the sink",
    description="What the robot is asked to do; empty: nothing, tasks are sent later, as with "
    "`whereseen errand`.",
)
BEGIN_AFTER_S = Argument(
    name="begin_after_s",
    default="90",
    description="Seconds of simulated time that the robot looks round before.",
)
AMBIGUITY = Argument(
    name="ambiguity",
    default="pick",
    description="What to do where several things may be meant: ask ends the task with a question.",
    choices=("ask", "pick"),
)
PLANNER = Argument(
    name="planner",
    default="deterministic",
    description="Who makes plans; llm needs an endpoint.",
    choices=("deterministic", "llm"),
)
LLM_URL = Argument(
    name="llm_url",
    default="",
    description="Address of an OpenAI-compatible endpoint, as http://127.0.0.1:8080/v1; empty: as "
    "params_file or WHERESEEN_LLM_URL says. A key is taken from WHERESEEN_LLM_KEY.",
)
LLM_MODEL = Argument(
    name="llm_model",
    default="",
    description="The model as the endpoint names it; empty: as params_file or WHERESEEN_LLM_MODEL "
    "says.",
)
