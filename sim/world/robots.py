"""Robots by name."""

from __future__ import annotations

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.world.robot import Robot, rover

ROBOTS = ("rover", "stretch", "stretch_se3")


def robot_named(name: str) -> Robot:
    """A robot.

    Raises:
        InvalidConfig: if there is none of that name.
        MissingDependency: if what it is described by is not installed.
    """
    if name not in ROBOTS:
        raise InvalidConfig(
            "no such robot", got=repr(name), remedy=f"Choose of {', '.join(ROBOTS)}"
        )
    if name == "rover":
        return rover()
    from whereseen.sim.importing.stretch import stretch  # its files, where they are used

    return stretch("SE3" if name == "stretch_se3" else "RE1V0")
