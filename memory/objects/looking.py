"""Was a place looked at again, and was it empty? Silence is not absence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float32, Float64
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.sighting import voxel_index
from whereseen.memory.objects.views import Measured, Views
from whereseen.memory.spatial.kernels.lookup import find_occupied
from whereseen.memory.spatial.voxel_map import VoxelMap

_BIN_NS = 5_000_000_000
_BINS = 5
_END_NS = 1 << 62
_SIDES = np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, -1]])
_BESIDE_M = 0.1
_KNOWN_SHARE = 0.3

Int64 = npt.NDArray[np.int64]


class Witness(Protocol):
    """Tells what looking at a place showed."""

    def absence(self, points_map: Float32, since_ns: int) -> float | None:
        """Share of what was seen of points (N, 3) after a time that was free, None if unseen."""
        ...

    def last_empty_ns(self, points_map: Float32, before_ns: int) -> int | None:
        """When points (N, 3) were last seen to be free before a time, None if they never were."""
        ...

    def views_of(self, points_map: Float32, since_ns: int, *, within_m: float = np.inf) -> int:
        """How many views after a time saw enough of points (N, 3), free or not.

        Only views from at most `within_m` count.
        """
        ...

    def was_known(self, points_map: Float32, before_ns: int) -> bool:
        """Whether points (N, 3) were seen to be free, or what is around was mapped, before."""
        ...


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Of views (V,): their times, and how many points were on a surface or seen through."""

    stamps_ns: Int64
    present: Int64
    absent: Int64


class SeenThrough:
    """The test of Khronos (Schmid et al., 2024) on views, for what the map has lost.

    A point is absent from a view that measured something behind it, present in one that measured
    something at it, and hidden otherwise. Views are taken together in bins of five seconds, of
    which the newest five that saw enough of the place decide.

    The points of a thing often include some of what it stands on, which stays when it goes.
    So its voxels that the map still holds say that the place was seen, and only those that
    the map has carved away can say that the thing is gone.
    """

    def __init__(self, voxel_map: VoxelMap, views: Views, config: ObjectConfig) -> None:
        self._voxel_map = voxel_map
        self._views = views
        self._config = config

    @property
    def voxel_size_m(self) -> float:
        """Resolution of the map."""
        return self._voxel_map.config.voxel_size_m

    def absence(self, points_map: Float32, since_ns: int) -> float | None:
        """Share of what was seen of points (N, 3) after a time that was free, None if unseen."""
        index = voxel_index(points_map, self._voxel_map.config.voxel_size_m)
        lost = find_occupied(self._voxel_map.arrays, index)[0] < 0
        if lost.mean() >= self._config.vanished_share:
            return self._seen_through(points_map[lost], since_ns)
        return None if self._seen_through(points_map, since_ns) is None else 0.0

    def last_empty_ns(self, points_map: Float32, before_ns: int) -> int | None:
        """When points (N, 3) were last seen to be free before a time, None if they never were."""
        evidence = self._evidence(points_map, -1, before_ns)
        empty = evidence.absent > self._config.absent_share * (evidence.present + evidence.absent)
        return int(evidence.stamps_ns[empty].max()) if empty.any() else None

    def views_of(self, points_map: Float32, since_ns: int, *, within_m: float = np.inf) -> int:
        """How many views after a time saw enough of points (N, 3), free or not."""
        return len(self._evidence(points_map, since_ns, _END_NS, within_m).stamps_ns)

    def was_known(self, points_map: Float32, before_ns: int) -> bool:
        """Whether points (N, 3) were seen to be free, or what is around was mapped, before."""
        if self.last_empty_ns(points_map, before_ns) is not None:
            return True
        beyond = np.ptp(points_map, axis=0) + _BESIDE_M
        around = (points_map[:, None] + _SIDES * beyond).astype(np.float32).reshape(-1, 3)
        index = voxel_index(around, self._voxel_map.config.voxel_size_m)
        rows = find_occupied(self._voxel_map.arrays, index)[0]
        rows = np.unique(rows[rows >= 0])
        first_ns = self._voxel_map.to_ns(self._voxel_map.arrays.row_first[rows])
        return bool(rows.size and (first_ns < before_ns).mean() >= _KNOWN_SHARE)

    def _seen_through(self, points_map: Float32, since_ns: int) -> float | None:
        evidence = self._evidence(points_map, since_ns, _END_NS)
        bins = evidence.stamps_ns // _BIN_NS
        newest = np.isin(bins, np.unique(bins)[-_BINS:])
        present, absent = evidence.present[newest].sum(), evidence.absent[newest].sum()
        return float(absent / (present + absent)) if newest.any() else None

    def _evidence(
        self, points_map: Float32, since_ns: int, before_ns: int, within_m: float = np.inf
    ) -> _Evidence:
        """Only of views that saw enough of the points: the others say nothing."""
        measured = self._views.measured(points_map, since_ns=since_ns, before_ns=before_ns)
        beyond, slack = measured.depth_m - measured.expected_m, self._slack_m(measured)
        with np.errstate(invalid="ignore"):
            present = (np.abs(beyond) <= slack).sum(axis=1)
            absent = (beyond > slack).sum(axis=1)
        least = max(self._config.visible_share * points_map.shape[0], 1.0)
        enough = (present + absent >= least) & (measured.expected_m.mean(axis=1) <= within_m)
        return _Evidence(measured.stamps_ns[enough], present[enough], absent[enough])

    def _slack_m(self, measured: Measured) -> Float64:
        """How far a measured surface may lie from the middle of a voxel that it made."""
        config = self._voxel_map.config
        noise_m = 3.0 * config.depth_noise_m * measured.expected_m**2
        return np.maximum(config.voxel_size_m, noise_m)
