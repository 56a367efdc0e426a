"""How a bag is stored."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.memory.errors import InvalidConfig

STORAGES = ("mcap", "sqlite3")
COMPRESSIONS = ("none", "zstd")


@dataclass(frozen=True, slots=True)
class BagFormat:
    """How a bag is stored.

    Attributes:
        storage: `mcap` (faster, read by Foxglove) or `sqlite3` (the default of older ROS 2).
        compression: `none` or `zstd`, which only mcap has: a compressed sqlite3 bag could not be
            read if its recorder were killed.
        max_part_bytes: Begin another file when one has so many bytes of messages; 0 for one file.
        commit_period_ns: Recorded time that a crash may lose.
        commit_bytes: Messages that a crash may lose, and that wait in memory, in bytes.
    """

    storage: str = "mcap"
    compression: str = "none"
    max_part_bytes: int = 0
    commit_period_ns: int = 1_000_000_000
    commit_bytes: int = 16 << 20

    def __post_init__(self) -> None:
        for name, value, known in (
            ("storage", self.storage, STORAGES),
            ("compression", self.compression, COMPRESSIONS),
        ):
            if value not in known:
                raise InvalidConfig(
                    f"{name} is unknown", got=repr(value), remedy=f"Use {' or '.join(known)}"
                )
        if self.compression != "none" and self.storage != "mcap":
            raise InvalidConfig("only mcap is compressed", remedy="Use storage mcap")
        if min(self.max_part_bytes, self.commit_period_ns, self.commit_bytes) < 0:
            raise InvalidConfig("limits of a bag must not be negative", got=str(self))
