"""What scripts/setup.sh chooses, and what it says, on machines of several kinds."""

import pytest

START = """
import sys, sysconfig
sys.version_info = ({}, {}, 1, "final", 0)
get_path = sysconfig.get_path
sysconfig.get_path = lambda name: {!r} if name == "include" else get_path(name)
"""


@pytest.fixture
def user(machine):
    """A machine with all libraries and a compiler, on which one may not install packages."""
    libraries = ("libusb-1.0.so.0", "libGL.so.1", "libEGL.so.1", "libX11.so.6", "libgomp.so.1")
    machine.provide("ldconfig", f"printf '%s\\n' {' '.join(libraries)}")
    machine.provide("id", "echo 1000")
    machine.provide("c++", "exit 0")
    return machine


def provide_installing_python(machine, name, version):
    """A Python whose venv and pip only write down what they were asked for."""
    major, minor = version
    headers = machine.home / "include"
    headers.mkdir(exist_ok=True)
    (headers / "Python.h").touch()
    machine.provide_python(f"{name}-real", START.format(major, minor, str(headers)))
    machine.provide(
        name,
        f"""case "$*" in
            --version) echo "Python {major}.{minor}.1" ;;
            "-m venv"*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
            "-m pip"*) echo "$*" >>"$HOME/asked" ;;
            *importlib.metadata*) echo 7.1.6 ;;
            *) "{name}-real" "$@" ;;
        esac""",
    )


def asked(machine):
    return (machine.home / "asked").read_text(encoding="utf-8")


def with_kept_interfaces(machine):
    """What `interfaces.sh` would build lies in the cache."""
    machine.provide("sha256sum", "cat >/dev/null; echo 0123456789abcdef0123  -")
    kept = machine.home / ".cache" / "whereseen" / "interfaces" / "0123456789abcdef"
    kept.mkdir(parents=True)
    (kept / "whereseen_interfaces.whl").write_bytes(b"")


def test_python_311_gets_everything(user):
    provide_installing_python(user, "python3.11", (3, 11))
    with_kept_interfaces(user)
    ended = user.run("setup.sh", user.home / "venv")
    assert ended.returncode == 0, ended.stderr
    assert "[sim,scenes,detect,cloud,view,mcp,ros,test,dev]" in asked(user)
    assert "whereseen_interfaces.whl" in asked(user)
    assert ended.stderr == ""


def test_the_second_run_does_not_install_the_interfaces_again(user):
    provide_installing_python(user, "python3.11", (3, 11))
    with_kept_interfaces(user)
    assert user.run("setup.sh", user.home / "venv").returncode == 0
    (user.home / "asked").unlink()
    assert user.run("setup.sh", user.home / "venv").returncode == 0
    assert "whereseen_interfaces.whl" not in asked(user)


def test_python_312_goes_without_the_simulated_room_and_says_so(user):
    provide_installing_python(user, "python3", (3, 12))
    with_kept_interfaces(user)
    ended = user.run("setup.sh", user.home / "venv")
    assert ended.returncode == 0, ended.stderr
    assert "[sim,scenes,detect,cloud,view,mcp,ros,test,dev]" in asked(user)
    assert "PyBullet has no wheels for Python 3.12.1" in ended.stderr
    assert "`make demo` needs Python 3.10 or 3.11" in ended.stderr


def test_python_311_is_preferred_to_a_newer_one(user):
    provide_installing_python(user, "python3", (3, 12))
    provide_installing_python(user, "python3.11", (3, 11))
    with_kept_interfaces(user)
    assert user.run("setup.sh", user.home / "venv").stderr == ""


def test_another_python_can_be_asked_for(user):
    provide_installing_python(user, "python3.12", (3, 12))
    provide_installing_python(user, "python3.11", (3, 11))
    with_kept_interfaces(user)
    ended = user.run("setup.sh", user.home / "venv", PYTHON="python3.12")
    assert "PyBullet has no wheels for Python 3.12.1" in ended.stderr


def test_kilted_can_be_asked_for(user):
    provide_installing_python(user, "python3.11", (3, 11))
    with_kept_interfaces(user)
    assert user.run("setup.sh", user.home / "venv", "kilted").returncode == 0
    assert "[sim,scenes,detect,cloud,view,mcp,ros-kilted,test,dev]" in asked(user)


def test_other_distributions_are_refused(user):
    ended = user.run("setup.sh", user.home / "venv", "humble")
    assert ended.returncode == 2
    assert "ROS 2 humble is not among those that PyPI has: jazzy, kilted" in ended.stderr


def test_an_old_python_is_not_enough(user):
    provide_installing_python(user, "python3", (3, 9))
    ended = user.run("setup.sh", user.home / "venv")
    assert ended.returncode == 1
    assert "Python 3.10 or newer with venv is needed" in ended.stderr
    assert "sudo apt-get install python3 python3-venv" in ended.stderr


def test_what_is_missing_is_named_at_once(machine):
    machine.provide("ldconfig", "echo libGL.so.1")
    machine.provide("id", "echo 1000")
    provide_installing_python(machine, "python3.11", (3, 11))
    ended = machine.run("setup.sh", machine.home / "venv")
    assert ended.returncode == 1
    needed = "libusb-1.0-0 libegl1 libx11-6 libgomp1 g++"
    assert f"sudo apt-get install {needed}" in ended.stderr


def test_a_sourced_ros_is_pointed_out(user):
    provide_installing_python(user, "python3.11", (3, 11))
    with_kept_interfaces(user)
    ended = user.run("setup.sh", user.home / "venv", AMENT_PREFIX_PATH="/opt/ros/jazzy")
    assert "A ROS 2 is sourced in this terminal" in ended.stderr
    assert "docs/install_ros2.md" in ended.stderr
