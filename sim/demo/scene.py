"""What stands where: a room described as data, and what that means in metres."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

import numpy as np

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64
from whereseen.sim.modelling.shapes import Part, Vector3, mesh_of, rotation


@dataclass(frozen=True, slots=True)
class Furniture:
    """A thing that stays: furniture, walls, the floor.

    Attributes:
        name: Unique in the scene.
        parts: Solids in its own frame: origin on the floor, x its width, -y its front, z up.
        at_m: Where its origin lies in the map frame.
        yaw_deg: How it is turned about z; 0 faces -y.
        surfaces_m: Heights above its origin on which things can stand, the main one first.
        label: What an annotator would call it; the name if empty.
        receives_shadows: Whether the shadows of what stands there are painted on it; only for a
            level slab that is not turned.
    """

    name: str
    parts: tuple[Part, ...]
    at_m: Vector3
    yaw_deg: float = 0.0
    surfaces_m: tuple[float, ...] = ()
    label: str = ""
    receives_shadows: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to stand on.

    Attributes:
        on: Name of a piece of furniture with a surface.
        offset_m: Where on it, in its own frame (x to its right, -y to its front).
        surface: Which of its surfaces.
    """

    on: str
    offset_m: tuple[float, float] = (0.0, 0.0)
    surface: int = 0


@dataclass(frozen=True, slots=True)
class Thing:
    """A small object that people carry about.

    Attributes:
        name: Unique in the scene, and what an annotator would call it.
        parts: Solids in its own frame: origin in the middle of its base, z up.
        spot: Where it stands at first.
        yaw_deg: How it is turned about z, relative to what it stands on.
    """

    name: str
    parts: tuple[Part, ...]
    spot: Spot
    yaw_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Question:
    """A question about the scene.

    Attributes:
        text: What to ask.
        names: Everything that is a right answer; empty if there is none in the scene.
    """

    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """Half-way through the demo someone puts a thing elsewhere, or takes it away.

    Attributes:
        name: Which thing.
        to: Where it is put; None if it is taken away.
    """

    name: str
    to: Spot | None


@dataclass(frozen=True, slots=True)
class Scene:
    """A room and all that is in it.

    Attributes:
        size_m: Extent of the room along x, y and z; the floor's middle is the map's origin.
        furniture: What stays.
        things: What is carried about.
        moves: What changes half-way.
        questions: What to ask, before and after.
    """

    size_m: Vector3
    furniture: tuple[Furniture, ...]
    things: tuple[Thing, ...]
    moves: tuple[Move, ...] = ()
    questions: tuple[Question, ...] = ()

    def furniture_named(self, name: str) -> Furniture:
        """Look up a piece of furniture; raises InvalidConfig if there is none of that name."""
        for piece in self.furniture:
            if piece.name == name:
                return piece
        raise InvalidConfig("no such furniture in the scene", got=repr(name))

    def thing_named(self, name: str) -> Thing:
        """Look up a thing; raises InvalidConfig if there is none of that name."""
        for thing in self.things:
            if thing.name == name:
                return thing
        raise InvalidConfig("no such thing in the scene", got=repr(name))

    def standing(self, thing: Thing, spot: Spot) -> Float64:
        """Pose (4, 4) `T_map_thing` of a thing that stands on a spot, its base on the surface."""
        piece = self.furniture_named(spot.on)
        height = piece.surfaces_m[spot.surface]
        local = pose((*spot.offset_m, height), thing.yaw_deg)
        return np.asarray(pose(piece.at_m, piece.yaw_deg) @ local)


def pose(at_m: Vector3, yaw_deg: float) -> Float64:
    """Rigid transform (4, 4) of a turn about z and a translation."""
    transform = np.eye(4)
    transform[:3, :3] = rotation((0.0, 0.0, yaw_deg))
    transform[:3, 3] = at_m
    return transform


def box_of(parts: tuple[Part, ...], T_map_thing: Float64) -> tuple[Float64, Float64]:
    """Lower and upper corner (3,) of the axis-aligned box of parts at a pose, in metres."""
    vertices = np.concatenate([mesh_of(part).vertices_m for part in parts])
    placed = vertices @ T_map_thing[:3, :3].T + T_map_thing[:3, 3]
    return placed.min(axis=0), placed.max(axis=0)


def jittered(scene: Scene, *, seed: int, shift_m: float = 0.02, turn_deg: float = 12.0) -> Scene:
    """Shift and turn every thing a little, the same way for the same seed.

    Args:
        scene: The scene as drawn.
        seed: Chooses the room; 0 is the room as drawn.
        shift_m: Greatest shift along each axis of the surface.
        turn_deg: Greatest turn.
    """
    if seed == 0:
        return scene
    return replace(
        scene,
        things=tuple(
            _jittered(thing, seed=seed, shift_m=shift_m, turn_deg=turn_deg)
            for thing in scene.things
        ),
    )


def _jittered(thing: Thing, *, seed: int, shift_m: float, turn_deg: float) -> Thing:
    # Seeded by name, so that adding a thing to the scene leaves the others where they were.
    rng = np.random.default_rng([seed, zlib.crc32(thing.name.encode())])
    dx, dy, turn = rng.uniform(-1.0, 1.0, 3)
    x, y = thing.spot.offset_m
    spot = replace(thing.spot, offset_m=(x + shift_m * dx, y + shift_m * dy))
    return replace(thing, spot=spot, yaw_deg=thing.yaw_deg + turn_deg * turn)
