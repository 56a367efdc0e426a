"""The deployments that whereseen ships: memory, replay, sim, demo, tidy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from whereseen.nodes.deployment.arguments import (
    AMBIGUITY,
    AUTOSTART,
    BEGIN_AFTER_S,
    BUSYNESS,
    CAMERA_INFO_TOPIC,
    CLOCK,
    DEPTH_TOPIC,
    ENCODER,
    INSTRUCTION,
    LLM_MODEL,
    LLM_URL,
    LOG_LEVEL,
    LOOP,
    MAP_FILE,
    NAMESPACE,
    PATROL,
    PLANNER,
    PYTHON,
    RATE,
    RECORD,
    RELATIVE_TF,
    RGB_TOPIC,
    ROBOT,
    ROOMS,
    RVIZ,
    SCENE,
    SEED,
    STAGE,
    STORY,
    USE_SIM_TIME,
)
from whereseen.nodes.deployment.deployment import Deployment
from whereseen.nodes.deployment.errors import UnknownDeployment
from whereseen.nodes.deployment.files import config_file
from whereseen.nodes.deployment.nodes import (
    errands,
    memory_process,
    recorders,
    replay_process,
    sim_process,
    viewers,
)
from whereseen.nodes.deployment.process import Argument, NodeProcess, ParameterValue
from whereseen.nodes.deployment.settings import Settings

_HOME = (STORY, SCENE, ROOMS, SEED, ROBOT, STAGE, PYTHON, PATROL, BUSYNESS)
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
    return (_memory(params_file), _replay(), _sim(), _demo(params_file), _tidy(params_file))


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


def _sim() -> Deployment:
    return Deployment(
        name="sim",
        summary="A simulated home as the topics of a robot in it, with /clock.",
        arguments=(*_HOME, RATE, NAMESPACE, RVIZ, LOG_LEVEL),
        plan=_plan_sim,
    )


def _demo(params_file: Argument) -> Deployment:
    path = Argument(
        name="path",
        default="",
        description="What to replay instead of simulating: a rosbag2, or a recording (folder or "
        ".wsr file).",
    )
    return Deployment(
        name="demo",
        summary="A simulated home, or a replay, and the memory that watches it, on its clock.",
        arguments=(
            *_HOME,
            *(path, RATE, LOOP),
            *(params_file, MAP_FILE, replace(ENCODER, default="labels")),
            *(NAMESPACE, RVIZ, AUTOSTART, LOG_LEVEL),
        ),
        plan=_plan_demo,
    )


def _tidy(params_file: Argument) -> Deployment:
    return Deployment(
        name="tidy",
        summary="A simulated home where people interfere, the memory that watches it, and a task "
        "that the robot does with what is remembered.",
        arguments=(
            *(INSTRUCTION, BEGIN_AFTER_S, AMBIGUITY, PLANNER, LLM_URL, LLM_MODEL),
            *(replace(STORY, default="mug"), *_HOME[1:], RATE),
            *(params_file, MAP_FILE, replace(ENCODER, default="labels")),
            *(NAMESPACE, RVIZ, AUTOSTART, LOG_LEVEL),
        ),
        plan=_plan_tidy,
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


def _plan_sim(settings: Settings, environment: Mapping[str, str]) -> tuple[NodeProcess, ...]:
    simulator = sim_process(settings, {}, required=True)
    return (simulator, *viewers(settings, environment, use_sim_time=True))


def _plan_demo(settings: Settings, environment: Mapping[str, str]) -> tuple[NodeProcess, ...]:
    memory = memory_process(settings, use_sim_time=True)
    shown_by = viewers(settings, environment, use_sim_time=True)
    # Nothing happens before memory, and rviz where it is wanted, can see it.
    watched: dict[str, ParameterValue] = {"wait_for_subscribers": 1 + len(shown_by)}
    if settings.values.get("path"):
        return (memory, _replayed(settings, watched), *shown_by)
    return (memory, sim_process(settings, watched, required=True), *shown_by)


def _plan_tidy(settings: Settings, environment: Mapping[str, str]) -> tuple[NodeProcess, ...]:
    return (*_plan_demo(settings, environment), *errands(settings))


def _replayed(settings: Settings, watched: Mapping[str, ParameterValue]) -> NodeProcess:
    """A replay that stays when it is over, because late viewers need its /tf_static."""
    played: dict[str, ParameterValue] = {
        "path": str(settings.existing_path("path")),
        "clock": True,
        "subscribers_timeout_s": _DEMO_PATIENCE_S,
    }
    return replay_process(settings, played | dict(watched), required=False)
