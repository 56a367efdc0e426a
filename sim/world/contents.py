"""What is in a home, where and how; what is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.placing import yaw_of
from whereseen.sim.scene.description import FLOOR, ObjectItem, Spot
from whereseen.sim.scene.home import Home, Piece
from whereseen.sim.world.errors import ActionFailed, Locked

_OPEN_SHARE = 0.5  # of the way, from which on one can reach in
_DROP_M = 0.03  # how far below a surface a thing may be let go and still stand on it


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing at one moment.

    Attributes:
        item: What it is; its spot is where it stands, or stood before it was taken up.
        instance: Its id.
        states: All of them.
        T_gripper_object: (4, 4) pose in the robot's hand; None if it is not held.
    """

    item: ObjectItem
    instance: int
    states: Mapping[str, str]
    T_gripper_object: Float64 | None = None


class Contents:
    """All things and doors of a home.

    Args:
        home: What there is at first.
        first_instance: Id of the first thing; the others follow.

    Attributes:
        things: By name.
        gone: Things that were taken away, by name.
        shares: How far joints are open, 0 to 1, by furniture and joint.
    """

    def __init__(self, home: Home, *, first_instance: int) -> None:
        self.home = home
        self.shares: dict[str, dict[str, float]] = {
            name: {joint: piece.item.open.get(joint, 0.0) for joint in piece.model.joints}
            for name, piece in home.pieces.items()
        }
        self.things: dict[str, Thing] = {}
        self.gone: dict[str, Thing] = {}
        self.next_instance = first_instance
        for item in home.scene.objects:
            self.add(item)

    def thing(self, name: str) -> Thing:
        """A thing by name; raises ActionFailed if it is not there."""
        if name not in self.things:
            raise ActionFailed("no such thing in the home", got=repr(name))
        return self.things[name]

    @property
    def held(self) -> str | None:
        """Name of the thing that the robot holds."""
        held = (name for name, it in self.things.items() if it.T_gripper_object is not None)
        return next(held, None)

    def put(self, name: str, spot: Spot, yaw_deg: float) -> None:
        """Let a thing stand elsewhere."""
        thing = self.thing(name)
        self.home.require(spot)
        item = replace(thing.item, spot=spot, yaw_deg=yaw_deg)
        self.things[name] = replace(thing, item=item, T_gripper_object=None)

    def hold(self, name: str, T_gripper_object: Float64) -> None:
        """Let a thing be in the robot's hand."""
        self.things[name] = replace(self.thing(name), T_gripper_object=T_gripper_object)

    def swap(self, name: str, other: str) -> None:
        """Let two things change places."""
        one, two = self.thing(name).item, self.thing(other).item
        if self.held in (name, other):
            raise ActionFailed("what the robot holds cannot be swapped", got=str(self.held))
        self.put(name, two.spot, two.yaw_deg)
        self.put(other, one.spot, one.yaw_deg)

    def remove(self, name: str) -> None:
        """Take a thing away."""
        self.gone[name] = replace(self.thing(name), T_gripper_object=None)
        del self.things[name]

    def add(self, item: ObjectItem) -> None:
        """Bring a thing; one that was there before keeps its id."""
        if item.name in self.things:
            raise ActionFailed("it is there already", got=item.name)
        self.home.require(item.spot)
        usual = {state.name: state.values[0] for state in self.home.kind_of(item).states}
        back = self.gone.pop(item.name, None)
        instance = self.next_instance if back is None else back.instance
        self.next_instance += back is None
        self.things[item.name] = Thing(item, instance, {**usual, **item.states})

    def set_joint(self, furniture: str, joint: str, share: float) -> None:
        """Open or close something."""
        if joint not in self.shares.get(furniture, {}):
            raise ActionFailed("nothing there opens", got=f"{furniture}: {joint}")
        if not 0.0 <= share <= 1.0:
            raise ActionFailed("a joint opens from 0 to 1", got=repr(share))
        if self.home.pieces[furniture].item.locked:
            raise Locked(f"the {furniture} is locked", got=joint)
        self.shares[furniture][joint] = share

    def set_state(self, name: str, state: str, value: str) -> None:
        """Change a state of a thing."""
        thing = self.thing(name)
        known = {each.name: each.values for each in self.home.kind_of(thing.item).states}
        if value not in known.get(state, ()):
            raise ActionFailed(f"{name} cannot be so", got=f"{state}: {value}")
        self.things[name] = replace(thing, states={**thing.states, state: value})

    def pose(self, thing: Thing, T_map_gripper: Float64) -> Float64:
        """Pose (4, 4) `T_map_object`."""
        if thing.T_gripper_object is not None:
            return np.asarray(T_map_gripper @ thing.T_gripper_object)
        item = thing.item
        return self.home.pose_on(item.spot, item.yaw_deg, self.shares.get(item.spot.on, {}))

    def is_reachable(self, thing: Thing) -> bool:
        """Whether nothing closed is before it."""
        return thing.T_gripper_object is not None or self._is_open(thing.item.spot)

    def below(self, T_map_object: Float64) -> tuple[Spot, float]:
        """The highest open surface below a thing that is let go, and its turn there.

        Raises:
            ActionFailed: if there is not even a floor.
        """
        found = list(self._surfaces_below(T_map_object))
        if found:
            _, spot, surface_deg = max(found, key=lambda each: each[0])
            return spot, yaw_of(T_map_object) - surface_deg
        x, y = float(T_map_object[0, 3]), float(T_map_object[1, 3])
        room = self.home.scene.room_at((x, y))
        if room is None:
            raise ActionFailed("there is no floor to put it on", got=f"({x:.2f}, {y:.2f}) m")
        offset = (x - room.middle_m[0], y - room.middle_m[1])
        return Spot(room.name, FLOOR, offset), yaw_of(T_map_object)

    def _surfaces_below(self, T_map_object: Float64) -> Iterator[tuple[float, Spot, float]]:
        """Height, spot and turn of each surface on which the thing would come to stand."""
        for name, piece in self.home.pieces.items():
            for surface, T_map_surface in self._surfaces(name, piece):
                local = np.linalg.inv(T_map_surface)[:3] @ T_map_object[:, 3]
                x, y, above = (float(value) for value in local)
                width, depth = piece.surface(surface).size_m
                on_it = abs(x) <= width / 2 and abs(y) <= depth / 2 and above >= -_DROP_M
                if on_it and self._is_open(Spot(name, surface)):
                    spot = Spot(name, surface, (x, y))
                    yield float(T_map_surface[2, 3]), spot, yaw_of(T_map_surface)

    def _surfaces(self, name: str, piece: Piece) -> Iterator[tuple[str, Float64]]:
        links = piece.model.link_poses(piece.positions(self.shares[name]))
        for surface in piece.kind.surfaces:
            T_map_surface = piece.T_map_piece @ links[surface.link]
            T_map_surface[:3, 3] += T_map_surface[:3, :3] @ surface.at_m
            yield surface.name, T_map_surface

    def _is_open(self, spot: Spot) -> bool:
        if spot.on not in self.home.pieces:
            return True
        behind = self.home.pieces[spot.on].surface(spot.surface).behind
        return not behind or self.shares[spot.on][behind] >= _OPEN_SHARE
