"""What the recorder can be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.knobs import knob, require_choices, require_in_range, text
from whereseen.nodes.recording.bag_format import COMPRESSIONS, STORAGES, BagFormat

LIMITS = ("split", "stop")

_BYTES_PER_MB = 1_000_000
_NS_PER_S = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConfig:
    """All parameters of the recorder but the list of topics; they are read at its start.

    Attributes:
        path, storage, compression: Which bag is made.
        max_bag_mb, at_limit: What happens when it is large.
        queue_mb, commit_period_s: What may wait in memory, and what a crash may lose.
        discovery_period_s: How fast new publishers are found.
    """

    path: str = text("", "Folder to make; empty: recording_DATE_TIME where the node is started.")
    storage: str = text("mcap", "Format of the files.", choices=STORAGES)
    compression: str = text("none", "Of the messages; only mcap has it.", choices=COMPRESSIONS)
    max_bag_mb: int = knob(
        0, "Messages in one file, in MB; 0 is no limit.", low=0, high=10**7, live=False
    )
    at_limit: str = text(
        "split", "At max_bag_mb begin another file, or stop recording.", choices=LIMITS
    )
    queue_mb: int = knob(
        256,
        "Messages that may wait for the disk, in MB; others are dropped and counted.",
        low=1,
        high=10**5,
        live=False,
    )
    commit_period_s: float = knob(
        1.0, "Recorded time that a crash may lose.", low=0.0, high=3600.0, live=False
    )
    discovery_period_s: float = knob(
        0.25, "How often new publishers are looked for.", low=0.01, high=60.0, live=False
    )

    def __post_init__(self) -> None:
        require_in_range(self)
        require_choices(self)
        self.bag_format()

    def bag_format(self) -> BagFormat:
        """How the bag is stored."""
        is_split = self.at_limit == "split"
        return BagFormat(
            storage=self.storage,
            compression=self.compression,
            max_part_bytes=self.max_bag_mb * _BYTES_PER_MB if is_split else 0,
            commit_period_ns=round(self.commit_period_s * _NS_PER_S),
        )

    @property
    def queue_bytes(self) -> int:
        """How much may wait for the disk."""
        return self.queue_mb * _BYTES_PER_MB

    @property
    def stop_bytes(self) -> int:
        """After how many bytes recording stops; 0 for never."""
        return self.max_bag_mb * _BYTES_PER_MB if self.at_limit == "stop" else 0

    def folder(self, now: datetime) -> str:
        """Where the bag is made."""
        return self.path or f"recording_{now:%Y%m%d_%H%M%S}"


@dataclass(frozen=True, slots=True)
class WantedTopic:
    """A topic to record.

    Attributes:
        name: Relative or absolute.
        type_name: The only type to record; empty takes what is published.
    """

    name: str
    type_name: str = ""

    @classmethod
    def parsed(cls, words: str) -> WantedTopic:
        """Read "rgb/image" or "rgb/image sensor_msgs/msg/Image".

        Raises:
            InvalidConfig: if it is neither.
        """
        parts = words.split()
        if len(parts) not in (1, 2):
            raise InvalidConfig(
                "not a topic to record",
                got=repr(words),
                remedy="Write its name, and its type after a blank if that matters",
            )
        return cls(*parts)
