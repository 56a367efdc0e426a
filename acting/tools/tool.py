"""A tool: what it is called, takes, gives, and does with a memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from whereseen.acting.tools.parameters import InvalidArguments, Parameter, schema_of
from whereseen.memory.errors import InvalidQuery, WhereseenError
from whereseen.memory.operations.times import as_of_ns, since_ns, until_ns
from whereseen.memory.spatial_memory import SpatialMemory

Arguments = Mapping[str, Any]


class NoSuchTool(WhereseenError):
    """A tool that there is not, or that is not allowed here."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a tool works with.

    Attributes:
        memory: Is asked or told.
        zone: Of the clocks of who asks.
    """

    memory: SpatialMemory
    zone: tzinfo

    @property
    def now_ns(self) -> int:
        """Time of the newest frame."""
        return self.memory.objects.now_ns

    def since(self, text: str) -> int:
        """When a time begins, also as ISO 8601.

        Raises:
            InvalidQuery: if it is not understood.
        """
        stamp_ns = _of_iso(text, self.zone)
        return since_ns(text, self.now_ns, self.zone) if stamp_ns is None else stamp_ns

    def until(self, text: str) -> int:
        """When a time ends; else as `since`."""
        stamp_ns = _of_iso(text, self.zone)
        return until_ns(text, self.now_ns, self.zone) if stamp_ns is None else stamp_ns

    def as_of(self, text: str) -> int:
        """When a time ends, but not after now; else as `since`."""
        stamp_ns = _of_iso(text, self.zone)
        return as_of_ns(text, self.now_ns, self.zone) if stamp_ns is None else stamp_ns


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Something that an agent may do with a memory.

    Attributes:
        name: Unique.
        about: What it is for, for the model that chooses among tools.
        parameters: What it takes.
        gives: Names in its result with the JSON Schemas of their values; there may be more.
        run: Does it.
        writes: Whether it changes the memory.
        erases: Whether what it changes cannot be had back.
        sums_up: Whether it wants habits and summaries.
    """

    name: str
    about: str
    parameters: tuple[Parameter, ...]
    gives: Mapping[str, Mapping[str, Any]]
    run: Callable[[Desk, Arguments], dict[str, Any]]
    writes: bool = False
    erases: bool = False
    sums_up: bool = False

    @property
    def input_schema(self) -> dict[str, Any]:
        """JSON Schema of its arguments."""
        return schema_of(self.parameters)

    @property
    def output_schema(self) -> dict[str, Any]:
        """JSON Schema of its result."""
        left_out = {"type": "integer", "description": "Items that did not fit, if any."}
        return {
            "type": "object",
            "properties": {name: dict(each) for name, each in self.gives.items()}
            | {"left_out": left_out},
            "required": list(self.gives),
        }


TEXT: dict[str, Any] = {"type": "string"}
WHOLE: dict[str, Any] = {"type": "integer"}
YES_NO: dict[str, Any] = {"type": "boolean"}
OBJECT: dict[str, Any] = {"type": "object"}
OBJECTS: dict[str, Any] = {"type": "array", "items": OBJECT}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}
MAYBE: dict[str, Any] = {"type": ["object", "null"]}


def told(schema: Mapping[str, Any], about: str) -> dict[str, Any]:
    """A schema with a description."""
    return dict(schema) | {"description": about}


def named(tools: Iterable[Tool]) -> dict[str, Tool]:
    """Tools by their names."""
    return {tool.name: tool for tool in tools}


def require(is_so: bool, what: str, remedy: str) -> None:
    """Refuse arguments that do not fit together.

    Raises:
        InvalidArguments: if it is not so.
    """
    if not is_so:
        raise InvalidArguments(what, remedy=remedy)


def _of_iso(text: str, zone: tzinfo) -> int | None:
    """Nanoseconds of a date with a time as ISO 8601 has it, None of anything else."""
    said = text.strip()
    if "T" not in said or not said[:4].isdigit():
        return None
    try:
        moment = datetime.fromisoformat(said[:-1] + "+00:00" if said[-1] in "zZ" else said)
    except ValueError as error:
        raise InvalidQuery(
            "the time is not understood", got=repr(text)[:80], remedy="Say 2026-11-21T09:30:00"
        ) from error
    local = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    return round(local.timestamp() * 1e6) * 1000
