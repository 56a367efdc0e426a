"""Episodes as rosbag2 files: all that the simulator node would publish, as fast as it renders."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from rclpy.serialization import serialize_message
from rosgraph_msgs.msg import Clock

from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.recording.bag_format import BagFormat
from whereseen.nodes.recording.bag_message import BagTopic
from whereseen.nodes.recording.bag_qos import as_recorded
from whereseen.nodes.recording.bag_writer import BagWriter
from whereseen.nodes.recording.playback import Channel, Outgoing
from whereseen.nodes.simulation.commands import Commands
from whereseen.nodes.simulation.config import SimNodeConfig
from whereseen.nodes.simulation.simulation import Simulation, Surroundings
from whereseen.sim.episode.episode import Episode


class BagOutlets:
    """Writes into a bag what would be published, at the simulated time.

    Args:
        writer: Of a new bag.
        start_ns: Time before the first message on `/clock`.
    """

    def __init__(self, writer: BagWriter, start_ns: int) -> None:
        self._writer = writer
        self._now_ns = start_ns
        self._names: dict[str, str] = {}

    def open(self, channels: Sequence[Channel]) -> None:
        """Make the topics known."""
        for channel in channels:
            name = f"/{channel.topic.lstrip('/')}"
            kind = channel.message_class
            type_name = f"{kind.__module__.partition('.')[0]}/msg/{kind.__name__}"
            self._names[channel.topic] = name
            self._writer.add_topic(BagTopic(name, type_name, (as_recorded(channel.quality),)))

    def publish(self, outgoing: Outgoing) -> None:
        """Write a message."""
        if isinstance(outgoing.message, Clock):
            self._now_ns = ns_of(outgoing.message.clock)
        data = serialize_message(outgoing.message)
        self._writer.write(self._names[outgoing.topic], self._now_ns, data)

    def subscribers(self) -> dict[str, int]:
        """Nobody listens to a bag that is being written."""
        return dict.fromkeys(self._names, 0)

    def wait_acknowledged(self, timeout_ns: int, stop: threading.Event) -> bool:
        """What was written is written."""
        return True


class SimulatedPace:
    """Time that passes only while it is waited for, up to an end.

    Args:
        seconds: Until the end.
        tell: Told the seconds that have passed.
    """

    def __init__(self, seconds: float, tell: Callable[[float], None]) -> None:
        self._now_ns, self._end_ns = 0, round(seconds * 1e9)
        self._tell = tell

    def now_ns(self) -> int:
        """Nanoseconds since the beginning."""
        return self._now_ns

    def wait_until(self, deadline_ns: int, stop: threading.Event) -> None:
        """Let time pass; sets `stop` at the end."""
        self._now_ns = max(self._now_ns, deadline_ns)
        self._tell(self._now_ns / 1e9)
        if self._now_ns >= self._end_ns:
            stop.set()


def record_bag(
    episode: Episode,
    config: SimNodeConfig,
    folder: Path,
    *,
    seconds: float,
    bag_format: BagFormat | None = None,
    tell: Callable[[float], None] = lambda _: None,
) -> None:
    """Let time pass and write a rosbag2; where things really are is on `/sim/truth` in it.

    Args:
        episode: As it begins.
        config: What is published, how often.
        folder: Of the bag; must not be there yet.
        seconds: Of simulated time.
        bag_format: How to store it.
        tell: Told the seconds that have passed.

    Raises:
        BagUnwritable: if the folder is there, or cannot be written.
    """
    with BagWriter(folder, bag_format) as writer:
        outlets = BagOutlets(writer, config.start_ns)
        pace = SimulatedPace(seconds / config.rate, tell)
        silent = Surroundings(outlets, pace, Commands, lambda _: None, lambda _: None)
        Simulation(config, episode, silent).run(threading.Event())
