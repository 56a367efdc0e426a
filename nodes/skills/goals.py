"""Calls of skills to goals of actions: identities become things with their geometry."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from builtin_interfaces.msg import Duration
from geometry_msgs.msg import PoseStamped
from sensor_msgs.msg import PointCloud2
from whereseen_msgs import action
from whereseen_msgs.msg import Thing as ThingMessage

from whereseen.acting.knowledge.world_model import WorldModel
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
from whereseen.memory.frames import Float32
from whereseen.nodes.convert.cloud import xyz_cloud
from whereseen.nodes.convert.skill import goal_message
from whereseen.nodes.convert.stamp import duration_of
from whereseen.nodes.convert.thing import thing_message
from whereseen.nodes.skills.told_world import ToldShape

_RELATIONS = {Relation.ON: action.Place.Goal.ON, Relation.IN: action.Place.Goal.IN}
_TREATMENTS: dict[type[Call], int] = {
    Slice: action.Treat.Goal.SLICE,
    Wash: action.Treat.Goal.WASH,
    Heat: action.Treat.Goal.HEAT,
}


class Ground(Protocol):
    """Where the robot is and may stand, in the map frame."""

    def pose(self) -> Pose2:
        """Where its base is; raises WhereseenError if that is not known."""
        ...

    def approach(self, target: int | str) -> Pose2 | None:
        """Where to stand before a thing, or in a room; None if nothing is known of that."""
        ...

    def shape(self, thing_id: int) -> ToldShape | None:
        """What is known of a thing besides its box, in the map frame; None if nothing is."""
        ...

    def settle(self, thing_ids: Iterable[int], until_ns: int) -> None:
        """Take in what was seen up to a time, and ask for things by what that showed."""
        ...

    def is_seen(self, thing_id: int, since_ns: int) -> bool | None:
        """Whether a thing was seen where it is known to be; None if nobody can tell."""
        ...


@dataclass(frozen=True, slots=True)
class Goals:
    """Makes goals of calls.

    Attributes:
        world: Knows the things.
        ground: Knows where to stand, and surfaces.
        map_frame: Frame of all geometry.
    """

    world: WorldModel
    ground: Ground
    map_frame: str

    def of(self, call: Call, *, held: int | None, timeout_s: float | None) -> Any:
        """The goal of a call.

        Args:
            call: What is to be done.
            held: What is in the robot's hand.
            timeout_s: After so long the driver shall give up; None for no bound.

        Raises:
            InvalidQuery: if a thing of it is not known.
        """
        goal = _MAKERS[type(call)](self, call, held)
        if timeout_s is not None:
            goal.timeout = duration_of(round(timeout_s * 1e9))
        return goal

    def pose(self, target: int | str | Pose2) -> PoseStamped:
        """Where to stand; of an empty frame where that is not known."""
        goal = target if isinstance(target, tuple) else self.ground.approach(target)
        return goal_message(goal, frame_id=self.map_frame, stamp_ns=self.world.now_ns)

    def thing(self, thing_id: int) -> ThingMessage:
        """A thing with its geometry; raises InvalidQuery if it is not known."""
        thing = self.world.thing(thing_id)
        if thing is None:
            raise InvalidQuery("there is no such thing", got=str(thing_id))
        message = thing_message(thing, frame_id=self.map_frame)
        shape = self.ground.shape(thing_id)
        if shape is not None:
            message.points = self._cloud(shape.points_map)
            message.surroundings = self._cloud(shape.voxels_map)
            message.resolution = shape.voxel_size_m
        return message

    def _cloud(self, points: Float32) -> PointCloud2:
        return xyz_cloud(points, frame_id=self.map_frame, stamp_ns=max(self.world.now_ns, 0))

    def place(self, place: int | str) -> ThingMessage:
        """A piece of furniture, or a room, which has no identity."""
        if isinstance(place, int):
            return self.thing(place)
        message = ThingMessage(label=place)
        message.header.frame_id = self.map_frame
        pose = self.pose(place)
        message.pose = pose.pose
        return message


def timeout_s_of(timeout: Duration) -> float | None:
    """Seconds of a goal's bound; None for none."""
    seconds = float(timeout.sec) + float(timeout.nanosec) / 1e9
    return seconds if seconds > 0.0 else None


def _go_to(goals: Goals, call: GoTo, _: int | None) -> Any:
    goal = action.GoTo.Goal(pose=goals.pose(call.target))
    if isinstance(call.target, int):
        goal.thing = goals.thing(call.target)
    elif isinstance(call.target, str):
        goal.room = call.target
    return goal


def _explore(goals: Goals, call: Explore, _: int | None) -> Any:
    places = [goals.place(place) for place in call.places]
    return action.Explore.Goal(text=call.query, places=places)


def _look_at(goals: Goals, call: LookAt, _: int | None) -> Any:
    return action.LookAt.Goal(thing=goals.thing(call.thing_id))


def _pick(goals: Goals, call: Pick, _: int | None) -> Any:
    return action.Pick.Goal(thing=goals.thing(call.thing_id))


def _place(goals: Goals, call: Place, held: int | None) -> Any:
    known = held is not None and goals.world.thing(held) is not None
    return action.Place.Goal(
        relation=_RELATIONS[call.relation],
        receptacle=goals.thing(call.receptacle_id),
        held=goals.thing(held) if known and held is not None else ThingMessage(),
    )


def _set_open(goals: Goals, call: Open | Close, _: int | None) -> Any:
    receptacle = goals.thing(call.receptacle_id)
    return action.SetOpen.Goal(receptacle=receptacle, open=isinstance(call, Open))


def _toggle(goals: Goals, call: Toggle, _: int | None) -> Any:
    return action.Toggle.Goal(thing=goals.thing(call.thing_id), on=call.is_on)


def _treat(goals: Goals, call: Slice | Wash | Heat, _: int | None) -> Any:
    thing_id = call.thing_id if isinstance(call, Slice) else call.receptacle_id
    return action.Treat.Goal(treatment=_TREATMENTS[type(call)], thing=goals.thing(thing_id))


_MAKERS: dict[type[Call], Callable[[Goals, Any, int | None], Any]] = {
    GoTo: _go_to,
    Explore: _explore,
    LookAt: _look_at,
    Pick: _pick,
    Place: _place,
    Open: _set_open,
    Close: _set_open,
    Toggle: _toggle,
    Slice: _treat,
    Wash: _treat,
    Heat: _treat,
}
