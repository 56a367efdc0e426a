"""From topics to frames."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.lifecycle import LifecycleNode
from rclpy.qos import QoSProfile
from sensor_msgs.msg import CameraInfo, CompressedImage, Image

from whereseen.nodes import qos
from whereseen.nodes.config import InputConfig
from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.intake.frame import Frame
from whereseen.nodes.intake.recognition import Recognition
from whereseen.nodes.intake.synchronizer import (
    ApproximateSynchronizer,
    MatchedSet,
    SynchronizerConfig,
)
from whereseen.nodes.intake.tally import Tally


class Subscriptions:
    """Subscribes to a camera and what comes with it, and puts messages together.

    Args:
        node: Subscribes.
        config: How.
        extra: `labels` or `detections`, if the encoder needs them.
        detections_type: Of detections.
        tally: Counts what arrives and what finds no partner.
        put: Takes complete frames.
        clock_s: A clock that only goes forward.
        on_time_jump: Called when stamps jump back.
    """

    def __init__(
        self,
        node: LifecycleNode,
        config: InputConfig,
        extra: tuple[str, ...],
        detections_type: type,
        tally: Tally,
        put: Callable[[Frame], None],
        clock_s: Callable[[], float],
        on_time_jump: Callable[[], None],
    ) -> None:
        self._on_time_jump = on_time_jump
        self._tally = tally
        self._put = put
        self._clock_s = clock_s
        self._camera_frame = config.camera_frame
        self._info: CameraInfo | None = None
        self._synchronizer = _synchronizer(config, extra)
        self._node = node
        group = MutuallyExclusiveCallbackGroup()
        self._subscriptions = [
            node.create_subscription(
                kind, topic, self._taker(stream), profile, callback_group=group
            )
            for stream, kind, topic, profile in _topics(config, extra, detections_type)
        ]

    def close(self) -> None:
        """Listen no more."""
        for subscription in self._subscriptions:
            self._node.destroy_subscription(subscription)
        self._subscriptions.clear()

    def unmatched(self) -> dict[str, int]:
        """Messages that became part of no frame, by topic and reason."""
        return {
            f"{stream}: {reason.value}": count
            for stream, reasons in self._synchronizer.drops().items()
            for reason, count in reasons.items()
            if count
        }

    def _taker(self, stream: str) -> Callable[[Any], None]:
        def take(message: Any) -> None:
            jumps = self._synchronizer.time_jumps
            complete = self._synchronizer.add(stream, ns_of(message.header.stamp), message)
            if self._synchronizer.time_jumps > jumps:
                self._on_time_jump()
            for matched in complete:
                self._tally.receive()
                self._complete(matched)

        return take

    def _complete(self, matched: MatchedSet) -> None:
        messages = dict(matched.messages)
        # Some drivers send it seldom, or once: it holds until another comes.
        self._info = messages.setdefault("camera_info", self._info)
        if self._info is None:
            self._tally.drop("no camera info")
            return
        camera_frame = self._camera_frame or str(messages["rgb"].header.frame_id)
        self._put(
            Frame(
                stamp_ns=matched.stamp_ns,
                received_s=self._clock_s(),
                camera_frame=camera_frame,
                **messages,
            )
        )


def subscribe_to_names(node: LifecycleNode, recognition: Recognition) -> Any:
    """Subscribe to the names of classes; who publishes them before us is heard as well."""
    return node.create_subscription(
        recognition.names_type, "labels/names", recognition.take_names, qos.latched()
    )


def _synchronizer(config: InputConfig, extra: tuple[str, ...]) -> ApproximateSynchronizer:
    limits = SynchronizerConfig(
        slop_ns=int(config.slop_s * 1e9), queue_size=config.synchronizer_size
    )
    # A label image shows what its frame shows; detectors may skip frames and stay silent.
    required = ("rgb", "depth", *(stream for stream in extra if stream == "labels"))
    optional = ("camera_info", *(stream for stream in extra if stream != "labels"))
    return ApproximateSynchronizer(required, optional, limits)


def _topics(
    config: InputConfig, extra: tuple[str, ...], detections_type: type
) -> list[tuple[str, type, str, QoSProfile]]:
    """Stream, type, topic and QoS of every subscription."""
    # A busy moment must not cost frames that the synchronizer has room for.
    sensor = qos.sensor_input(qos.reliability_of(config.sensor_qos), depth=config.synchronizer_size)
    colour: tuple[type, str] = (Image, "rgb/image")
    if config.rgb_transport == "compressed":
        colour = (CompressedImage, "rgb/image/compressed")
    depth: tuple[type, str] = (Image, "depth/image")
    if config.depth_transport == "compressed":
        depth = (CompressedImage, "depth/image/compressedDepth")
    optional = {
        "labels": (Image, "labels/image", sensor),
        "detections": (detections_type, "detections", qos.detections()),
    }
    return [
        ("rgb", *colour, sensor),
        ("depth", *depth, sensor),
        ("camera_info", CameraInfo, "rgb/camera_info", sensor),
        *((stream, *optional[stream]) for stream in extra),
    ]
