"""Goals of actions to calls of skills: things are made known, and named by their identities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from geometry_msgs.msg import PoseStamped
from sensor_msgs.msg import PointCloud2
from whereseen_msgs import action
from whereseen_msgs.msg import Thing as ThingMessage

from whereseen.acting.skills.call import (
    Call,
    Close,
    Explore,
    GoTo,
    Heat,
    LookAt,
    Open,
    Pick,
    Place,
    Pose2,
    Relation,
    Slice,
    Toggle,
    Wash,
)
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.frames import Float32, Float64, apply
from whereseen.nodes.convert.cloud import xyz_of_cloud
from whereseen.nodes.convert.skill import pose2_of
from whereseen.nodes.convert.thing import thing_of
from whereseen.nodes.skills.told_world import ToldShape, ToldWorld

_VOXEL_M = 0.05  # edge of voxels of which nothing is said

_RELATIONS = {action.Place.Goal.ON: Relation.ON, action.Place.Goal.IN: Relation.IN}


@dataclass(frozen=True, slots=True)
class Hearing:
    """Reads goals.

    Attributes:
        world: Learns the things.
        pose_of_frame: (4, 4) from a frame into the map frame; raises WhereseenError if it is not
            known.
    """

    world: ToldWorld
    pose_of_frame: Callable[[str], Float64]

    def call_of(self, goal: Any) -> Call:
        """The call that a goal asks for.

        Raises:
            WhereseenError: if it cannot be used.
        """
        self.world.forget_surroundings()
        return _READERS[type(goal)](self, goal)

    def learn(self, message: ThingMessage) -> int:
        """The identity of a thing, which is known from now on."""
        thing = thing_of(message, self.pose_of_frame(message.header.frame_id))
        shape = ToldShape(
            self._points(message.points),
            self._points(message.surroundings),
            float(message.resolution) or _VOXEL_M,
        )
        return self.world.learn(thing, shape)

    def place(self, message: ThingMessage) -> int | str:
        """Identity of furniture, or the name of a room."""
        if message.id:
            return self.learn(message)
        at = message.pose.position
        T = self.pose_of_frame(message.header.frame_id)
        x, y = (float(value) for value in apply(T, np.array([[at.x, at.y, at.z]]))[0, :2])
        return self.world.learn_room(message.label, (x, y))

    def pose(self, message: PoseStamped) -> Pose2 | None:
        """A pose on the floor; None where it names no frame."""
        frame = message.header.frame_id
        return pose2_of(message, self.pose_of_frame(frame)) if frame else None

    def _points(self, cloud: PointCloud2) -> Float32:
        points = xyz_of_cloud(cloud)
        if not len(points):
            return points
        return apply(self.pose_of_frame(cloud.header.frame_id), points).astype(np.float32)


def _go_to(hearing: Hearing, goal: action.GoTo.Goal) -> Call:
    if goal.thing.label:
        return GoTo(hearing.learn(goal.thing))
    pose = hearing.pose(goal.pose)
    if goal.room:
        return GoTo(hearing.world.learn_room(goal.room, None if pose is None else pose[:2]))
    if pose is None:
        raise InvalidQuery(
            "there is nowhere to go", remedy="Give a thing, a room, or a pose with its frame_id"
        )
    return GoTo(pose)


def _explore(hearing: Hearing, goal: action.Explore.Goal) -> Call:
    size = goal.region.size
    if size.x or size.y or size.z:
        raise InvalidQuery(
            "this body explores places, and no region", remedy="Leave region empty, or give places"
        )
    return Explore(goal.text, tuple(hearing.place(each) for each in goal.places))


def _look_at(hearing: Hearing, goal: action.LookAt.Goal) -> Call:
    return LookAt(hearing.learn(goal.thing))


def _pick(hearing: Hearing, goal: action.Pick.Goal) -> Call:
    return Pick(hearing.learn(goal.thing))


def _place(hearing: Hearing, goal: action.Place.Goal) -> Call:
    relation = _RELATIONS.get(goal.relation)
    if relation is None:
        raise InvalidQuery("no such relation", got=str(goal.relation), remedy="Use ON or IN")
    if goal.held.label:
        hearing.learn(goal.held)
    return Place(hearing.learn(goal.receptacle), relation)


def _set_open(hearing: Hearing, goal: action.SetOpen.Goal) -> Call:
    receptacle = hearing.learn(goal.receptacle)
    return Open(receptacle) if goal.open else Close(receptacle)


def _toggle(hearing: Hearing, goal: action.Toggle.Goal) -> Call:
    return Toggle(hearing.learn(goal.thing), bool(goal.on))


def _treat(hearing: Hearing, goal: action.Treat.Goal) -> Call:
    kinds: dict[int, Callable[[int], Call]] = {goal.SLICE: Slice, goal.WASH: Wash, goal.HEAT: Heat}
    if goal.treatment not in kinds:
        raise InvalidQuery(
            "no such treatment", got=str(goal.treatment), remedy="Use SLICE, WASH or HEAT"
        )
    return kinds[goal.treatment](hearing.learn(goal.thing))


_READERS: dict[type, Callable[[Hearing, Any], Call]] = {
    action.GoTo.Goal: _go_to,
    action.Explore.Goal: _explore,
    action.LookAt.Goal: _look_at,
    action.Pick.Goal: _pick,
    action.Place.Goal: _place,
    action.SetOpen.Goal: _set_open,
    action.Toggle.Goal: _toggle,
    action.Treat.Goal: _treat,
}
