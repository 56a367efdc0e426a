"""References of all kinds to what is known of a home, good ones and such as mean nothing."""

from __future__ import annotations

from collections.abc import Iterator

from whereseen.acting.knowledge.names import name_of
from whereseen.acting.knowledge.world_model import WorldModel

_ALWAYS = (
    *("the fruit", "the red thing", "the clean one", "the dirty mug", "something to drink from"),
    *("what you used to cut", "what you moved first", "the thing you moved last", "the flurb"),
    *("the nearest table", "the biggest box", "what you put in the fridge first", "the green mug"),
    *("the mug that is not red", "what was on the table this morning", "the one next to the lamp"),
)


def phrases(world: WorldModel, most: int) -> Iterator[str]:
    """Noun phrases: by name, colour, place, room and what was done; the same for the same world.

    Args:
        world: What is known.
        most: Of things and furniture that are named.
    """
    yield from _ALWAYS
    labels = {each.id: each.label for each in world.things()}
    for thing in world.things()[:most]:
        yield f"the {name_of(thing)}"
        if thing.room:
            yield f"the {thing.label} in the {thing.room}"
        support = labels.get(thing.support_id)
        if support is not None:
            yield f"the {thing.label} {thing.relation or 'on'} the {support}"
            yield f"what you put {thing.relation or 'on'} the {support} first"
