"""Playing a rosbag2: its messages as they are, on the topics on which they were recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whereseen.nodes.recording.bag_message import BagMessage, BagTopic
from whereseen.nodes.recording.bag_qos import is_latched, offered
from whereseen.nodes.recording.bag_reader import BagReader
from whereseen.nodes.recording.definitions import MessageDefinitions
from whereseen.nodes.recording.errors import RecordingError, UnknownStorage
from whereseen.nodes.recording.message_class import message_class
from whereseen.nodes.recording.playback import Channel, Moment, Outgoing

_IMAGES = ("sensor_msgs/msg/Image", "sensor_msgs/msg/CompressedImage")
_CLOCK = "/clock"


class BagPlayback:
    """The messages of a bag, paced by when they were received.

    Topics whose type is not installed, or was another when they were recorded, are left out.
    A replay that starts later begins with what was latched before.

    Args:
        reader: An open bag; closed with this.

    Raises:
        RecordingError: if none of its topics can be played.
    """

    def __init__(self, reader: BagReader) -> None:
        self._reader = reader
        self._topics, self._remarks = _playable(reader.topics)
        if not self._topics:
            raise RecordingError(
                "the bag has no topic that can be played",
                got="; ".join(self._remarks) or "no topics at all",
                remedy="Install what it needs, or name another",
            )
        self._watched = _watched(self._topics)
        self._n_messages = sum(topic.message_count for topic in self._topics)

    @property
    def description(self) -> str:
        """What kind of recording it is."""
        return f"rosbag2 of {self._n_messages} messages on {len(self._topics)} topics"

    @property
    def remarks(self) -> tuple[str, ...]:
        """Which topics are left out, and why."""
        return self._remarks

    @property
    def channels(self) -> tuple[Channel, ...]:
        """All topics that can be played."""
        return tuple(
            Channel(topic.name, message_class(topic.type_name), offered(topic))
            for topic in self._topics
        )

    @property
    def watched_topic(self) -> str:
        """The first colour image, else the first image, else the first topic."""
        return self._watched

    @property
    def start_ns(self) -> int:
        """When the first message was received."""
        return self._reader.start_ns

    @property
    def has_clock(self) -> bool:
        """Whether `/clock` was recorded: its times fit the stamps in the messages best."""
        return any(topic.name == _CLOCK for topic in self._topics)

    @property
    def skipped(self) -> int:
        """Messages on topics that are left out."""
        return len(self._reader) - self._n_messages

    def close(self) -> None:
        """Close the bag."""
        self._reader.close()

    def moments(self, start_offset_ns: int) -> Iterator[Moment]:
        """Play from some time after the start.

        Raises:
            BagDamaged: on the way, at the first message that cannot be read.
        """
        start_ns = self.start_ns + start_offset_ns
        span_ns = max(1, self._reader.end_ns - self.start_ns)
        latched = [topic for topic in self._topics if is_latched(topic)]
        for message in self._messages(latched, stop_ns=start_ns):
            yield Moment(message.stamp_ns, (_outgoing(message),), 0, 0.0, is_paced=False)
        for message in self._messages(self._topics, start_ns=start_ns):
            frames = int(message.topic.name == self._watched)
            progress = min(1.0, (message.stamp_ns - self.start_ns) / span_ns)
            yield Moment(message.stamp_ns, (_outgoing(message),), frames, progress)

    def _messages(self, topics: Sequence[BagTopic], **times_ns: int) -> Iterator[BagMessage]:
        names = {topic.name for topic in topics}
        for message in self._reader.messages(names, **times_ns):
            if message.topic in topics:  # not of another type on the same topic
                yield message


def _outgoing(message: BagMessage) -> Outgoing:
    return Outgoing(message.topic.name, message.data)


def _playable(topics: Sequence[BagTopic]) -> tuple[tuple[BagTopic, ...], tuple[str, ...]]:
    """Topics that can be played, and why the others cannot."""
    definitions = MessageDefinitions()
    playable: dict[str, BagTopic] = {}
    remarks = []
    for topic in topics:
        fault = "the topic has two types" if topic.name in playable else _fault(topic, definitions)
        if fault:
            remarks.append(f"{topic.name} is left out: {fault}")
        else:
            playable[topic.name] = topic
    return tuple(playable.values()), tuple(remarks)


def _fault(topic: BagTopic, definitions: MessageDefinitions) -> str:
    """Why a topic cannot be played; empty if it can."""
    try:
        message_class(topic.type_name)
        installed = definitions.of(topic.type_name).type_hash
    except UnknownStorage as error:
        return str(error)
    if topic.type_hash and topic.type_hash != installed:
        return f"{topic.type_name} was defined otherwise when it was recorded"
    return ""


def _watched(topics: Sequence[BagTopic]) -> str:
    images = [topic.name for topic in topics if topic.type_name in _IMAGES]
    colour = [name for name in images if "rgb" in name or "color" in name]
    return (colour or images or [topics[0].name])[0]
