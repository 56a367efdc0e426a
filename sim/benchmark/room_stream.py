"""A synthetic RGB-D stream with features through a furnished room in which things move.

The workload of the map benchmark: a 10 x 8 x 2.8 m room with a partition, tables, cabinets, a
sofa, chairs and small boxes (58 labels), seen by a camera that walks through the door gap and
back, twice. Every frame is computed from the seed and its number alone, so it can be rendered
again bit for bit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from whereseen.memory.encoder.protocol import FeatureImage
from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float32, Float64, look_at
from whereseen.memory.observation import LabelImage, Observation
from whereseen.sim.benchmark.class_vectors import (
    ModalityGap,
    class_vectors,
    text_like_queries,
    unit_rows,
)
from whereseen.sim.benchmark.room_kernels import (
    cast_boxes,
    cast_shell,
    nearest_surface,
    patch_shares,
)
from whereseen.sim.benchmark.room_layout import LABELS, Boxes, Room, furnished_room

DEPTH_NOISE_PER_M = 0.0012
"""Standard deviation of depth is this times the square of the depth in metres."""


@dataclass(frozen=True, slots=True)
class StreamConfig:
    """What the stream shows.

    Attributes:
        seed: Seed of the layout, the class vectors and all noise.
        frames: Frames of the whole tour, which passes each place on two laps.
        width_px: Image width.
        height_px: Image height.
        focal_px: Focal length.
        noise: Factor on the depth noise; 0 is noise-free.
        range_m: Depth beyond this is no reading (0).
        moved_frame: First frame in which six boxes stand elsewhere; None is a static room.
        cube_gone_frame: First frame without the 20 cm cube on the first table; None keeps it.
        dimension: Length D of the features.
        patch_px: Side of the square patches that share one feature.
        view_cosine: Mean cosine between the features of two views of one surface.
        period_ns: Time between frames.
        path: `tour` through the whole room, or a quarter circle around the `cube`, 1.6 m from it.
        keep_frames: Keep rendered frames in memory (5.7 MB each at 640x480 and D = 512).
    """

    seed: int = 0
    frames: int = 200
    width_px: int = 640
    height_px: int = 480
    focal_px: float = 525.0
    noise: float = 1.0
    range_m: float = 5.0
    moved_frame: int | None = 100
    cube_gone_frame: int | None = None
    dimension: int = 512
    patch_px: int = 16
    view_cosine: float = 0.77
    period_ns: int = 200_000_000
    path: Literal["tour", "cube"] = "tour"
    keep_frames: bool = False


@dataclass(frozen=True, slots=True)
class StreamFrame:
    """One frame: what the memory may see, and the true label of each pixel in `observation`.

    Attributes:
        number: Index in the stream.
        observation: RGB-D with pose; `labels` holds the label image.
        features: One row for each patch.
    """

    number: int
    observation: Observation
    features: FeatureImage

    @property
    def labels(self) -> npt.NDArray[np.int32]:
        """(H, W) int32 indices into `LABELS`."""
        assert self.observation.labels is not None
        return self.observation.labels.ids


class RoomStream:
    """Renders the frames of a `StreamConfig` and knows the truth behind them.

    Args:
        config: What the stream shows.
        vectors: (58, D) class vectors to use instead of synthetic ones, any length.

    Raises:
        InvalidConfig: if the image is no multiple of the patch, or the vectors do not fit.
    """

    def __init__(self, config: StreamConfig, *, vectors: Float32 | None = None) -> None:
        if config.width_px % config.patch_px or config.height_px % config.patch_px:
            raise InvalidConfig(
                "the image must be a multiple of the patch",
                got=f"{config.width_px}x{config.height_px} and {config.patch_px}",
                remedy="Choose patch_px that divides both sides",
            )
        self.config = config
        self.room: Room = furnished_room(seed=config.seed)
        self.class_vectors = _checked_vectors(vectors, config)
        self._kept: dict[int, StreamFrame] = {}

    def __len__(self) -> int:
        return self.config.frames

    def __iter__(self) -> Iterator[StreamFrame]:
        return (self.frame(number) for number in range(self.config.frames))

    @property
    def intrinsics(self) -> Float64:
        """(3, 3) pinhole matrix in pixels, principal point at the image centre."""
        c = self.config
        cx, cy = (c.width_px - 1) / 2, (c.height_px - 1) / 2
        return np.array([[c.focal_px, 0.0, cx], [0.0, c.focal_px, cy], [0.0, 0.0, 1.0]])

    def frame(self, number: int) -> StreamFrame:
        """Render a frame, or return the kept one."""
        kept = self._kept.get(number)
        if kept is None:
            kept = self._render(number)
            if self.config.keep_frames:
                self._kept[number] = kept
        return kept

    def pose(self, number: int) -> Float64:
        """`T_map_camera` (4, 4) of a frame, optical frame, z of the map up."""
        phase = number / self.config.frames
        if self.config.path == "cube":
            cube = self.room.before.of(self.room.cube)
            return cube_pose(phase, (cube.low_m[0] + cube.high_m[0]) / 2)
        return tour_pose(phase, self.room.shell.low_m[0])

    def boxes(self, number: int) -> Boxes:
        """Everything that stands in the room in a frame, without the shell."""
        c = self.config
        moved = c.moved_frame is not None and number >= c.moved_frame
        boxes = self.room.after_move if moved else self.room.before
        gone = c.cube_gone_frame is not None and number >= c.cube_gone_frame
        others = [label for label in range(len(LABELS)) if label != self.room.cube]
        return boxes.of(others) if gone else boxes

    def vacated(self, number: int) -> Boxes:
        """The old places of all that has moved or gone before or in a frame."""
        now = self.boxes(number)
        first = self.room.before
        stays = (first.low_m[:, None, :] == now.low_m[None, :, :]).all(axis=2).any(axis=1)
        return Boxes(first.low_m[~stays], first.high_m[~stays], first.label[~stays])

    def nearest_surface(
        self, points_map: Float64, number: int
    ) -> tuple[Float64, npt.NDArray[np.int32]]:
        """Distance (N,) in metres of points (N, 3) to the nearest surface, and its label (N,)."""
        boxes, shell = self.boxes(number), self.room.shell
        points = np.ascontiguousarray(points_map, dtype=np.float64)
        distance, label = nearest_surface(
            points, shell.low_m[0], shell.high_m[0], boxes.low_m, boxes.high_m, boxes.label
        )
        return distance, label

    def queries(self, gap: ModalityGap | None = None) -> Float32:
        """Text-like query vectors (58, D) float32, one for each label."""
        return text_like_queries(self.class_vectors, gap or ModalityGap(), seed=self.config.seed)

    def _render(self, number: int) -> StreamFrame:
        pose = self.pose(number)
        depth, label = self._cast(number, pose)
        c = self.config
        if c.noise > 0.0:
            rng = np.random.default_rng([c.seed, 31, number])
            sigma = c.noise * DEPTH_NOISE_PER_M * depth**2
            depth += sigma * rng.standard_normal(depth.shape, dtype=np.float32)
        depth[(depth > c.range_m) | (depth <= 0.0)] = 0.0
        observation = Observation.checked(
            _palette(c.seed)[label],
            depth.astype(np.float32),
            intrinsics=self.intrinsics,
            T_map_camera=pose,
            stamp_ns=number * c.period_ns,
            labels=LabelImage(ids=label, names=LABELS),
        )
        return StreamFrame(number, observation, self._features(number, label))

    def _cast(self, number: int, pose: Float64) -> tuple[Float64, npt.NDArray[np.int32]]:
        c = self.config
        depth = np.empty((c.height_px, c.width_px))
        label = np.empty((c.height_px, c.width_px), dtype=np.int32)
        camera = self.intrinsics[[0, 1, 0, 1], [0, 1, 2, 2]]
        shell, boxes = self.room.shell, self.boxes(number)
        cast_shell(depth, label, shell.low_m[0], shell.high_m[0], camera, pose)
        cast_boxes(depth, label, boxes.low_m, boxes.high_m, boxes.label, camera, pose)
        return depth, label

    def _features(self, number: int, label: npt.NDArray[np.int32]) -> FeatureImage:
        """Class vectors by pixel share, plus noise that leaves `view_cosine` between two views."""
        c = self.config
        rows = unit_rows(patch_shares(label, c.patch_px, len(LABELS)) @ self.class_vectors)
        rng = np.random.default_rng([c.seed, 32, number])
        spread = np.sqrt((1.0 / c.view_cosine - 1.0) / c.dimension)
        rows += spread * rng.standard_normal(rows.shape, dtype=np.float32)
        grid = (c.height_px // c.patch_px, c.width_px // c.patch_px)
        return FeatureImage(
            features=unit_rows(rows).astype(np.float32),
            confidence=np.ones(len(rows), dtype=np.float32),
            index=np.arange(len(rows), dtype=np.int32).reshape(grid),
        )


def tour_pose(phase: float, offset_m: Float64) -> Float64:
    """Pose of the camera at a phase in [0, 1) of the tour; `offset_m` (3,) is the room's corner.

    The camera walks a bent loop around the free end of the partition twice, turns around itself
    four times and nods, so that every surface is seen from both near and far on each lap.
    """
    lap = 4.0 * np.pi * phase
    x = 5.0 + 3.9 * np.cos(lap)
    y = 4.6 - 0.9 * np.cos(2.0 * lap) + 0.5 * np.sin(lap)
    eye = offset_m + np.array([x, y, 1.4 + 0.1 * np.sin(3.0 * lap)])
    yaw = 2.0 * lap + 0.6 * np.sin(lap)
    pitch = -0.30 + 0.45 * np.sin(3.5 * lap)
    gaze = np.array([np.cos(yaw) * np.cos(pitch), np.sin(yaw) * np.cos(pitch), np.sin(pitch)])
    return look_at(eye, eye + gaze)


def cube_pose(phase: float, cube_m: Float64) -> Float64:
    """Pose of a camera that circles a point (3,) by 90 degrees and looks down on it."""
    angle = 0.5 * np.pi * phase
    return look_at(cube_m + 1.5 * np.array([np.cos(angle), np.sin(angle), 0.4]), cube_m)


def _checked_vectors(vectors: Float32 | None, config: StreamConfig) -> Float32:
    if vectors is None:
        return class_vectors(len(LABELS), config.dimension, seed=config.seed)
    if vectors.shape != (len(LABELS), config.dimension):
        raise InvalidConfig(
            "class vectors do not fit the stream",
            got=str(vectors.shape),
            remedy=f"Give {len(LABELS)} rows of length {config.dimension}",
        )
    return unit_rows(vectors).astype(np.float32)


def _palette(seed: int) -> npt.NDArray[np.uint8]:
    """One colour (58, 3) uint8 for each label."""
    rng = np.random.default_rng([seed, 33])
    return rng.integers(40, 240, (len(LABELS), 3)).astype(np.uint8)
