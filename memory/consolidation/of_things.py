"""A day of a thing, in words and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from whereseen.memory.chronicle.deeds import Deed
from whereseen.memory.consolidation.days import DayFacts, Spell
from whereseen.memory.consolidation.words import Clock, at_place, is_plural, listed, to_place
from whereseen.memory.language import Role
from whereseen.memory.objects.entity import Kind

_MOST_PLACES = 5
_FRESH_NS = 600_000_000_000
_MOST_OF_DAY = 0.5


def thing_stats(facts: DayFacts, spells: Sequence[Spell]) -> dict[str, Any]:
    """How long a thing was where, how often it moved, and whether it is still there."""
    stay = spells[-1].stay
    return {
        "thing_id": stay.thing_id,
        "label": stay.label,
        "places": [
            {
                "relation": spell.stay.relation,
                "support": spell.stay.support,
                "room": spell.stay.room,
                "seconds": round(spell.seconds),
            }
            for spell in spells
        ],
        "moves": len(spells) - 1,
        "is_there": not spells[-1].ends,
        "last_seen_ns": min(stay.last_seen_ns, facts.day.end_ns),
    }


def thing_text(facts: DayFacts, spells: Sequence[Spell], clock: Clock) -> str:
    """What became of a thing on a day.

    Args:
        facts: Of the day.
        spells: Of the thing on that day, one after the other; at least one.
        clock: Says times.
    """
    label = spells[0].stay.label
    was = "were" if is_plural(label) else "was"
    if len(spells) == 1:
        return f"The {label} {was} {_at_rest(facts, spells[0], clock)}."
    if len(spells) > _MOST_PLACES:
        return f"The {label} {was} {_restless(facts, spells, clock)}."
    first, last = spells[0], spells[-1]
    is_new = first.begins and not facts.is_first_sight(first)
    since = f" from {clock.time(first.start_ns)}" if is_new else ""
    parts = [f"{was} {at_place(first.stay)}{since}{_how_long(facts, first, clock)}"]
    for number, spell in enumerate(spells[1:], start=1):
        lasted = "" if spell is last else f" ({clock.duration(spell.seconds)})"
        is_back = spell.place in [each.place for each in spells[:number]]
        parts.append(f"{was} {_arrived(facts, spell, clock, is_back=is_back)}{lasted}")
    return f"The {label} {_in_turn(parts)}{_at_the_end(facts, last, clock)}."


def _in_turn(parts: Sequence[str]) -> str:
    """As "was there, was moved here and was moved back", with a comma before a last "and"."""
    return f"{', '.join(parts[:-1])}, and {parts[-1]}"


def _how_long(facts: DayFacts, spell: Spell, clock: Clock) -> str:
    whole_s = (facts.day.end_ns - facts.day.start_ns) / 1e9
    most = " most of the day" if spell.seconds > _MOST_OF_DAY * whole_s else ""
    return f"{most} ({clock.duration(spell.seconds)})"


def _at_rest(facts: DayFacts, spell: Spell, clock: Clock) -> str:
    place = at_place(spell.stay)
    if spell.begins and facts.is_first_sight(spell):
        begun = f"first seen at {clock.time(spell.start_ns)}, {place}"
        return begun + (_at_the_end(facts, spell, clock))
    since = f" from {clock.time(spell.start_ns)}" if spell.begins else ""
    if spell.ends:
        lasted = f" ({clock.duration(spell.seconds)})"
        return f"{place}{since} until {clock.time(spell.end_ns)}{lasted}, and then gone"
    on = " on" if since else " all day"
    return f"{place}{since}{on}{_at_the_end(facts, spell, clock)}"


def _restless(facts: DayFacts, spells: Sequence[Spell], clock: Clock) -> str:
    """Too many places for one sentence: the longest ones, and where it came to rest."""
    lasted: dict[str, float] = {}
    for spell in spells:
        place = at_place(spell.stay)
        lasted[place] = lasted.get(place, 0.0) + spell.seconds
    longest = sorted(lasted, key=lambda place: (-lasted[place], place))[:3]
    places = listed([f"{place} ({clock.duration(lasted[place])})" for place in longest])
    last = spells[-1]
    was = "they were" if is_plural(last.stay.label) else "it was"
    end = f"from {clock.time(last.start_ns)} on {was} {at_place(last.stay)}"
    times = f"moved {len(spells) - 1} times"
    return f"{times}. {was.capitalize()} longest {places}; {end}{_at_the_end(facts, last, clock)}"


def _arrived(facts: DayFacts, spell: Spell, clock: Clock, *, is_back: bool) -> str:
    """How it came to a place, by whom and when."""
    deed, back = _deed_of(facts, spell), " back" if is_back else ""
    if deed is not None:
        who = "me" if deed.actor.role is Role.ROBOT else deed.actor.name
        return f"carried{back} by {who} {to_place(spell.stay)} at {clock.time(deed.end_ns)}"
    turn = facts.began_with(spell)
    when = f"at {clock.time(spell.start_ns)}" if turn is None else clock.when(turn)
    if turn is not None and turn.kind == Kind.APPEARED:
        return f"found {at_place(spell.stay)} {when}"
    return f"moved{back} {to_place(spell.stay)} {when}"


def _at_the_end(facts: DayFacts, spell: Spell, clock: Clock) -> str:
    if spell.ends:
        return f", and gone by {clock.time(spell.end_ns)}"
    if not facts.day.is_newest:
        return ""
    seen_ns = spell.stay.last_seen_ns
    is_now, was = ("they are", "they were") if is_plural(spell.stay.label) else ("it is", "it was")
    if facts.day.end_ns - seen_ns <= _FRESH_NS:
        return f", where {is_now} now"
    if not facts.day.has(seen_ns):
        return ""
    return f", where {was} last seen at {clock.time(seen_ns)}"


def _deed_of(facts: DayFacts, spell: Spell) -> Deed | None:
    """What somebody did that was seen, so that a spell began."""
    for deed in facts.deeds:
        known = deed.actor.role is Role.ROBOT or deed.actor.name
        same = deed.thing_id == spell.stay.thing_id and deed.end_ns == spell.stay.start_ns
        if known and same and deed.after is not None and not deed.is_noticed:
            return deed
    return None
