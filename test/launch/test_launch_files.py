"""Launch files executed against the stand-in, and held against what `whereseen up` starts."""

import os
import sys

import pytest

from whereseen.nodes.deployment.catalogue import deployment_named, deployments
from whereseen.nodes.deployment.command import program_for
from whereseen.nodes.deployment.files import config_file

NAMES = ("memory", "replay", "sim", "demo", "tidy")


@pytest.fixture
def recording(tmp_path):
    file = tmp_path / "a kitchen.wsr"
    file.touch()
    return str(file)


@pytest.fixture
def values(recording):
    """For each deployment, values that change everything that can be changed."""
    shared = {"namespace": "robot1", "rviz": "true", "log_level": "debug"}
    replay = {"path": recording, "rate": "2.5", "loop": "true"}
    return {
        "memory": shared
        | {"use_sim_time": "true", "autostart": "false", "record": "a bag", "map_file": "a map"},
        "replay": shared | replay | {"clock": "false"},
        "sim": shared
        | {
            "scene": recording,
            "rooms": "5",
            "seed": "3",
            "stage": "habitat",
            "python": sys.executable,
        }
        | {"patrol": "false", "busyness": "0.5", "rate": "2.5"},
        "demo": shared | replay | {"autostart": "false"},
        "tidy": shared
        | {"instruction": "put the mug away", "begin_after_s": "0.5", "ambiguity": "ask"}
        | {
            "planner": "llm",
            "llm_url": "http://127.0.0.1:80/v1",
            "llm_model": "tiny",
            "rate": "2.5",
            "stage": "habitat",
            "python": sys.executable,
        },
    }


def test_every_deployment_has_its_launch_file(launch_files):
    assert {deployment.name for deployment in deployments({})} == set(NAMES)
    for name in NAMES:
        assert launch_files.description(name).entities


@pytest.mark.parametrize("name", NAMES)
def test_ros2_launch_lists_the_arguments_that_up_lists(launch_files, name):
    declared = [(a.name, a.default_value, a.description) for a in launch_files.arguments(name)]
    described = [
        (argument.name, argument.default, argument.description)
        for argument in deployment_named(name, os.environ).arguments
    ]
    assert declared == described


def test_the_level_of_logging_has_its_choices(launch_files):
    (level,) = [a for a in launch_files.arguments("memory") if a.name == "log_level"]
    assert level.choices == ["debug", "info", "warn", "error", "fatal"]


def test_memory_is_started_by_python_where_pip_installed_it(launch_files):
    (node,) = launch_files.nodes("memory")
    assert node.package is None
    assert node.executable == sys.executable
    assert node.arguments == ["-m", "whereseen.nodes.memory_node"]
    assert node.name == node.exec_name == "memory"
    assert node.parameters == [
        str(config_file("memory.yaml", {})),
        {"use_sim_time": False, "autostart": True},
    ]
    assert node.additional_env == {
        "FASTRTPS_DEFAULT_PROFILES_FILE": str(config_file("fastdds.xml", {}))
    }
    assert node.ros_arguments == ["--log-level", "info"]
    assert node.on_exit is not None


def test_memory_is_started_by_name_where_colcon_installed_it(launch_files, install, monkeypatch):
    installation = install("colcon", sys.executable)
    prefix = installation.environment(sys.executable)["AMENT_PREFIX_PATH"]
    monkeypatch.setenv("AMENT_PREFIX_PATH", prefix)
    (node,) = launch_files.nodes("memory")
    assert (node.package, node.executable) == ("whereseen", "memory_node")
    assert node.arguments == []


def test_the_transport_that_the_user_chose_stays(launch_files, monkeypatch):
    monkeypatch.setenv("FASTRTPS_DEFAULT_PROFILES_FILE", "/mine.xml")
    (node,) = launch_files.nodes("memory")
    assert node.additional_env == {}


def test_rviz_opens_our_layout(launch_files):
    _, rviz = launch_files.nodes("memory", rviz="true")
    assert (rviz.package, rviz.executable) == ("rviz2", "rviz2")
    assert rviz.arguments == ["-d", str(config_file("whereseen.rviz", {}))]
    assert rviz.on_exit is None


def test_the_end_of_the_replay_ends_a_replay_but_no_demo(launch_files, recording):
    (replay,) = launch_files.nodes("replay", path=recording)
    assert replay.on_exit is not None
    memory, replay = launch_files.nodes("demo", path=recording)
    assert memory.on_exit is not None
    assert replay.on_exit is None


def test_without_the_simulator_there_is_no_demo(launch_files):
    _, simulator = launch_files.nodes("demo")
    assert simulator.name == "sim"
    assert simulator.on_exit is not None
    assert simulator.parameters[-1]["wait_for_subscribers"] == 1


def test_a_task_is_sent_and_the_home_goes_on_after_it(launch_files):
    memory, simulator, errand = launch_files.nodes("tidy", instruction="open the fridge")
    assert errand.on_exit is None
    assert errand.parameters[-1]["instruction"] == "open the fridge"
    assert memory.parameters[-1]["tasks.planner"] == "deterministic"
    assert simulator.parameters[-1]["story"] == "mug"
    assert [node.name for node in launch_files.nodes("tidy", instruction="")] == ["memory", "sim"]


def test_nodes_have_time_to_save(launch_files):
    (node,) = launch_files.nodes("memory")
    assert float(node.sigterm_timeout) >= 20.0


@pytest.mark.parametrize("name", NAMES)
def test_launch_and_up_start_the_same(launch_files, install, monkeypatch, values, name):
    """Every word of the command lines, as launch_ros composes them."""
    installation = install("colcon", sys.executable)
    monkeypatch.setenv(
        "AMENT_PREFIX_PATH", installation.environment(sys.executable)["AMENT_PREFIX_PATH"]
    )
    launched = {node.name: node for node in launch_files.nodes(name, **values[name])}
    deployment = deployment_named(name, os.environ)
    processes = deployment.start_list(values[name], os.environ)
    assert list(launched) == [process.name for process in processes]
    for process in processes:
        node, program = launched[process.name], program_for(process, os.environ)
        *files, parameters = node.parameters
        assert program.command[0].endswith(f"/lib/{node.package}/{node.executable}")
        assert program.command[1:] == (
            *node.arguments,
            *("--ros-args", "-r", f"__node:={node.name}", "-r", f"__ns:=/{node.namespace}"),
            *(word for pair in node.remappings for word in ("-r", ":=".join(pair))),
            *(word for file in files for word in ("--params-file", file)),
            *(word for item in parameters.items() for word in ("-p", assigned(*item))),
            *node.ros_arguments,
        )
        assert node.additional_env.items() <= dict(program.environment).items()
        assert (node.on_exit is not None) == program.required
        assert float(node.sigterm_timeout) == program.stop_within_s


def assigned(name, value):
    if isinstance(value, bool):
        return f"{name}:={str(value).lower()}"
    return f'{name}:="{value}"' if isinstance(value, str) else f"{name}:={value}"
