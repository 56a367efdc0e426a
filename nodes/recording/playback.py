"""What a recording becomes when it is played: messages to publish, in order and with times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from rclpy.qos import QoSProfile


@dataclass(frozen=True, slots=True)
class Channel:
    """A topic to publish on.

    Attributes:
        topic: Its name, relative or absolute.
        message_class: Python class of its messages.
        quality: Quality of service that is offered.
    """

    topic: str
    message_class: type[Any]
    quality: QoSProfile


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message and where it goes.

    Attributes:
        topic: Name of one of the channels.
        message: A message, or the bytes of a serialised one.
    """

    topic: str
    message: Any


@dataclass(frozen=True, slots=True)
class Moment:
    """What is published at one time, in order.

    Attributes:
        stamp_ns: Recorded time.
        outgoing: The messages.
        frames: How many frames (images on the topic that is watched) are among them.
        progress: How much of the recording is over with this, 0 to 1.
        is_paced: False for latched messages from before the start, which go out at once.
    """

    stamp_ns: int
    outgoing: tuple[Outgoing, ...]
    frames: int
    progress: float
    is_paced: bool = True


class Playback(Protocol):
    """A recording that is ready to be played."""

    @property
    def description(self) -> str:
        """What kind of recording it is, for people."""
        ...

    @property
    def remarks(self) -> tuple[str, ...]:
        """What people should know before, for instance topics that cannot be played."""
        ...

    @property
    def channels(self) -> tuple[Channel, ...]:
        """All topics; one at least."""
        ...

    @property
    def watched_topic(self) -> str:
        """The topic whose messages count as frames, and whose subscribers are waited for."""
        ...

    @property
    def start_ns(self) -> int:
        """Recorded time of the first message."""
        ...

    @property
    def has_clock(self) -> bool:
        """Whether `/clock` was recorded, so that no other must be published."""
        ...

    @property
    def skipped(self) -> int:
        """What the last iteration left out as unusable."""
        ...

    def moments(self, start_offset_ns: int) -> Iterator[Moment]:
        """Play from some time after the start; stamps of paced moments never decrease.

        Raises:
            WhereseenError: on the way, where the recording turns out to be damaged.
        """
        ...

    def close(self) -> None:
        """Release files."""
        ...
