"""Python classes of message types, by name."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Any

from whereseen.nodes.recording.definitions import type_name_parts
from whereseen.nodes.recording.errors import UnknownStorage


@cache
def message_class(type_name: str) -> type[Any]:
    """The class of "sensor_msgs/msg/Image".

    Raises:
        UnknownStorage: if the package is not installed, or has no such message.
    """
    package, kind, name = type_name_parts(type_name)
    found = None
    if kind == "msg":
        with suppress(ImportError):
            found = getattr(import_module(f"{package}.msg"), name, None)
    if not isinstance(found, type) or not hasattr(found, "get_fields_and_field_types"):
        raise UnknownStorage(
            "a type of messages is not installed",
            got=type_name,
            remedy=f"Install {package}, and source its workspace",
        )
    return found
