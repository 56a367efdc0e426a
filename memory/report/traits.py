"""What a thing is like, as lines of a report."""

from __future__ import annotations

from collections.abc import Iterator

from whereseen.memory.attributes.thing_attributes import Attributes
from whereseen.memory.attributes.words import state_text
from whereseen.memory.report.contents import Link

_SURE = 0.3  # that a colour is called so, below which it is not told
_MOST_COLOURS = 2


def traits_of(attributes: Attributes) -> tuple[Link, ...]:
    """Its states and since when, colours, and what things of its kind usually are."""
    return tuple(_traits(attributes))


def _traits(attributes: Attributes) -> Iterator[Link]:
    for state in attributes.states:
        yield Link("state", state_text(state.key, state.value), since_ns=state.valid_from_ns)
    colours = [each.name for each in attributes.colours if each.sureness >= _SURE]
    if colours:
        yield Link("colour", " and ".join(colours[:_MOST_COLOURS]))
    if attributes.material:
        yield Link("made of", f"usually {attributes.material}")
    if attributes.affordances:
        yield Link("used to", ", ".join(attributes.affordances))
