"""Where the camera has been."""

from __future__ import annotations

import numpy as np

from whereseen.memory.frames import Float64

_STEP_M = 0.05
_MOST = 20_000
_JUMP_NS = 1_000_000_000  # cameras may be out of step; a recording that begins anew is more


class Trajectory:
    """Positions of the camera, thinned: finely for a room, coarsely for a year."""

    def __init__(self) -> None:
        self.stamps_ns: list[int] = []
        self.positions_m: list[tuple[float, float, float]] = []
        self.up_m = np.zeros(3)
        self.last_ns = 0

    def add(self, stamp_ns: int, T_map_camera: Float64) -> None:
        """Note a pose (4, 4); positions under 5 cm from the last are left out."""
        self.up_m -= T_map_camera[:3, 1]
        jumped_back = stamp_ns < self.last_ns - _JUMP_NS
        self.last_ns = stamp_ns if jumped_back else max(self.last_ns, stamp_ns)
        x, y, z = (float(value) for value in T_map_camera[:3, 3])
        if (
            self.positions_m
            and np.linalg.norm(np.subtract(self.positions_m[-1], (x, y, z))) < _STEP_M
        ):
            return
        self.stamps_ns.append(stamp_ns)
        self.positions_m.append((x, y, z))
        if len(self.positions_m) > _MOST:
            self.stamps_ns = self.stamps_ns[::2]
            self.positions_m = self.positions_m[::2]

    @property
    def mean_up(self) -> Float64:
        """Unit vector (3,): the mean upward axis of the images; z before the first frame.

        Robots and people hold cameras upright on average, but mostly look a little down.
        """
        length = float(np.linalg.norm(self.up_m))
        return self.up_m / length if length > 1e-9 else np.array([0.0, 0.0, 1.0])
