"""All headers within a message, whatever its type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from std_msgs.msg import Header

from whereseen.nodes.recording.errors import UnknownStorage
from whereseen.nodes.recording.message_class import message_class

_NESTED = re.compile(r"(?:sequence<)?(\w+)/(\w+)")


def headers_in(message: Any) -> Iterator[Header]:
    """The headers of a message and of all messages in it."""
    if isinstance(message, Header):
        yield message
        return
    kind: Any = type(message)
    for name in _fields_with_headers(kind):
        value = getattr(message, name)
        for each in value if isinstance(value, (list, tuple)) else (value,):
            yield from headers_in(each)


def has_headers(kind: Any) -> bool:
    """Tell whether messages of a class can have headers."""
    return kind is Header or bool(_fields_with_headers(kind))


@cache
def _fields_with_headers(kind: Any) -> tuple[str, ...]:
    """Names of the fields that are or hold headers; others, as a million points, are not walked."""
    fields = kind.get_fields_and_field_types().items()
    return tuple(name for name, described in fields if _holds_headers(described))


def _holds_headers(described: str) -> bool:
    nested = _NESTED.match(described)
    if nested is None:
        return False
    try:
        return has_headers(message_class(f"{nested[1]}/msg/{nested[2]}"))
    except UnknownStorage:  # not a message, as the parts of a service
        return False
