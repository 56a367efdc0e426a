"""What bags hold: topics, and messages as the bytes that were sent."""

from __future__ import annotations

from dataclasses import dataclass

from rosbags.interfaces import Qos


@dataclass(frozen=True, slots=True)
class BagTopic:
    """A topic of a bag.

    Attributes:
        name: As it was recorded, absolute.
        type_name: As "sensor_msgs/msg/Image".
        offered_qos: One quality of service for each publisher there was; empty if not known.
        type_hash: "RIHS01_..." of the type's definition; empty if the bag does not tell.
        message_count: Messages on it.
    """

    name: str
    type_name: str
    offered_qos: tuple[Qos, ...] = ()
    type_hash: str = ""
    message_count: int = 0


@dataclass(frozen=True, slots=True)
class BagMessage:
    """A message of a bag.

    Attributes:
        topic: What it was sent on.
        stamp_ns: When it was received, in nanoseconds; its header may say another time.
        data: Serialised, as it was sent.
    """

    topic: BagTopic
    stamp_ns: int
    data: bytes
