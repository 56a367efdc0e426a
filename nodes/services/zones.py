"""Clocks of those who ask."""

from __future__ import annotations

from datetime import datetime, timezone, tzinfo
from zoneinfo import ZoneInfo

from whereseen.memory.errors import InvalidQuery


def local_zone() -> tzinfo:
    """Of this machine's clock."""
    return datetime.now().astimezone().tzinfo or timezone.utc


def zone_of(name: str) -> tzinfo:
    """A time zone by its IANA name; that of this machine's clock for no name.

    Raises:
        InvalidQuery: if there is none of this name.
    """
    if not name:
        return local_zone()
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise InvalidQuery(
            "there is no such time zone", got=name, remedy="Name one of IANA's, as Europe/Berlin"
        ) from error
