"""`whereseen up` as people meet it; what it starts is tested in test/launch."""

import importlib.util
import re
import shlex

import pytest

needs_ros = pytest.mark.skipif(importlib.util.find_spec("rclpy") is None, reason="needs rclpy")


def test_its_help_names_what_can_be_started(command):
    text = re.sub(r"\s+", " ", command("up", "--help").stdout)
    for word in (
        "memory: the memory node",
        "replay: a rosbag2",
        "demo: a simulated home",
        "--show-args",
    ):
        assert word in text


def test_arguments_are_listed_with_defaults(command):
    done = command("up", "replay", "--show-args")
    assert done.returncode == 0
    listed = re.findall(
        r"^    '(\w+)':\n        .+\n        \(default: '(.*)'\)$", done.stdout, re.M
    )
    assert listed == [
        ("path", ""),
        ("clock", "true"),
        ("rate", "1.0"),
        ("loop", "false"),
        ("namespace", ""),
        ("rviz", "false"),
        ("log_level", "info"),
    ]


def test_command_lines_are_printed_instead_of_run(command, recording):
    done = command("up", "demo", "--print", f"path:={recording}", "rate:=2.0")
    assert done.returncode == 0, done.stderr
    memory, replay = map(shlex.split, done.stdout.splitlines())
    assert "whereseen.nodes.memory_node" in memory
    assert "use_sim_time:=true" in memory
    assert "whereseen.nodes.replay_node" in replay
    assert f'path:="{recording}"' in replay
    assert "rate:=2.0" in replay


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["memry"], "There are: memory, replay, sim, demo"),
        (["memory", "rviz"], "not of the form name:=value"),
        (["memory", "speed:=1"], "no such argument (got speed)"),
        (["memory", "log_level:=loud"], "log_level cannot be that"),
    ],
)
def test_mistakes_are_explained_on_one_line(command, words, message):
    done = command("up", *words, "--print")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


@needs_ros
def test_a_recording_that_is_missing_is_said_before_anything_starts(command):
    done = command("up", "replay", "path:=/not/there")
    assert done.returncode == 1
    assert done.stderr.startswith("error: path names no file or folder (got '/not/there')")


def test_without_ros_both_ways_to_get_it_are_named(monkeypatch):
    from whereseen.nodes.deployment import presence
    from whereseen.nodes.deployment.errors import NotInstalled
    from whereseen.starting import run_deployment

    monkeypatch.setattr(presence, "find_spec", lambda name: None)
    with pytest.raises(NotInstalled, match=r"(?s)source /opt/ros.*make setup"):
        run_deployment("memory", {})
