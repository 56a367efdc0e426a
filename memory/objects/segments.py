"""Things in single frames: connected pixels that show one name, where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Metres3
from whereseen.memory.encoder.grid import cell_centres
from whereseen.memory.encoder.protocol import FeatureImage
from whereseen.memory.frames import Float32, apply
from whereseen.memory.objects.sighting import metres3
from whereseen.memory.observation import Observation
from whereseen.memory.spatial.kernels.patches import patches

_ACROSS = 160  # cells of the grid on which pixels are looked at
_LEAST_CELLS = 3
_PLAIN_CELLS = 8
_MOST_POINTS = 32
_STEP_M, _STEP_SHARE = 0.04, 0.02  # by which the depths of neighbours differ on one thing
_FARTHEST_M = 6.0
_RIM = 0.04  # share of points at either end that may be smeared
_ALIKE = 0.99  # of a feature and the vector of its name


@dataclass(frozen=True, slots=True)
class Segment:
    """Pixels of one name in one frame, connected and at about one depth.

    Attributes:
        label: The name.
        stamp_ns: Time of the frame.
        points_map: (N, 3) float32 some of its points.
        low_m, high_m: Corners of its box in the map frame.
        far_m: Depth at which it is plain to see: that of its middle, less if it was small there.
        confidence: Of the name.
        is_cut: Whether it touches the border of the image.
    """

    label: str
    stamp_ns: int
    points_map: Float32 = field(repr=False)
    low_m: Metres3
    high_m: Metres3
    far_m: float
    confidence: float
    is_cut: bool

    @property
    def position_m(self) -> Metres3:
        """Middle of its box."""
        return metres3(np.add(self.low_m, self.high_m) / 2.0)

    @property
    def size_m(self) -> Metres3:
        """Extent of its box."""
        return metres3(np.subtract(self.high_m, self.low_m))


def segments_of(
    observation: Observation,
    image: FeatureImage,
    names: Sequence[str],
    vectors: Float32,
    wanted: Callable[[str], bool] = lambda _: True,
) -> Iterator[Segment]:
    """Segments of all names that an encoder recognised in a frame.

    Args:
        observation: The frame.
        image: What the encoder made of it.
        names: That it recognises.
        vectors: (N, D) float32 of these names.
        wanted: Which names matter.
    """
    if not len(names) or not len(image.features):
        return
    scores = image.features @ vectors.T
    best = scores.argmax(axis=1)
    known = scores[np.arange(len(best)), best] >= _ALIKE
    known &= np.array([wanted(names[at]) for at in best.tolist()])
    row_name = np.append(np.where(known, best, -1), -1)
    confidence = np.zeros(len(names))
    confidence[best] = image.confidence
    grid = _Grid.of(observation, image.index.shape[1])
    for number, cells in grid.patches(row_name[grid.read(image.index)].astype(np.int32)):
        yield grid.segment(names[number], cells, float(confidence[number]))


def _usable(depth_m: Float32) -> Float32:
    """Depths, zero where there is none or too great a one."""
    with np.errstate(invalid="ignore"):
        return np.where((depth_m > 0.0) & (depth_m <= _FARTHEST_M), depth_m, np.float32(0.0))


@dataclass(frozen=True, slots=True)
class _Grid:
    """The pixels of a frame at the centres of cells.

    Attributes:
        observation: The frame.
        rows, columns: (h,) and (w,) of the centres.
        depth_m: (h, w) there, zero where it is of no use.
    """

    observation: Observation
    rows: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]
    depth_m: Float32

    @classmethod
    def of(cls, observation: Observation, wide: int) -> _Grid:
        """A grid no finer than an index image that is so wide: beside edges they would differ."""
        height, width = observation.depth_m.shape
        stride = max(1, width // min(_ACROSS, wide))
        rows, columns = cell_centres(height, stride), cell_centres(width, stride)
        depth = _usable(observation.depth_m[np.ix_(rows, columns)])
        for v, u in ((-1, 0), (0, -1), (-1, -1)) if stride > 1 else ():  # beside edges some fail
            spare = _usable(observation.depth_m[np.ix_(rows + v, columns + u)])
            depth = np.where(depth > 0.0, depth, spare)
        return cls(observation, rows, columns, depth)

    def read(self, index: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """What an index image of any size shows in the cells (h, w)."""
        (height, width), (high, wide) = self.observation.depth_m.shape, index.shape
        return index[np.ix_(self.rows * high // height, self.columns * wide // width)]

    def patches(self, names: npt.NDArray[np.int32]) -> Iterator[tuple[int, npt.NDArray[np.intp]]]:
        """Name and cells of each patch of enough cells."""
        named = np.where(self.depth_m > 0.0, names, -1).astype(np.int32)
        number = patches(named, self.depth_m, _STEP_M, _STEP_SHARE).ravel()
        order = np.argsort(number, kind="stable")
        counts = np.bincount(number + 1)
        ends = np.cumsum(counts)
        for patch in np.flatnonzero(counts[1:] >= _LEAST_CELLS).tolist():
            cells = order[ends[patch] : ends[patch + 1]]
            yield int(named.flat[cells[0]]), cells

    def segment(self, label: str, cells: npt.NDArray[np.intp], confidence: float) -> Segment:
        """What cells show of a label."""
        seen, wide = self.observation, len(self.columns)
        at_v, at_u = cells // wide, cells % wide
        v, u = self.rows[at_v], self.columns[at_u]
        K, z = seen.intrinsics, self.depth_m.flat[cells].astype(np.float64)
        x, y = (u - K[0, 2]) / K[0, 0] * z, (v - K[1, 2]) / K[1, 1] * z
        points = apply(seen.T_map_camera, np.column_stack([x, y, z]))
        ordered, rim = np.sort(points, axis=0), int(_RIM * len(points))
        some = np.linspace(0, len(points) - 1, min(len(points), _MOST_POINTS)).astype(np.intp)
        border = (at_v == 0) | (at_v == len(self.rows) - 1) | (at_u == 0) | (at_u == wide - 1)
        return Segment(
            label=label,
            stamp_ns=seen.stamp_ns,
            points_map=points[some].astype(np.float32),
            low_m=metres3(ordered[rim]),
            high_m=metres3(ordered[-1 - rim]),
            far_m=float(np.median(z)) * min(1.0, float(np.sqrt(len(cells) / _PLAIN_CELLS))),
            confidence=confidence,
            is_cut=bool(border.any()),
        )
