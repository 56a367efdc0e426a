"""`record_node`: writes topics into a rosbag2, as they come."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from rcl_interfaces.msg import ParameterDescriptor
from rclpy.clock import Clock, ClockType
from rclpy.node import Node

from whereseen.nodes.parameters import Parameters
from whereseen.nodes.recording.bag_message import BagMessage
from whereseen.nodes.recording.record_config import RecordConfig, WantedTopic
from whereseen.nodes.recording.recorder import Recorder
from whereseen.nodes.recording.topic_watch import TopicWatch
from whereseen.nodes.spinning import run

# What memory needs, so that a recording can be mapped again; config/recorder.yaml lists the same.
INPUT_TOPICS = (
    "rgb/image",
    "depth/image",
    "rgb/camera_info",
    "labels/image",
    "labels/names",
    "detections",
    "/tf",
    "/tf_static",
)
_DROPS_TOLD_EVERY_S = 5.0


class RecordNode(Node):
    """Records from its start to its end; on a full disk it stops recording and says so.

    Raises:
        WhereseenError: if the bag cannot be made, or the parameters do not fit together.
    """

    def __init__(self) -> None:
        super().__init__("recorder")
        parameters = Parameters(self, RecordConfig())
        wanted = self._wanted_topics()
        for name in parameters.unknown:
            self.get_logger().warning(f"there is no parameter {name}: misspelt?")
        config = parameters.read()
        parameters.follow(lambda _: None)
        folder = Path(config.folder(datetime.now())).expanduser()
        self._recorder = Recorder(
            folder,
            config.bag_format(),
            queue_bytes=config.queue_bytes,
            stop_bytes=config.stop_bytes,
        )
        self._recorder.start()
        self._watch = TopicWatch(self, wanted, self._take)
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self._timer = self.create_timer(config.discovery_period_s, self._look, clock=steady)
        self.get_logger().info(f"recording into {folder}")

    def close(self) -> None:
        """Finish the bag."""
        self._timer.cancel()
        self._recorder.close()
        self.get_logger().info(f"recorded {self._recorder.tally}")

    def _wanted_topics(self) -> list[WantedTopic]:
        about = ParameterDescriptor(
            description="Topics to record, each with its type after a blank if that matters.",
            read_only=True,
        )
        words = self.declare_parameter("topics", list(INPUT_TOPICS), about).value
        return [WantedTopic.parsed(one) for one in words]

    def _look(self) -> None:
        if self._recorder.tally.ended_by:
            self._give_up()
        elif self.get_clock().now().nanoseconds:  # on simulated time, wait until it runs
            self._watch.look()

    def _give_up(self) -> None:
        self.get_logger().error(f"recording ended: {self._recorder.tally.ended_by}")
        self._timer.cancel()
        self._watch.close()

    def _take(self, message: BagMessage) -> None:
        if not self._recorder.offer(message) and not self._timer.is_canceled():
            self.get_logger().warning(
                f"{message.topic.name} is dropped: the disk is too slow",
                throttle_duration_sec=_DROPS_TOLD_EVERY_S,
            )


def main() -> None:
    """Entry point of the executable."""
    sys.exit(run(RecordNode))


if __name__ == "__main__":
    main()
