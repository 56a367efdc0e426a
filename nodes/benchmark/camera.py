"""An RGB-D camera with labels, as a driver would publish it: an actor's process."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from geometry_msgs.msg import TransformStamped
from rclpy.node import Node
from sensor_msgs.msg import CameraInfo, Image
from tf2_msgs.msg import TFMessage
from whereseen_msgs.msg import LabelNames

from whereseen.nodes import qos
from whereseen.nodes.benchmark.kinds import KINDS
from whereseen.nodes.benchmark.role import Commands, pace, play, until
from whereseen.nodes.convert.camera import Camera, camera_info
from whereseen.nodes.convert.image_message import colour_message, depth_mm_message, labels_message
from whereseen.nodes.convert.pose import transform_stamped
from whereseen.nodes.convert.stamp import time_of
from whereseen.sim.benchmark.room_stream import RoomStream, StreamConfig, StreamFrame

_FRAME_ID = "camera_color_optical_frame"
_DIMENSION = 16  # the node makes its own features, of the labels


@dataclass(frozen=True, slots=True)
class _Messages:
    """One frame; the stamps are set when it is sent."""

    transform: TransformStamped
    images: tuple[Image, Image, Image]
    info: CameraInfo

    def stamp(self, stamp_ns: int) -> None:
        """Set all stamps."""
        stamp = time_of(stamp_ns)
        for each in (self.transform, *self.images, self.info):
            each.header.stamp = stamp


class BenchmarkCamera:
    """Walks through a furnished room again and again, and publishes what it sees.

    Args:
        node: Publishes.
    """

    def __init__(self, node: Node) -> None:
        sensor = qos.sensor_output()
        self._images = [
            node.create_publisher(Image, topic, sensor)
            for topic in ("rgb/image", "depth/image", "labels/image")
        ]
        self._info = node.create_publisher(CameraInfo, "rgb/camera_info", sensor)
        self._names = node.create_publisher(LabelNames, "labels/names", qos.latched())
        self._tf = node.create_publisher(TFMessage, "/tf", qos.tf())
        self._frames: list[_Messages] = []

    @property
    def commands(self) -> Commands:
        """What it can be told."""
        return {"render": self.render, "play": self.play}

    def render(self, *, seed: int, frames: int) -> dict[str, Any]:
        """Prepare a tour of so many frames."""
        config = StreamConfig(seed=seed, frames=frames, moved_frame=None, dimension=_DIMENSION)
        stream = RoomStream(config)
        self._frames = [_messages(frame) for frame in stream]
        self._names.publish(LabelNames(names=KINDS))
        one = self._frames[0]
        return {"frames": frames, "frame_bytes": sum(len(image.data) for image in one.images)}

    def play(self, *, rate_hz: float, frames: int) -> dict[str, Any]:
        """Publish so many frames at a rate, stamped with the time, as soon as somebody listens."""
        publishers = (*self._images, self._info, self._names, self._tf)
        until(lambda: all(p.get_subscription_count() for p in publishers), "a subscription")
        cpu_s, start_s = time.process_time(), time.monotonic()
        late_s = [self._send(number, start_s, rate_hz) for number in range(frames)]
        pace(frames, start_s, rate_hz)
        return {
            "sent": frames,
            "cpu_s": time.process_time() - cpu_s,
            "wall_s": time.monotonic() - start_s,
            "latest_ms": 1e3 * max(late_s),
        }

    def _send(self, number: int, start_s: float, rate_hz: float) -> float:
        frame = self._frames[number % len(self._frames)]
        late_s = pace(number, start_s, rate_hz)
        frame.stamp(time.time_ns())
        self._tf.publish(TFMessage(transforms=[frame.transform]))
        for publisher, image in zip(self._images, frame.images, strict=True):
            publisher.publish(image)
        self._info.publish(frame.info)
        return late_s


def _messages(frame: StreamFrame) -> _Messages:
    seen = frame.observation
    height, width = seen.depth_m.shape
    camera = Camera(seen.intrinsics, width, height, is_distorted=False)
    return _Messages(
        transform=transform_stamped(seen.T_map_camera, parent="map", child=_FRAME_ID, stamp_ns=0),
        images=(
            colour_message(seen.rgb, frame_id=_FRAME_ID, stamp_ns=0),
            depth_mm_message(seen.depth_m, frame_id=_FRAME_ID, stamp_ns=0),
            labels_message(frame.labels, frame_id=_FRAME_ID, stamp_ns=0),
        ),
        info=camera_info(camera, frame_id=_FRAME_ID, stamp_ns=0),
    )


if __name__ == "__main__":
    play("benchmark_camera", lambda node: BenchmarkCamera(node).commands)
