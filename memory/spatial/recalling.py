"""Kept images, found again by what they show, where and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whereseen.memory.config import PlaceConfig
from whereseen.memory.encoder.protocol import Query
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.spatial.arrays import CELLS
from whereseen.memory.spatial.keyframes import Keyframe, Keyframes
from whereseen.memory.spatial.places import existence_of
from whereseen.memory.spatial.selection import Selection, occupied_in
from whereseen.memory.spatial.summaries import BEST_CELLS
from whereseen.memory.spatial.voxel_map import VoxelMap


@dataclass(frozen=True, slots=True)
class Recollection:
    """A kept image that answers a question.

    Attributes:
        keyframe: The image.
        score: Similarity of what it shows best, in the encoder's own scale; NaN without a question.
        probability: That it shows what was asked for; NaN without a question.
    """

    keyframe: Keyframe
    score: float
    probability: float


@dataclass(frozen=True, slots=True)
class ImageFilter:
    """Which images are considered at all.

    Attributes:
        within: With times, images taken then; with a box, images that show something in it.
        camera_id: Images of one camera.
    """

    within: Selection | None = None
    camera_id: str | None = None

    def passes(self, frame: Keyframe | None) -> bool:
        """Whether an image was taken by the right camera at the right time."""
        if frame is None or self.camera_id not in (None, frame.camera_id):
            return False
        return self.within is None or self.within.covers(frame.stamp_ns)


class ImageIndex:
    """Which image shows which feature cells: for each cell the image that shows it best.

    Args:
        voxel_map: The map.
        keyframes: Its images.
        within: Only cells in this box, whenever they were seen; all if None or without a box.
    """

    def __init__(self, voxel_map: VoxelMap, keyframes: Keyframes, within: Selection | None) -> None:
        a = voxel_map.arrays
        self.cells = np.flatnonzero(a.cell_image[: int(a.counts[CELLS])]).astype(np.int32)
        self.has_box = within is not None and within.T_map_box is not None
        if within is not None and self.has_box:
            box = Selection(T_map_box=within.T_map_box, size_m=within.size_m)
            self.cells = np.intersect1d(self.cells, occupied_in(voxel_map, box).cells)
        order = np.argsort(a.cell_image[self.cells], kind="stable")
        self.cells = self.cells[order]
        slots = np.arange(len(keyframes.slots) + 1)
        self._bounds = np.searchsorted(a.cell_image[self.cells] - 1, slots)

    def shown_in(self, slot: int) -> slice:
        """Which of `cells` the image in a slot shows."""
        return slice(int(self._bounds[slot]), int(self._bounds[slot + 1]))


def recall_images(
    voxel_map: VoxelMap,
    keyframes: Keyframes,
    query: Query | None,
    config: PlaceConfig,
    images: ImageFilter,
) -> list[Recollection]:
    """Images that pass a filter: best first with a question, newest first without.

    With a question, images that show nothing recognised are left out.
    """
    index = ImageIndex(voxel_map, keyframes, images.within)
    passing = [
        (frame, index.shown_in(slot))
        for slot, frame in enumerate(keyframes.slots)
        if frame is not None and images.passes(frame)
    ]
    if index.has_box:
        passing = [(frame, shown) for frame, shown in passing if shown.start < shown.stop]
    if query is None:
        found = [Recollection(frame, np.nan, np.nan) for frame, _ in passing]
        return sorted(found, key=lambda each: (-each.keyframe.stamp_ns, -each.keyframe.image_id))
    scores = voxel_map.score(query.vector)[index.cells]
    presence = voxel_map.presence_of(index.cells).astype(np.float64)
    weighed = [
        _weighed(frame, query, scores[shown], existence_of(presence[shown], config))
        for frame, shown in passing
    ]
    found = [each for each in weighed if np.isfinite(each.score)]
    return sorted(found, key=lambda each: (-each.probability, -each.keyframe.image_id))


def _weighed(frame: Keyframe, query: Query, scores: Float32, existence: Float64) -> Recollection:
    """An image by the mean of the best cells that it shows, as places are; -inf for none."""
    probability = query.calibration.probability(scores) * existence
    best = np.argsort(-probability, kind="stable")[:BEST_CELLS]
    best = best[np.isfinite(scores[best])]
    if best.size == 0:
        return Recollection(frame, -np.inf, 0.0)
    score = float(scores[best].mean())
    exists = float(existence[best].mean())
    return Recollection(frame, score, float(query.calibration.probability(score)) * exists)
