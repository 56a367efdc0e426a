"""Launch files, executed; a made-up installation whose nodes report what they were given."""

import importlib.util
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# An interpreter that imports rclpy, launch_ros and ros2launch, where this one does not.
LAUNCH_PYTHON = "WHERESEEN_LAUNCH_PYTHON"
# Set by the wheels' start-up hook for one environment; wrong in another.
_OF_ONE_ENVIRONMENT = ("_ROS_WHEELS_BOOTSTRAP_COMPLETE", "LD_LIBRARY_PATH")


def module_from(file):
    """Import a file that is in no package."""
    spec = importlib.util.spec_from_file_location(file.name.split(".")[0] + "_file", file)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


stand_in = module_from(HERE / "stand_in.py")


class LaunchFiles:
    """Executes launch files against the stand-in."""

    def __init__(self):
        self.said = []

    def description(self, name):
        file = ROOT / "launch" / f"{name}.launch.py"
        return module_from(file).generate_launch_description()

    def arguments(self, name):
        entities = self.description(name).entities
        return [e for e in entities if isinstance(e, stand_in.DeclareLaunchArgument)]

    def nodes(self, name, **values):
        return stand_in.execute(self.description(name), values)


@pytest.fixture
def launch_files(monkeypatch):
    """Our launch files, with the stand-in in place of `launch`, whether that is here or not."""
    files = LaunchFiles()
    for name in [
        name for name in sys.modules if name.partition(".")[0] in ("launch", "launch_ros")
    ]:
        monkeypatch.delitem(sys.modules, name)
    for name, module in stand_in.modules(files.said).items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.delitem(sys.modules, "whereseen.nodes.launching", raising=False)
    for variable in ("AMENT_PREFIX_PATH", "FASTRTPS_DEFAULT_PROFILES_FILE"):
        monkeypatch.delenv(variable, raising=False)
    yield files
    sys.modules.pop("whereseen.nodes.launching", None)


class Installation:
    """An ament prefix of made-up nodes that report what they are given."""

    def __init__(self, prefix, python):
        self._prefix = prefix
        self._reports = prefix / "reports"
        self._reports.mkdir(parents=True)
        packages = prefix / "share/ament_index/resource_index/packages"
        packages.mkdir(parents=True)
        script = f'#!/bin/sh\nexec "{python}" "{HERE / "reporting_node.py"}" "$@"\n'
        nodes = ("errand_node", "memory_node", "record_node", "replay_node", "sim_node")
        for program in (*(f"whereseen/{node}" for node in nodes), "rviz2/rviz2"):
            file = prefix / "lib" / program
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(script)
            file.chmod(0o755)
            (packages / file.parent.name).touch()

    def environment(self, python):
        """Variables for an interpreter that starts these nodes."""
        environment = dict(os.environ)
        if Path(python) != Path(sys.executable):
            for name in _OF_ONE_ENVIRONMENT:
                environment.pop(name, None)
        inherited = environment.get("AMENT_PREFIX_PATH") or str(Path(python).parent.parent)
        environment.pop("FASTRTPS_DEFAULT_PROFILES_FILE", None)
        return environment | {
            "AMENT_PREFIX_PATH": f"{self._prefix}:{inherited}",
            "REPORTS": str(self._reports),
            "ROS_AUTOMATIC_DISCOVERY_RANGE": "OFF",
            "ROS_LOG_DIR": str(self._prefix / "log"),
        }

    def run(self, command, *, python, expect, interrupt=True):
        """Start, wait until so many nodes are ready, interrupt; returns (exit code, output)."""
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env=self.environment(python), cwd=self._prefix, start_new_session=True,
        )  # fmt: skip
        lines, ready = [], 0
        try:
            for line in process.stdout:
                lines.append(line)
                ready += line.rstrip().endswith("ready")
                if interrupt and ready == expect:
                    process.send_signal(signal.SIGINT)
                    ready += 1
            return process.wait(60), "".join(lines)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            process.stdout.close()

    def reports(self):
        """What the nodes were given, by the name of the node."""
        return {file.stem: json.loads(file.read_text()) for file in self._reports.iterdir()}


@pytest.fixture
def install(tmp_path):
    """Make an installation whose nodes an interpreter runs: `install("up", sys.executable)`."""
    return lambda name, python: Installation(tmp_path / name, python)


@pytest.fixture(scope="session")
def launch_python():
    """An interpreter with the real `launch`; skips the test if there is none."""
    python = os.environ.get(LAUNCH_PYTHON, sys.executable)
    environment = {k: v for k, v in os.environ.items() if k not in _OF_ONE_ENVIRONMENT}
    if python == sys.executable:
        environment = dict(os.environ)
    wanted = "import launch_ros.actions, ros2launch.api, ros2cli.cli, rclpy"
    found = subprocess.run(
        [python, "-c", wanted], env=environment, cwd="/", capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if found.returncode:
        assert LAUNCH_PYTHON not in os.environ, found.stderr
        pytest.skip(f"launch cannot be imported; name an interpreter with it in {LAUNCH_PYTHON}")
    return python
