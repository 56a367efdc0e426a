"""A home in which things happen: the one truth that every stage shows."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatchmethod

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.placing import box_of
from whereseen.sim.scene.description import FLOOR, Scene
from whereseen.sim.scene.home import Home
from whereseen.sim.scene.solids import solids_of
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
from whereseen.sim.world.contents import Contents, Thing
from whereseen.sim.world.driving import Drive
from whereseen.sim.world.errors import ActionFailed
from whereseen.sim.world.floor import LOWEST_M, FreeFloor, floor_of, footprint
from whereseen.sim.world.robot import Robot, rover
from whereseen.sim.world.truth import HELD, GroundTruth, ObjectTruth

ROBOT = "robot"  # the body of the robot
_IN_PLACE = np.eye(4)


class World:
    """Everything in a home at one moment.

    Args:
        home: What there is.
        robot: Who is there; the rover if None.
        start_ns: Time at first.

    Attributes:
        home: What there is.
        contents: Where it is now.
        drive: How the robot moves.
        free_floor: Where the robot can be.
        events: All that happened so far, in order.
        stamp_ns: Time now.

    Raises:
        InvalidConfig: if there is nowhere for the robot to stand.
    """

    def __init__(self, home: Home, *, robot: Robot | None = None, start_ns: int = 0) -> None:
        self.home = home
        self.robot = robot or rover()
        self.stamp_ns = start_ns
        self.events: list[Event] = []
        self._fixed = [(each.name, each.label, each.model) for each in home.structures]
        self._fixed += [(name, it.kind.name, it.model) for name, it in home.pieces.items()]
        self.contents = Contents(home, first_instance=2 + len(self._fixed))
        self.free_floor = FreeFloor(floor_of(home.scene), self.robot.radius_m)
        self._covered: dict[str, tuple[dict[str, float], BaseGeometry]] = {}
        self.drive = Drive(self.robot, self.free_floor.holds)
        self._update_floor()
        self.drive.start(self.free_floor.free)

    def bodies(self) -> tuple[Body, ...]:
        """Everything that a stage must show; ids as in the truth."""
        bodies = [Body(ROBOT, 1, self.robot.model, is_movable=True)]
        bodies += [Body(name, 2 + index, it) for index, (name, _, it) in enumerate(self._fixed)]
        bodies += [self.body_of(name) for name in self.contents.things]
        return tuple(bodies)

    def body_of(self, name: str) -> Body:
        """The body of a thing, as of one that was brought in."""
        thing = self.contents.thing(name)
        return Body(name, thing.instance, self.home.model_of(thing.item), is_movable=True)

    def placements(self) -> dict[str, Placement]:
        """Where every body is."""
        contents, T_map_gripper = self.contents, self.gripper_pose
        found = {each.name: Placement(_IN_PLACE, {}) for each in self.home.structures}
        for name, piece in self.home.pieces.items():
            found[name] = Placement(piece.T_map_piece, piece.positions(contents.shares[name]))
        for name, thing in contents.things.items():
            found[name] = Placement(contents.pose(thing, T_map_gripper), {})
        found |= {name: Placement(None, {}) for name in contents.gone}
        found[ROBOT] = Placement(self.drive.base_pose, dict(self.drive.joints))
        return found

    def labels(self) -> tuple[str, ...]:
        """What an annotator calls each instance, by its id; empty for none."""
        names = ["", ROBOT, *(label for _, label, _ in self._fixed)]
        names += [""] * (self.contents.next_instance - len(names))
        for thing in (*self.contents.gone.values(), *self.contents.things.values()):
            names[thing.instance] = self.home.label_of(thing.item)
        return tuple(names)

    def scene(self) -> Scene:
        """The home as it is now; what the robot holds is where it took it from."""
        things, shares = self.contents.things.values(), self.contents.shares
        return replace(
            self.home.scene,
            objects=tuple(replace(each.item, states=dict(each.states)) for each in things),
            furniture=tuple(
                replace(item, open={name: at for name, at in shares[item.name].items() if at})
                for item in self.home.scene.furniture
            ),
        )

    def truth(self) -> GroundTruth:
        """All that is so."""
        contents = self.contents
        return GroundTruth(
            stamp_ns=self.stamp_ns,
            objects={name: self.truth_of(name) for name in contents.things},
            joints={
                (name, joint): share
                for name, shares in contents.shares.items()
                for joint, share in shares.items()
            },
            T_map_base=self.drive.base_pose,
            robot_joints=dict(self.drive.joints),
            held=contents.held,
            events=tuple(self.events),
        )

    def truth_of(self, name: str) -> ObjectTruth:
        """Where a thing is, and how; raises ActionFailed if it is not there."""
        thing, home = self.contents.thing(name), self.home
        T_map_object = self.contents.pose(thing, self.gripper_pose)
        is_held = thing.T_gripper_object is not None
        room = home.scene.room_at((float(T_map_object[0, 3]), float(T_map_object[1, 3])))
        return ObjectTruth(
            instance=thing.instance,
            name=name,
            label=home.label_of(thing.item),
            kind=thing.item.kind,
            T_map_object=T_map_object,
            box_m=box_of(home.model_of(thing.item).box_m(), T_map_object),
            on=HELD if is_held else thing.item.spot.on,
            surface="" if is_held else thing.item.spot.surface,
            room=room.name if room else "",
            is_reachable=self.contents.is_reachable(thing),
            states=dict(thing.states),
        )

    @property
    def gripper_pose(self) -> Float64:
        """(4, 4) pose of the robot's gripper."""
        return self.robot.gripper_pose(self.drive.base_pose, self.drive.joints)

    @property
    def camera_pose(self) -> Float64:
        """(4, 4) pose of the optical frame of the robot's camera."""
        return self.robot.camera_pose(self.drive.base_pose, self.drive.joints)

    def advance(self, dt_s: float) -> None:
        """Let time pass: the robot drives and its joints move."""
        self.drive.advance(dt_s)
        self.stamp_ns += round(dt_s * 1e9)

    def apply(self, action: Action, actor: Actor = "person") -> Event:
        """Do something, now.

        Raises:
            ActionFailed: if it is not possible as things are; nothing has changed then.
            InvalidConfig: if it names a place that there is not.
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
        self.contents.put(action.name, action.to, action.yaw_deg)

    @_do.register
    def _swap(self, action: Swap) -> None:
        self.contents.swap(action.name, action.other)

    @_do.register
    def _remove(self, action: Remove) -> None:
        self.contents.remove(action.name)

    @_do.register
    def _add(self, action: Add) -> None:
        self.contents.add(action.item)

    @_do.register
    def _set_joint(self, action: SetJoint) -> None:
        self.contents.set_joint(action.furniture, action.joint, action.share)

    @_do.register
    def _set_state(self, action: SetState) -> None:
        self.contents.set_state(action.name, action.state, action.value)

    @_do.register
    def _grasp(self, action: Grasp) -> None:
        truth = self.truth_of(action.name)
        if self.contents.held is not None:
            raise ActionFailed("the hand is not empty", got=self.contents.held)
        if not truth.is_reachable:
            raise ActionFailed(f"{action.name} is inside something closed", got=truth.on)
        hand_m = self.gripper_pose[:3, 3]
        apart_m = float(np.linalg.norm(np.clip(hand_m, *truth.box_m) - hand_m))
        if apart_m > self.robot.grasp_m:
            got, remedy = f"{apart_m:.2f} m away", f"Come within {self.robot.grasp_m:g} m"
            raise ActionFailed(f"{action.name} is out of reach", got=got, remedy=remedy)
        self.contents.hold(action.name, np.linalg.inv(self.gripper_pose) @ truth.T_map_object)

    @_do.register
    def _release(self, action: Release) -> None:
        name = self.contents.held
        if name is None:
            raise ActionFailed("the hand is empty")
        spot, yaw_deg = self.contents.below(self.truth_of(name).T_map_object)
        self.contents.put(name, spot, yaw_deg)

    def _update_floor(self) -> None:
        """Find out anew what stands in the robot's way."""
        covered = [self._covered_by(name) for name in self.home.pieces]
        things = [self._footprint(thing) for thing in self.contents.things.values()]
        covered += [each for each in things if each is not None]
        self.free_floor.set_obstacles(covered)

    def _covered_by(self, name: str) -> BaseGeometry:
        """What a piece of furniture covers of the floor plan, as it is open now."""
        piece, shares = self.home.pieces[name], dict(self.contents.shares[name])
        known = self._covered.get(name)
        if known is not None and known[0] == shares:
            return known[1]
        solids = solids_of(piece.model, piece.T_map_piece, piece.positions(shares))
        outline = shapely.union_all(solids.between(LOWEST_M, self.robot.height_m).outlines)
        self._covered[name] = (shares, outline)
        return outline

    def _footprint(self, thing: Thing) -> BaseGeometry | None:
        if thing.T_gripper_object is not None or thing.item.spot.surface != FLOOR:
            return None
        T_map_object = self.contents.pose(thing, self.gripper_pose)
        return footprint(self.home.model_of(thing.item).box_m(), T_map_object, self.robot.height_m)
