"""What the picture node can be told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.io.whole_file import require_suffix
from whereseen.memory.knobs import knob, require_in_range, switch, text


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureNodeConfig:
    """All parameters of the picture node; they are read at its start.

    Attributes:
        memory: Which memory node, by its name relative to the namespace.
        question, title, out: What is asked, and what is written where.
        exit_when_written, period_s: How often.
        timeout_s, grace_s: What is waited for.
    """

    memory: str = text("memory", "Name of the memory node, relative to the namespace or absolute.")
    question: str = text("", "What to ask ~/locate; empty asks nothing.")
    title: str = text("", "Heading of the picture; empty names the node.")
    out: str = text("memory.png", "The PNG to write.")
    exit_when_written: bool = switch(
        True, "End after the first picture; otherwise draw again whenever something changed."
    )
    period_s: float = knob(
        5.0, "Least time between two pictures.", low=0.1, high=3600.0, live=False
    )
    timeout_s: float = knob(
        30.0, "How long voxels, and each answer, are waited for.", low=0.1, high=1e5, live=False
    )
    grace_s: float = knob(
        5.0,
        "How long what may never come, as the grid of a map without a floor, is waited for.",
        low=0.0,
        high=1e4,
        live=False,
    )

    def __post_init__(self) -> None:
        require_in_range(self)
        if not self.memory.strip("/"):
            raise InvalidConfig("memory is empty", remedy="Name a memory node, as memory")
        require_suffix(self.path, (".png",), what="the picture")

    @property
    def path(self) -> Path:
        """Where the picture is written."""
        return Path(self.out).expanduser().absolute()

    @property
    def heading(self) -> str:
        """What stands above the picture."""
        return self.title or f"What the node {self.memory} remembers, as it publishes it"
