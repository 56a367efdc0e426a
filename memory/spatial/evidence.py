"""The part of a key frame that shows a place."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Place
from whereseen.memory.frames import project
from whereseen.memory.spatial.keyframes import Keyframe, Keyframes
from whereseen.memory.spatial.voxel_map import NS_PER_TICK

_MARGIN = 0.25
_LEAST_PX = 48
_WHOLE = 0.9


def images_of(keyframes: Keyframes, place: Place, *, most: int) -> list[Keyframe]:
    """Key frames whose image holds nearly all of a place: its own first, then the newest.

    Only those taken while the place was seen: earlier or later images may show what is gone.
    """
    whole = [
        frame
        for frame in keyframes.slots
        if frame is not None
        and place.first_seen_ns <= frame.stamp_ns <= place.last_seen_ns + NS_PER_TICK
        and _share_inside(frame, place) >= _WHOLE
    ]
    whole.sort(key=lambda frame: (frame.image_id != place.image_id, -frame.image_id))
    return whole[:most]


def _share_inside(frame: Keyframe, place: Place) -> float:
    uv, _ = project(place.points_map, frame.intrinsics, frame.T_map_camera)
    with np.errstate(invalid="ignore"):
        inside = (uv >= 0).all(axis=1) & (uv < frame.size_px).all(axis=1)
    return float(inside.mean())


def crop_of(frame: Keyframe, place: Place) -> npt.NDArray[np.uint8] | None:
    """Cut a place out of the image that shows it, with a margin.

    Returns:
        (h, w, 3) uint8, or None if the place does not lie in the image.
    """
    image = frame.rgb()
    height, width = image.shape[:2]
    uv, _ = project(place.points_map, frame.intrinsics, frame.T_map_camera)
    uv = uv[np.isfinite(uv).all(axis=1)]
    inside = (uv >= 0).all(axis=1) & (uv < (width, height)).all(axis=1)
    if not inside.any():
        return None
    low, high = uv[inside].min(axis=0), uv[inside].max(axis=0)
    half = np.maximum((high - low) * (0.5 + _MARGIN), _LEAST_PX / 2)
    middle = (low + high) / 2
    left, top = np.maximum(middle - half, 0).astype(int)
    right, bottom = np.minimum(middle + half + 1, (width, height)).astype(int)
    return image[top:bottom, left:right]
