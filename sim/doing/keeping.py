"""The home as it is when a run ends, kept with the map: the next one goes on from there.

What the robot held when it was interrupted is where it took it from, and its hand is empty.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.scene.description import Scene
from whereseen.sim.scene.yaml_files import scene_from, scene_text
from whereseen.sim.world.world import World

_SOURCE, _HOME, _ROBOT = "source", "sim home", "sim robot"


@dataclass(frozen=True, slots=True)
class Kept:
    """A home as it was.

    Attributes:
        scene: With all things where they were.
        at: Where the robot stood: x, y in metres, yaw in radians.
        stamp_ns: When.
        source: Which home it is.
    """

    scene: Scene
    at: tuple[float, float, float]
    stamp_ns: int
    source: str


def keep(memory: SpatialMemory, world: World, source: str) -> None:
    """Note a home in a map; it is safe with the map's next commit."""
    robot = {"at": list(world.drive.at), "stamp_ns": world.stamp_ns}
    memory.about |= {
        _SOURCE: source,
        "encoder": "labels",
        _HOME: scene_text(world.scene()),
        _ROBOT: json.dumps(robot),
    }


def kept_in(memory: SpatialMemory, source: str | None) -> Kept | None:
    """The home that a map was made in, None where it does not tell.

    Args:
        memory: The map.
        source: Which home that must be; None for any.

    Raises:
        InvalidConfig: if it is of another home, or what it tells is damaged.
    """
    known = memory.about.get(_SOURCE, "")
    if _HOME not in memory.about or _ROBOT not in memory.about:
        return None
    if source is not None and known != source:
        raise InvalidConfig(
            "the map is of another home", got=known, remedy=f"Use another map for {source}"
        )
    try:
        robot = json.loads(memory.about[_ROBOT])
        x, y, yaw = (float(each) for each in robot["at"])
        return Kept(scene_from(memory.about[_HOME]), (x, y, yaw), int(robot["stamp_ns"]), known)
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidConfig("the map's home is damaged", got=repr(error)) from error
