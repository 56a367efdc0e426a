"""How what was seen at a time moves, as a loop closure or a pose graph tells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation

from whereseen.memory.errors import InvalidCorrection
from whereseen.memory.frames import Float64, is_rigid

Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class PoseCorrection:
    """How what was seen at a time moves: a function of time.

    Between its nodes it is interpolated; before the first and after the last it is constant.

    Attributes:
        stamps_ns: (N,) int64, ascending.
        T_new_old: (N, 4, 4) from old to new coordinates of the map.

    Raises:
        InvalidCorrection: if there is no node, or stamps do not ascend, or a matrix is not rigid.
    """

    stamps_ns: Int64
    T_new_old: Float64

    def __post_init__(self) -> None:
        stamps, poses = np.asarray(self.stamps_ns), np.asarray(self.T_new_old, dtype=np.float64)
        if stamps.ndim != 1 or stamps.size == 0 or not np.issubdtype(stamps.dtype, np.integer):
            raise InvalidCorrection(
                "a correction needs whole stamps", got=repr(stamps), remedy="Give one or more"
            )
        if (np.diff(stamps) <= 0).any():
            raise InvalidCorrection(
                "the stamps of a correction do not ascend", remedy="Sort them, without repeats"
            )
        if poses.shape != (stamps.size, 4, 4) or not all(map(is_rigid, poses)):
            raise InvalidCorrection(
                "a correction needs a rigid transform for each stamp",
                got=f"shape {poses.shape} for {stamps.size} stamps",
                remedy="Give (N, 4, 4) rotations and translations",
            )
        object.__setattr__(self, "stamps_ns", stamps.astype(np.int64))
        object.__setattr__(self, "T_new_old", poses)

    @classmethod
    def since(cls, stamp_ns: int, T_new_old: Float64) -> PoseCorrection:
        """All that was seen at a time or later moves as one; what is older stays."""
        stamps_ns = np.array([stamp_ns - 1, stamp_ns], dtype=np.int64)
        return cls(stamps_ns, np.array([np.eye(4), T_new_old]))

    @classmethod
    def spread(cls, from_ns: int, to_ns: int, T_new_old: Float64) -> PoseCorrection:
        """An error that grew between two times is taken back as it grew."""
        if to_ns <= from_ns:
            return cls.since(to_ns, T_new_old)
        stamps_ns = np.array([from_ns, to_ns], dtype=np.int64)
        return cls(stamps_ns, np.array([np.eye(4), T_new_old]))

    def at(self, stamps_ns: npt.ArrayLike) -> Float64:
        """The correction (M, 4, 4) at some times (M,) int64."""
        wanted = np.clip(np.asarray(stamps_ns, dtype=np.int64), *self.stamps_ns[[0, -1]])
        last = max(self.stamps_ns.size - 2, 0)
        node = np.clip(np.searchsorted(self.stamps_ns, wanted, side="right") - 1, 0, last)
        if self.stamps_ns.size == 1:
            return self.T_new_old[node]
        before, after = self.T_new_old[node], self.T_new_old[node + 1]
        span = (self.stamps_ns[node + 1] - self.stamps_ns[node]).astype(np.float64)
        share = ((wanted - self.stamps_ns[node]) / span)[:, None]
        out = before.copy()
        out[:, :3, 3] += share * (after[:, :3, 3] - before[:, :3, 3])
        turn = Rotation.from_matrix(before[:, :3, :3].transpose(0, 2, 1) @ after[:, :3, :3])
        turned = Rotation.from_rotvec(share * turn.as_rotvec()).as_matrix()
        out[:, :3, :3] = before[:, :3, :3] @ turned
        return out
