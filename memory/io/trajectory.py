"""Poses at given times, and the pose at a time between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import InvalidObservation
from whereseen.memory.frames import Float64, from_quaternion

_WIDEST_GAP_NS = 100_000_000
_FARTHEST_NEIGHBOUR_NS = 20_000_000


@dataclass(frozen=True, slots=True)
class Trajectory:
    """Camera poses in time order.

    Attributes:
        stamps_ns: (N,) int64, rising, N >= 1.
        translations_m: (N, 3) float64 in the map frame.
        quaternions_xyzw: (N, 4) float64, camera to map.
    """

    stamps_ns: npt.NDArray[np.int64]
    translations_m: Float64
    quaternions_xyzw: Float64

    def at(self, stamp_ns: int) -> Float64:
        """Pose (4, 4) `T_map_camera` at a time.

        Interpolated (linear, and along the shortest arc) between the neighbours if they are at
        most 0.1 s apart, else that of the nearest within 20 ms.

        Raises:
            InvalidObservation: if there is no such pose.
        """
        after = int(np.searchsorted(self.stamps_ns, stamp_ns, side="left"))
        if 0 < after < len(self.stamps_ns) and self._gap_ns(after) <= _WIDEST_GAP_NS:
            return self._between(after - 1, after, stamp_ns)
        nearest = min(
            (i for i in (after - 1, after) if 0 <= i < len(self.stamps_ns)),
            key=lambda i: abs(int(self.stamps_ns[i]) - stamp_ns),
        )
        if abs(int(self.stamps_ns[nearest]) - stamp_ns) > _FARTHEST_NEIGHBOUR_NS:
            raise InvalidObservation("no pose within 20 ms", got=f"stamp {stamp_ns} ns")
        return from_quaternion(self.translations_m[nearest], self.quaternions_xyzw[nearest])

    def _gap_ns(self, after: int) -> int:
        return int(self.stamps_ns[after] - self.stamps_ns[after - 1])

    def _between(self, i: int, j: int, stamp_ns: int) -> Float64:
        # The stamps stay integers until their difference: a double has 256 ns at today's epoch.
        gap_ns = self._gap_ns(j)
        fraction = (stamp_ns - int(self.stamps_ns[i])) / gap_ns if gap_ns else 1.0
        translation = (1.0 - fraction) * self.translations_m[i] + fraction * self.translations_m[j]
        rotation = slerp(self.quaternions_xyzw[i], self.quaternions_xyzw[j], fraction)
        return from_quaternion(translation, rotation)


def slerp(start_xyzw: Float64, end_xyzw: Float64, fraction: float) -> Float64:
    """Rotate evenly from one quaternion (4,) to another along the shortest arc.

    A zero or non-finite quaternion gives NaN, which every boundary check refuses.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        start = start_xyzw / np.linalg.norm(start_xyzw)
        end = end_xyzw / np.linalg.norm(end_xyzw)
    cosine = float(start @ end)
    if cosine < 0.0:
        end, cosine = -end, -cosine
    if cosine > 1.0 - 1e-9:
        return np.asarray((1.0 - fraction) * start + fraction * end)
    angle = np.arccos(cosine)
    weights = np.sin([(1.0 - fraction) * angle, fraction * angle]) / np.sin(angle)
    return np.asarray(weights[0] * start + weights[1] * end)
