"""What things look like: from voxels where there are no pixels, and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from whereseen.memory.attributes.state import State
from whereseen.memory.attributes.thing_attributes import Attributes
from whereseen.memory.attributes.words import state_text
from whereseen.memory.frames import Float32
from whereseen.memory.objects.describing import age_text
from whereseen.memory.objects.sighting import voxel_index
from whereseen.memory.spatial.kernels.lookup import find_occupied
from whereseen.memory.spatial.voxel_map import VoxelMap


def voxel_colours(voxel_map: VoxelMap, points_map: Float32) -> npt.NDArray[np.uint8]:
    """Colours (N, 3) of the voxels at points of a thing.

    Its lowest layer is left out where there are others: much of it is what the thing stands on.
    """
    voxel_m = voxel_map.config.voxel_size_m
    height = points_map[:, 2]
    upper = height > height.min() + 0.5 * voxel_m if len(height) else height > 0.0
    points = points_map[upper] if upper.any() else points_map
    rows, _ = find_occupied(voxel_map.arrays, voxel_index(points, voxel_m))
    return np.asarray(voxel_map.arrays.row_rgb[rows[rows >= 0]])


def look_lines(attributes: Attributes, states: Iterable[State], now_ns: int) -> Iterator[str]:
    """What a thing is like and in which states it was, line by line.

    Args:
        attributes: Of the thing.
        states: All states that it was in, oldest first.
        now_ns: Time of the newest frame.
    """
    if attributes.colours:
        said = (f"{c.name} {c.share:.0%} (p {c.sureness:.2f})" for c in attributes.colours)
        yield f"- looks {', '.join(said)}"
    if attributes.material:
        yield f"- usually of {attributes.material}"
    for state in states:
        since = age_text(now_ns - state.valid_from_ns)
        to = "" if state.valid_to_ns is None else f" to {age_text(now_ns - state.valid_to_ns)}"
        when = f"from {since}{to} ago" if to else f"since {since} ago"
        likely = state.probability if to else state.probability_at(now_ns)
        yield f"- {state_text(state.key, state.value)} {when}, p {likely:.2f}"
