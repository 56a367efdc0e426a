"""A day of a room, of a piece of furniture, and a day as a whole, in words and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from whereseen.memory.chronicle.stays import Turn
from whereseen.memory.consolidation.days import DayFacts, Spell
from whereseen.memory.consolidation.words import (
    Clock,
    at_place,
    from_place,
    is_plural,
    listed,
    named,
    room_named,
    to_place,
)
from whereseen.memory.language import Verb
from whereseen.memory.objects.entity import Kind


def place_stats(facts: DayFacts, spells: Sequence[Spell], room: str) -> dict[str, Any]:
    """Which things were somewhere for how long, and of a room how long the robot was there."""
    visits = [] if not room else _visits(facts).get(room, [])
    return {
        "things": [
            {
                "thing_id": spell.stay.thing_id,
                "label": spell.stay.label,
                "seconds": round(spell.seconds),
                "came": spell.begins,
                "left": spell.ends,
            }
            for spell in spells
        ],
        "visits": len(visits),
        "visited_s": round(sum(visits)),
    }


def receptacle_text(facts: DayFacts, spells: Sequence[Spell], clock: Clock) -> str:
    """What was on or in a piece of furniture."""
    first = spells[0].stay
    room = f" in {room_named(first.room)}" if first.room else ""
    head = f"{first.relation.capitalize()} the {first.support}{room}"
    resting = [spell for spell in spells if not spell.ends and not _is_new(facts, spell)]
    parts = [f"{named(each.stay.label for each in resting)} all the time"] if resting else []
    parts += [_for_a_while(facts, each, clock) for each in spells if each not in resting]
    verb = "was" if len(spells) == 1 and not is_plural(spells[0].stay.label) else "were"
    left = [spell.stay.label for spell in spells if not spell.ends]
    end = "" if len(left) == len(spells) else f" At the end {_is_left(left)}."
    return f"{head} {verb} {listed(parts)}.{end}"


def room_text(facts: DayFacts, spells: Sequence[Spell], room: str, clock: Clock) -> str:
    """What was in a room, what came and left, and how long the robot was there."""
    things = {spell.stay.thing_id: spell.stay.label for spell in spells}
    is_one = len(things) == 1
    parts = [f"In {room_named(room)} {'was' if is_one else 'were'} {named(things.values())}."]
    came = [_moment(each, each.start_ns, clock) for each in spells if _came(facts, each, room)]
    left = [_moment(each, each.end_ns, clock) for each in spells if _left(facts, each, room)]
    parts += [f"In came {listed(came)}."] if came else []
    parts += [f"Out went {listed(left)}."] if left else []
    visits = _visits(facts).get(room, [])
    if visits:
        often = {1: "once", 2: "twice"}.get(len(visits), f"{len(visits)} times")
        parts.append(f"I was there {often}, for {clock.duration(sum(visits))}.")
    return " ".join(parts)


def day_stats(facts: DayFacts) -> dict[str, Any]:
    """How many things are known, what happened to how many, and where the robot was."""
    kinds = [turn.kind for turn in facts.turns]
    first = sum(turn.kind == Kind.APPEARED and not turn.earliest_ns for turn in facts.turns)
    return {
        "things": len({spell.stay.thing_id for spell in facts.spells}),
        "first_seen": first,
        "appeared": kinds.count(Kind.APPEARED) - first,
        "moved": kinds.count(Kind.MOVED),
        "vanished": kinds.count(Kind.VANISHED),
        "visited_s": {room: round(sum(each)) for room, each in sorted(_visits(facts).items())},
    }


def day_text(facts: DayFacts, clock: Clock) -> str:
    """What happened on a day."""
    day, stats = facts.day, day_stats(facts)
    date = f"{day.date:%A}, {day.date.day} {day.date:%B %Y}"
    start, end = clock.time(day.start_ns), clock.time(day.end_ns)
    span = f"from {start} to {end}" if start < end else f"from {start} on"
    known = f"{stats['things']} thing{'' if stats['things'] == 1 else 's'} known"
    new = f", {stats['first_seen']} of them for the first time" if stats["first_seen"] else ""
    parts = [f"{date}, {span}: {known}{new}."]
    visited = stats["visited_s"].items()
    where = [f"in {room_named(room)} for {clock.duration(s)}" for room, s in visited]
    parts += [f"I was {listed(where)}."] if where else []
    there = {spell.stay.thing_id for spell in facts.spells if not spell.ends}
    gone = [turn for turn in facts.turns if turn.thing_id not in there]
    changes = []
    for kind, head in ((Kind.MOVED, "Moved"), (Kind.APPEARED, "New"), (Kind.VANISHED, "Gone")):
        turns = gone if kind == Kind.VANISHED else facts.turns
        told = [_happened(t, clock) for t in turns if t.kind == kind and t.earliest_ns]
        changes += [f"{head}: {listed(told, pause='; ')}."] if told else []
    return " ".join([*parts, *(changes or ["Nothing is known to have changed."])])


def _happened(turn: Turn, clock: Clock) -> str:
    when = clock.when(turn)
    if turn.kind == Kind.MOVED:
        since = f" {from_place(turn.before)}" if turn.before is not None else ""
        to = f" {to_place(turn.after)}" if turn.after is not None else ""
        return f"the {turn.label}{since}{to} {when}"
    place = turn.after if turn.kind == Kind.APPEARED else turn.before
    return f"the {turn.label}{'' if place is None else ' ' + at_place(place)} {when}"


def _is_new(facts: DayFacts, spell: Spell) -> bool:
    """Whether it came on that day, rather than was seen there first."""
    return spell.begins and not facts.is_first_sight(spell)


def _for_a_while(facts: DayFacts, spell: Spell, clock: Clock) -> str:
    since = f" from {clock.time(spell.start_ns)}" if _is_new(facts, spell) else ""
    until = f" until {clock.time(spell.end_ns)}" if spell.ends else " on" if since else ""
    return f"the {spell.stay.label}{since}{until} ({clock.duration(spell.seconds)})"


def _is_left(labels: Sequence[str]) -> str:
    if not labels:
        return "nothing is left"
    return f"{named(labels)} {'is' if len(labels) == 1 else 'are'} left"


def _moment(spell: Spell, stamp_ns: int, clock: Clock) -> str:
    return f"the {spell.stay.label} ({clock.time(stamp_ns)})"


def _came(facts: DayFacts, spell: Spell, room: str) -> bool:
    """Whether it came from elsewhere, rather than was seen there first."""
    turn = facts.began_with(spell)
    if turn is None or not turn.earliest_ns or not spell.begins:
        return False
    return turn.before is None or turn.before.room != room


def _left(facts: DayFacts, spell: Spell, room: str) -> bool:
    return spell.ends and any(
        turn.thing_id == spell.stay.thing_id
        and turn.before is not None
        and turn.before.room == room
        and (turn.after is None or turn.after.room != room)
        for turn in facts.turns
    )


def _visits(facts: DayFacts) -> dict[str, list[float]]:
    """Seconds of each visit to each room on that day."""
    found: dict[str, list[float]] = {}
    for deed in facts.deeds:
        if deed.verb is Verb.VISITED:
            start_ns = max(deed.start_ns, facts.day.start_ns)
            seconds = (min(deed.end_ns, facts.day.end_ns) - start_ns) / 1e9
            found.setdefault(deed.room, []).append(seconds)
    return found
