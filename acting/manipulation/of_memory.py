"""Geometry out of a memory: its voxels, its things, and what frames showed of them lately."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whereseen.acting.manipulation.geometry import Shape, touch
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.graph.bodies import Role, role_of
from whereseen.memory.objects.boxes import Boxes, gaps_m
from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.spatial.selection import Selection, occupied_in
from whereseen.memory.spatial_memory import SpatialMemory

_NEAR_M = 0.05  # between the box of a thing and what frames showed of it
_LEAST_M = 0.02  # of a box
_LATELY_NS = 20_000_000_000


@dataclass(frozen=True, slots=True)
class MemoryGeometry:
    """Implements `Geometry` for a memory."""

    memory: SpatialMemory

    @property
    def voxel_size_m(self) -> float:
        """Edge of its voxels."""
        return self.memory.voxel_map.config.voxel_size_m

    def shape(self, thing_id: int) -> Shape | None:
        """A thing by its identity; see `Geometry`."""
        entity = self.memory.objects.entity(thing_id)
        if entity is None or entity.status is Status.GONE:
            return None
        return self._shape(entity)

    def occupied(self, low_m: Float64, high_m: Float64) -> Float32:
        """Centres (N, 3) float32 of occupied voxels between two corners; see `Geometry`."""
        low, high = (tuple(float(value) for value in corner) for corner in (low_m, high_m))
        box = Selection.between((low[0], low[1], low[2]), (high[0], high[1], high[2]))
        return occupied_in(self.memory.voxel_map, box).points_map

    def things_in(self, low_m: Float64, high_m: Float64) -> tuple[Shape, ...]:
        """Things, and no furniture, whose boxes touch a box; see `Geometry`."""
        return tuple(
            shape
            for entity in self.memory.objects.entities()
            if entity.status is not Status.GONE and role_of(entity.label) is Role.OBJECT
            if touch(shape := _boxed(entity), low_m, high_m)
        )

    def middle_of(self, room: str) -> tuple[float, float] | None:
        """A point on the floor of a room; see `Geometry`."""
        for each in self.memory.graph.rooms.rooms:
            if each.name == room:
                x, y = each.middle_m[:2]
                return float(x), float(y)
        return None

    def _shape(self, entity: Entity) -> Shape:
        """As frames showed it lately, which is finer than voxels, or else as voxels do."""
        spots = [
            spot
            for spot in self.memory.objects.views.spots.of(entity.label)
            if spot.last_ns >= self.memory.objects.now_ns - _LATELY_NS
            and gaps_m(Boxes.of([spot]), Boxes.of([entity]))[0, 0] <= _NEAR_M
        ]
        if role_of(entity.label) is not Role.OBJECT or not spots:
            return _boxed(entity, self._voxels_of(entity))
        newest = max(spots, key=lambda spot: spot.last_ns)
        low, high = newest.corners
        size = np.maximum(high - low, _LEAST_M)
        return _shape_of(entity.label, (low + high) / 2.0, size, newest.points_map)

    def _voxels_of(self, entity: Entity) -> Float32:
        half = np.maximum(entity.size_m, _LEAST_M) / 2.0
        return self.occupied(np.subtract(entity.position_m, half), np.add(entity.position_m, half))


def _boxed(entity: Entity, points_map: Float32 | None = None) -> Shape:
    points = np.zeros((0, 3), np.float32) if points_map is None else points_map
    return Shape(entity.label, entity.position_m, entity.size_m, points)


def _shape_of(label: str, middle: Float64, size: Float64, points_map: Float32) -> Shape:
    x, y, z = (float(value) for value in middle)
    a, b, c = (float(value) for value in size)
    return Shape(label, (x, y, z), (a, b, c), points_map)
