"""Letting kept images go by policy; what they showed is still known."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

import numpy as np

from whereseen.memory.consolidation.round import Round
from whereseen.memory.log.backend import Holdings
from whereseen.memory.log.retention import Retention, surplus
from whereseen.memory.spatial.keyframes import Keyframe
from whereseen.memory.spatial_memory import SpatialMemory


def archive_images(round_: Round, after: int) -> Iterator[int]:
    """Apply each policy of images in turn; yields its number, from 1."""
    memory = round_.memory
    for number, policy in enumerate(memory.config.archive.of_images, start=1):
        if number > after:
            round_.report.images += archive(memory, policy, round_.until_ns)
            yield number


def archive(memory: SpatialMemory, policy: Retention, now_ns: int) -> int:
    """Drop the images that a policy does not keep; returns how many."""
    slots = {frame.image_id: slot for slot, frame in enumerate(memory.keyframes.slots) if frame}
    frames = [frame for frame in memory.keyframes.slots if frame is not None]
    meant = [frame for frame in frames if _is_about(memory, frame, policy.place)]
    gone = surplus(policy, _holdings(meant), now_ns).tolist()
    memory.keyframes.drop(memory.voxel_map, [slots[each] for each in gone])
    return len(gone)


def _is_about(memory: SpatialMemory, frame: Keyframe, place: str) -> bool:
    """Whether the room of the camera matches a pattern; it is empty where none is known."""
    if place == "*":
        return True
    x, y, z = frame.T_map_camera[:3, 3].tolist()
    return fnmatchcase(memory.kept_graph.room_name((x, y, z)) or "", place)


def _holdings(frames: list[Keyframe]) -> Holdings:
    ordered = sorted(frames, key=lambda frame: frame.image_id)
    values = [(f.image_id, f.stamp_ns, len(f.jpeg)) for f in ordered]
    ids, stamps_ns, sizes = np.array(values, dtype=np.int64).reshape(-1, 3).T.copy()
    return Holdings(ids, stamps_ns, sizes)
