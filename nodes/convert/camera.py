"""Camera infos to pinhole matrices, and back.

Pixel (0, 0) has its centre at (0, 0), so a pixel that merges b of them has its centre at (b - 1)/2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from sensor_msgs.msg import CameraInfo

from whereseen.memory.frames import Float64
from whereseen.nodes.convert.fill import filled
from whereseen.nodes.convert.stamp import header_of
from whereseen.nodes.convert.unusable import UnusableMessage

_NEVER_PINHOLE = ("equidistant", "fisheye", "kannala_brandt", "double_sphere")
_FOCAL_PER_SIDE = (0.05, 100.0)  # 169 and 0.6 degrees from side to side
_REMEDY = "Calibrate the camera: k must be [fx, 0, cx, 0, fy, cy, 0, 0, 1] in pixels"


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera.

    Attributes:
        intrinsics: (3, 3) float64 in pixels.
        width_px: Of the image that it describes; 0 if the message does not tell.
        height_px: The same.
        is_distorted: Whether straight lines are bent in the image: the pinhole is then only near.
    """

    intrinsics: Float64
    width_px: int
    height_px: int
    is_distorted: bool

    def of_size(self, width_px: int, height_px: int) -> Camera:
        """The camera of its image made larger or smaller.

        Raises:
            UnusableMessage: "mismatched resolutions" if the image would have to be cropped.
        """
        if not self.width_px or not self.height_px:
            return replace(self, width_px=width_px, height_px=height_px)
        if self.width_px * height_px != width_px * self.height_px:
            raise UnusableMessage(
                "mismatched resolutions",
                got=f"camera info of {self.width_px} x {self.height_px}, "
                f"image of {width_px} x {height_px}",
                remedy="Publish the camera info of this image",
            )
        scaled = _scaled(self.intrinsics, width_px / self.width_px, height_px / self.height_px)
        return replace(self, intrinsics=scaled, width_px=width_px, height_px=height_px)


def raw_camera_of(info: CameraInfo) -> Camera:
    """The camera of an unrectified image, by k; exact only where `is_distorted` is false.

    Raises:
        UnusableMessage: "uncalibrated camera" or "implausible intrinsics".
    """
    bent = any(float(value) != 0.0 for value in info.d)
    return _camera(info, _matrix(info.k), bent or info.distortion_model in _NEVER_PINHOLE)


def rectified_camera_of(info: CameraInfo) -> Camera:
    """The camera of a rectified image, by p, or by k where p is not filled in.

    Raises:
        UnusableMessage: "uncalibrated camera" or "implausible intrinsics".
    """
    projection = np.array(info.p, dtype=np.float64).reshape(3, 4)[:, :3]
    return _camera(info, projection if projection.any() else _matrix(info.k), False)


def camera_info(camera: Camera, *, frame_id: str, stamp_ns: int) -> CameraInfo:
    """The message of an undistorted camera; raises UnusableMessage if the stamp does not fit."""
    projection = np.hstack([camera.intrinsics, np.zeros((3, 1))])
    return CameraInfo(
        header=header_of(frame_id, stamp_ns),
        width=camera.width_px,
        height=camera.height_px,
        distortion_model="plumb_bob",
        d=filled("d", np.zeros(5)),
        k=camera.intrinsics.ravel(),
        r=np.eye(3).ravel(),
        p=projection.ravel(),
    )


def _matrix(k: object) -> Float64:
    return np.array(k, dtype=np.float64).reshape(3, 3)


def _camera(info: CameraInfo, full: Float64, is_distorted: bool) -> Camera:
    """The camera of the part of the sensor that is read out, given that of the whole."""
    _check(full, max(info.width, info.height))
    roi, whole = info.roi, not (info.roi.width and info.roi.height)
    across, down = max(1, info.binning_x), max(1, info.binning_y)
    width, height = (info.width, info.height) if whole else (roi.width, roi.height)
    cropped = full.copy()
    if not whole:
        cropped[:2, 2] -= (roi.x_offset, roi.y_offset)
    return Camera(
        intrinsics=_scaled(cropped, 1.0 / across, 1.0 / down),
        width_px=width // across,
        height_px=height // down,
        is_distorted=is_distorted,
    )


def _scaled(intrinsics: Float64, across: float, down: float) -> Float64:
    scaled = intrinsics.copy()
    for row, factor in enumerate((across, down)):
        scaled[row, row] *= factor
        scaled[row, 2] = scaled[row, 2] * factor + (factor - 1.0) / 2.0
    return scaled


def _check(matrix: Float64, side_px: int) -> None:
    got = f"{matrix.ravel().tolist()}"
    if not matrix[0, 0] or not matrix[1, 1]:
        raise UnusableMessage("uncalibrated camera", got=got, remedy=_REMEDY)
    fx, fy = matrix[0, 0], matrix[1, 1]
    is_pinhole = np.isfinite(matrix).all() and np.array_equal(
        matrix, [[fx, 0.0, matrix[0, 2]], [0.0, fy, matrix[1, 2]], [0.0, 0.0, 1.0]]
    )
    if not is_pinhole or min(fx, fy) <= 0.0 or not _suits(matrix, side_px):
        raise UnusableMessage("implausible intrinsics", got=got, remedy=_REMEDY)


def _suits(matrix: Float64, side_px: int) -> bool:
    """Tell whether a pinhole matrix can be that of an image with a longer side of `side_px`."""
    if not side_px:
        return True
    focal, middle = matrix[[0, 1], [0, 1]] / side_px, matrix[:2, 2] / side_px
    low, high = _FOCAL_PER_SIDE
    return bool((focal > low).all() and (focal < high).all() and (np.abs(middle) < 2.0).all())
