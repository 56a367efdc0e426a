"""Keys, which are given by the names of environment variables."""

from __future__ import annotations

from collections.abc import Mapping

from whereseen.memory.errors import InvalidConfig


def key_in(environment: Mapping[str, str], name: str) -> str:
    """The key in a variable; empty if no name is given.

    Raises:
        InvalidConfig: if there is none, or it could not be sent; the key is not in the message.
    """
    if not name:
        return ""
    key = environment.get(name, "").strip()
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise InvalidConfig(
            "there is no usable key in the environment variable", got=name, remedy=f"Set {name}"
        )
    return key
