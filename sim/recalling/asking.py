"""Questions with the answers that are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Literal

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle import Chronicle, Deed, Stay
from whereseen.memory.language import Verb
from whereseen.sim.recalling.config import Horizon
from whereseen.sim.recalling.life import Life

Kind = Literal["position", "time", "duration", "yes/no", "count", "text"]

_DAY_NS = 86_400_000_000_000
MINUTE_NS = 60_000_000_000


@dataclass(frozen=True, slots=True)
class Gold:
    """What is right.

    Attributes:
        kind: Of answer.
        names: Of a text, all that must be named.
        is_ordered: Whether their order counts.
        stay: Of a position.
        at_ns, slack_ns: Of a time, and how far off it may be.
        value: Of a duration in seconds, a count, or 1 for yes.
    """

    kind: Kind
    names: tuple[str, ...] = ()
    is_ordered: bool = False
    stay: Stay | None = None
    at_ns: int = 0
    slack_ns: int = 0
    value: float = 0.0

    @property
    def position_m(self) -> Metres3 | None:
        """Where, of a position."""
        return None if self.stay is None else self.stay.position_m


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a life.

    Attributes:
        text: In English.
        category: One of FindingDory's eleven.
        template: Which of ours.
        gold: What is right.
        is_witnessed: Whether the robot was there, or saw what it takes.
        is_held_back: Whether its wording was not looked at while the reader was made.
    """

    text: str
    category: str
    template: str
    gold: Gold
    is_witnessed: bool = True
    is_held_back: bool = False


@dataclass(slots=True)
class Material:
    """What questions are made of.

    Attributes:
        life: What happened.
        witness: All that could be known.
        horizon: How long.
        rng: Draws.
    """

    life: Life
    witness: Chronicle
    horizon: Horizon
    rng: np.random.Generator

    def labels(self) -> set[str]:
        """Names that only one thing ever had, and that are part of no other name."""
        owners: dict[str, set[int]] = {}
        for stay in self.life.stays:
            owners.setdefault(stay.label, set()).add(stay.thing_id)
        return {
            label
            for label, things in owners.items()
            if len(things) == 1 and not any(label in each for each in owners if each != label)
        }

    def furniture(self) -> set[str]:
        """Names of furniture that there is one of, and that need no number."""
        pieces = self.life.premises.home.pieces
        kinds = Counter(piece.item.kind for piece in pieces.values())
        return {
            name
            for name, piece in pieces.items()
            if kinds[piece.item.kind] == 1 and piece.kind.surfaces and not _has_digit(name)
        }

    def rooms(self) -> list[str]:
        """Names of rooms that need no number."""
        named = [room.name for room in self.life.premises.home.scene.rooms]
        return [name for name in named if not _has_digit(name)]

    def moves(self) -> list[Deed]:
        """What the robot carried elsewhere, oldest first."""
        return [deed for deed in self.life.deeds if deed.verb is Verb.MOVED]

    def visits(self) -> list[Deed]:
        """Rooms that the robot was in, oldest first."""
        return [deed for deed in self.life.deeds if deed.verb is Verb.VISITED]

    def spans(self) -> Iterator[tuple[str, int, int]]:
        """Parts of the life: words, start and end; some hours, or a day."""
        start_ns, now_ns = self.horizon.start_ns, self.life.now_ns
        if self.horizon.hours <= 2.0:
            for low, high in ((5, 40), (20, 55), (0, 59)):
                a, b = start_ns + low * MINUTE_NS, start_ns + high * MINUTE_NS
                yield f"between {clock(a)} and {clock(b)}", a, b
            return
        for _ in range(4):
            day = int(self.rng.integers(start_ns // _DAY_NS, now_ns // _DAY_NS + 1))
            a = day * _DAY_NS + int(self.rng.integers(7, 15)) * 60 * MINUTE_NS
            b = a + int(self.rng.integers(2, 7)) * 60 * MINUTE_NS
            if a >= start_ns and b <= now_ns:
                yield f"between {clock(a)} and {clock(b)} {self.day(a)}", a, b
        for back in (0, 1, 5, 12):
            day = now_ns // _DAY_NS - back
            if day >= start_ns // _DAY_NS:
                yield self.day(day * _DAY_NS), day * _DAY_NS, (day + 1) * _DAY_NS

    def day(self, stamp_ns: int) -> str:
        """The day of a moment, as one says it."""
        back = self.life.now_ns // _DAY_NS - stamp_ns // _DAY_NS
        said = datetime.fromtimestamp(stamp_ns // 10**9, timezone.utc)
        return {0: "today", 1: "yesterday"}.get(back, f"on {said.day} {said:%B}")

    def moment(self, stamp_ns: int) -> str:
        """A moment to the minute, with its day if it is another one."""
        is_today = stamp_ns // _DAY_NS == self.life.now_ns // _DAY_NS
        return f"at {clock(stamp_ns)}" + ("" if is_today else f" {self.day(stamp_ns)}")

    def some(self, items: Sequence[object], most: int) -> list[int]:
        """Numbers of a few of some items, drawn."""
        count = min(most, len(items))
        return sorted(int(n) for n in self.rng.choice(len(items), size=count, replace=False))


def within(deeds: Sequence[Deed], start_ns: int, end_ns: int) -> list[Deed] | None:
    """Deeds of a part of the past; None where one crosses its bounds, so that both are right."""
    inside = [deed for deed in deeds if deed.start_ns >= start_ns and deed.end_ns < end_ns]
    some = [deed for deed in deeds if deed.end_ns >= start_ns and deed.start_ns < end_ns]
    return inside if len(inside) == len(some) else None


def clock(stamp_ns: int) -> str:
    """Hours and minutes, UTC."""
    return datetime.fromtimestamp(stamp_ns // 10**9, timezone.utc).strftime("%H:%M")


def _has_digit(name: str) -> bool:
    return any(letter.isdigit() for letter in name)
