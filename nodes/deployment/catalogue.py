"""The deployments that whereseen ships: memory, replay, demo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from whereseen.nodes.deployment.arguments import (
    AUTOSTART,
    CAMERA_INFO_TOPIC,
    CLOCK,
    DEPTH_TOPIC,
    ENCODER,
    LOG_LEVEL,
    LOOP,
    MAP_FILE,
    NAMESPACE,
    RATE,
    RECORD,
    RELATIVE_TF,
    RGB_TOPIC,
    RVIZ,
    USE_SIM_TIME,
)
from whereseen.nodes.deployment.deployment import Deployment, Say
from whereseen.nodes.deployment.errors import UnknownDeployment
from whereseen.nodes.deployment.files import config_file
from whereseen.nodes.deployment.nodes import memory_process, recorders, replay_process, viewers
from whereseen.nodes.deployment.process import Argument, NodeProcess, ParameterValue
from whereseen.nodes.deployment.settings import Settings

_DEMO_RECORDING = Path("out/demo.wsr")
_DEMO_PATIENCE_S = 300.0  # a first start compiles


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
        arguments=(
            *(params_file, MAP_FILE, ENCODER, RECORD),
            *(RGB_TOPIC, DEPTH_TOPIC, CAMERA_INFO_TOPIC),
            *(USE_SIM_TIME, NAMESPACE, RELATIVE_TF, RVIZ, AUTOSTART, LOG_LEVEL),
        ),
        plan=_plan_memory,
    )


def _replay() -> Deployment:
    path = Argument(
        name="path",
        default="",
        description="What to replay: a rosbag2, or a recording (folder or .wsr file); "
        "empty: whatever the action ~/replay asks for.",
    )
    return Deployment(
        name="replay",
        summary="A rosbag2 or a recording as topics, with /clock; ends with it.",
        arguments=(path, CLOCK, RATE, LOOP, NAMESPACE, RVIZ, LOG_LEVEL),
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
        arguments=(
            *(path, RATE, LOOP),
            *(params_file, MAP_FILE, replace(ENCODER, default="labels")),
            *(NAMESPACE, RVIZ, AUTOSTART, LOG_LEVEL),
        ),
        plan=_plan_demo,
        prepare=_prepare_demo,
    )


def _plan_memory(settings: Settings, environment: Mapping[str, str]) -> tuple[NodeProcess, ...]:
    use_sim_time = settings.flag("use_sim_time")
    return (
        memory_process(settings, use_sim_time=use_sim_time),
        *recorders(settings, environment, use_sim_time=use_sim_time),
        *viewers(settings, environment, use_sim_time=use_sim_time),
    )


def _plan_replay(settings: Settings, environment: Mapping[str, str]) -> tuple[NodeProcess, ...]:
    clock = settings.flag("clock")
    path = str(settings.existing_path("path")) if settings.text("path") else ""
    played: dict[str, ParameterValue] = {
        "path": path,
        "clock": clock,
        "autostart": bool(path),
        "exit_at_end": bool(path),
    }
    replay = replay_process(settings, played, required=True)
    return (replay, *viewers(settings, environment, use_sim_time=clock))


def _plan_demo(settings: Settings, environment: Mapping[str, str]) -> tuple[NodeProcess, ...]:
    memory = memory_process(settings, use_sim_time=True)
    shown_by = viewers(settings, environment, use_sim_time=True)
    # Nothing is played before memory, and rviz where it is wanted, can see it. Afterwards both
    # nodes stay: memory to be asked, replay because late viewers need its /tf_static.
    played: dict[str, ParameterValue] = {
        "path": str(settings.existing_path("path")),
        "clock": True,
        "wait_for_subscribers": 1 + len(shown_by),
        "subscribers_timeout_s": _DEMO_PATIENCE_S,
    }
    return (memory, replay_process(settings, played, required=False), *shown_by)


def _prepare_demo(settings: Settings, say: Say) -> None:
    """Record the simulated room where the default recording is wanted and missing."""
    if Path(settings.text("path")) != _DEMO_RECORDING or _DEMO_RECORDING.exists():
        return
    from whereseen.sim.demo.recording import record_demo

    say(f"making {_DEMO_RECORDING} of the simulated room, once; this takes some seconds")
    record_demo(_DEMO_RECORDING)
