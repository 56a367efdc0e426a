"""What things look like, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whereseen.memory.attributes.state import State
from whereseen.memory.attributes.thing_attributes import Attributes, ThingAttributes
from whereseen.memory.attributes.words import state_text
from whereseen.memory.objects.describing import age_text, sentence
from whereseen.memory.objects.entity import Belief, Entity


def look_lines(attributes: Attributes, states: Iterable[State], now_ns: int) -> Iterator[str]:
    """What a thing is like and in which states it was, line by line.

    Args:
        attributes: Of the thing.
        states: All states that it was in, oldest first.
        now_ns: Time of the newest frame.
    """
    if attributes.colours:
        said = (f"{c.name} {c.share:.0%} (fit {c.sureness:.2f})" for c in attributes.colours)
        yield f"- looks {', '.join(said)}"
    if attributes.material:
        yield f"- usually of {attributes.material}"
    for state in states:
        since = age_text(now_ns - state.valid_from_ns)
        to = "" if state.valid_to_ns is None else f" to {age_text(now_ns - state.valid_to_ns)}"
        when = f"from {since}{to} ago" if to else f"since {since} ago"
        likely = state.probability if to else state.probability_at(now_ns)
        yield f"- {state_text(state.key, state.value)} {when}, p {likely:.2f}"


def described(
    entity: Entity, belief: Belief | None, attributes: ThingAttributes, now_ns: int
) -> str:
    """One line about a thing, as `sentence`, with its colour and its states.

    Args:
        entity: The thing.
        belief: What is believed of it now.
        attributes: Of all things.
        now_ns: Time of the newest frame.
    """
    name, states = attributes.named(entity), attributes.states_text(entity.id, now_ns)
    return sentence(entity, belief, now_ns, name=name, states=states)
