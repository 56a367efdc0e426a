"""The processes that deployments are made of."""

from __future__ import annotations

from collections.abc import Mapping

from whereseen.nodes.deployment.files import config_file
from whereseen.nodes.deployment.process import NodeProcess, ParameterValue
from whereseen.nodes.deployment.settings import Settings

# rviz names topics absolutely; a relative target puts them into the namespace that rviz is in.
SHOWN_TOPICS = (
    "/memory/voxels",
    "/memory/voxels_updates",
    "/memory/markers",
    "/memory/scene_markers",
    "/memory/change_markers",
    "/memory/map",
    "/memory/map_updates",
    "/memory/belief",
    "/memory/plan",
    "/memory/plan_markers",
    "/memory/value_map",
    "/memory/value_map_updates",
    "/rgb/image",
    "/rgb/camera_info",
)


def memory_process(settings: Settings, *, use_sim_time: bool) -> NodeProcess:
    """The node that remembers."""
    chosen: dict[str, ParameterValue] = {
        "use_sim_time": use_sim_time,
        "autostart": settings.flag("autostart"),
    }
    if settings.text("encoder"):
        chosen["encoder"] = settings.text("encoder")
    if settings.text("map_file"):
        chosen["map_file"] = str(settings.path("map_file"))
    if "planner" in settings.values:
        chosen["tasks.planner"] = settings.text("planner")
        named = {"tasks.llm.base_url": "llm_url", "tasks.llm.model": "llm_model"}
        chosen |= {key: settings.text(name) for key, name in named.items() if settings.text(name)}
    return NodeProcess(
        name="memory",
        package="whereseen",
        executable="memory_node",
        module="whereseen.nodes.memory_node",
        namespace=settings.namespace(),
        parameters=chosen,
        parameter_files=(settings.existing_path("params_file"),),
        remappings=camera_remappings(settings),
        log_level=settings.text("log_level"),
        stop_within_s=60.0,  # a first start compiles its kernels, and cannot save meanwhile
    )


def camera_remappings(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Where the topics of a robot differ from those of the nodes."""
    named = {
        "rgb/image": "rgb_topic",
        "depth/image": "depth_topic",
        "rgb/camera_info": "camera_info_topic",
    }
    wanted = [
        (topic, settings.text(name))
        for topic, name in named.items()
        if name in settings.values and settings.text(name) != topic
    ]
    if "relative_tf" in settings.values and settings.flag("relative_tf"):
        wanted += [("/tf", "tf"), ("/tf_static", "tf_static")]
    return tuple(wanted)


def replay_process(
    settings: Settings, played: Mapping[str, ParameterValue], *, required: bool
) -> NodeProcess:
    """The node that plays.

    Args:
        settings: Of speed and names.
        played: Parameters of what is played, and when.
        required: Whether everything ends with it.
    """
    how = {"rate": settings.positive("rate"), "loop": settings.flag("loop")}
    return NodeProcess(
        name="replay",
        package="whereseen",
        executable="replay_node",
        module="whereseen.nodes.replay_node",
        namespace=settings.namespace(),
        parameters=dict(played) | how,
        log_level=settings.text("log_level"),
        required=required,
    )


def sim_process(
    settings: Settings, how: Mapping[str, ParameterValue], *, required: bool
) -> NodeProcess:
    """The node that simulates.

    Args:
        settings: Of the home, speed and names.
        how: More parameters.
        required: Whether everything ends with it.
    """
    chosen: dict[str, ParameterValue] = {
        "rooms": settings.whole("rooms"),
        "seed": settings.whole("seed"),
        "robot": settings.text("robot"),
        "stage": settings.text("stage"),
        "patrol": settings.flag("patrol"),
        "busyness": settings.number("busyness"),
        "rate": settings.positive("rate"),
    }
    if settings.text("story"):
        chosen["story"] = settings.text("story")
    for name in ("scene", "python"):
        if settings.text(name):
            chosen[name] = str(settings.existing_path(name))
    return NodeProcess(
        name="sim",
        package="whereseen",
        executable="sim_node",
        module="whereseen.nodes.sim_node",
        namespace=settings.namespace(),
        parameters=chosen | dict(how),
        log_level=settings.text("log_level"),
        required=required,
    )


def errands(settings: Settings) -> tuple[NodeProcess, ...]:
    """The node that sends the instruction, if there is one; the rest goes on after it."""
    instruction = settings.text("instruction").strip()
    if not instruction:
        return ()
    errand = NodeProcess(
        name="errand",
        package="whereseen",
        executable="errand_node",
        module="whereseen.nodes.errand_node",
        namespace=settings.namespace(),
        parameters={
            "use_sim_time": True,
            "instruction": instruction,
            "ambiguity": settings.text("ambiguity"),
            "begin_after_s": settings.number("begin_after_s"),
        },
        log_level=settings.text("log_level"),
        required=False,
    )
    return (errand,)


def recorders(
    settings: Settings, environment: Mapping[str, str], *, use_sim_time: bool
) -> tuple[NodeProcess, ...]:
    """The node that records what memory takes in, if it is wanted."""
    if not settings.text("record"):
        return ()
    recorder = NodeProcess(
        name="recorder",
        package="whereseen",
        executable="record_node",
        module="whereseen.nodes.record_node",
        namespace=settings.namespace(),
        parameters={"use_sim_time": use_sim_time, "path": str(settings.path("record"))},
        parameter_files=(config_file("recorder.yaml", environment),),
        remappings=camera_remappings(settings),
        log_level=settings.text("log_level"),
        required=False,
    )
    return (recorder,)


def viewers(
    settings: Settings, environment: Mapping[str, str], *, use_sim_time: bool
) -> tuple[NodeProcess, ...]:
    """Programs to look with, if they are wanted."""
    if not settings.flag("rviz"):
        return ()
    rviz = NodeProcess(
        name="rviz",
        package="rviz2",
        executable="rviz2",
        module="",
        namespace=settings.namespace(),
        arguments=("-d", str(config_file("whereseen.rviz", environment))),
        parameters={"use_sim_time": use_sim_time},
        remappings=tuple((topic, topic.lstrip("/")) for topic in SHOWN_TOPICS),
        log_level=settings.text("log_level"),
        required=False,
        stop_within_s=5.0,
    )
    return (rviz,)
