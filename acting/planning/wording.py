"""Calls and places in words."""

from __future__ import annotations

from whereseen.acting.experience.lessons import Hints
from whereseen.acting.instructions.task import Goal, Reference, Subtask
from whereseen.acting.knowledge.names import name_of
from whereseen.acting.knowledge.world_model import Thing, WorldModel
from whereseen.acting.references.resolution import Hypothesis
from whereseen.acting.skills import kinds
from whereseen.acting.skills.call import (
    Call,
    Close,
    Explore,
    GoTo,
    Heat,
    LookAt,
    Open,
    Pick,
    Place,
    Slice,
    Toggle,
    Wash,
)


def call_text(call: Call, world: WorldModel) -> str:
    """What a call does, as "take the red mug"."""
    if isinstance(call, GoTo):
        return f"go to {place_text(call.target, world)}"
    if isinstance(call, Explore):
        what = f"look for the {without_article(call.query)}" if call.query else "look around"
        where = ", ".join(place_text(place, world, there=True) for place in call.places)
        return f"{what} {where}".strip()
    if isinstance(call, LookAt):
        return f"look at {place_text(call.thing_id, world)}"
    if isinstance(call, Pick):
        return f"take {place_text(call.thing_id, world)}"
    if isinstance(call, Place):
        where = place_text(call.receptacle_id, world)
        return f"put it {call.relation.value} {where}"
    if isinstance(call, Open | Close):
        verb = "open" if isinstance(call, Open) else "close"
        return f"{verb} {place_text(call.receptacle_id, world)}"
    if isinstance(call, Toggle):
        return f"switch {place_text(call.thing_id, world)} {'on' if call.is_on else 'off'}"
    if isinstance(call, Slice):
        return f"slice {place_text(call.thing_id, world)}"
    assert isinstance(call, Wash | Heat)
    verb = "wash" if isinstance(call, Wash) else "warm"
    return f"{verb} it in {place_text(call.receptacle_id, world)}"


def place_text(
    place: int | str | tuple[float, float, float], world: WorldModel, *, there: bool = False
) -> str:
    """A thing, a room or a pose in words.

    Args:
        place: Which.
        world: Names things.
        there: Whether something is looked for there: "in the kitchen", "at the table".
    """
    if isinstance(place, int):
        thing = world.thing(place)
        name = f"thing {place}" if thing is None else f"the {name_of(thing)}"
        return f"at {name}" if there else name
    if isinstance(place, str):
        name = place if place.rpartition(" ")[2].isdigit() else f"the {place}"
        return f"in {name}" if there else name
    return f"({place[0]:.1f}, {place[1]:.1f})"


def without_article(text: str) -> str:
    """A noun phrase as it comes after another article."""
    for article in ("the ", "a ", "an "):
        if text.startswith(article):
            return text.removeprefix(article)
    return text


def ago_text(seconds: float) -> str:
    """How long ago, in one number: "40 s", "5 min", "3 h", "2 days"."""
    for least_s, unit in ((172_800.0, "days"), (7200.0, "h"), (120.0, "min")):
        if seconds >= least_s:
            return f"{seconds / {'days': 86_400.0, 'h': 3600.0, 'min': 60.0}[unit]:.0f} {unit}"
    return f"{max(seconds, 0.0):.0f} s"


def where_text(thing: Thing, world: WorldModel) -> str:
    """Where a thing is thought to be, in words; of furniture the room; empty if nobody knows."""
    if thing.is_held:
        return "in my hand"
    is_carried = thing.support_id and kinds.is_carried(thing)
    support = world.thing(thing.support_id) if is_carried else None
    on = f"{thing.relation or 'on'} the {support.label}" if support is not None else ""
    room = place_text(thing.room, world, there=True) if thing.room else ""
    return " ".join(filter(None, (on, room)))


def chosen_text(
    reference: Reference, chosen: Hypothesis, thing: Thing | None, world: WorldModel
) -> str:
    """What a reference is taken to mean, where that is, since when that is known, and why.

    Args:
        reference: As it was said.
        chosen: What it is taken to mean.
        thing: What is known of that.
        world: Names things, and tells the time.
    """
    parts = [f"{reference.text!r} is the {chosen.label}"]
    if thing is not None:
        parts.append(where_text(thing, world))
        if thing.last_seen_ns and not thing.is_held:
            parts.append(f"seen {ago_text((world.now_ns - thing.last_seen_ns) / 1e9)} ago")
    text = ", ".join(filter(None, parts))
    picked = chosen.reason.rpartition("; ")[2]
    return f"{text}; {picked}" if picked.startswith("picked") else text


def lessons_text(hints: Hints, world: WorldModel) -> str:
    """What experience teaches for a task, in words; empty if nothing."""
    told = [
        f"{label} first {place_text(places[0], world, there=True)}"
        for label, places in hints.first.items()
        if places
    ]
    told += [f"{place_text(each, world)} last" for each in sorted(hints.last)]
    if not hints.opens_with_full_hand:
        told.append("doors before things")
    return ", ".join(told)


def subtask_text(subtask: Subtask) -> str:
    """A subtask in words."""
    parts = [subtask.goal.value, _said(subtask.thing)]
    to = subtask.destination
    if to is not None and to.text.startswith("where "):
        parts.append(to.text)
    elif to is not None:
        parts += [_before_destination(subtask), to.text]
    return " ".join(filter(None, parts))


def _before_destination(subtask: Subtask) -> str:
    if subtask.goal is Goal.SLICE:
        return "with"
    if subtask.goal in (Goal.GO, Goal.BRING):
        return "to"
    return "in" if subtask.goal in (Goal.WASH, Goal.HEAT) else subtask.relation.value


def _said(reference: Reference | None) -> str:
    return "" if reference is None else reference.text
