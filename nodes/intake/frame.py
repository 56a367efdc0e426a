"""One frame as messages, and the observation that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import CameraInfo, CompressedImage, Image

from whereseen.memory.detection import Detection
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.observation import LabelImage, Observation
from whereseen.nodes.convert.camera import raw_camera_of, rectified_camera_of
from whereseen.nodes.convert.compressed import compressed_colour_of, compressed_depth_m_of
from whereseen.nodes.convert.image import colour_of, depth_m_of, label_ids_of
from whereseen.nodes.convert.resolution import of_shape
from whereseen.nodes.intake.recognition import Recognition


@dataclass(frozen=True, slots=True)
class Frame:
    """Messages that belong together.

    Attributes:
        stamp_ns: Of the colour image.
        received_s: When it was complete, by a clock that only goes forward.
        rgb, depth, camera_info: What every frame has.
        camera_frame: Frame of the colour camera, optical by REP 103.
        labels, detections: What it may have.
    """

    stamp_ns: int
    received_s: float
    rgb: Image | CompressedImage
    depth: Image | CompressedImage
    camera_info: CameraInfo
    camera_frame: str
    labels: Image | None = None
    detections: Any = None


class FrameReader:
    """Makes observations of frames.

    Args:
        recognition: Reads what other programs recognised.
        rectified: Whether images are rectified, so that the camera is that of `p`, not of `k`.

    Attributes:
        is_distorted: Whether the last image was bent by its lens, which is not corrected.
        is_unregistered: Whether depth came in another frame than colour, which is not corrected.
    """

    def __init__(self, recognition: Recognition, *, rectified: bool) -> None:
        self.is_distorted = self.is_unregistered = False
        self._recognition = recognition
        self._camera_of = rectified_camera_of if rectified else raw_camera_of

    @property
    def knows_names(self) -> bool:
        """Whether it was told what the values of label images mean."""
        return bool(self._recognition.label_names)

    def observation(self, frame: Frame, T_map_camera: Float64) -> Observation:
        """The observation of a frame taken at a pose (4, 4).

        Raises:
            InvalidObservation: if something cannot be used; UnusableMessage with a reason.
        """
        rgb = _colour(frame.rgb)
        height, width = rgb.shape[:2]
        camera = self._camera_of(frame.camera_info).of_size(width, height)
        self.is_distorted = camera.is_distorted
        depth_frame = str(frame.depth.header.frame_id)
        self.is_unregistered = depth_frame != str(frame.rgb.header.frame_id)
        return Observation.checked(
            rgb,
            of_shape(_depth(frame.depth), (height, width), what="depth"),
            intrinsics=camera.intrinsics,
            T_map_camera=T_map_camera,
            stamp_ns=frame.stamp_ns,
            camera_id=frame.camera_frame,
            labels=self._labels(frame, (height, width)),
            detections=self._detections(frame),
        )

    def _labels(self, frame: Frame, shape: tuple[int, int]) -> LabelImage | None:
        if frame.labels is None:
            return None
        ids = of_shape(label_ids_of(frame.labels), shape, what="labels")
        return LabelImage(ids=ids, names=self._recognition.label_names)

    def _detections(self, frame: Frame) -> tuple[Detection, ...] | None:
        if frame.detections is None:
            return None
        return self._recognition.detections(frame.detections)


def _colour(image: Image | CompressedImage) -> npt.NDArray[np.uint8]:
    return compressed_colour_of(image) if isinstance(image, CompressedImage) else colour_of(image)


def _depth(image: Image | CompressedImage) -> Float32:
    if isinstance(image, CompressedImage):
        return compressed_depth_m_of(image)
    return depth_m_of(image)
