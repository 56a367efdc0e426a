"""Pictures of things, cut out of key frames, within a budget."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float64, project
from whereseen.memory.report.contents import Photo
from whereseen.memory.spatial.keyframes import Keyframe
from whereseen.memory.spatial.sightlines import is_in_sight
from whereseen.memory.spatial_memory import SpatialMemory

_WIDTH_PX, _HEIGHT_PX = 320, 240
_QUALITY = 78
_AROUND = 2.4  # times the extent of a thing
_LEAST_PX = 96  # a smaller part shows nothing
_SMALLEST_PX = 8.0  # a thing that looks smaller than this is not to be made out
_WHOLE = 0.9
_CANDIDATES = 6
_DECODED = 16  # frames in memory at a time
_CORNERS = np.array([(x, y, z) for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1)]) / 2.0


@dataclass(frozen=True, slots=True)
class Sight:
    """Something that was somewhere, while.

    Attributes:
        position_m, size_m: Its box in the map frame.
        start_ns, end_ns: It was there in this time.
        image_id: A key frame known to show it, or None.
    """

    position_m: Metres3
    size_m: Metres3
    start_ns: int
    end_ns: int
    image_id: int | None = None


def photos_of(
    memory: SpatialMemory, sights: Mapping[int, Sequence[Sight]], *, budget_bytes: int
) -> dict[int, tuple[Photo, ...]]:
    """One picture of each sight for which there is one, by what was seen.

    Each gets its first before any gets its second, so that a small budget goes round.

    Args:
        memory: Its key frames and voxels.
        sights: Of each thing, those most wanted first; the keys that matter most first.
        budget_bytes: Most bytes of all pictures.
    """
    album = _Album(memory)
    found: dict[int, list[Photo]] = {key: [] for key in sights}
    used: dict[int, set[int]] = {key: set() for key in sights}
    left = budget_bytes
    for key, sight in _in_turn(sights):
        photo = album.photo(sight, used[key])
        if photo is None:
            continue
        if len(photo.data) > left:
            break
        left -= len(photo.data)
        used[key].add(photo.image_id)
        found[key].append(photo)
    return {key: tuple(photos) for key, photos in found.items()}


def _in_turn(sights: Mapping[int, Sequence[Sight]]) -> Iterator[tuple[int, Sight]]:
    most = max((len(each) for each in sights.values()), default=0)
    for turn in range(most):
        yield from ((key, each[turn]) for key, each in sights.items() if turn < len(each))


class _Album:
    """Key frames, and what is between a camera and a place."""

    def __init__(self, memory: SpatialMemory) -> None:
        self._frames = [frame for frame in memory.keyframes.slots if frame is not None]
        self._sizes = [frame.size_px for frame in self._frames]
        self._voxel_map = memory.voxel_map
        self._voxel_m = memory.config.voxels.voxel_size_m
        self._decoded = lru_cache(maxsize=_DECODED)(lambda number: self._frames[number].rgb())

    def photo(self, sight: Sight, used: set[int]) -> Photo | None:
        """The best picture of a sight that is not yet used."""
        size = np.maximum(sight.size_m, 2.0 * self._voxel_m)
        points = np.asarray(sight.position_m) + _CORNERS * size
        rated = []
        for number, frame in enumerate(self._frames):
            if not sight.start_ns <= frame.stamp_ns <= sight.end_ns or frame.image_id in used:
                continue
            box = _box_in(frame, points, self._sizes[number])
            if box is not None:
                larger = float(min(box[2:] - box[:2]))
                rated.append((frame.image_id == sight.image_id, larger, number, box))
        rated.sort(key=lambda each: each[:3], reverse=True)
        for known, _, number, box in rated[:_CANDIDATES]:
            frame = self._frames[number]
            if known or is_in_sight(self._voxel_map, frame.T_map_camera[:3, 3], points):
                return _cut(self._decoded(number), box, frame)
        return None


def _box_in(frame: Keyframe, points: Float64, size_px: tuple[int, int]) -> Float64 | None:
    """Left, top, right and lower edge (4,) in pixels of points; None if they are not all there."""
    uv, _ = project(points, frame.intrinsics, frame.T_map_camera)
    with np.errstate(invalid="ignore"):
        inside = (uv >= 0.0).all(axis=1) & (uv < size_px).all(axis=1)
    if inside.mean() < _WHOLE:
        return None
    low, high = uv[inside].min(axis=0), uv[inside].max(axis=0)
    return np.concatenate([low, high]) if min(high - low) >= _SMALLEST_PX else None


def _cut(image: npt.NDArray[np.uint8], box: Float64, frame: Keyframe) -> Photo:
    """The part around a box (4,) in pixels, in the shape of all pictures."""
    from PIL import Image

    height, width = image.shape[:2]
    wide = max(*(box[2:] - box[:2]) * (_AROUND, _AROUND * _WIDTH_PX / _HEIGHT_PX), _LEAST_PX)
    wide = min(wide, width, height * _WIDTH_PX / _HEIGHT_PX)
    high = wide * _HEIGHT_PX / _WIDTH_PX
    left = float(np.clip((box[0] + box[2] - wide) / 2.0, 0.0, width - wide))
    top = float(np.clip((box[1] + box[3] - high) / 2.0, 0.0, height - high))
    shown = Image.fromarray(image).resize(
        (_WIDTH_PX, _HEIGHT_PX), Image.Resampling.BICUBIC, box=(left, top, left + wide, top + high)
    )
    buffer = io.BytesIO()
    shown.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    corners = (box - (left, top, left, top)) / (wide, high, wide, high)
    a, b, c, d = np.clip(corners, 0.0, 1.0).tolist()
    return Photo(
        data=buffer.getvalue(),
        size_px=(_WIDTH_PX, _HEIGHT_PX),
        stamp_ns=frame.stamp_ns,
        image_id=frame.image_id,
        box=(a, b, c, d),
    )
