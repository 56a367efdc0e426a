"""Whether ROS 2 can be imported here, and what to do if not."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from whereseen.nodes.deployment.errors import NotInstalled

_NEEDED = ("rclpy", "sensor_msgs", "tf2_msgs", "whereseen_msgs")


def _importable(name: str) -> bool:
    return find_spec(name) is not None


def require_ros(importable: Callable[[str], bool] = _importable) -> None:
    """Make sure that nodes can start.

    Args:
        importable: Tells whether a module of that name can be imported.

    Raises:
        NotInstalled: if one is missing, with the two ways to get it.
    """
    missing = [name for name in _NEEDED if not importable(name)]
    if not missing:
        return
    raise NotInstalled(
        "ROS 2 cannot be imported",
        got=f"no module named {', '.join(missing)}",
        remedy="On a robot: source /opt/ros/$ROS_DISTRO/setup.bash and the workspace that colcon "
        "built. On a machine without ROS: run `make setup` in the checkout, which installs "
        "ROS 2 from PyPI and builds the messages",
    )
