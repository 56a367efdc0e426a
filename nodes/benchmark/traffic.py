"""Plain traffic of images and clouds, to see what the transport does: an actor's process.

The same program sends and receives; two of its processes make a pair.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from rclpy.node import Node
from rclpy.qos import ReliabilityPolicy
from sensor_msgs.msg import Image, PointCloud2

from whereseen.memory.spatial.voxel_map import Voxels
from whereseen.nodes import qos
from whereseen.nodes.benchmark.role import Commands, pace, play, until
from whereseen.nodes.convert.cloud import voxels_cloud
from whereseen.nodes.convert.image_message import colour_message
from whereseen.nodes.convert.stamp import ns_of, time_of

_IMAGES, _CLOUDS = "benchmark/images", "benchmark/clouds"
_BEST_EFFORT = ReliabilityPolicy.BEST_EFFORT
_VOXEL_M = 0.05


class Traffic:
    """Sends and receives images and clouds, and times how clouds are made.

    Args:
        node: Publishes and subscribes.
    """

    def __init__(self, node: Node) -> None:
        self._node = node
        self._latencies_ms: list[float] = []
        self._images = node.create_publisher(Image, _IMAGES, qos.sensor_input(_BEST_EFFORT))
        self._clouds = node.create_publisher(PointCloud2, _CLOUDS, qos.latched())

    @property
    def commands(self) -> Commands:
        """What it can be told."""
        return {
            "receive_images": self.receive_images,
            "receive_clouds": self.receive_clouds,
            "received": self.received,
            "send_images": self.send_images,
            "send_clouds": self.send_clouds,
            "make_clouds": self.make_clouds,
        }

    def receive_images(self) -> dict[str, Any]:
        """Receive images from now on, as a driver's subscribers do: best effort."""
        profile = qos.sensor_input(_BEST_EFFORT)
        self._node.create_subscription(Image, _IMAGES, self._note, profile)
        return {}

    def receive_clouds(self) -> dict[str, Any]:
        """Receive clouds from now on, as rviz does: reliable and latched."""
        self._node.create_subscription(PointCloud2, _CLOUDS, self._note, qos.latched())
        return {}

    def received(self) -> dict[str, Any]:
        """Milliseconds from stamp to callback of what came since the last look."""
        latencies_ms, self._latencies_ms = self._latencies_ms, []
        return {"latencies_ms": latencies_ms}

    def send_images(self, *, count: int, rate_hz: float) -> dict[str, Any]:
        """Send images of 640 x 480 x 3 bytes, best effort."""
        image = colour_message(np.zeros((480, 640, 3), np.uint8), frame_id="camera", stamp_ns=0)
        return self._send(self._images, lambda: image, count, rate_hz)

    def send_clouds(self, *, points: int, count: int, rate_hz: float) -> dict[str, Any]:
        """Send clouds, reliable and latched; each is stamped, made and published."""
        voxels = _voxels(points)
        return self._send(
            self._clouds, lambda: voxels_cloud(voxels, frame_id="map", stamp_ns=0), count, rate_hz
        )

    def make_clouds(self, *, points: int, repeats: int, way: str) -> dict[str, Any]:
        """Make clouds and throw them away; returns CPU milliseconds of each.

        Args:
            points: In each.
            repeats: How many.
            way: `whereseen`, or how one would fill the message at first: `ndarray` or `list`.
        """
        make = _WAYS[way]
        voxels = _voxels(points)
        return {"cpu_ms": [_cpu_ms(lambda: make(voxels)) for _ in range(repeats)]}

    def _send(
        self, publisher: Any, make: Callable[[], Any], count: int, rate_hz: float
    ) -> dict[str, Any]:
        until(lambda: publisher.get_subscription_count() > 0, "a subscription")
        start_s = time.monotonic()
        for number in range(count):
            pace(number, start_s, rate_hz)
            stamp = time_of(time.time_ns())
            message = make()
            message.header.stamp = stamp
            publisher.publish(message)
        pace(count, start_s, rate_hz)
        return {"sent": count}

    def _note(self, message: Any) -> None:
        self._latencies_ms.append((time.time_ns() - ns_of(message.header.stamp)) * 1e-6)


def _voxels(count: int) -> Voxels:
    """Voxels in a cube, each of its own colour."""
    number = np.arange(count, dtype=np.int32)
    index = np.stack([number % 128, number // 128 % 128, number // 16384], axis=1)
    zeros = np.zeros(count, np.int64)
    return Voxels(
        index=index.astype(np.int32),
        points_map=((index + 0.5) * _VOXEL_M).astype(np.float32),
        rgb=(index & 255).astype(np.uint8),
        count=np.ones(count, np.uint16),
        first_seen_ns=zeros,
        last_seen_ns=zeros,
        cells=number,
    )


def _assigned(data: Any) -> PointCloud2:
    message = PointCloud2()
    message.data = data
    return message


def _table(voxels: Voxels) -> Any:
    """The bytes of the cloud as one row for each point, (N, 24) uint8."""
    cloud = voxels_cloud(voxels, frame_id="map", stamp_ns=0)
    return np.frombuffer(cloud.data, np.uint8)


_WAYS: dict[str, Callable[[Voxels], PointCloud2]] = {
    "whereseen": lambda voxels: voxels_cloud(voxels, frame_id="map", stamp_ns=0),
    "ndarray": lambda voxels: _assigned(_table(voxels)),
    "list": lambda voxels: _assigned(_table(voxels).tolist()),
}


def _cpu_ms(work: Callable[[], object]) -> float:
    start_s = time.process_time()
    work()
    return 1e3 * (time.process_time() - start_s)


if __name__ == "__main__":
    play("benchmark_traffic", lambda node: Traffic(node).commands)
