"""Where things were, while: plain values, whoever knows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from whereseen.memory.answer import Metres3
from whereseen.memory.objects.entity import Kind

if TYPE_CHECKING:
    from whereseen.memory.chronicle.deeds import Condition, Deed


@dataclass(frozen=True, slots=True)
class Stay:
    """A thing was somewhere, while.

    Attributes:
        thing_id: Identity of the thing.
        label: What it is called.
        position_m: Middle of its box in the map frame.
        start_ns: Since when, at the latest.
        end_ns: Until when; None while it is there.
        last_seen_ns: When it was last seen there.
        probability: That it was there.
        room: Name of the room, empty if none is known.
        relation: `on`, `in` or `under` its support, empty without one.
        support: Label of what it was on or in, empty if that is not known.
        began_after_ns: It came there later than this; None where `start_ns` is all that is known.
        ended_after_ns: It left later than this; None where `end_ns` is all that is known.
    """

    thing_id: int
    label: str
    position_m: Metres3
    start_ns: int
    end_ns: int | None
    last_seen_ns: int
    probability: float = 1.0
    room: str = ""
    relation: str = ""
    support: str = ""
    began_after_ns: int | None = None
    ended_after_ns: int | None = None

    def holds_at(self, stamp_ns: int) -> bool:
        """Whether it was there at a time."""
        return self.start_ns <= stamp_ns and (self.end_ns is None or stamp_ns < self.end_ns)

    def holds_within(self, start_ns: int | None, end_ns: int | None) -> bool:
        """Whether it was there at some time of start <= t < end; None has no bound."""
        begins = end_ns is None or self.start_ns < end_ns
        return begins and (start_ns is None or self.end_ns is None or start_ns < self.end_ns)


@dataclass(frozen=True, slots=True)
class Turn:
    """A thing appeared, moved, vanished, or came to be in another state.

    Attributes:
        kind: Which of these.
        thing_id: Identity of the thing.
        label: What it is called.
        earliest_ns: It happened at this time or later.
        latest_ns: It happened at this time or earlier.
        before: Where it was, None where it appeared.
        after: Where it is since, None where it vanished.
        state: In which state it is since, as `open`; empty where that is not what changed.
    """

    kind: Kind
    thing_id: int
    label: str
    earliest_ns: int
    latest_ns: int
    before: Stay | None = None
    after: Stay | None = None
    state: str = ""


class Chronicle:
    """All that is known of where things were, what happened and what was so.

    Args:
        stays: In any order.
        turns: In any order.
        deeds: Of the robot and of people it saw, in any order.
        conditions: In any order.
        rooms: Names of all rooms.
        sites: Names of rooms and furniture, and where each is.
        robot_m: Where the robot is, None if that is not known.
        now_ns: Until when this is known.
        looks: Gives stamps at which a thing was seen, by its identity; not all, as a log has them.
    """

    def __init__(
        self,
        stays: Iterable[Stay],
        turns: Iterable[Turn] = (),
        *,
        deeds: Iterable[Deed] = (),
        conditions: Iterable[Condition] = (),
        rooms: Iterable[str] = (),
        sites: Iterable[tuple[str, Metres3]] = (),
        robot_m: Metres3 | None = None,
        now_ns: int,
        looks: Callable[[int], Sequence[int]] = lambda _: (),
    ) -> None:
        self.stays = tuple(sorted(stays, key=lambda it: (it.start_ns, it.thing_id)))
        self.turns = tuple(sorted(turns, key=lambda it: (it.latest_ns, it.thing_id)))
        self.deeds = tuple(sorted(deeds, key=lambda it: (it.start_ns, it.end_ns)))
        self.conditions = tuple(sorted(conditions, key=lambda it: (it.start_ns, it.thing_id)))
        self.rooms = tuple(rooms)
        self.sites = tuple(sites)
        self.robot_m = robot_m
        self.now_ns = now_ns
        self.looks = looks

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of all things that were somewhere, or something was done with, sorted."""
        done = {deed.label for deed in self.deeds if deed.before or deed.after}
        return tuple(sorted({stay.label for stay in self.stays} | done))

    @property
    def supports(self) -> tuple[str, ...]:
        """Labels of all that things were on or in, that opens, or that is furniture, sorted."""
        known = {stay.support for stay in self.stays}
        for deed in self.deeds:
            known |= {stay.support for stay in (deed.before, deed.after) if stay is not None}
            if deed.label and deed.before is None and deed.after is None and not deed.thing_id:
                known.add(deed.label)
        known |= {name for name, _ in self.sites}
        return tuple(sorted(known - {"", *self.rooms}))
