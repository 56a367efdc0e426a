"""Changes as the log tells of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from whereseen.memory.answer import Metres3
from whereseen.memory.language import Verb
from whereseen.memory.log.erasure import UNITED
from whereseen.memory.log.records import TOLD, LoggedEvent, LoggedObservation
from whereseen.memory.objects.entity import Kind

if TYPE_CHECKING:
    from whereseen.memory.chronicle.stays import Stay, Turn

_APPEARED = Kind.APPEARED.name.lower()
_TURNS = {kind.name.lower(): kind for kind in Kind}
_MOVES = (Kind.APPEARED, Kind.MOVED, Kind.VANISHED)
_STATES = tuple(name for name, kind in _TURNS.items() if kind not in _MOVES)
_DEEDS = (Verb.PUT, Verb.TOOK, Verb.VISITED, Verb.CLEANED, Verb.USED, Verb.SAW, Verb.LEFT)
KINDS = (*_TURNS, TOLD, UNITED, *(verb.value for verb in _DEEDS))

RoomName = Callable[[Metres3], str | None]


@dataclass(frozen=True, slots=True)
class Noticed:
    """A change that was noted.

    Attributes:
        kind: What happened, as `moved`.
        event: As it is in the log; of what was only told, one made of the observation.
        observation: What it is known from.
        before_m: Where the thing was, None where that is not known.
        after_m: Where it is since, None where it vanished.
        before_room, after_room: Names of the rooms there, empty where none is known.
        number: Of this change for its watch, from 1; dropped ones leave gaps.
        dropped: How many changes were dropped just before this one, as nobody fetched them.
    """

    kind: str
    event: LoggedEvent
    observation: LoggedObservation
    before_m: Metres3 | None
    after_m: Metres3 | None
    before_room: str = ""
    after_room: str = ""
    number: int = 0
    dropped: int = 0

    @property
    def label(self) -> str:
        """What the thing is called."""
        return self.observation.label or str(self.event.args.get("label", ""))

    @property
    def entity_id(self) -> int:
        """Identity of the thing, 0 where it is of none."""
        return self.observation.entity_id or 0

    @property
    def earliest_ns(self) -> int:
        """It happened at this time or later."""
        return self.event.t0_ns

    @property
    def latest_ns(self) -> int:
        """It happened at this time or earlier."""
        return self.event.t1_ns

    @property
    def probability(self) -> float:
        """How sure the memory is of where the thing is, or that it is gone, 0 to 1."""
        return self.observation.score

    @property
    def is_first_sight(self) -> bool:
        """Whether it only was seen for the first time: nobody knows whether it is new there."""
        return self.kind == _APPEARED and self.event.t0_ns == self.event.t1_ns

    @property
    def turn(self) -> Turn | None:
        """The same as part of a history; None where no thing came, moved, left or altered."""
        kind = _TURNS.get(self.kind)
        if kind is None:
            return None
        from whereseen.memory.chronicle.stays import Turn

        before = self._stay(self.before_m, self.before_room, self.event.t0_ns)
        earliest_ns = 0 if self.is_first_sight else self.event.t0_ns
        span = (earliest_ns, self.event.t1_ns)
        return Turn(kind, self.entity_id, self.label, *span, before, self.place_after)

    @property
    def state(self) -> dict[str, str]:
        """In which state the thing is since, as "open" to "yes"; empty if that did not change."""
        said = self.event.args.get("state")
        known = said.items() if isinstance(said, Mapping) else ()
        return {str(key): str(value) for key, value in known}

    @property
    def state_said(self) -> str:
        """The same in words."""
        if self.kind != Kind.ALTERED.name.lower():
            return self.kind.replace("_", " ")
        return ", ".join(f"{key} {value}" for key, value in sorted(self.state.items())) or "altered"

    @property
    def place_after(self) -> Stay | None:
        """Where the thing is since, None where it vanished."""
        return self._stay(self.after_m, self.after_room, self.event.t1_ns)

    def to_json(self) -> dict[str, Any]:
        """The same for other programs."""
        return {
            "number": self.number,
            "dropped": self.dropped,
            "kind": self.kind,
            "entity_id": self.entity_id,
            "label": self.label,
            "earliest_ns": self.earliest_ns,
            "latest_ns": self.latest_ns,
            "before_m": self.before_m,
            "before_room": self.before_room,
            "after_m": self.after_m,
            "after_room": self.after_room,
            "state": self.state,
            "probability": self.probability,
            "actor": self.event.actor,
        }

    def _stay(self, position_m: Metres3 | None, room: str, at_ns: int) -> Stay | None:
        if position_m is None:
            return None
        from whereseen.memory.chronicle.stays import Stay

        return Stay(self.entity_id, self.label, position_m, at_ns, None, at_ns, room=room)


def noticed_in(
    observation: LoggedObservation, events: Iterable[LoggedEvent], room_name: RoomName
) -> Iterator[Noticed]:
    """Changes that a row of the log tells of.

    Args:
        observation: The row.
        events: What is known from it.
        room_name: Name of the room at a point of the map, None where none is known.
    """
    known = list(events)
    for event in known:
        before_m, after_m = _side(event, "from_m", "before"), _side(event, "to_m", "after")
        if event.type in _STATES and before_m is None and after_m is None:
            before_m = after_m = observation.position_m  # it stays where it is
        yield Noticed(
            kind=event.type,
            event=event,
            observation=observation,
            before_m=before_m,
            after_m=after_m,
            before_room=_room(before_m, room_name),
            after_room=_room(after_m, room_name),
        )
    if observation.kind == TOLD and not known:
        at_ns, at_m = observation.stamp_ns, observation.position_m
        told = LoggedEvent(type=TOLD, t0_ns=at_ns, t1_ns=at_ns)
        yield Noticed(TOLD, told, observation, None, at_m, "", _room(at_m, room_name))


def row_of(event: LoggedEvent) -> LoggedObservation:
    """What an event that is known from no row, as a deed of the robot, tells of a thing."""
    label, thing = event.args.get("label", ""), event.args.get("thing_id", 0)
    thing = thing or event.args.get("entity_id", 0)
    return LoggedObservation(
        stamp_ns=event.t1_ns,
        kind=event.type,
        label=str(label),
        position_m=_side(event, "to_m", "after") or _side(event, "from_m", "before"),
        entity_id=thing if isinstance(thing, int) and thing > 0 else None,
    )


def _side(event: LoggedEvent, name: str, stay: str) -> Metres3 | None:
    """Where a thing was before or after an event, if that is told."""
    said = event.args.get(stay)
    return _point(said.get("position_m") if isinstance(said, Mapping) else event.args.get(name))


def _room(position_m: Metres3 | None, room_name: RoomName) -> str:
    return "" if position_m is None else room_name(position_m) or ""


def _point(value: object) -> Metres3 | None:
    if not isinstance(value, (list, tuple)) or len(value) != 3:
        return None
    x, y, z = value
    return float(x), float(y), float(z)


def in_words(noticed: Noticed, zone: tzinfo) -> str:
    """A change in a line, as "red mug: moved from the desk to the shelf, between 9:00 and 9:20".

    Args:
        noticed: The change.
        zone: Of the clocks of who listens; dates are left out.
    """
    from whereseen.memory.chronicle.logged import deeds_of
    from whereseen.memory.chronicle.wording import Wording, place_of

    wording, turn = Wording(zone, noticed.latest_ns), noticed.turn
    if noticed.kind in _STATES:
        where = f" {place_of(noticed.place_after)}" if noticed.place_after is not None else ""
        since, by = wording.time(noticed.earliest_ns), wording.time(noticed.latest_ns)
        return f"{noticed.label}: {noticed.state_said}{where}, between {since} and {by}"
    if turn is not None:
        return wording.turn(turn)
    if noticed.kind == TOLD and (place := noticed.place_after) is not None:
        source = noticed.observation.text.removeprefix("told")
        return f"{noticed.label}: told{source} to be {place_of(place)}"
    for deed in deeds_of([noticed.event]):
        return wording.deed(deed)
    was = noticed.event.args.get("was", "")
    return f"{noticed.label or 'something'}: {noticed.kind}" + (f" with thing {was}" if was else "")
