"""Copies of the room out of view, to measure a map at any size against an exact answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float32, Float64
from whereseen.sim.benchmark.class_vectors import unit_rows
from whereseen.sim.benchmark.room_layout import Boxes
from whereseen.sim.benchmark.room_stream import RoomStream
from whereseen.sim.benchmark.under_test import (
    Fillable,
    Int32,
    Int64,
    packed,
    unpacked,
    voxel_centres,
    voxel_indices,
)

VOXELS_PER_CELL = 8
_PITCH_VOXELS = 256
_COLUMNS = 8
_AVERAGED_COSINE = 0.95  # of a feature averaged over many views to its class vector


@dataclass(frozen=True, slots=True)
class Tile:
    """Voxels of one copy of the room.

    Attributes:
        indices: (N, 3) int32.
        features: (M, D) float32 unit rows, one for each 2x2x2 cell.
        row: (N,) int32 row of each voxel.
    """

    indices: Int32
    features: Float32
    row: Int32


class RoomTiles:
    """Endless copies of a stream's room, at least 25 m away from the room itself.

    Args:
        stream: Gives the room, the class vectors and the seed.
        voxel_size_m: Edge of a voxel.
    """

    def __init__(self, stream: RoomStream, voxel_size_m: float) -> None:
        boxes = [stream.room.shell, stream.boxes(0)]
        keys = [
            packed(voxel_indices(surface_points(b, voxel_size_m / 2), voxel_size_m)) for b in boxes
        ]
        self._indices = unpacked(np.unique(np.concatenate(keys)))
        _, first, row = np.unique(
            packed(self._indices >> 1), return_index=True, return_inverse=True
        )
        _, label = stream.nearest_surface(voxel_centres(self._indices[first], voxel_size_m), 0)
        self._row = row.astype(np.int32)
        self._means = stream.class_vectors[label]
        self._seed = stream.config.seed

    def tile(self, number: int) -> Tile:
        """Copy `number`, the same each time; every copy has features of its own."""
        column, line = number % _COLUMNS + 2, number // _COLUMNS
        offset = np.array([column, line, 0], dtype=np.int32) * _PITCH_VOXELS
        rng = np.random.default_rng([self._seed, 41, number])
        spread = np.sqrt((1.0 / _AVERAGED_COSINE**2 - 1.0) / self._means.shape[1])
        noise = rng.standard_normal(self._means.shape, dtype=np.float32) * np.float32(spread)
        features = unit_rows(self._means + noise).astype(np.float32)
        return Tile(self._indices + offset, features, self._row)

    def up_to(self, voxels: int, *, start: int = 0, held: int = 0) -> Iterator[tuple[int, Tile]]:
        """Numbered tiles from `start` on until `held` plus theirs is exactly `voxels`."""
        number = start
        while held < voxels:
            tile = self.tile(number)
            part = min(len(tile.indices), voxels - held)
            yield number, Tile(tile.indices[:part], tile.features, tile.row[:part])
            held += part
            number += 1


class ExactAnswers:
    """Exact scores of all filled cells for some queries, to judge a map's own top k.

    Args:
        queries: (Q, D) float32 unit vectors.
    """

    def __init__(self, queries: Float32) -> None:
        self.queries = queries
        self._keys: list[Int64] = []
        self._scores: list[Float32] = []
        self._order: tuple[npt.NDArray[np.intp], Int64] | None = None

    def fill(self, subject: Fillable, tile: Tile) -> None:
        """Fill a tile into the map and score it exactly."""
        subject.fill(tile.indices, tile.features, tile.row)
        self._order = None
        cells, first = np.unique(packed(tile.indices >> 1), return_index=True)
        self._keys.append(cells)
        self._scores.append((tile.features @ self.queries.T)[tile.row[first]].T)

    def of(self, query: int, voxels: Int32, k: int) -> tuple[Float64, float]:
        """Judge an answer cell by cell.

        Args:
            query: Row of the query.
            voxels: (n, 3) int32 voxels in the order that the map ranks them.
            k: How many cells count.

        Returns:
            Exact scores (<= k,) of the first k distinct cells of the answer, -inf for cells that
            were never filled, and the exact score of the k-th best cell.
        """
        scores = np.concatenate([part[query] for part in self._scores]).astype(np.float64)
        cells, first = np.unique(packed(voxels >> 1), return_index=True)
        answer = cells[np.argsort(first)][:k]
        order, keys = self._sorted()
        place = np.minimum(np.searchsorted(keys, answer), keys.size - 1)
        exact = np.where(keys[place] == answer, scores[order[place]], -np.inf)
        return exact, float(np.partition(scores, scores.size - k)[scores.size - k])

    def _sorted(self) -> tuple[npt.NDArray[np.intp], Int64]:
        if self._order is None:
            keys = np.concatenate(self._keys)
            order = np.argsort(keys)
            self._order = order, keys[order]
        return self._order


def surface_points(boxes: Boxes, spacing_m: float) -> Float64:
    """Points (N, 3) on all six faces of every box, at most `spacing_m` apart."""
    faces = []
    for low, high in zip(boxes.low_m, boxes.high_m, strict=True):
        ticks = [
            np.linspace(a, b, int(np.ceil((b - a) / spacing_m)) + 1)
            for a, b in zip(low, high, strict=True)
        ]
        for axis in range(3):
            for side in (low[axis], high[axis]):
                sides = [*ticks[:axis], np.array([side]), *ticks[axis + 1 :]]
                grid = np.meshgrid(*sides, indexing="ij")
                faces.append(np.stack(grid, axis=-1).reshape(-1, 3))
    return np.concatenate(faces)
