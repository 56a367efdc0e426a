"""A home in which things happen: the one truth that every stage shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import singledispatchmethod

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.placing import box_of, yaw_of
from whereseen.sim.scene.description import FLOOR, ObjectItem, Spot
from whereseen.sim.scene.home import Home
from whereseen.sim.stages.protocol import Body, Placement
from whereseen.sim.world.actions import (
    Action,
    Actor,
    Add,
    Event,
    Grasp,
    Move,
    Release,
    Remove,
    SetJoint,
    SetState,
    Swap,
)
from whereseen.sim.world.driving import Drive
from whereseen.sim.world.errors import ActionFailed
from whereseen.sim.world.floor import FreeFloor, floor_of, footprint
from whereseen.sim.world.robot import Robot, rover
from whereseen.sim.world.truth import HELD, GroundTruth, ObjectTruth

ROBOT = "robot"
_OPEN_SHARE = 0.5  # of the way, from which on one can reach in
_DROP_M = 0.03  # how far below a surface a thing may be let go to stand on it


@dataclass(frozen=True, slots=True)
class Carried:
    """A thing at one moment.

    Attributes:
        item: What it is; its spot is where it is now.
        instance: Its id.
        states: All of them.
        T_gripper_object: (4, 4) pose in the robot's hand; None if it is not held.
    """

    item: ObjectItem
    instance: int
    states: Mapping[str, str]
    T_gripper_object: Float64 | None = None


class World:
    """Everything in a home at one moment.

    Args:
        home: What there is.
        robot: Who is there; the rover if None.
        start_ns: Time at first.

    Attributes:
        home: What there is.
        drive: How the robot moves.
        events: All that happened so far, in order.
        stamp_ns: Time now.
    """

    def __init__(self, home: Home, *, robot: Robot | None = None, start_ns: int = 0) -> None:
        self.home = home
        self.robot = robot or rover()
        self.stamp_ns = start_ns
        self.events: list[Event] = []
        self._shares: dict[str, dict[str, float]] = {
            name: dict(piece.item.open) for name, piece in home.pieces.items()
        }
        first = 2 + len(home.structures) + len(home.pieces)
        self._things: dict[str, Carried] = {
            item.name: self._carried(item, first + index)
            for index, item in enumerate(home.scene.objects)
        }
        self._next_instance = first + len(self._things)
        self._gone: dict[str, Carried] = {}
        self._free = FreeFloor(floor_of(home.scene), self.robot.radius_m)
        self.drive = Drive(self.robot, self._free.holds)
        self._update_floor()
        self.drive.start(self._free.free)

    def bodies(self) -> tuple[Body, ...]:
        """Everything that a stage must show; ids as in the truth."""
        home = self.home
        fixed = [(each.name, each.model) for each in home.structures]
        fixed += [(name, piece.model) for name, piece in home.pieces.items()]
        bodies = [Body(ROBOT, 1, self.robot.model, is_movable=True)]
        bodies += [Body(name, 2 + index, model) for index, (name, model) in enumerate(fixed)]
        bodies += [self.body_of(name) for name in self._things]
        return tuple(bodies)

    def body_of(self, name: str) -> Body:
        """The body of a thing, as of one that was brought in."""
        thing = self._thing(name)
        return Body(name, thing.instance, self.home.model_of(thing.item), is_movable=True)

    def placements(self) -> dict[str, Placement]:
        """Where every body is."""
        home = self.home
        found = {each.name: Placement(np.eye(4), {}) for each in home.structures}
        for name, piece in home.pieces.items():
            found[name] = Placement(piece.T_map_piece, piece.positions(self._shares[name]))
        for name, thing in self._things.items():
            found[name] = Placement(self._pose(thing), {})
        found |= {name: Placement(None, {}) for name in self._gone}
        found[ROBOT] = Placement(self.drive.T_map_base, self.drive.joints)
        return found

    def labels(self) -> tuple[str, ...]:
        """What an annotator calls each instance, by its id; empty for none."""
        home = self.home
        names = ["", ROBOT, *(each.label for each in home.structures)]
        names += [piece.kind.name for piece in home.pieces.values()]
        things = {**self._gone, **self._things}.values()
        names += [""] * (self._next_instance - len(names))
        for thing in things:
            names[thing.instance] = home.label_of(thing.item)
        return tuple(names)

    def truth(self) -> GroundTruth:
        """All that is so."""
        return GroundTruth(
            stamp_ns=self.stamp_ns,
            objects={name: self._truth_of(thing) for name, thing in self._things.items()},
            joints={
                (name, joint): self._shares[name].get(joint, 0.0)
                for name, piece in self.home.pieces.items()
                for joint in piece.model.joints
            },
            T_map_base=self.drive.T_map_base,
            robot_joints=dict(self.drive.joints),
            held=self.held,
            events=tuple(self.events),
        )

    @property
    def held(self) -> str | None:
        """Name of the thing that the robot holds."""
        held = (name for name, it in self._things.items() if it.T_gripper_object is not None)
        return next(held, None)

    def advance(self, dt_s: float) -> None:
        """Let time pass: the robot drives and its joints move."""
        self.drive.advance(dt_s)
        self.stamp_ns += round(dt_s * 1e9)

    def apply(self, action: Action, actor: Actor = "person") -> Event:
        """Do something, now.

        Raises:
            ActionFailed: if it is not possible as things are.
        """
        self._do(action)
        event = Event(self.stamp_ns, actor, action)
        self.events.append(event)
        self._update_floor()
        return event

    @singledispatchmethod
    def _do(self, action: Action) -> None:
        raise TypeError(f"no such action: {type(action).__name__}")

    @_do.register
    def _move(self, action: Move) -> None:
        thing = self._thing(action.name)
        self.home.require(action.to)
        item = replace(thing.item, spot=action.to, yaw_deg=action.yaw_deg)
        self._things[action.name] = replace(thing, item=item, T_gripper_object=None)

    @_do.register
    def _swap(self, action: Swap) -> None:
        one, other = self._thing(action.name), self._thing(action.other)
        if one.T_gripper_object is not None or other.T_gripper_object is not None:
            raise ActionFailed("what the robot holds cannot be swapped", got=action.name)
        for this, that in ((one, other), (other, one)):
            item = replace(this.item, spot=that.item.spot, yaw_deg=that.item.yaw_deg)
            self._things[item.name] = replace(this, item=item)

    @_do.register
    def _remove(self, action: Remove) -> None:
        self._gone[action.name] = replace(self._thing(action.name), T_gripper_object=None)
        del self._things[action.name]

    @_do.register
    def _add(self, action: Add) -> None:
        item = action.item
        if item.name in self._things:
            raise ActionFailed("it is there already", got=item.name)
        self.home.require(item.spot)
        back = self._gone.pop(item.name, None)
        instance = self._next_instance if back is None else back.instance
        self._next_instance += back is None
        self._things[item.name] = self._carried(item, instance)

    @_do.register
    def _set_joint(self, action: SetJoint) -> None:
        piece = self.home.pieces.get(action.furniture)
        if piece is None or action.joint not in piece.model.joints:
            raise ActionFailed("nothing there opens", got=f"{action.furniture}: {action.joint}")
        if not 0.0 <= action.share <= 1.0:
            raise ActionFailed("a joint opens from 0 to 1", got=repr(action.share))
        self._shares[action.furniture][action.joint] = action.share

    @_do.register
    def _set_state(self, action: SetState) -> None:
        thing = self._thing(action.name)
        kind = self.home.kind_of(thing.item)
        known = {state.name: state.values for state in kind.states}
        if action.value not in known.get(action.state, ()):
            raise ActionFailed(
                f"{action.name} cannot be so", got=f"{action.state}: {action.value}"
            )
        states = {**thing.states, action.state: action.value}
        self._things[action.name] = replace(thing, states=states)

    @_do.register
    def _grasp(self, action: Grasp) -> None:
        thing = self._thing(action.name)
        if self.held is not None:
            raise ActionFailed("the hand is not empty", got=str(self.held))
        truth = self._truth_of(thing)
        if not truth.is_reachable:
            raise ActionFailed(f"{action.name} is inside something closed", got=truth.on)
        T_map_gripper = self.robot.gripper_pose(self.drive.T_map_base, self.drive.joints)
        nearest = np.clip(T_map_gripper[:3, 3], *truth.box_m)
        apart_m = float(np.linalg.norm(nearest - T_map_gripper[:3, 3]))
        if apart_m > self.robot.grasp_m:
            raise ActionFailed(
                f"{action.name} is out of reach", got=f"{apart_m:.2f} m", remedy="Move nearer"
            )
        held = np.asarray(np.linalg.inv(T_map_gripper) @ truth.T_map_object)
        self._things[action.name] = replace(thing, T_gripper_object=held)

    @_do.register
    def _release(self, action: Release) -> None:
        if self.held is None:
            raise ActionFailed("the hand is empty")
        thing = self._things[self.held]
        T_map_object = self._pose(thing)
        spot, yaw_deg = self._below(T_map_object)
        item = replace(thing.item, spot=spot, yaw_deg=yaw_deg)
        self._things[item.name] = replace(thing, item=item, T_gripper_object=None)

    def _thing(self, name: str) -> Carried:
        if name not in self._things:
            raise ActionFailed("no such thing in the home", got=repr(name))
        return self._things[name]

    def _carried(self, item: ObjectItem, instance: int) -> Carried:
        kind = self.home.kind_of(item)
        usual = {state.name: state.values[0] for state in kind.states}
        return Carried(item, instance, {**usual, **item.states})

    def _pose(self, thing: Carried) -> Float64:
        if thing.T_gripper_object is not None:
            T_map_gripper = self.robot.gripper_pose(self.drive.T_map_base, self.drive.joints)
            return np.asarray(T_map_gripper @ thing.T_gripper_object)
        item = thing.item
        return self.home.pose_on(item.spot, item.yaw_deg, self._shares.get(item.spot.on, {}))

    def _truth_of(self, thing: Carried) -> ObjectTruth:
        item, home = thing.item, self.home
        T_map_object = self._pose(thing)
        held = thing.T_gripper_object is not None
        room = home.scene.room_at((float(T_map_object[0, 3]), float(T_map_object[1, 3])))
        return ObjectTruth(
            instance=thing.instance,
            name=item.name,
            label=home.label_of(item),
            kind=item.kind,
            T_map_object=T_map_object,
            box_m=box_of(home.model_of(item).box_m(), T_map_object),
            on=HELD if held else item.spot.on,
            surface="" if held else item.spot.surface,
            room=room.name if room else "",
            is_reachable=held or self._is_open(item.spot),
            states=dict(thing.states),
        )

    def _is_open(self, spot: Spot) -> bool:
        if spot.on not in self.home.pieces:
            return True
        behind = self.home.pieces[spot.on].surface(spot.surface).behind
        return not behind or self._shares[spot.on].get(behind, 0.0) >= _OPEN_SHARE

    def _below(self, T_map_object: Float64) -> tuple[Spot, float]:
        """The highest surface below a thing that is let go, and its turn there."""
        at, best, best_z = T_map_object[:3, 3], None, -np.inf
        for name, piece in self.home.pieces.items():
            links = piece.model.link_poses(piece.positions(self._shares[name]))
            for surface in piece.kind.surfaces:
                spot = Spot(name, surface.name)
                T_map_link = piece.T_map_piece @ links[surface.link]
                local = np.linalg.inv(T_map_link)[:3] @ np.array([*at, 1.0]) - surface.at_m
                inside = bool(np.all(np.abs(local[:2]) <= np.divide(surface.size_m, 2.0)))
                z = float(at[2] - local[2])
                if inside and local[2] >= -_DROP_M and z > best_z and self._is_open(spot):
                    offset = (float(local[0]), float(local[1]))
                    best, best_z = (replace(spot, offset_m=offset), yaw_of(T_map_link)), z
        yaw_deg = yaw_of(T_map_object)
        if best is not None:
            return best[0], yaw_deg - best[1]
        room = self.home.scene.room_at((float(at[0]), float(at[1])))
        if room is None:
            raise ActionFailed("there is no floor to put it on", got=f"{at.round(2).tolist()}")
        x, y = room.middle_m
        return Spot(room.name, FLOOR, (float(at[0]) - x, float(at[1]) - y)), yaw_deg

    def _update_floor(self) -> None:
        height_m = self.robot.height_m
        found = []
        for name, piece in self.home.pieces.items():
            box = piece.model.box_m(piece.positions(self._shares[name]))
            found.append(footprint(box, piece.T_map_piece, height_m))
        for thing in self._things.values():
            if thing.T_gripper_object is None and thing.item.spot.surface == FLOOR:
                box = self.home.model_of(thing.item).box_m()
                found.append(footprint(box, self._pose(thing), height_m))
        self._free.set_obstacles([each for each in found if each is not None])


