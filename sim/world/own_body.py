"""The boxes of a simulated robot's links, and of what it holds: what it must not map."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.memory.own_body import OwnBox
from whereseen.sim.modelling.shapes import Part, mesh_of
from whereseen.sim.world.world import World


def own_boxes(world: World) -> tuple[OwnBox, ...]:
    """Boxes around all parts of the robot as it is now, and around what is in its gripper."""
    drive, model = world.drive, world.robot.model
    poses = model.link_poses(drive.joints)
    boxes = [
        OwnBox.between(drive.base_pose @ poses[link], *_corners(part))
        for link, parts in model.solids.items()
        for part in parts
    ]
    held = world.contents.held
    if held is not None:
        thing = world.contents.thing(held)
        low, high = world.home.model_of(thing.item).box_m()
        pose = world.contents.pose(thing, world.gripper_pose)
        boxes.append(OwnBox.between(pose, low, high))
    return tuple(boxes)


@lru_cache(maxsize=1024)
def _corners(part: Part) -> tuple[Float64, Float64]:
    vertices = mesh_of(part).vertices_m
    return np.asarray(vertices.min(axis=0)), np.asarray(vertices.max(axis=0))
