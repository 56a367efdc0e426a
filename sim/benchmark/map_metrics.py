"""What makes a voxel map good, as pure functions of voxels, features and the truth."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float32, Float64
from whereseen.memory.observation import Observation
from whereseen.sim.benchmark.frame_voxels import seen_depth
from whereseen.sim.benchmark.room_layout import Boxes
from whereseen.sim.benchmark.room_stream import RoomStream
from whereseen.sim.benchmark.under_test import Int32, Int64, packed, unpacked, voxel_centres

_Mask = npt.NDArray[np.bool_]


class ChurnCounter:
    """Churn of a static scene: how much of what is in view changes in a frame.

    A frame's churn is |removed or added again| / |in view|. Removed: occupied before the frame and
    not after it, or wiped by it and written anew. Added again: not occupied before the frame,
    occupied after it and at some earlier time. In view: occupied before or after the frame, with
    the centre inside the image, within range and at most two voxels behind the measured depth.
    All count voxels in view only; a voxel occupied for the first time is growth, not churn.

    Args:
        voxel_size_m: Edge of a voxel.
        range_m: Depth to which voxels count as in view.
    """

    def __init__(self, voxel_size_m: float, range_m: float) -> None:
        self.voxel_size_m = voxel_size_m
        self.range_m = range_m
        self._before: Int64 = np.empty(0, dtype=np.int64)
        self._ever: Int64 = np.empty(0, dtype=np.int64)

    def step(self, keys: Int64, wiped: Int64, observation: Observation) -> float:
        """Churn of a frame.

        Args:
            keys: (N,) packed voxels occupied after it.
            wiped: (M,) packed voxels that it removed, even if it added them again.
            observation: The frame.
        """
        after = np.sort(keys)
        removed = np.setdiff1d(self._before, after, assume_unique=True)
        added = np.setdiff1d(after, self._before, assume_unique=True)
        again = np.intersect1d(added, self._ever, assume_unique=True)
        union = np.concatenate([after, removed])
        changed = np.unique(np.concatenate([removed, again, wiped]))
        shares = [int(self._visible(k, observation).sum()) for k in (changed, union)]
        self._before, self._ever = after, np.union1d(self._ever, added)
        return shares[0] / max(shares[1], 1)

    def _visible(self, keys: Int64, observation: Observation) -> _Mask:
        centres = voxel_centres(unpacked(keys), self.voxel_size_m)
        z, measured = seen_depth(centres, observation, observation.depth_m)
        hidden = z > measured + 2.0 * self.voxel_size_m
        return (measured > 0.0) & ~hidden & (z <= self.range_m)


def ghosts(
    indices: Int32, voxel_size_m: float, stream: RoomStream, number: int, vacated: Boxes
) -> _Mask:
    """Which occupied voxels (N, 3) show things that are no longer there; (N,).

    A ghost's centre lies within half a voxel of the old volume of something that has moved or
    gone, and more than one voxel from every surface that remains in frame `number`.
    """
    centres = voxel_centres(indices, voxel_size_m)
    reach = voxel_size_m / 2
    inside = np.zeros(len(indices), dtype=bool)
    for low, high in zip(vacated.low_m, vacated.high_m, strict=True):
        inside |= ((centres > low - reach) & (centres < high + reach)).all(axis=1)
    distance, _ = stream.nearest_surface(centres[inside], number)
    inside[inside] = distance > voxel_size_m
    return inside


def sees_through(indices: Int32, voxel_size_m: float, observation: Observation) -> _Mask:
    """Which voxels (N, 3) a frame sees through as a whole; (N,).

    Its centre, corners and the middles of its faces and edges must all fall on pixels that
    measure something at least 1.2 voxels + 0.004 z^2 behind them.
    """
    steps = np.array(list(product((-0.5, 0.0, 0.5), repeat=3))) * voxel_size_m
    points = voxel_centres(indices, voxel_size_m)[:, None, :] + steps
    z, measured = seen_depth(points.reshape(-1, 3), observation, observation.depth_m)
    through = measured > z + 1.2 * voxel_size_m + 0.004 * z**2
    return np.asarray(through.reshape(-1, len(steps)).all(axis=1))


class ForgetCounter:
    """How many frames must see through the voxels of something gone before they go.

    Args:
        indices: (N, 3) int32 occupied voxels that show it, when it goes.
        voxel_size_m: Edge of a voxel.
    """

    def __init__(self, indices: Int32, voxel_size_m: float) -> None:
        self.voxel_size_m = voxel_size_m
        self._left = np.sort(packed(indices))
        self._seen = np.zeros(len(indices), dtype=np.int64)
        self._most = 0

    def step(self, occupied: Int64, observation: Observation) -> None:
        """Take in a frame, and the packed voxels (M,) that are occupied after it."""
        if not self._left.size:
            return
        self._seen += sees_through(unpacked(self._left), self.voxel_size_m, observation)
        stays = np.isin(self._left, occupied)
        self._most = max([self._most, *self._seen[~stays].tolist()])
        self._left, self._seen = self._left[stays], self._seen[stays]

    @property
    def frames(self) -> int:
        """Views that the most stubborn voxel took; one more than it had if it never went.

        Voxels that no frame saw through count for nothing.
        """
        stubborn = self._seen[self._seen > 0]
        return int(max([self._most, *(stubborn + 1).tolist()]))


def thickness_ratio(noisy_voxels: int, noise_free_voxels: int) -> float:
    """Voxels with depth noise over voxels without; 1 is a surface that noise does not thicken."""
    return noisy_voxels / max(noise_free_voxels, 1)


def nearest_class(features: Float32, class_vectors: Float32) -> Int32:
    """Class (N,) whose unit vector (C, D) has the largest cosine with each feature (N, D)."""
    unit = class_vectors.astype(np.float32)
    parts = [
        np.argmax(features[start : start + 65_536] @ unit.T, axis=1)
        for start in range(0, len(features), 65_536)
    ]
    return np.concatenate([*parts, np.empty(0, dtype=np.intp)]).astype(np.int32)


@dataclass(frozen=True, slots=True)
class LabelScore:
    """How well voxels are labelled.

    Attributes:
        accuracy: Share of voxels with the right label.
        miou: Mean intersection over union of the classes that occur.
        iou: (C,) float64 per class, NaN for a class neither present nor predicted.
        right: Number of voxels with the right label.
        n: Number of voxels.
    """

    accuracy: float
    miou: float
    iou: Float64
    right: int
    n: int


def label_score(predicted: Int32, true: Int32, classes: int) -> LabelScore:
    """Compare labels (N,) with the truth (N,)."""
    hit = np.bincount(true[predicted == true], minlength=classes).astype(np.float64)
    either = np.bincount(true, minlength=classes) + np.bincount(predicted, minlength=classes) - hit
    iou = np.divide(hit, either, out=np.full(classes, np.nan), where=either > 0)
    right = int(hit.sum())
    mean = float(np.nanmean(iou)) if true.size else 0.0
    return LabelScore(right / max(true.size, 1), mean, iou, right, int(true.size))


def recall_at_k(returned_scores: Float64, kth_best: float) -> float:
    """Share of returned items (k,) whose exact score reaches the exact k-th best score.

    Items tied with the k-th best count, so voxels that share a feature do not hurt each other.
    """
    tolerance = 1e-6
    return float(np.mean(returned_scores >= kth_best - tolerance)) if returned_scores.size else 0.0
