"""Deeds as events of the log, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from whereseen.memory.chronicle.deeds import Deed
from whereseen.memory.chronicle.stays import Stay
from whereseen.memory.language import Actor, Role, Verb
from whereseen.memory.log.records import LoggedEvent

_VERBS = {verb.value: verb for verb in Verb}
_ROBOT = "robot"


def event_of(deed: Deed) -> LoggedEvent:
    """What to write to the log, so that `deeds_of` can read it."""
    names = {Role.ROBOT: _ROBOT, Role.PERSON: deed.actor.name}
    ends = {"before": deed.before, "after": deed.after}
    args: dict[str, object] = {"thing_id": deed.thing_id, "label": deed.label, "room": deed.room}
    args |= {key: asdict(stay) for key, stay in ends.items() if stay is not None}
    return LoggedEvent(
        type=deed.verb.value,
        t0_ns=deed.start_ns,
        t1_ns=deed.end_ns,
        actor=names.get(deed.actor.role, ""),
        args=args,
    )


def deeds_of(events: Iterable[LoggedEvent]) -> Iterator[Deed]:
    """Deeds of events whose types are verbs of questions; others tell nothing."""
    for event in events:
        verb = _VERBS.get(event.type)
        if verb is not None:
            yield _deed(verb, event)


def _deed(verb: Verb, event: LoggedEvent) -> Deed:
    args, actor = event.args, Actor()
    if event.actor:
        is_robot = event.actor == _ROBOT
        actor = Actor(Role.ROBOT) if is_robot else Actor(Role.PERSON, event.actor)
    thing_id = args.get("thing_id", 0)
    return Deed(
        verb,
        event.t0_ns,
        event.t1_ns,
        actor,
        thing_id if isinstance(thing_id, int) else 0,
        str(args.get("label", "")),
        _stay(args.get("before")),
        _stay(args.get("after")),
        str(args.get("room", "")),
    )


def _stay(said: object) -> Stay | None:
    if not isinstance(said, Mapping):
        return None
    fields: dict[str, Any] = dict(said)
    x, y, z = fields.pop("position_m")
    return Stay(position_m=(float(x), float(y), float(z)), **fields)
