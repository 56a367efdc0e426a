"""The configuration of a memory as text in its map file."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, is_dataclass
from typing import Any, TypeVar, cast

from whereseen.memory.config import MemoryConfig

Config = TypeVar("Config")


def config_text(config: MemoryConfig) -> str:
    """All knobs, as JSON."""
    return json.dumps(asdict(config), sort_keys=True)


def config_of(text: str) -> MemoryConfig:
    """What `config_text` gave; knobs that it does not name have their defaults.

    Raises:
        ValueError: if it is no JSON.
        TypeError: if a group is no group.
        InvalidConfig: if a value is out of range.
    """
    return _group(MemoryConfig, json.loads(text))


def _group(kind: type[Config], values: dict[str, Any]) -> Config:
    if not isinstance(values, dict):
        raise TypeError(f"{kind.__name__} is {type(values).__name__}")
    known = {each.name: each.default_factory for each in fields(cast(Any, kind))}
    return kind(
        **{
            name: _group(group, values[name]) if _is_group(group) else values[name]
            for name, group in cast(dict[str, Any], known).items()
            if name in values
        }
    )


def _is_group(kind: Any) -> bool:
    return isinstance(kind, type) and is_dataclass(kind)
