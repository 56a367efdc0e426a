"""Deeds as events of the log, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from whereseen.memory.chronicle.deeds import Deed
from whereseen.memory.chronicle.stays import Stay
from whereseen.memory.language import Actor, Role, Verb
from whereseen.memory.log.erasure import UNITED
from whereseen.memory.log.memory_log import MemoryLog
from whereseen.memory.log.query import EventQuery
from whereseen.memory.log.records import LoggedEvent
from whereseen.memory.tiers.unit import Reason, Unit

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory

_ALL = 2**62
_VERBS = {verb.value: verb for verb in Verb}
_ROBOT = "robot"


def event_of(deed: Deed) -> LoggedEvent:
    """What to write to the log, so that `deeds_of` can read it."""
    names = {Role.ROBOT: _ROBOT, Role.PERSON: deed.actor.name}
    ends = {"before": deed.before, "after": deed.after}
    args: dict[str, object] = {"thing_id": deed.thing_id, "label": deed.label, "room": deed.room}
    args |= {key: asdict(stay) for key, stay in ends.items() if stay is not None}
    args |= {"state": deed.state} if deed.state else {}
    return LoggedEvent(
        type=deed.verb.value,
        t0_ns=deed.start_ns,
        t1_ns=deed.end_ns,
        actor=names.get(deed.actor.role, ""),
        args=args,
    )


def deeds_of(events: Iterable[LoggedEvent]) -> Iterator[Deed]:
    """Deeds of events whose types are verbs of questions; others tell nothing.

    What the memory itself noticed is none: its events have neither an actor nor a `thing_id`.
    """
    for event in events:
        verb = _VERBS.get(event.type)
        if verb is not None and (event.actor or "thing_id" in event.args):
            yield _deed(verb, event)


def deeds_in(log: MemoryLog) -> list[Deed]:
    """All deeds that were noted in the log of a memory, oldest first."""
    hits = log.events(EventQuery(types=tuple(_VERBS), limit=_ALL))
    former = {
        int(str(hit.event.args["was"])): int(str(hit.event.args["entity_id"]))
        for hit in log.events(EventQuery(types=(UNITED,), limit=_ALL))
    }
    return [_renamed(deed, former) for deed in deeds_of(hit.event for hit in reversed(hits))]


def note_deed(memory: SpatialMemory, deed: Deed) -> None:
    """Note something that the robot or a person did: part of all answers from now on.

    It is safe with the next commit of the memory. What was done with a known thing is at hand.

    Args:
        memory: In whose log.
        deed: With `before` and `after` where the thing was and is, if it was carried; `thing_id` of
            the memory, or 0 and the label alone.

    Raises:
        InvalidObservation: if it cannot be kept.
    """
    event = event_of(deed)
    memory.log.note_events([event])
    entity = memory.objects.entity(deed.thing_id) if deed.thing_id else None
    if entity is not None:
        place = deed.after.position_m if deed.after is not None else entity.position_m
        unit = Unit(
            entity_id=entity.id,
            label=entity.label,
            position_m=place,
            stamp_ns=max(deed.end_ns, 0),
            reason=Reason.ACTED,
        )
        memory.tiers.short_term.note(unit)


def _deed(verb: Verb, event: LoggedEvent) -> Deed:
    args, actor = event.args, Actor()
    if event.actor:
        is_robot = event.actor == _ROBOT
        actor = Actor(Role.ROBOT) if is_robot else Actor(Role.PERSON, event.actor)
    thing_id = args.get("thing_id", args.get("entity_id", 0))
    label = str(args.get("label", ""))
    return Deed(
        verb,
        event.t0_ns,
        event.t1_ns,
        actor,
        thing_id if isinstance(thing_id, int) else 0,
        label,
        _stay(args.get("before")) or _at(args.get("from_m"), label, event.t0_ns),
        _stay(args.get("after")) or _at(args.get("to_m"), label, event.t1_ns),
        str(args.get("room", "")),
        state=str(args.get("state", "")),
    )


def _renamed(deed: Deed, former: Mapping[int, int]) -> Deed:
    """A deed with a thing that turned out to be another one, as that."""
    thing_id, seen = deed.thing_id, set[int]()
    while thing_id in former and thing_id not in seen:
        seen.add(thing_id)
        thing_id = former[thing_id]
    return deed if thing_id == deed.thing_id else replace(deed, thing_id=thing_id)


def _at(said: object, label: str, stamp_ns: int) -> Stay | None:
    """Where a thing was, of whose place nothing else is said."""
    if not isinstance(said, list | tuple) or len(said) != 3:
        return None
    x, y, z = (float(value) for value in said)
    return Stay(0, label, (x, y, z), stamp_ns, None, stamp_ns)


def _stay(said: object) -> Stay | None:
    if not isinstance(said, Mapping):
        return None
    fields: dict[str, Any] = dict(said)
    x, y, z = fields.pop("position_m")
    return Stay(position_m=(float(x), float(y), float(z)), **fields)
