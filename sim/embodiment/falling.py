"""What becomes of things that a simulated robot lets go of."""

from __future__ import annotations

import math

import shapely

from whereseen.sim.embodiment.parts import Parts
from whereseen.sim.scene.description import FLOOR, ObjectItem, Spot
from whereseen.sim.scene.fitting import outline
from whereseen.sim.world.actions import Move
from whereseen.sim.world.world import World

_OVERLAP = 0.3  # of the smaller one's outline: what is put on another thing topples
_BESIDE_M = 0.35  # from the base, towards the furniture, things come to lie


def settle_released(parts: Parts) -> None:
    """Let what was let go of fall to the floor, if it stands on another, or by chance."""
    world = parts.body.world
    released = next(
        (event.action for event in reversed(world.events) if event.actor == "robot"), None
    )
    name = _newest(world)
    if released is None or name is None:
        return
    by_chance = parts.rng.random() < parts.body.config.fall_share
    if by_chance or _is_on_another(world, name):
        spot = _floor_before(world)
        if spot is not None:
            parts.body.simulator.do(Move(name, spot), "robot")


def _newest(world: World) -> str | None:
    """The thing that the robot last took: the only one that it can have let go of."""
    for event in reversed(world.events):
        name = getattr(event.action, "name", None)
        if event.actor == "robot" and isinstance(name, str) and name in world.contents.things:
            return name
    return None


def _is_on_another(world: World, name: str) -> bool:
    item = world.contents.things[name].item
    own = _outline(world, item)
    for other, thing in world.contents.things.items():
        same = (thing.item.spot.on, thing.item.spot.surface) == (item.spot.on, item.spot.surface)
        if other == name or not same or thing.T_gripper_object is not None:
            continue
        if item.spot.surface == FLOOR and item.spot.on in world.home.rooms:
            continue
        theirs = _outline(world, thing.item)
        common = shapely.intersection(own, theirs).area
        if common > _OVERLAP * min(own.area, theirs.area):
            return True
    return False


def _outline(world: World, item: ObjectItem) -> shapely.Polygon:
    return outline(world.home.model_of(item).box_m(), item.spot.offset_m, item.yaw_deg)


def _floor_before(world: World) -> Spot | None:
    """A spot on the floor beside the robot."""
    x, y, yaw = world.drive.at
    for turn in (0.6, -0.6, 1.2, -1.2, 2.0, -2.0, 3.1):
        far = world.robot.radius_m + _BESIDE_M
        at = (x + far * math.cos(yaw + turn), y + far * math.sin(yaw + turn))
        room = world.home.scene.room_at(at)
        if room is not None and world.free_floor.holds(*at):
            middle = room.middle_m
            return Spot(room.name, FLOOR, (at[0] - middle[0], at[1] - middle[1]))
    return None
