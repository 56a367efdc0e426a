"""One frame of a recording as the messages of a robot's camera and localisation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sensor_msgs.msg import CameraInfo, Image
from tf2_msgs.msg import TFMessage
from whereseen_msgs.msg import LabelNames

from whereseen.memory.frames import Float32
from whereseen.memory.observation import LabelImage, Observation
from whereseen.nodes import qos
from whereseen.nodes.convert.camera import Camera, camera_info
from whereseen.nodes.convert.image_message import (
    colour_message,
    depth_m_message,
    depth_mm_message,
    labels_message,
)
from whereseen.nodes.convert.stamp import header_of
from whereseen.nodes.recording.frame_names import FrameNames
from whereseen.nodes.recording.playback import Channel, Outgoing

RGB, DEPTH, CAMERA_INFO = "rgb/image", "depth/image", "rgb/camera_info"
LABELS, LABEL_NAMES = "labels/image", "labels/names"
TF, TF_STATIC = "/tf", "/tf_static"

_DEPTH_MESSAGES: dict[str, Callable[..., Image]] = {
    "16UC1": depth_mm_message,
    "32FC1": depth_m_message,
}
DEPTH_ENCODINGS = tuple(_DEPTH_MESSAGES)
_QUEUE_DEPTH = 10


@dataclass(frozen=True, slots=True)
class FrameMessages:
    """Turns observations into messages; stamps beyond 2038 raise UnusableMessage.

    Attributes:
        names: Of the tf frames.
        depth_encoding: "16UC1" (millimetres) or "32FC1" (metres).
    """

    names: FrameNames
    depth_encoding: str

    def channels(self, observation: Observation) -> tuple[Channel, ...]:
        """The topics for frames such as this one."""
        sensor = qos.sensor_output(depth=_QUEUE_DEPTH)
        always = (
            Channel(TF_STATIC, TFMessage, qos.tf_static(depth=1)),
            Channel(TF, TFMessage, qos.tf()),
            Channel(CAMERA_INFO, CameraInfo, sensor),
            Channel(DEPTH, Image, sensor),
            Channel(RGB, Image, sensor),
        )
        if observation.labels is None:
            return always
        labels = (Channel(LABELS, Image, sensor), Channel(LABEL_NAMES, LabelNames, qos.latched()))
        return (*always, *labels)

    def fixed(self, stamp_ns: int) -> Outgoing:
        """What holds at all times."""
        return Outgoing(TF_STATIC, TFMessage(transforms=self.names.fixed(stamp_ns=stamp_ns)))

    def label_names(self, labels: LabelImage, stamp_ns: int) -> Outgoing:
        """What the classes mean."""
        header = header_of(self.names.camera, stamp_ns)
        return Outgoing(LABEL_NAMES, LabelNames(header=header, names=list(labels.names)))

    def of(self, observation: Observation) -> tuple[Outgoing, ...]:
        """The messages of one frame, tf first and the colour image last."""
        transforms = self.names.moving(observation.T_map_camera, stamp_ns=observation.stamp_ns)
        return (Outgoing(TF, TFMessage(transforms=transforms)), *self.images(observation))

    def images(self, observation: Observation) -> tuple[Outgoing, ...]:
        """What the camera shows in one frame, the colour image last."""
        stamp_ns, frame_id = observation.stamp_ns, self.names.camera
        info = camera_info(_camera(observation), frame_id=frame_id, stamp_ns=stamp_ns)
        messages = [
            Outgoing(CAMERA_INFO, info),
            Outgoing(DEPTH, self._depth(observation.depth_m, stamp_ns)),
        ]
        if observation.labels is not None:
            ids = observation.labels.ids
            image = labels_message(ids, frame_id=frame_id, stamp_ns=stamp_ns)
            messages.append(Outgoing(LABELS, image))
        colour = colour_message(observation.rgb, frame_id=frame_id, stamp_ns=stamp_ns)
        return (*messages, Outgoing(RGB, colour))

    def _depth(self, depth_m: Float32, stamp_ns: int) -> Image:
        make = _DEPTH_MESSAGES[self.depth_encoding]
        return make(depth_m, frame_id=self.names.camera, stamp_ns=stamp_ns)


def _camera(observation: Observation) -> Camera:
    height, width = observation.depth_m.shape
    return Camera(observation.intrinsics, width_px=width, height_px=height, is_distorted=False)
