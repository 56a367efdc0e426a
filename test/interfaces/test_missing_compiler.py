"""What is missing for building the interfaces is named with the package that brings it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

WRAPPER = Path(__file__).resolve().parents[2] / "interfaces" / "wheel"
CMAKE, NINJA = shutil.which("cmake"), shutil.which("ninja")
WITH_JAZZY = """
import importlib.metadata
importlib.metadata.version = {"ros-rclpy": "7.1.6"}.__getitem__
"""
WITH_KILTED = WITH_JAZZY.replace("7.1.6", "9.1.2")
WITHOUT_ROS = WITH_JAZZY.replace("ros-rclpy", "numpy")
WITHOUT_HEADERS = """
import sysconfig
get_path = sysconfig.get_path
sysconfig.get_path = lambda name: "/nowhere/include" if name == "include" else get_path(name)
"""


def venv_on(machine, prelude):
    """A virtual environment of that machine, whose Python starts with a prelude."""
    machine.provide_python(machine.home / "venv" / "bin" / "python", prelude)
    return machine.home / "venv"


@pytest.mark.parametrize("installed", [WITH_JAZZY, WITH_KILTED], ids=["Jazzy", "Kilted"])
def test_without_a_compiler_the_script_names_its_package(machine, installed):
    ended = machine.run("interfaces.sh", venv_on(machine, installed))
    assert ended.returncode == 1
    assert "A C++ compiler is needed" in ended.stderr
    assert "sudo apt-get install g++" in ended.stderr
    assert not (machine.home / ".cache").exists()


def test_without_python_headers_the_script_names_their_package(machine):
    machine.provide("c++", "exit 0")
    ended = machine.run("interfaces.sh", venv_on(machine, WITH_JAZZY + WITHOUT_HEADERS))
    package = "python{}.{}-dev".format(*sys.version_info)
    assert ended.returncode == 1
    assert "/nowhere/include/Python.h is missing" in ended.stderr
    assert f"sudo apt-get install {package}" in ended.stderr


def test_without_ros_the_script_says_how_to_get_it(machine):
    ended = machine.run("interfaces.sh", venv_on(machine, WITHOUT_ROS))
    assert ended.returncode == 1
    assert "ROS 2 Jazzy or Kilted is needed" in ended.stderr
    assert "pip install '.[ros]'" in ended.stderr


@pytest.mark.skipif(not (CMAKE and NINJA), reason="needs cmake and ninja")
@pytest.mark.parametrize(
    ("compilers", "said"),
    [((), "No C++ compiler. Install one with"), (("c++",), "Python.h is missing. Install it with")],
    ids=["compiler", "headers"],
)
def test_pip_shows_what_is_missing_too(machine, compilers, said):
    """It shows what CMake says where the interfaces are installed without the script."""
    for name in compilers:
        machine.provide(name, "exit 0")
    ended = subprocess.run(
        [
            *(CMAKE, "-S", WRAPPER, "-B", machine.home / "build", "-G", "Ninja"),
            # Programs are looked for on PATH alone.
            *(f"-DCMAKE_MAKE_PROGRAM={NINJA}", "-DCMAKE_FIND_USE_CMAKE_SYSTEM_PATH=OFF"),
            *(f"-DPython_EXECUTABLE={sys.executable}", "-DPython_INCLUDE_DIR=/nowhere"),
        ],
        env=machine.environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 1
    assert said in " ".join(ended.stderr.split())
    assert "apt-get install" in ended.stderr
