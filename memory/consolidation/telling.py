"""Summaries by what somebody asks for: a thing, furniture, a room, a day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, tzinfo

from whereseen.memory.consolidation.rows import Summary
from whereseen.memory.consolidation.summarising import DAY, RECEPTACLE, ROOM, THING
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.language.local_time import LocalTime
from whereseen.memory.spatial_memory import SpatialMemory

_AGO = {"today": 0, "yesterday": -1}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ORDER = (DAY, ROOM, RECEPTACLE, THING)
_ARTICLE = re.compile(r"(?:the|a|an)\s+")


def summaries_of(memory: SpatialMemory, what: str, zone: tzinfo) -> tuple[Summary, ...]:
    """Summaries of the days of something, oldest first, or of all that a day has.

    Args:
        memory: With the summaries of its last round of consolidation.
        what: `today`, `yesterday` or `2026-11-21`; empty for the newest day; else the identity of
            a thing, as `7`, or words of the name of things, furniture or a room.
        zone: Whose days they are; the time of the newest frame is now.

    Raises:
        InvalidQuery: if there is none.
    """
    rows = memory.upkeep.rows().summaries
    said = _ARTICLE.sub("", " ".join(what.casefold().split()), count=1)
    day = _day(memory, said, rows, zone)
    if day is not None:
        found = [row for row in rows if row.day == day]
        return _some(sorted(found, key=lambda row: (_ORDER.index(row.level), row.scope)), what)
    exact = [row for row in rows if said in (row.name.casefold(), row.scope.casefold())]
    chosen = exact or [row for row in rows if set(said.split()) <= _words(row)]
    named = [row for row in chosen if row.level != DAY]
    return _some(sorted(named, key=lambda row: (_ORDER.index(row.level), row.scope, row.day)), what)


def _day(memory: SpatialMemory, said: str, rows: Iterable[Summary], zone: tzinfo) -> str | None:
    """The date that is asked for, None if none is."""
    if not said:
        return max((row.day for row in rows), default="")
    if said in _AGO:
        return LocalTime(memory.objects.now_ns, zone).day(_AGO[said]).isoformat()
    if _DATE.fullmatch(said) is None:
        return None
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError as error:
        raise InvalidQuery("there is no such day", got=said, remedy=str(error)) from error


def _words(row: Summary) -> set[str]:
    """Words of a name, also in the plural, and the identity of a thing."""
    words = row.name.casefold().split()
    return {*words, *(f"{word}s" for word in words), *row.scope.casefold().split()[1:]}


def _some(rows: list[Summary], what: str) -> tuple[Summary, ...]:
    if not rows:
        raise InvalidQuery(
            "nothing is summed up under this name",
            got=what or "the newest day",
            remedy="Name a thing, furniture, a room, or a day as yesterday or 2026-11-21",
        )
    return tuple(rows)
