"""Whoever keeps experiences and finds those that are like a task."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from whereseen.acting.experience.experience import Experience


class Recall(Protocol):
    """Experiences, as planners need them."""

    def add(self, experience: Experience) -> None:
        """Keep one."""
        ...

    def like(self, task: str, state: Sequence[str] = ()) -> tuple[Experience, ...]:
        """Those that are most like a task and how things stand, the most alike first."""
        ...
