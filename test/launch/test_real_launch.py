"""Nodes started by `whereseen up` and by the real `ros2 launch` are given the same.

`ros2 launch` is not on PyPI. On a robot these tests run as they are; elsewhere name an interpreter
that can import rclpy, launch_ros and ros2launch: WHERESEEN_LAUNCH_PYTHON=/ros/venv/bin/python.
"""

import importlib.util
import sys
from pathlib import Path

import pytest

from whereseen.nodes.deployment.files import config_file

ROOT = Path(__file__).resolve().parents[2]
ROS2 = "import sys; from ros2cli.cli import main; sys.exit(main())"

pytestmark = [
    pytest.mark.ros,
    pytest.mark.skipif(importlib.util.find_spec("rclpy") is None, reason="needs rclpy"),
]


@pytest.fixture
def recording(tmp_path):
    file = tmp_path / 'a "kitchen".wsr'
    file.touch()
    return file


def up(name, *arguments):
    return [sys.executable, "-m", "whereseen", "up", name, *arguments]


def ros2_launch(python, name, *arguments):
    file = ROOT / "launch" / f"{name}.launch.py"
    return [python, "-c", ROS2, "launch", str(file), *arguments]


def demo_of(recording):
    return (
        f"path:={recording}",
        *("rate:=2.5", "loop:=true", "namespace:=robot1", "rviz:=true"),
        *("autostart:=false", "log_level:=warn"),
    )


def check_demo(reports, recording):
    """All that `demo_of` asks for reached the nodes."""
    memory, replay, rviz = reports["memory"], reports["replay"], reports["rviz"]
    assert memory["name"] == "/robot1/memory"
    assert memory["parameters"]["use_sim_time"] is True
    assert memory["parameters"]["autostart"] is False  # config/memory.yaml says true
    assert memory["parameters"]["map_frame"] == "map"  # as config/memory.yaml says
    assert replay["name"] == "/robot1/replay"
    assert replay["parameters"]["path"] == str(recording)
    assert replay["parameters"]["rate"] == 2.5
    assert replay["parameters"]["loop"] is True
    assert replay["parameters"]["clock"] is True
    assert replay["parameters"]["use_sim_time"] is False
    assert rviz["arguments"] == ["-d", str(config_file("whereseen.rviz", {}))]
    assert rviz["resolved"] == [
        *("/robot1/memory/voxels", "/robot1/rgb/image", "/robot1/rgb/image", "/elsewhere")
    ]
    for report in reports.values():
        assert report["level"] == "WARN"
        assert report["profile"] == str(config_file("fastdds.xml", {}))


def test_up_gives_nodes_what_was_asked_for(install, recording):
    installation = install("up", sys.executable)
    command = up("demo", *demo_of(recording))
    code, output = installation.run(command, python=sys.executable, expect=3)
    assert code == 0, output
    assert {"[memory] ready", "[replay] ready", "[rviz] ready"} <= set(output.splitlines())
    assert "memory ended with exit code 0" in output
    check_demo(installation.reports(), recording)


def test_ros2_launch_gives_nodes_the_same(install, recording, launch_python):
    launched, started = install("launch", launch_python), install("up", sys.executable)
    command = ros2_launch(launch_python, "demo", *demo_of(recording))
    code, output = launched.run(command, python=launch_python, expect=3)
    assert code == 0, output
    check_demo(launched.reports(), recording)
    started.run(up("demo", *demo_of(recording)), python=sys.executable, expect=3)
    assert launched.reports() == started.reports()


def test_without_a_namespace_rviz_looks_where_nodes_publish(install):
    installation = install("up", sys.executable)
    command = up("memory", "rviz:=true")
    installation.run(command, python=sys.executable, expect=2)
    resolved = installation.reports()["rviz"]["resolved"]
    assert resolved == ["/memory/voxels", "/rgb/image", "/rgb/image", "/elsewhere"]


def test_up_ends_with_the_code_of_the_node_that_ended_it(install, recording):
    installation = install("up", sys.executable)
    command = up("replay", f"path:={recording}", "rate:=99.0")
    code, output = installation.run(command, python=sys.executable, expect=1)
    assert code == 3
    assert "replay ended with exit code 3" in output


def test_ros2_launch_ends_when_a_required_node_does(install, recording, launch_python):
    installation = install("launch", launch_python)
    command = ros2_launch(launch_python, "replay", f"path:={recording}", "rate:=99.0")
    _, output = installation.run(command, python=launch_python, expect=1)  # nobody interrupts it
    assert "exit code 3" in output


@pytest.mark.parametrize("name", ["memory", "replay", "demo"])
def test_ros2_launch_documents_itself_as_up_does(install, launch_python, name):
    installation = install("launch", launch_python)
    command = [*ros2_launch(launch_python, name), "--show-args"]
    code, by_launch = installation.run(command, python=launch_python, expect=0, interrupt=False)
    assert code == 0
    command = [*up(name), "--show-args"]
    _, by_up = installation.run(command, python=sys.executable, expect=0, interrupt=False)
    begin = "Arguments (pass arguments as '<name>:=<value>'):"
    assert by_launch[by_launch.index(begin) :].strip() == by_up[by_up.index(begin) :].strip()


def test_ros2_launch_refuses_what_up_refuses(install, launch_python):
    installation = install("launch", launch_python)
    command = ros2_launch(launch_python, "replay", "path:=/not/there")
    code, output = installation.run(command, python=launch_python, expect=0, interrupt=False)
    assert code == 1
    assert "path names no file or folder (got '/not/there')" in output
