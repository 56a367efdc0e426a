"""What a hand must know of things: their points, and what stands about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float32, Float64


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A thing or a piece of furniture as a hand meets it.

    Attributes:
        label: What it is called.
        position_m: Middle of its box in the map frame.
        size_m: Extent of its box.
        points_map: (N, 3) float32 points on it, as dense as they are known; may be few.
    """

    label: str
    position_m: Metres3
    size_m: Metres3
    points_map: Float32 = field(repr=False)

    @property
    def low_m(self) -> Float64:
        """Lower corner (3,) of its box."""
        return np.subtract(self.position_m, np.divide(self.size_m, 2.0))

    @property
    def high_m(self) -> Float64:
        """Upper corner (3,) of its box."""
        return np.add(self.position_m, np.divide(self.size_m, 2.0))

    @property
    def middle_m(self) -> Float64:
        """Middle (3,) of its box."""
        return np.asarray(self.position_m, dtype=np.float64)


class Geometry(Protocol):
    """Where things are and what is occupied: a memory's, or what came with a goal."""

    @property
    def voxel_size_m(self) -> float:
        """Edge of the voxels of `occupied`."""
        ...

    def shape(self, thing_id: int) -> Shape | None:
        """A thing by its identity; None if it is not known, or is gone."""
        ...

    def occupied(self, low_m: Float64, high_m: Float64) -> Float32:
        """Centres (N, 3) float32 of occupied voxels between two corners of the map."""
        ...

    def things_in(self, low_m: Float64, high_m: Float64) -> tuple[Shape, ...]:
        """Things, and no furniture, whose boxes touch a box."""
        ...

    def middle_of(self, room: str) -> tuple[float, float] | None:
        """A point on the floor of a room, by its name; None if no such room is known."""
        ...


@dataclass(frozen=True, slots=True)
class GivenGeometry:
    """Geometry that somebody else knew and sent along, as with a goal of an action.

    Attributes:
        shapes: By identity.
        voxels_map: (N, 3) float32 centres of occupied voxels about them.
        voxel_size_m: Their edge.
        furniture: Identities of shapes that are furniture.
        rooms: A point on the floor of each room, by name.
    """

    shapes: dict[int, Shape]
    voxels_map: Float32 = field(default_factory=lambda: np.zeros((0, 3), np.float32), repr=False)
    voxel_size_m: float = 0.05
    furniture: frozenset[int] = frozenset()
    rooms: dict[str, tuple[float, float]] = field(default_factory=dict)

    def shape(self, thing_id: int) -> Shape | None:
        """A thing by its identity; see `Geometry`."""
        return self.shapes.get(thing_id)

    def occupied(self, low_m: Float64, high_m: Float64) -> Float32:
        """Centres (N, 3) float32 of occupied voxels between two corners; see `Geometry`."""
        inside = ((self.voxels_map >= low_m) & (self.voxels_map <= high_m)).all(axis=1)
        return np.asarray(self.voxels_map[inside])

    def things_in(self, low_m: Float64, high_m: Float64) -> tuple[Shape, ...]:
        """Things, and no furniture, whose boxes touch a box; see `Geometry`."""
        things = (each for id_, each in self.shapes.items() if id_ not in self.furniture)
        return tuple(each for each in things if touch(each, low_m, high_m))

    def middle_of(self, room: str) -> tuple[float, float] | None:
        """A point on the floor of a room; see `Geometry`."""
        return self.rooms.get(room)


def touch(shape: Shape, low_m: Float64, high_m: Float64) -> bool:
    """Whether the box of a shape and the box between two corners have a point in common."""
    return bool((shape.low_m <= high_m).all() and (shape.high_m >= low_m).all())
