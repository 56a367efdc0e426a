"""Answers as values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from whereseen.memory.chronicle.deeds import Condition, Deed
from whereseen.memory.chronicle.stays import Stay, Turn
from whereseen.memory.errors import InvalidQuery


class NotAnswered(InvalidQuery):
    """A question that was read and cannot be answered; the text says why."""


@dataclass(frozen=True, slots=True)
class Recollection:
    """An answer about now or the past.

    Attributes:
        text: A sentence or a few.
        found: Whether what was asked for is known; "no" to "is it there" is.
        stays: Where things were, as far as the answer is about that, in the order of the text.
        turns: What happened, as far as the answer is about that, in the order of the text.
        deeds: What was done, as far as the answer is about that, in the order of the text.
        conditions: What was so, as far as the answer is about that.
        names: Things, receptacles, rooms or states that the answer names.
        is_so: The answer to whether something is so; None if that was not asked.
        number: How many, how often or how far in metres; None if that was not asked.
        at_ns: When; None if that was not asked.
        duration_s: How long, or how long ago; None if that was not asked.
    """

    text: str
    found: bool
    stays: tuple[Stay, ...] = ()
    turns: tuple[Turn, ...] = ()
    deeds: tuple[Deed, ...] = ()
    conditions: tuple[Condition, ...] = ()
    names: tuple[str, ...] = ()
    is_so: bool | None = None
    number: float | None = None
    at_ns: int | None = None
    duration_s: float | None = None

    def to_json(self) -> dict[str, Any]:
        """The same for other programs; without what was not asked."""
        said = {
            "status": "found" if self.found else "not_found",
            "text": self.text,
            "stays": [asdict(stay) for stay in self.stays],
            "turns": [asdict(turn) for turn in self.turns],
        }
        more = {
            "deeds": [_plain(asdict(deed)) for deed in self.deeds],
            "conditions": [asdict(condition) for condition in self.conditions],
            "names": list(self.names),
            "is_so": self.is_so,
            "number": self.number,
            "at_ns": self.at_ns,
            "duration_s": self.duration_s,
        }
        return said | {key: value for key, value in more.items() if value not in (None, [])}


def _plain(value: Any) -> Any:
    """With the values of enumerations in place of their members."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value.value if isinstance(value, Enum) and not isinstance(value, int) else value
