"""What a tool takes: a JSON Schema for whoever calls it, and strict reading of what they send."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from whereseen.memory.errors import WhereseenError

REQUIRED = object()
_SHOWN = 80
_LARGEST = sys.float_info.max


class InvalidArguments(WhereseenError):
    """Arguments that a tool cannot use."""


class Is(Enum):
    """Kinds of values."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    YES_NO = "true or false"
    TEXTS = "list of texts"
    POINT = "list of x, y, z in metres"
    THING = "identity or name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One argument of a tool.

    Attributes:
        name: Of the argument.
        kind: What it is.
        about: For who calls.
        default: Where it is left out, or null; `REQUIRED` if it must be there.
        least: Smallest number, or fewest letters or items.
        most: Largest number, or most letters or items.
        choices: The only texts that are allowed, if any.
    """

    name: str
    kind: Is
    about: str
    default: Any = REQUIRED
    least: float = 0
    most: float = 500
    choices: tuple[str, ...] = ()

    @property
    def schema(self) -> dict[str, Any]:
        """Its JSON Schema."""
        told = {"description": self.about}
        if self.default not in (REQUIRED, None, "", ()):
            told["default"] = self.default
        return told | self._kind_schema()

    def read(self, value: Any) -> Any:
        """The value, checked.

        Raises:
            InvalidArguments: if it is none of this kind.
        """
        kind = self.kind
        if kind == Is.THING:
            kind = Is.TEXT if isinstance(value, str) else Is.WHOLE
        if kind == Is.YES_NO:
            return self._checked(value, isinstance(value, bool))
        if kind in (Is.WHOLE, Is.NUMBER):
            return self._number(value, is_whole=kind == Is.WHOLE)
        if kind == Is.POINT:
            self._checked(value, isinstance(value, list) and len(value) == 3)
            return tuple(float(self._number(each, is_whole=False)) for each in value)
        if kind == Is.TEXTS:
            self._checked(value, isinstance(value, list) and len(value) <= self.most)
            return tuple(self._text(each, 1, _LONGEST_ITEM) for each in value)
        return self._text(value, int(self.least), int(self.most))

    def _text(self, value: Any, least: int, most: int) -> str:
        self._checked(value, isinstance(value, str) and least <= len(value) <= most)
        self._checked(value, not self.choices or value in self.choices)
        self._checked(
            value, not any(each == "\0" or "\ud800" <= each <= "\udfff" for each in value)
        )
        return str(value)

    def _number(self, value: Any, *, is_whole: bool) -> Any:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        self._checked(value, is_number and abs(value) <= _LARGEST)  # neither NaN nor endless
        self._checked(value, not is_whole or float(value).is_integer())
        least, most = self._bounds()
        self._checked(value, least <= value <= most)
        return int(value) if is_whole else value

    def _bounds(self) -> tuple[float, float]:
        return (1, 2**53) if self.kind == Is.THING else (self.least, self.most)

    def _checked(self, value: Any, is_so: bool) -> Any:
        if not is_so:
            raise InvalidArguments(
                f"{self.name} does not fit", got=repr(value)[:_SHOWN], remedy=self._wanted()
            )
        return value

    def _wanted(self) -> str:
        if self.choices:
            return f"Use one of: {', '.join(self.choices)}"
        return f"It is a {self.kind.value}, {self.least:g} to {self.most:g}: {self.about}"

    def _kind_schema(self) -> dict[str, Any]:
        text = {"type": "string", "minLength": int(self.least), "maxLength": int(self.most)}
        least, most = self._bounds()
        whole = {"type": "integer", "minimum": int(least), "maximum": int(most)}
        number = {"type": "number", "minimum": least, "maximum": most}
        item = {"type": "string", "minLength": 1, "maxLength": _LONGEST_ITEM}
        kinds: dict[Is, dict[str, Any]] = {
            Is.TEXT: text | ({"enum": list(self.choices)} if self.choices else {}),
            Is.WHOLE: whole,
            Is.NUMBER: number,
            Is.YES_NO: {"type": "boolean"},
            Is.TEXTS: {"type": "array", "maxItems": int(self.most), "items": item},
            Is.POINT: {"type": "array", "minItems": 3, "maxItems": 3, "items": number},
            Is.THING: {"anyOf": [whole, text]},
        }
        return kinds[self.kind]


_LONGEST_ITEM = 200


def schema_of(parameters: Iterable[Parameter]) -> dict[str, Any]:
    """JSON Schema of the arguments of a tool."""
    listed = tuple(parameters)
    return {
        "type": "object",
        "properties": {each.name: each.schema for each in listed},
        "required": [each.name for each in listed if each.default is REQUIRED],
        "additionalProperties": False,
    }


def read_arguments(arguments: Any, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """All arguments by name, those left out with their defaults.

    Raises:
        InvalidArguments: naming the argument, what was got and what is wanted.
    """
    if not isinstance(arguments, Mapping):
        raise InvalidArguments("arguments are a JSON object", got=repr(arguments)[:_SHOWN])
    listed = {each.name: each for each in parameters}
    unknown = [name for name in arguments if name not in listed]
    if unknown:
        takes = ", ".join(listed) or "nothing"
        raise InvalidArguments(
            "there is no such argument", got=repr(unknown[0])[:_SHOWN], remedy=f"It takes: {takes}"
        )
    found = {}
    for name, parameter in listed.items():
        value = arguments.get(name)
        if value is None and parameter.default is REQUIRED:
            raise InvalidArguments(
                f"{name} is missing", remedy=f"{parameter.about} ({parameter.kind.value})"
            )
        found[name] = parameter.default if value is None else parameter.read(value)
    return found
