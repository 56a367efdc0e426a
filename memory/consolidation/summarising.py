"""Summaries of each day: of things, furniture, rooms and the day as a whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from whereseen.memory.consolidation.days import Day, DayFacts, Spell, days_of, facts_of, first_days
from whereseen.memory.consolidation.of_places import (
    day_stats,
    day_text,
    place_stats,
    receptacle_text,
    room_text,
)
from whereseen.memory.consolidation.of_things import thing_stats, thing_text
from whereseen.memory.consolidation.round import Phraser, Round
from whereseen.memory.consolidation.rows import Summary
from whereseen.memory.consolidation.words import Clock, room_named

THING, RECEPTACLE, ROOM, DAY = "thing", "receptacle", "room", "day"
_FINE = (THING, RECEPTACLE)  # are kept for some days only
_PHRASED = "phrased "  # before the hash of what was said in other words
_LONGEST = 4000  # characters of a phrased text


class _Draft(NamedTuple):
    """A summary in plain words."""

    level: str
    scope: str
    name: str
    text: str
    stats: dict[str, Any]
    thing_ids: tuple[int, ...]


def summarise(round_: Round, after: int) -> Iterator[int]:
    """Sum up one day after the other; yields the ordinal of its date.

    Days that are long past are summed up once; what was fine in them goes.
    """
    memory = round_.memory
    days = _days(round_)
    late = first_days(days, memory.config.archive.summary_days)
    _drop_fine(round_, days[late:])
    for number, day in enumerate(days):
        ordinal = day.date.toordinal()
        is_known = (DAY, _name(day), _name(day)) in memory.upkeep.summaries
        if ordinal > after and not (number < late and is_known):
            _revise(round_, day, fine=number >= late)
            yield ordinal


def _days(round_: Round) -> tuple[Day, ...]:
    memory = round_.memory
    stamps_ns = memory.trajectory.stamps_ns
    return days_of(stamps_ns, round_.chronicle().turns, round_.until_ns, round_.zone)


def _drop_fine(round_: Round, days: Sequence[Day]) -> None:
    kept, upkeep = {_name(day) for day in days}, round_.memory.upkeep
    upkeep.summaries = {
        key: each
        for key, each in upkeep.summaries.items()
        if each.level not in _FINE or each.day in kept
    }


def _revise(round_: Round, day: Day, *, fine: bool) -> None:
    """Make anew what has changed of a day, and drop what is no longer so."""
    facts, clock = facts_of(round_.chronicle(), day), Clock(round_.zone)
    drafts = [*_places(facts, clock, fine=fine), _whole(facts, clock)]
    drafts += _things(facts, clock) if fine else []
    old = round_.memory.upkeep.summaries
    made = {(each.level, each.scope, _name(day)): each for each in drafts}
    kept = {key: row for key, row in old.items() if row.day != _name(day) or key in made}
    for key, draft in made.items():
        row = _row(draft, facts.day, round_.until_ns, kept.get(key), round_.phraser)
        round_.report.summaries += row is not kept.get(key)
        kept[key] = row
    round_.memory.upkeep.summaries = kept


def _row(
    draft: _Draft, day: Day, known_ns: int, before: Summary | None, phraser: Phraser | None
) -> Summary:
    """The row of a draft; the one before, if nothing has changed."""
    stats = json.dumps(draft.stats, sort_keys=True, ensure_ascii=False)
    told = [draft.text, stats, draft.thing_ids, day.start_ns, day.end_ns]
    source = hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
    is_phrased = before is not None and before.source == _PHRASED + source
    if before is not None and (is_phrased or (before.source == source and phraser is None)):
        return before
    text = draft.text if phraser is None else _said(phraser, draft.text, stats)
    if text != draft.text:
        source = _PHRASED + source
    elif before is not None and before.source == source:
        return before
    return Summary(
        draft.level,
        draft.scope,
        _name(day),
        draft.name,
        day.start_ns,
        day.end_ns,
        text,
        stats,
        source,
        known_ns,
        draft.thing_ids,
    )


def _said(phraser: Phraser, text: str, stats: str) -> str:
    """What a phraser makes of a text; the text itself if that is of no use."""
    said = phraser(text, stats)
    is_usable = isinstance(said, str) and 0 < len(said.strip()) <= _LONGEST
    return " ".join(said.split()) if is_usable else text


def _things(facts: DayFacts, clock: Clock) -> Iterator[_Draft]:
    for thing_id, group in groupby(facts.spells, key=lambda spell: spell.stay.thing_id):
        spells = tuple(group)
        text, label = thing_text(facts, spells, clock), spells[-1].stay.label
        stats = thing_stats(facts, spells)
        yield _Draft(THING, f"thing {thing_id}", label, text, stats, (thing_id,))


def _places(facts: DayFacts, clock: Clock, *, fine: bool) -> Iterator[_Draft]:
    by_room: dict[str, list[Spell]] = {}
    by_support: dict[tuple[str, str, str], list[Spell]] = {}
    for spell in facts.spells:
        if spell.stay.room:
            by_room.setdefault(spell.stay.room, []).append(spell)
        if spell.stay.support and fine:
            by_support.setdefault(spell.place, []).append(spell)
    for room in sorted(by_room):
        spells = by_room[room]
        text, stats = room_text(facts, spells, room, clock), place_stats(facts, spells, room)
        yield _Draft(ROOM, room, room, text, stats, _ids(spells))
    for relation, support, room in sorted(by_support):
        spells = by_support[relation, support, room]
        scope = f"{relation} the {support}" + (f" in {room_named(room)}" if room else "")
        text, stats = receptacle_text(facts, spells, clock), place_stats(facts, spells, "")
        yield _Draft(RECEPTACLE, scope, support, text, stats, _ids(spells))


def _whole(facts: DayFacts, clock: Clock) -> _Draft:
    ids = {spell.stay.thing_id for spell in facts.spells}
    told = tuple(sorted(ids | {turn.thing_id for turn in facts.turns}))
    name = _name(facts.day)
    return _Draft(DAY, name, name, day_text(facts, clock), day_stats(facts), told)


def _ids(spells: Iterable[Spell]) -> tuple[int, ...]:
    return tuple(sorted({spell.stay.thing_id for spell in spells}))


def _name(day: Day) -> str:
    return day.date.isoformat()
