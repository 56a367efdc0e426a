"""The way of the demo's camera: laps through the middle of the room, looking at its walls."""

from __future__ import annotations

import numpy as np

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64, look_at

# Where the camera stands relative to the middle of the room, and how steeply it looks down, by
# the direction that it looks in (0 is +x, 90 is +y): near the far walls, far from the near ones.
_YAW_DEG = (0.0, 45.0, 68.0, 112.0, 150.0, 180.0, 225.0, 270.0, 315.0)
_DOWN_DEG = (21.0, 16.0, 11.0, 20.0, 20.0, 22.0, 26.0, 29.0, 24.0)
_REACH_M = (0.62, 0.32)
_MIDDLE_M = (-0.05, 0.22)
_HEIGHTS_M = (1.45, 1.35)
# It nods, or it would never see the floor that it stands on.
_NOD_DEG, _NODS_PER_LAP = 48.0, 5


def camera_path(frames: int, *, laps: int = 2) -> list[Float64]:
    """Poses of the camera on its way round the room.

    Args:
        frames: How many poses, all laps together.
        laps: How often it goes round.

    Returns:
        `frames` poses (4, 4) `T_map_camera` of the optical frame; 1.3 to 1.5 m above the floor.

    Raises:
        InvalidConfig: if there are fewer frames than laps.
    """
    if frames < laps:
        raise InvalidConfig("each lap needs a frame at least", got=f"{frames} for {laps} laps")
    counts = [len(part) for part in np.array_split(np.arange(frames), laps)]
    return [
        _pose(360.0 * step / count - 60.0, height_m=_HEIGHTS_M[lap % len(_HEIGHTS_M)])
        for lap, count in enumerate(counts)
        for step in range(count)
    ]


def _pose(yaw_deg: float, *, height_m: float) -> Float64:
    yaw = np.radians(yaw_deg)
    nod_deg = _NOD_DEG * max(float(np.sin(_NODS_PER_LAP * yaw)), 0.0) ** 4
    down = np.radians(np.interp(yaw_deg, _YAW_DEG, _DOWN_DEG, period=360.0) + nod_deg)
    eye = np.array(
        [
            _MIDDLE_M[0] + _REACH_M[0] * np.cos(yaw),
            _MIDDLE_M[1] - _REACH_M[1] * np.sin(yaw),
            height_m + 0.04 * np.sin(2.0 * yaw),
        ]
    )
    gaze = np.array([np.cos(yaw) * np.cos(down), np.sin(yaw) * np.cos(down), -np.sin(down)])
    return look_at(eye, eye + gaze)
