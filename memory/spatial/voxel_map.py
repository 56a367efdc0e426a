"""The dynamic voxel memory: one frame in, one exact scan out, bounded and deterministic."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

import numpy as np
import numpy.typing as npt

from whereseen.memory.config import VoxelConfig
from whereseen.memory.encoder.protocol import FeatureImage
from whereseen.memory.errors import InvalidObservation, InvalidQuery
from whereseen.memory.frames import Float32
from whereseen.memory.observation import Observation
from whereseen.memory.spatial.arrays import (
    BLOCKS,
    BLOCKS_FREE,
    CELLS,
    CELLS_FREE,
    CHUNKS,
    CHUNKS_FREE,
    DROPPED,
    POOL,
    POOL_FREE,
    ROWS,
    ROWS_FREE,
    reserve,
)
from whereseen.memory.spatial.kernels import carve, features, grid, integrate, scan
from whereseen.memory.spatial.view import Camera, Rules

NS_PER_TICK = 100_000_000  # times of voxels are kept in tenths of a second
_OFFSETS = 7  # coprime to the usual strides: offsets visit every pixel phase
_HEADROOM = 0.04
_CHUNKS_IN_VIEW = 64

Int32 = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Voxels:
    """Occupied voxels, in order of storage.

    Attributes:
        index: (N, 3) int32 coordinates; a voxel spans [index, index + 1) * voxel_size_m.
        points_map: (N, 3) float32 centres in metres.
        rgb: (N, 3) uint8.
        count: (N,) uint16 frames that measured it, saturating.
        first_seen_ns, last_seen_ns: (N,) int64, to a tenth of a second.
        cells: (N,) int32 feature cell of each.
    """

    index: Int32 = field(repr=False)
    points_map: Float32 = field(repr=False)
    rgb: npt.NDArray[np.uint8] = field(repr=False)
    count: npt.NDArray[np.uint16] = field(repr=False)
    first_seen_ns: npt.NDArray[np.int64] = field(repr=False)
    last_seen_ns: npt.NDArray[np.int64] = field(repr=False)
    cells: Int32 = field(repr=False)

    def take(self, order: npt.NDArray[np.intp]) -> Voxels:
        """Some of them (M,), in another order."""
        columns = {each.name: getattr(self, each.name)[order] for each in fields(self)}
        return Voxels(**columns)


@dataclass(frozen=True, slots=True)
class IntegrationReport:
    """What one frame did.

    Attributes:
        samples: Depth samples used.
        new: Voxels that appeared.
        forgotten: Voxels that were carved away.
        evicted: Voxels that gave way to the memory limit.
        dropped: Samples that found no room.
        cells: (M,) int32 feature cells that the frame shows.
        pixels: (M,) int32 samples in each.
    """

    samples: int
    new: int
    forgotten: int
    evicted: int
    dropped: int
    cells: Int32 = field(repr=False)
    pixels: Int32 = field(repr=False)


class VoxelMap:
    """World-anchored voxels with open-vocabulary features, carved by free-space evidence.

    Args:
        config: Sizes, limits and evidence.
        dimension: Length D of the features.
    """

    def __init__(self, config: VoxelConfig, dimension: int) -> None:
        self.config = config
        self.dimension = dimension
        self.epoch_ns = 0
        self.frames = 0
        self.arrays = reserve(config.memory_limit_mb, dimension)
        self._rules = Rules.of(config)

    def __repr__(self) -> str:
        return f"VoxelMap({self.n_voxels} voxels, {self.frames} frames)"

    @property
    def n_voxels(self) -> int:
        """Voxels with any evidence, the tentative included."""
        counts = self.arrays.counts
        return int(counts[ROWS] - counts[ROWS_FREE])

    def reconfigure(self, config: VoxelConfig) -> None:
        """Integrate by other rules from now on; voxel size and memory limit stay as they are."""
        own = self.config
        self.config = replace(
            config, voxel_size_m=own.voxel_size_m, memory_limit_mb=own.memory_limit_mb
        )
        self._rules = Rules.of(self.config)

    def integrate(self, observation: Observation, image: FeatureImage) -> IntegrationReport:
        """Carve by a frame, then add what it shows.

        Args:
            observation: The frame.
            image: Its features, of this map's dimension.

        Raises:
            InvalidObservation: if the features are of another dimension, damaged or misshapen.
        """
        self._check(image)
        self.drop_anchor(image.features)
        evicted = self._make_room()
        a, rules, frame = self.arrays, self._rules, self.frames
        camera = Camera.of(observation, self.config.range_m)
        dropped_before = int(a.counts[DROPPED])
        tick = self._tick(observation.stamp_ns)
        phase_v, phase_u = self._phase()
        pixels, bounds = integrate.sample(observation.depth_m, image.index, rules, phase_v, phase_u)
        block, local, touched_block, touched_local, hits, first = integrate.hit(
            a, camera, observation.depth_m, pixels, frame, rules
        )
        forgotten = carve.carve(a, camera, observation.depth_m, rules, frame)
        new, noise = integrate.strengthen(
            a, camera, observation.depth_m, touched_block, touched_local, hits, first,
            tick, frame, rules,
        )  # fmt: skip
        integrate.paint(a, observation.rgb, pixels, block, local, hits)
        pairs = features.pair(a, block, local, bounds, frame)
        features.blend(
            a, *pairs, image.features, image.confidence, _worth(image), tick, frame, rules
        )
        self.frames += 1
        return IntegrationReport(
            samples=int(pixels.size),
            new=int(new),
            forgotten=int(forgotten + noise),
            evicted=evicted,
            dropped=int(a.counts[DROPPED]) - dropped_before,
            cells=pairs[0],
            pixels=pairs[1],
        )

    def occupied(self) -> Voxels:
        """All occupied voxels."""
        index, rows, cells = scan.list_voxels(self.arrays)
        return self.voxels_at(index, rows, cells)

    def voxels_of(self, cells: Int32) -> Voxels:
        """Occupied voxels of some feature cells; `cells` of the result are positions in `cells`."""
        index, rows, owner = scan.voxels_of_cells(self.arrays, cells)
        return self.voxels_at(index, rows, owner)

    def features_of(self, cells: Int32) -> Float32:
        """Mean features (N, D) of cells, zero where nothing was recognised."""
        return np.asarray(scan.cell_features(self.arrays, cells))

    def feature_sums(self, cells: Int32, owner: Int32, n: int) -> Float32:
        """Sums (n, D) of the features of cells (N,), as by `features_of`, by owners (N,)."""
        return np.asarray(scan.sum_features(self.arrays, cells, owner, n))

    def presence_of(self, cells: Int32) -> Float32:
        """Share (N,) of recent views of each cell that recognised something."""
        return self.arrays.cell_presence[cells].astype(np.float32) / 65535.0

    def score(self, vector: Float32) -> Float32:
        """Dot product of a query (D,) with the unit feature of every cell, -inf where none.

        The scan is exact; the result is indexed by cell, as `Voxels.cells`.

        Raises:
            InvalidQuery: if the vector is of another dimension or not finite.
        """
        query = np.ascontiguousarray(vector, dtype=np.float32)
        if query.shape != (self.dimension,) or not np.isfinite(query).all():
            raise InvalidQuery(
                "the question's vector must be finite and of the map's dimension",
                got=f"shape {query.shape}, the map has {self.dimension}",
                remedy="Ask with the encoder that the map was made with",
            )
        return np.asarray(scan.score_cells(self.arrays, query))

    def memory_bytes(self) -> int:
        """Bytes of the arrays that have ever been touched; at most the limit."""
        a, c = self.arrays, self.arrays.counts
        used = {"block": c[BLOCKS], "row": c[ROWS], "cell": c[CELLS], "chunk": c[CHUNKS]}
        arrays: dict[str, npt.NDArray[np.generic]] = a._asdict()
        total = a.table_key.nbytes + a.table_block.nbytes + int(c[POOL]) * (2 * self.dimension + 8)
        for name, array in arrays.items():
            kind = name.split("_")[0]
            if kind in used:
                total += int(used[kind]) * (array.nbytes // array.shape[0])
        return total + 4 * int(c[BLOCKS_FREE] + c[ROWS_FREE] + c[CELLS_FREE] + c[POOL_FREE])

    def feature_bytes(self) -> int:
        """Bytes that hold the features of the cells in use, the active pool included."""
        c = self.arrays.counts
        cells, active = int(c[CELLS] - c[CELLS_FREE]), int(c[POOL] - c[POOL_FREE])
        return cells * (self.dimension + 2 + 2 + 2 + 2 + 1) + active * (2 * self.dimension + 4)

    def drop_anchor(self, features: Float32) -> None:
        """Take the mean direction of the first features (K, D) as the anchor of all, for good."""
        if self.arrays.anchor.any() or features.shape[0] == 0:
            return
        mean = features.mean(axis=0)
        length = float(np.linalg.norm(mean))
        if length > 1e-6:
            self.arrays.anchor[:] = mean / length

    def archive(self) -> None:
        """Write every active feature to its cell's codes and empty the active pool."""
        a = self.arrays
        for row in range(int(a.counts[POOL])):
            cell = a.pool_owner[row] - 1
            if cell >= 0:
                features.archive(a, row)
                a.cell_pool[cell] = 0
                a.pool_owner[row] = 0
        a.counts[POOL] = 0
        a.counts[POOL_FREE] = 0

    def to_ns(self, ticks: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
        """Stored times to nanoseconds."""
        return np.asarray(ticks.astype(np.int64) * NS_PER_TICK + self.epoch_ns)

    def voxels_at(self, index: Int32, rows: Int32, cells: Int32) -> Voxels:
        """What is known of voxels: (N, 3) coordinates, (N,) rows, (N,) what names their cells."""
        a = self.arrays
        centres = (index.astype(np.float64) + 0.5) * self.config.voxel_size_m
        return Voxels(
            index=index,
            points_map=centres.astype(np.float32),
            rgb=a.row_rgb[rows],
            count=a.row_count[rows],
            first_seen_ns=self.to_ns(a.row_first[rows]),
            last_seen_ns=self.to_ns(a.row_last[rows]),
            cells=cells,
        )

    def _check(self, image: FeatureImage) -> None:
        """Refuse what the kernels cannot take: they check no bounds."""
        features, confidence, index = image.features, image.confidence, image.index
        n = features.shape[0]
        if features.ndim != 2 or features.dtype != np.float32:
            raise _unusable("features must be float32 of shape (K, D)", features)
        if features.shape[1] != self.dimension:
            raise InvalidObservation(
                "features have another dimension than the map",
                got=f"{features.shape[1]}, the map has {self.dimension}",
                remedy="Use the encoder that the map was made with",
            )
        if confidence.shape != (n,) or confidence.dtype != np.float32:
            raise _unusable("confidence must be float32, one for each row", confidence)
        if n and not (confidence.min() >= 0.0 and confidence.max() <= 1.0):
            raise _unusable(
                "confidence must lie in 0 to 1", f"{confidence.min()} to {confidence.max()}"
            )
        if n and not np.isfinite((features.min(), features.max())).all():
            raise _unusable("features must be finite", "NaN or infinity")
        if index.ndim != 2 or index.size == 0 or index.dtype != np.int32:
            raise _unusable("index must be int32 of shape (h, w)", index)
        if index.min() < -1 or index.max() >= n:
            raise _unusable(
                "index must name rows, or -1", f"{index.min()} to {index.max()} with {n} rows"
            )

    def _tick(self, stamp_ns: int) -> int:
        if self.frames == 0:
            self.epoch_ns = stamp_ns
        return max(stamp_ns - self.epoch_ns, 0) // NS_PER_TICK

    def _phase(self) -> tuple[int, int]:
        stride = self.config.stride_px
        step = (self.frames * _OFFSETS) % (stride * stride)
        return step // stride, step % stride

    def _make_room(self) -> int:
        """Evict the chunks unseen for longest until a typical frame fits; returns voxels lost."""
        evicted = 0
        while self._is_tight():
            a, c = self.arrays, self.arrays.counts
            touch = np.where(a.chunk_size[: c[CHUNKS]] > 0, a.chunk_touch[: c[CHUNKS]], self.frames)
            victim = int(np.argmin(touch))
            if touch[victim] >= self.frames - 1:
                break
            evicted += int(grid.free_chunk(a, victim))
        return evicted

    def _is_tight(self) -> bool:
        a, c = self.arrays, self.arrays.counts
        spare = (
            (a.block_key.size, c[BLOCKS] - c[BLOCKS_FREE], 0),
            (a.row_odds.size, c[ROWS] - c[ROWS_FREE], 0),
            (a.cell_weight.size, c[CELLS] - c[CELLS_FREE], 0),
            (a.chunk_key.size, c[CHUNKS] - c[CHUNKS_FREE], _CHUNKS_IN_VIEW),
        )
        return any(size - used < max(_HEADROOM * size, least) for size, used, least in spare)


def _unusable(what: str, got: str | npt.NDArray[np.generic]) -> InvalidObservation:
    text = got if isinstance(got, str) else f"{got.dtype} {got.shape}"
    return InvalidObservation(what, got=text, remedy="This is a fault of the encoder: report it")


def _worth(image: FeatureImage) -> Float32:
    """Weight (K,) of each row in the mean of a cell: a mug would drown in the table under it.

    The less of the image shows a row, the more its samples count beside others.
    """
    shown = np.bincount(image.index[image.index >= 0], minlength=len(image.features))
    return np.asarray(image.confidence / np.sqrt(np.maximum(shown, 1)), dtype=np.float32)
