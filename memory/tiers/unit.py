"""What short-term memory holds of a thing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from whereseen.memory.answer import Metres3
from whereseen.memory.errors import InvalidNote

_LONGEST_TEXT = 1000
_LATEST_NS = 2**63 - 1


class Reason(IntEnum):
    """Why a thing is at hand."""

    CHANGED = 0
    """It was seen to have appeared, moved, or changed its state."""
    ASKED = 1
    """Someone asked for it."""
    ACTED = 2
    """The robot did something with it."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A thing at hand.

    Attributes:
        entity_id: Its identity in long-term memory, positive.
        label: What it is called.
        position_m: Where it is, in the map frame.
        stamp_ns: When position and state were known to be so.
        reason: Why it is here.
        state: Names of its states with their values, as ("open", "yes").
    """

    entity_id: int
    label: str
    position_m: Metres3
    stamp_ns: int
    reason: Reason
    state: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> list[Any]:
        """A list that JSON knows."""
        state = [list(pair) for pair in self.state]
        reason, position = int(self.reason), list(self.position_m)
        return [self.entity_id, self.label, position, self.stamp_ns, reason, state]

    @classmethod
    def from_json(cls, row: list[Any]) -> Unit:
        """Read what `to_json` made.

        Raises:
            TypeError, ValueError: if it is something else.
        """
        entity_id, label, (x, y, z), stamp_ns, reason, state = row
        return cls(
            entity_id=int(entity_id),
            label=str(label),
            position_m=(float(x), float(y), float(z)),
            stamp_ns=int(stamp_ns),
            reason=Reason(reason),
            state=tuple((str(name), str(value)) for name, value in state),
        )


def checked(unit: Unit, most_states: int) -> Unit:
    """A unit that can be held.

    Raises:
        InvalidNote: if its identity, position or stamp is none, or its texts are too many or long.
    """
    if not 0 < unit.entity_id <= _LATEST_NS:
        raise InvalidNote("the identity is none", got=repr(unit.entity_id), remedy="Use 1 or more")
    if len(unit.position_m) != 3 or not all(math.isfinite(value) for value in unit.position_m):
        raise InvalidNote("the position is none", got=repr(unit.position_m), remedy="Use metres")
    if not 0 <= unit.stamp_ns <= _LATEST_NS:
        raise InvalidNote("the stamp is none", got=repr(unit.stamp_ns), remedy="Use nanoseconds")
    if len(unit.state) > most_states:
        raise InvalidNote(
            "the thing has too many states",
            got=str(len(unit.state)),
            remedy=f"Keep the {most_states} that matter",
        )
    for each in (unit.label, *(word for pair in unit.state for word in pair)):
        checked_name(each)
    return unit


def checked_name(text: str) -> str:
    """A text that is neither empty nor too long; raises InvalidNote."""
    if not text.strip() or len(text) > _LONGEST_TEXT:
        raise InvalidNote(
            "a name is empty or too long",
            got=repr(text[:40]),
            remedy=f"Use 1 to {_LONGEST_TEXT} characters",
        )
    return text
