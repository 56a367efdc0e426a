"""Numbers that a user may set: each with what it means, its range, and whether it is live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import Field, field, fields, is_dataclass
from typing import Any, TypeVar, cast

from whereseen.memory.errors import InvalidConfig

Number = TypeVar("Number", int, float)


def knob(
    default: Number, description: str, *, low: Number, high: Number, live: bool = True
) -> Number:
    """A field of a configuration; its metadata holds all that is known of it but the default.

    Args:
        default: Value where none is given; a whole one admits whole numbers only.
        description: What it means, in a sentence.
        low: Smallest value.
        high: Largest value.
        live: Whether it may change while the memory is in use.
    """
    metadata = {"description": description, "low": low, "high": high, "live": live}
    return field(default=default, metadata=metadata)


def text(default: str, description: str, *, choices: tuple[str, ...] = ()) -> str:
    """A field that holds text; it is read once."""
    metadata = {"description": description, "choices": choices, "live": False}
    return field(default=default, metadata=metadata)


def switch(default: bool, description: str) -> bool:
    """A field that is true or false; it is read once."""
    return field(default=default, metadata={"description": description, "live": False})


def require_in_range(config: object) -> None:
    """Check every knob of a configuration, not those of its groups.

    Raises:
        InvalidConfig: naming the first that is not a number in its range.
    """
    for each in _knobs(config):
        value, low, high = getattr(config, each.name), each.metadata["low"], each.metadata["high"]
        whole = isinstance(each.default, int)
        number = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
        if not (number and low <= value <= high):
            raise InvalidConfig(
                f"{each.name} is out of range",
                got=repr(value),
                remedy=f"Use {'a whole number from ' if whole else ''}{low} to {high}",
            )


def require_choices(config: object) -> None:
    """Check every text that has choices.

    Raises:
        InvalidConfig: naming the first that is none of them.
    """
    for name, choices in _choices(config):
        value = getattr(config, name)
        if value not in choices:
            raise InvalidConfig(
                f"{name} is unknown", got=repr(value), remedy=f"Use one of {', '.join(choices)}"
            )


def fixed_changes(old: object, new: object, prefix: str = "") -> Iterator[str]:
    """Dotted names of the knobs that differ although they are not live."""
    for each in fields(cast(Any, old)):
        before, after = getattr(old, each.name), getattr(new, each.name)
        if is_dataclass(before):
            yield from fixed_changes(before, after, f"{prefix}{each.name}.")
        elif before != after and not each.metadata["live"]:
            yield prefix + each.name


def _knobs(config: object) -> Iterator[Field[Any]]:
    return (each for each in fields(cast(Any, config)) if "low" in each.metadata)


def _choices(config: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    for each in fields(cast(Any, config)):
        if each.metadata.get("choices"):
            yield each.name, each.metadata["choices"]
