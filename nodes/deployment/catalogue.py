"""The deployments that whereseen ships: memory, replay, demo."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from whereseen.nodes.deployment.deployment import Deployment, Say
from whereseen.nodes.deployment.errors import UnknownDeployment
from whereseen.nodes.deployment.files import config_file
from whereseen.nodes.deployment.process import Argument, NodeProcess
from whereseen.nodes.deployment.settings import Settings

# rviz names topics absolutely; a relative target puts them into the namespace that rviz is in.
SHOWN_TOPICS = (
    "/memory/voxels",
    "/memory/voxels_updates",
    "/memory/markers",
    "/memory/map",
    "/memory/map_updates",
    "/rgb/image",
    "/rgb/camera_info",
)
_DEMO_RECORDING = Path("out/demo.wsr")

_USE_SIM_TIME = Argument(
    name="use_sim_time",
    default="false",
    description="Whether nodes follow /clock, as with a replay or a simulator: true or false.",
)
_NAMESPACE = Argument(
    name="namespace",
    default="",
    description="Namespace of all nodes, for several robots, as robot1.",
)
_RVIZ = Argument(
    name="rviz",
    default="false",
    description="Whether to open rviz2 with config/whereseen.rviz: true or false.",
)
_AUTOSTART = Argument(
    name="autostart",
    default="true",
    description="Whether memory configures and activates itself; false leaves that to a "
    "lifecycle manager: true or false.",
)
_LOG_LEVEL = Argument(
    name="log_level",
    default="info",
    description="Least level that is logged.",
    choices=("debug", "info", "warn", "error", "fatal"),
)
_CLOCK = Argument(
    name="clock",
    default="true",
    description="Whether replay publishes /clock: true or false.",
)
_RATE = Argument(
    name="rate",
    default="1.0",
    description="Speed of the replay; 2.0 is twice as fast as it was recorded.",
)
_LOOP = Argument(
    name="loop",
    default="false",
    description="Whether the replay starts again at its end: true or false.",
)


def deployments(environment: Mapping[str, str]) -> tuple[Deployment, ...]:
    """All of them.

    Args:
        environment: Variables of whoever starts the nodes.

    Raises:
        NotInstalled: if the parameter file is missing.
    """
    params_file = Argument(
        name="params_file",
        default=str(config_file("memory.yaml", environment)),
        description="YAML file with the parameters of memory.",
    )
    return (_memory(params_file), _replay(), _demo(params_file))


def deployment_named(name: str, environment: Mapping[str, str]) -> Deployment:
    """One of them.

    Raises:
        UnknownDeployment: if none has that name.
        NotInstalled: if the parameter file is missing.
    """
    known = deployments(environment)
    for deployment in known:
        if deployment.name == name:
            return deployment
    raise UnknownDeployment(
        "there is nothing of that name to start",
        got=repr(name),
        remedy=f"There are: {', '.join(deployment.name for deployment in known)}",
    )


def _memory(params_file: Argument) -> Deployment:
    return Deployment(
        name="memory",
        summary="The memory node, for the topics of a robot or a simulator.",
        arguments=(params_file, _USE_SIM_TIME, _NAMESPACE, _RVIZ, _AUTOSTART, _LOG_LEVEL),
        plan=_plan_memory,
    )


def _replay() -> Deployment:
    path = Argument(
        name="path",
        default="",
        description="What to replay: a rosbag2, or a recording (folder or .wsr file).",
    )
    return Deployment(
        name="replay",
        summary="A rosbag2 or a recording as topics, with /clock.",
        arguments=(path, _CLOCK, _RATE, _LOOP, _NAMESPACE, _RVIZ, _LOG_LEVEL),
        plan=_plan_replay,
    )


def _demo(params_file: Argument) -> Deployment:
    path = Argument(
        name="path",
        default=str(_DEMO_RECORDING),
        description="What to replay: a rosbag2, or a recording (folder or .wsr file). "
        "The default is made in PyBullet when it is not there.",
    )
    return Deployment(
        name="demo",
        summary="A replay and the memory that watches it, on the replay's clock.",
        arguments=(path, _RATE, _LOOP, params_file, _NAMESPACE, _RVIZ, _AUTOSTART, _LOG_LEVEL),
        plan=_plan_demo,
        prepare=_prepare_demo,
    )


def _plan_memory(settings: Settings, environment: Mapping[str, str]) -> tuple[NodeProcess, ...]:
    use_sim_time = settings.flag("use_sim_time")
    memory = _memory_process(settings, use_sim_time=use_sim_time)
    return (memory, *_viewers(settings, environment, use_sim_time=use_sim_time))


def _plan_replay(settings: Settings, environment: Mapping[str, str]) -> tuple[NodeProcess, ...]:
    clock = settings.flag("clock")
    replay = _replay_process(settings, clock=clock, required=True)
    return (replay, *_viewers(settings, environment, use_sim_time=clock))


def _plan_demo(settings: Settings, environment: Mapping[str, str]) -> tuple[NodeProcess, ...]:
    # The memory stays when the replay is over, so that it can be asked.
    memory = _memory_process(settings, use_sim_time=True)
    replay = _replay_process(settings, clock=True, required=False)
    return (memory, replay, *_viewers(settings, environment, use_sim_time=True))


def _memory_process(settings: Settings, *, use_sim_time: bool) -> NodeProcess:
    return NodeProcess(
        name="memory",
        package="whereseen",
        executable="memory_node",
        module="whereseen.nodes.memory_node",
        namespace=settings.namespace(),
        parameters={"use_sim_time": use_sim_time, "autostart": settings.flag("autostart")},
        parameter_files=(settings.existing_path("params_file"),),
        log_level=settings.text("log_level"),
    )


def _replay_process(settings: Settings, *, clock: bool, required: bool) -> NodeProcess:
    return NodeProcess(
        name="replay",
        package="whereseen",
        executable="replay_node",
        module="whereseen.nodes.replay_node",
        namespace=settings.namespace(),
        parameters={
            "path": str(settings.existing_path("path")),
            "clock": clock,
            "rate": settings.positive("rate"),
            "loop": settings.flag("loop"),
        },
        log_level=settings.text("log_level"),
        required=required,
    )


def _viewers(
    settings: Settings, environment: Mapping[str, str], *, use_sim_time: bool
) -> tuple[NodeProcess, ...]:
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


def _prepare_demo(settings: Settings, say: Say) -> None:
    """Record the simulated room where the default recording is wanted and missing."""
    if Path(settings.text("path")) != _DEMO_RECORDING or _DEMO_RECORDING.exists():
        return
    from whereseen.sim.demo.recording import record_demo

    say(f"making {_DEMO_RECORDING} of the simulated room, once; this takes some seconds")
    record_demo(_DEMO_RECORDING)
