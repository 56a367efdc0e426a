"""What changed in a map since somebody last looked, for those who keep a copy of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float32
from whereseen.memory.spatial.arrays import CHUNKS, CLOCK
from whereseen.memory.spatial.kernels.compare import occupied_of
from whereseen.memory.spatial.kernels.grid import unpack
from whereseen.memory.spatial.voxel_map import VoxelMap, Voxels

Int32 = npt.NDArray[np.int32]

_EDGE = 64  # voxels of a chunk


@dataclass(frozen=True, slots=True)
class Delta:
    """Changes of a map.

    Attributes:
        added: Voxels that are occupied now and were not.
        removed: (M, 3) int32 coordinates of voxels that were occupied and are not now.
        removed_map: (M, 3) float32 their centres in metres.
    """

    added: Voxels
    removed: Int32 = field(repr=False)
    removed_map: Float32 = field(repr=False)


class VoxelDeltas:
    """Tells what became occupied or free since it was last asked; the first time, everything.

    Looks only at chunks that were touched since, and keeps four bytes for each occupied voxel.
    However often it is asked, its answers in order make the occupied voxels of the map. Several
    may watch one map.

    Args:
        voxel_map: The map to watch.

    Attributes:
        is_behind: Whether the last answer was cut short.
    """

    def __init__(self, voxel_map: VoxelMap) -> None:
        self._map = voxel_map
        self.is_behind = False
        self._looked: dict[int, int] = {}  # by the clock of the map
        self._known: dict[int, Int32] = {}

    def take(self, most: int | None = None) -> Delta:
        """What changed since the last call.

        Args:
            most: About so many voxels are compared, those that have waited for longest; the next
                call takes the rest. All if None.
        """
        a = self._map.arrays
        n = int(a.counts[CHUNKS])
        used = np.flatnonzero(a.chunk_size[:n] > 0)
        keys = set(a.chunk_key[used].tolist())
        removed = [self._forget(key) for key in sorted(self._known.keys() - keys)]
        touched = self._touched(used)
        now = int(a.counts[CLOCK]) + 1
        a.counts[CLOCK] = now  # what changes from now on is newer than this look
        added, compared = [], 0
        self.is_behind = False
        for chunk in touched:
            self.is_behind = most is not None and compared >= most
            if self.is_behind:
                break
            key = int(a.chunk_key[chunk])
            appeared, vanished = self._compare(chunk)
            self._looked[key] = now
            compared += len(self._known[key])
            added.append(appeared)
            removed.append(vanished)
        return self._delta(added, removed)

    def _touched(self, used: npt.NDArray[np.intp]) -> list[int]:
        """Chunks changed since they were looked at, the longest ago first."""
        a = self._map.arrays
        keys = a.chunk_key[used]
        looked = np.array([self._looked.get(key, 0) for key in keys.tolist()], dtype=np.int64)
        order = np.lexsort((keys, looked))
        is_touched = a.chunk_change[used] >= looked
        return [int(chunk) for chunk in used[order[is_touched[order]]]]

    def _forget(self, key: int) -> Int32:
        """All voxels of a chunk that is no more."""
        del self._looked[key]
        return _index(key, self._known.pop(key))

    def _compare(self, chunk: int) -> tuple[tuple[Int32, Int32, Int32], Int32]:
        """Coordinates, rows and cells of what appeared in a chunk; coordinates of the vanished."""
        a = self._map.arrays
        key = int(a.chunk_key[chunk])
        places, rows, cells = occupied_of(a, chunk)
        known = self._known.get(key, np.empty(0, dtype=np.int32))
        self._known[key] = places
        new = ~np.isin(places, known, assume_unique=True)
        gone = ~np.isin(known, places, assume_unique=True)
        return (_index(key, places[new]), rows[new], cells[new]), _index(key, known[gone])

    def _delta(self, added: list[tuple[Int32, Int32, Int32]], removed: list[Int32]) -> Delta:
        none = (np.empty((0, 3), np.int32), np.empty(0, np.int32), np.empty(0, np.int32))
        index, rows, cells = (np.concatenate(parts) for parts in zip(none, *added, strict=True))
        gone = np.concatenate([none[0], *removed])
        centres = (gone + 0.5) * self._map.config.voxel_size_m
        return Delta(self._map.voxels_at(index, rows, cells), gone, centres.astype(np.float32))


def _index(key: int, places: Int32) -> Int32:
    """Coordinates (N, 3) of places inside a chunk."""
    inside = np.stack([places >> 12, (places >> 6) & 63, places & 63], axis=1)
    return np.asarray(inside + np.array(unpack(key)) * _EDGE, dtype=np.int32)
