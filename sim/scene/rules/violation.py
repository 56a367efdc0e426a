"""A rule that is broken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a scene breaks.

    Attributes:
        rule: What must not be, as `rooms overlap`.
        names: Of what breaks it.
        detail: How badly; may be empty.
    """

    rule: str
    names: tuple[str, ...]
    detail: str = ""

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.rule}: {', '.join(self.names)}{detail}"
