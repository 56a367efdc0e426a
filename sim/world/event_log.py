"""Events as JSON lines: what really happened in a home, or what is going to happen.

```json
{"stamp_ns": 7200000000000, "actor": "Ada", "action": "swap", "name": "red mug", "other": "bowl"}
```
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from whereseen.sim.world.actions import (
    Action,
    Add,
    Event,
    Grasp,
    Move,
    Release,
    Remove,
    SetJoint,
    SetState,
    Swap,
)
from whereseen.sim.world.errors import InvalidEventLog

ACTIONS: Mapping[str, type[Action]] = {
    "move": Move,
    "swap": Swap,
    "remove": Remove,
    "add": Add,
    "set_joint": SetJoint,
    "set_state": SetState,
    "grasp": Grasp,
    "release": Release,
}
_NAMES = {kind: name for name, kind in ACTIONS.items()}
_STAMP_END_NS = 1 << 63


def write_events(path: Path, events: Iterable[Event]) -> None:
    """Write events, one a line; what was in the file is replaced.

    Raises:
        InvalidEventLog: if an event holds what JSON cannot, or the file cannot be written.
    """
    text = "".join(line_of(event) + "\n" for event in events)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidEventLog("events cannot be written", got=str(error)) from error


def read_events(path: Path) -> tuple[Event, ...]:
    """Read what `write_events` wrote: equal events in the same order.

    Raises:
        InvalidEventLog: naming the first line that is no event.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidEventLog("events cannot be read", got=str(error)) from error
    events = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            events.append(event_of(line))
        except InvalidEventLog as error:
            remedy = f"See line {number} of {path}"
            raise InvalidEventLog(error.what, got=error.got, remedy=remedy) from error
    return tuple(events)


def line_of(event: Event) -> str:
    """An event as JSON without a line break; raises InvalidEventLog if JSON cannot hold it."""
    head = {"stamp_ns": event.stamp_ns, "actor": event.actor, "action": _NAMES[type(event.action)]}
    try:
        return json.dumps(head | _plain(event.action), allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError) as error:
        raise InvalidEventLog("an event is no JSON", got=f"{event}") from error


def event_of(line: str) -> Event:
    """The event that `line_of` made a line of; raises InvalidEventLog if it is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidEventLog("a line is no JSON", got=f"{line[:60]!r}") from error
    if not isinstance(found, dict):
        raise InvalidEventLog("a line is no event", got=f"{line[:60]!r}")
    kind = found.pop("action", None)
    if not isinstance(kind, str) or kind not in ACTIONS:
        known = f"Use one of {', '.join(ACTIONS)}"
        raise InvalidEventLog("there is no such action", got=repr(kind), remedy=known)
    stamp_ns = _as(int, found.pop("stamp_ns", None), "stamp_ns")
    if not 0 <= stamp_ns < _STAMP_END_NS:
        raise InvalidEventLog("stamp_ns is out of range", got=repr(stamp_ns))
    actor = _as(str, found.pop("actor", None), "actor")
    return Event(stamp_ns, actor, _as(ACTIONS[kind], found, kind))


def _plain(value: Any) -> Any:
    """What JSON knows; mappings and dataclasses become objects."""
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _as(kind: Any, value: Any, where: str) -> Any:
    """A value of a type, from what JSON holds."""
    if is_dataclass(kind) and isinstance(value, dict):
        return _dataclass(kind, value, where)
    origin, parts = get_origin(kind), get_args(kind)
    if origin is tuple and isinstance(value, list) and len(value) == len(parts):
        return tuple(_as(part, each, where) for part, each in zip(parts, value, strict=True))
    if origin is Mapping and isinstance(value, dict):
        return {name: _as(parts[1], each, where) for name, each in value.items()}
    if kind is float and type(value) in (int, float) and math.isfinite(value):
        return float(value)
    if kind in (int, str) and type(value) is kind:
        return value
    expected = getattr(kind, "__name__", str(kind))
    raise InvalidEventLog(f"{where} is no {expected}", got=f"{value!r:.60}")


def _dataclass(kind: Any, value: dict[str, Any], where: str) -> Any:
    hints, known = get_type_hints(kind), fields(kind)
    unknown = sorted(set(value) - {each.name for each in known})
    needed = {each.name for each in known if each.default is each.default_factory is MISSING}
    missing = sorted(needed - set(value))
    if unknown or missing:
        got = "; ".join([*(f"{name}?" for name in unknown), *(f"no {name}" for name in missing)])
        raise InvalidEventLog(f"{where} has other fields", got=got)
    return kind(**{name: _as(hints[name], each, f"{where}.{name}") for name, each in value.items()})
