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
