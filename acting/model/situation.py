"""What a model is told of the world before it plans."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whereseen.memory.operations.planning import Briefing

_AT_HAND = ("task", "at hand")


@dataclass(frozen=True, slots=True)
class Situation:
    """What is to be done, and what is known that may help.

    Attributes:
        instruction: Of a person.
        short_term: What is at hand, the most useful first; lines from the world.
        long_term: What else is known; lines from the world.
        experiences: What was done before at like tasks and how it ended; lines from the world.
        known: Identities that a plan may speak of.
    """

    instruction: str
    short_term: tuple[str, ...] = ()
    long_term: tuple[str, ...] = ()
    experiences: tuple[str, ...] = ()
    known: frozenset[int] = frozenset()


def situation_of(
    instruction: str,
    briefing: Briefing,
    *,
    short_term: int,
    experiences: Collection[str] = (),
    known: Collection[int] = (),
) -> Situation:
    """A situation from what a memory says of a task.

    Args:
        instruction: The task.
        briefing: What `SpatialMemory.context` gives for it, within its budget of tokens.
        short_term: At most so many lines of what is at hand; those after them are long-term.
        experiences: The most alike first.
        known: Identities besides those that the briefing names.
    """
    lines = [(item.section.value, item.text) for item in briefing.items]
    near = [text for section, text in lines if section in _AT_HAND]
    far = [text for section, text in lines if section not in _AT_HAND]
    named = (each for item in briefing.items for each in item.entity_ids)
    return Situation(
        instruction,
        tuple(near[:short_term]),
        (*near[short_term:], *far),
        tuple(experiences),
        frozenset({*known, *named}),
    )
