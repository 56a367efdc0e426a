"""One RGB-D frame with its pose: the only thing that enters the memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from whereseen.memory.detection import Detection
from whereseen.memory.errors import InvalidObservation
from whereseen.memory.frames import Float32, Float64, is_rigid

_FARTHEST_PLAUSIBLE_M = 100.0


@dataclass(frozen=True, slots=True)
class LabelImage:
    """What a simulator knows of each pixel.

    Attributes:
        ids: (H, W) integers; a pixel's class is `names[id]`, ids outside `names` are unknown.
        names: Class names.
    """

    ids: npt.NDArray[np.int32]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Observation:
    """A validated RGB-D frame with its pose. Make one with `Observation.checked`.

    Attributes:
        rgb: (H, W, 3) uint8.
        depth_m: (H, W) float32 along the optical axis; 0 or NaN is no reading, +inf no return.
        intrinsics: (3, 3) float64 pinhole matrix in pixels.
        T_map_camera: (4, 4) float64; maps points of the optical frame into the map frame.
        stamp_ns: Time of capture, integer nanoseconds.
        camera_id: Which camera took it.
        labels: What a simulator knows of each pixel, if it is one.
        detections: What another program recognised in it, None if none was asked. Make them with
            `Detection.checked`.
    """

    rgb: npt.NDArray[np.uint8] = field(repr=False)
    depth_m: Float32 = field(repr=False)
    intrinsics: Float64
    T_map_camera: Float64
    stamp_ns: int
    camera_id: str = "camera"
    labels: LabelImage | None = field(default=None, repr=False)
    detections: tuple[Detection, ...] | None = field(default=None, repr=False)

    @classmethod
    def checked(
        cls,
        rgb: npt.ArrayLike,
        depth_m: npt.ArrayLike,
        *,
        intrinsics: npt.ArrayLike,
        T_map_camera: npt.ArrayLike,
        stamp_ns: int,
        camera_id: str = "camera",
        labels: LabelImage | None = None,
        detections: Sequence[Detection] | None = None,
    ) -> Observation:
        """Validate shapes, types, units and the pose, once.

        Raises:
            InvalidObservation: naming the field, what was got and the remedy.
        """
        colour = _colour(rgb)
        if labels is not None and labels.ids.shape != colour.shape[:2]:
            raise InvalidObservation(
                "labels and image differ in size",
                got=f"labels {labels.ids.shape}, image {colour.shape[:2]}",
                remedy="Render both with the same camera",
            )
        return cls(
            rgb=colour,
            depth_m=_depth(depth_m, shape=colour.shape[:2]),
            intrinsics=_intrinsics(intrinsics),
            T_map_camera=_pose(T_map_camera),
            stamp_ns=_stamp(stamp_ns),
            camera_id=camera_id,
            labels=labels,
            detections=None if detections is None else tuple(detections),
        )


def _colour(rgb: npt.ArrayLike) -> npt.NDArray[np.uint8]:
    colour = np.asarray(rgb)
    if colour.dtype != np.uint8 or colour.ndim != 3 or colour.shape[2] != 3 or not colour.size:
        raise InvalidObservation(
            "rgb must be uint8 of shape (H, W, 3)",
            got=f"{colour.dtype} {colour.shape}",
            remedy="Drop the alpha channel, scale to 0..255 and convert the type",
        )
    return np.ascontiguousarray(colour)


def _depth(depth_m: npt.ArrayLike, *, shape: tuple[int, ...]) -> Float32:
    depth = np.asarray(depth_m)
    if depth.shape != shape:
        raise InvalidObservation(
            "depth and image differ in size",
            got=f"depth {depth.shape}, image {shape}",
            remedy="Register the depth image to the colour camera",
        )
    if not np.issubdtype(depth.dtype, np.floating):
        raise InvalidObservation(
            "depth must be floating point metres",
            got=str(depth.dtype),
            remedy="Divide by the sensor's scale: 1000 for millimetres, 5000 for TUM recordings",
        )
    depth = np.ascontiguousarray(depth, dtype=np.float32)
    negative = depth[depth < 0.0]
    if negative.size:
        raise InvalidObservation(
            "depth must not be negative",
            got=f"{float(negative.min()):g} m",
            remedy="Use 0 or NaN where there is no reading",
        )
    readings = depth[np.isfinite(depth) & (depth != 0.0)]
    if readings.size and float(np.median(readings)) > _FARTHEST_PLAUSIBLE_M:
        raise InvalidObservation(
            "depth looks like millimetres, not metres",
            got=f"a median of {float(np.median(readings)):.0f}",
            remedy="Divide by 1000",
        )
    return depth


def _intrinsics(intrinsics: npt.ArrayLike) -> Float64:
    matrix = _matrix(intrinsics)  # a copy: frames outlive a driver's buffers
    if (
        matrix.shape != (3, 3)
        or not np.isfinite(matrix).all()
        or matrix[0, 0] <= 0
        or matrix[1, 1] <= 0
        or matrix[2].tolist() != [0.0, 0.0, 1.0]
    ):
        raise InvalidObservation(
            "intrinsics must be a finite pinhole matrix with positive focal lengths",
            got=f"shape {matrix.shape}, {matrix.ravel().tolist()[:9]}",
            remedy="Use [[fx, 0, cx], [0, fy, cy], [0, 0, 1]] in pixels",
        )
    return matrix


def _pose(T_map_camera: npt.ArrayLike) -> Float64:
    pose = _matrix(T_map_camera)
    if not is_rigid(pose):
        raise InvalidObservation(
            "T_map_camera is not a rigid transform",
            got="NaN or infinity" if not np.isfinite(pose).all() else f"{pose.tolist()}",
            remedy="Skip frames that the tracker lost; check for a transposed or scaled rotation",
        )
    # Rounded text files are off by 1e-6 and more; inverting by transposition wants exactness.
    left, _, right = np.linalg.svd(pose[:3, :3])
    pose[:3, :3] = left @ right
    return pose


def _matrix(values: npt.ArrayLike) -> Float64:
    """An array of what should be a matrix; anything else becomes one that no check accepts."""
    try:
        return np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        return np.full((1, 1), np.nan)


def _stamp(stamp_ns: int) -> int:
    is_integer = isinstance(stamp_ns, (int, np.integer)) and not isinstance(stamp_ns, bool)
    if not is_integer or not 0 <= stamp_ns < 1 << 63:
        raise InvalidObservation(
            "stamp_ns must be a non-negative integer of nanoseconds",
            got=repr(stamp_ns),
            remedy="Multiply seconds by 1e9 and convert to int",
        )
    return int(stamp_ns)
