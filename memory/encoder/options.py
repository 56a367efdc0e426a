"""Options of an encoder's name: `key=value,key=value` to a frozen config dataclass."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

from whereseen.memory.errors import InvalidConfig

Config = TypeVar("Config")
_TRUE = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def split_options(text: str) -> tuple[str, dict[str, str]]:
    """Split `HEAD,key=value,...` into HEAD and its options.

    Raises:
        InvalidConfig: if a part after the first comma is no `key=value`.
    """
    head, *parts = text.split(",")
    options = {}
    for part in parts:
        key, equals, value = part.partition("=")
        if not equals:
            raise InvalidConfig("an option must be key=value", got=repr(part))
        options[key.strip()] = value.strip()
    return head, options


def config_from(options: dict[str, str], made_from: type[Config], **given: Any) -> Config:
    """Make a config dataclass from texts; types are those of the fields' defaults.

    Raises:
        InvalidConfig: for an unknown option or a value of another type.
    """
    defaults = {
        field.name: field.default
        for field in fields(made_from)  # type: ignore[arg-type]
        if field.name not in given
    }
    if unknown := sorted(options.keys() - defaults.keys()):
        raise InvalidConfig(
            f"unknown option of {made_from.__name__}",
            got=", ".join(unknown),
            remedy=f"Known are: {', '.join(defaults)}",
        )
    values = {key: _parsed(key, text, type(defaults[key])) for key, text in options.items()}
    return made_from(**given, **values)


def _parsed(key: str, text: str, kind: type[Any]) -> Any:
    try:
        return _TRUE[text.lower()] if kind is bool else kind(text)
    except (KeyError, ValueError) as error:
        raise InvalidConfig(
            f"option {key} must be of type {kind.__name__}", got=repr(text)
        ) from error
