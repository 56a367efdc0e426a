"""Dataclasses as plain values for YAML, and back with every type checked."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from whereseen.sim.scene.errors import SceneFileError

Plain = Any  # what YAML knows: mappings, lists, text, numbers, true, false, null


def encode(value: object) -> Plain:
    """A value as mappings, lists and scalars; without attributes that have their default."""
    if is_dataclass(value):
        return {
            each.name: encode(getattr(value, each.name))
            for each in fields(value)
            if getattr(value, each.name) != _default(each)
        }
    if isinstance(value, Mapping):
        return {key: encode(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [encode(each) for each in value]
    return value


def decode(value: Plain, wanted: Any, path: str) -> Any:
    """A value of a type.

    Args:
        value: As YAML has it.
        wanted: A dataclass, `tuple`, `Mapping[str, ...]`, `Literal`, `X | None`, `str`, `float` or
            `int`.
        path: Where in the document it is, as `rooms[0].name`; the whole document if empty.

    Raises:
        SceneFileError: if it is not of that type.
    """
    origin = get_origin(wanted)
    if is_dataclass(wanted):
        return _dataclass(value, wanted, path)
    if origin is tuple:
        return _tuple(value, get_args(wanted), path)
    if origin is Literal:
        return _literal(value, get_args(wanted), path)
    if origin in (Union, UnionType):
        inner = next(each for each in get_args(wanted) if each is not type(None))
        return None if value is None else decode(value, inner, path)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        items = _mapping(value, path)
        inner = get_args(wanted)[1]
        return {key: decode(each, inner, _at(path, key)) for key, each in items.items()}
    return _SCALARS[wanted](value, path)


def _dataclass(value: Plain, wanted: Any, path: str) -> Any:
    items = _mapping(value, path)
    known = {each.name: each for each in fields(wanted)}
    for key in items:
        if key not in known:
            raise SceneFileError(
                f"{_at(path, key)} is not known", remedy=f"Choose of {', '.join(known)}"
            )
    for name, each in known.items():
        if name not in items and _default(each) is MISSING:
            raise SceneFileError(f"{_at(path, name)} is missing")
    types = _types(wanted)
    return wanted(**{key: decode(each, types[key], _at(path, key)) for key, each in items.items()})


def _tuple(value: Plain, inner: tuple[Any, ...], path: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _wrong(path, "a list", value)
    if len(inner) == 2 and inner[1] is Ellipsis:
        inner = (inner[0],) * len(value)
    if len(value) != len(inner):
        raise _wrong(path, f"a list of {len(inner)}", value)
    pairs = zip(value, inner, strict=True)
    return tuple(decode(each, one, f"{path}[{i}]") for i, (each, one) in enumerate(pairs))


def _literal(value: Plain, known: tuple[Any, ...], path: str) -> Any:
    if value not in known:
        raise _wrong(path, f"one of {', '.join(map(str, known))}", value)
    return value


def _mapping(value: Plain, path: str) -> dict[str, Plain]:
    if not isinstance(value, dict):
        raise _wrong(path, "a mapping", value)
    for key in value:
        if not isinstance(key, str):
            raise _wrong(path, "a mapping with text as keys", key)
    return value


def _text(value: Plain, path: str) -> str:
    if not isinstance(value, str):
        raise _wrong(path, "text", value)
    return value


def _number(value: Plain, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _wrong(path, "a number", value)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise _wrong(path, "a finite number", value)
    return number


def _whole(value: Plain, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(path, "a whole number", value)
    return value


def _switch(value: Plain, path: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(path, "true or false", value)
    return value


_SCALARS: dict[Any, Callable[[Plain, str], Any]] = {
    str: _text, float: _number, int: _whole, bool: _switch,
}  # fmt: skip


@cache
def _types(wanted: Any) -> dict[str, Any]:
    return get_type_hints(wanted)


def _default(each: Field[Any]) -> Any:
    if each.default_factory is not MISSING:
        return each.default_factory()
    return each.default


def _at(path: str, key: str) -> str:
    return f"{path}.{key}" if path else str(key)


def _wrong(path: str, wanted: str, value: Plain) -> SceneFileError:
    got = repr(value)
    short = got if len(got) <= 60 else f"{got[:57]}..."
    return SceneFileError(f"{path or 'the document'} must be {wanted}", got=short)
