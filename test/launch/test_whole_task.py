"""The real `ros2 launch` starts a home where people interfere, a memory, and a task that is done.

As in test_real_launch.py, name an interpreter that can import rclpy, launch_ros and ros2launch in
WHERESEEN_LAUNCH_PYTHON where this one cannot; for Habitat, WHERESEEN_HABITAT_PYTHON too.
"""

import importlib.util
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("rclpy")
pytest.importorskip("whereseen_msgs")

import rclpy
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from whereseen_msgs.msg import EntityArray

from whereseen.nodes import qos
from whereseen.nodes.benchmark.domain import locked_domain
from whereseen.sim.demo.story import home

ROOT = Path(__file__).resolve().parents[2]
ROS2 = "import sys; from ros2cli.cli import main; sys.exit(main())"
NODES = ("errand_node", "memory_node", "sim_node")
HABITAT = os.environ.get("WHERESEEN_HABITAT_PYTHON", "")
LONGEST_S = 900
NEAR_M = 0.6  # of the middle of a sink, what is in it

pytestmark = [pytest.mark.ros, pytest.mark.slow]


def stages():
    has_bullet = importlib.util.find_spec("pybullet") is not None
    yield pytest.param("pybullet", "", marks=pytest.mark.skipif(not has_bullet, reason="pybullet"))
    yield pytest.param("habitat", HABITAT, marks=pytest.mark.skipif(not HABITAT, reason="habitat"))


@pytest.fixture
def installation(tmp_path, launch_python):
    """Variables for `ros2 launch` that finds our nodes as programs of a package."""
    packages = tmp_path / "share/ament_index/resource_index/packages"
    packages.mkdir(parents=True)
    (packages / "whereseen").touch()
    # What the wheels' start-up hook set for one environment is wrong in another.
    is_same = Path(launch_python) == Path(sys.executable)
    clean = "" if is_same else "env -u _ROS_WHEELS_BOOTSTRAP_COMPLETE -u LD_LIBRARY_PATH "
    for name in NODES:
        file = tmp_path / "lib/whereseen" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        python = shlex.quote(sys.executable)
        file.write_text(f'#!/bin/sh\nexec {clean}{python} -m whereseen.nodes.{name} "$@"\n')
        file.chmod(0o755)
    with locked_domain() as domain:
        variables = dict(os.environ)
        if not is_same:
            variables.pop("_ROS_WHEELS_BOOTSTRAP_COMPLETE", None)
            variables.pop("LD_LIBRARY_PATH", None)
        inherited = variables.get("AMENT_PREFIX_PATH") or str(Path(launch_python).parent.parent)
        yield variables | {
            "AMENT_PREFIX_PATH": f"{tmp_path}:{inherited}",
            "PYTHONPATH": str(ROOT),
            "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST",
            "ROS_DOMAIN_ID": str(domain),
            "ROS_LOG_DIR": str(tmp_path / "log"),
        }


def where_it_is(label, domain):
    """Position of a thing as the simulator tells it."""
    context = Context()
    rclpy.init(context=context, domain_id=domain)
    node, told = Node("who_knows", context=context), []
    executor = SingleThreadedExecutor(context=context)
    executor.add_node(node)
    node.create_subscription(EntityArray, "/sim/truth", told.append, qos.latched())
    while not told:
        executor.spin_once(timeout_sec=0.1)
    executor.shutdown()
    node.destroy_node()
    context.try_shutdown()
    return next(e.pose.position for e in told[0].entities if e.label == label)


@pytest.mark.parametrize(("stage", "python"), tuple(stages()))
def test_a_mug_is_put_in_the_sink(stage, python, installation, launch_python):
    file = ROOT / "launch/tidy.launch.py"
    arguments = [f"stage:={stage}", "begin_after_s:=60", "rate:=3.0", "busyness:=30"]
    if python:
        arguments.append(f"python:={python}")
    arguments.append("instruction:=put the red mug in the sink")
    process = subprocess.Popen(
        [launch_python, "-c", ROS2, "launch", str(file), *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=installation,
        start_new_session=True,
    )  # fmt: skip
    lines = []
    try:
        for line in process.stdout:
            lines.append(line)
            if re.search(r"errand.*process has finished cleanly|errand.*exit code", line):
                mug = where_it_is("red mug", int(installation["ROS_DOMAIN_ID"]))
                process.send_signal(signal.SIGINT)
        code, output = process.wait(LONGEST_S), "".join(lines)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        process.stdout.close()
    assert "all of it is done" in output, output
    assert re.search(r"\[(Ada|Ben|Chen)|: (Ada|Ben|Chen): ", output)  # people did something
    sink = next(each for each in home().furniture if each.name == "sink")
    assert abs(mug.x - sink.at_m[0]) < NEAR_M and abs(mug.y - sink.at_m[1]) < NEAR_M, output
    assert "Traceback" not in output, output
    assert code == 0, output
