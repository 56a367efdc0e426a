"""What a planner should know of the things around, within a budget of tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.frames import Float32
from whereseen.memory.objects.boxes import distance_m
from whereseen.memory.objects.entity import Entity, Status

_CHARACTERS_PER_TOKEN = 4
_NEAR_M = 3.0  # a thing so far away counts half
_RECENT_NS = 3600e9  # a thing seen so long ago counts half
_GONE = 0.3
_LEAST_LIKENESS = 0.05  # so that nearness and recency rank what the task does not name


@dataclass(frozen=True, slots=True)
class Context:
    """Text about things, most useful first.

    Attributes:
        text: One sentence a line.
        entities: That the text names, in its order.
        tokens: Of the text, estimated at four characters each.
    """

    text: str
    entities: tuple[Entity, ...]
    tokens: int


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, for what.

    Attributes:
        task: Vector (D,) of the task, or None for no task in particular.
        near_m: Where the asker is in the map frame, or None for nowhere.
        now_ns: Time of the newest frame.
    """

    task: Float32 | None
    near_m: Metres3 | None
    now_ns: int

    def worth(self, entity: Entity, label: Float32) -> float:
        """How useful it is to know of a thing whose label has a vector (D,)."""
        worth = entity.probability if entity.status != Status.GONE else _GONE
        if self.task is not None:
            worth *= max(float(self.task @ label), _LEAST_LIKENESS)
        if self.near_m is not None:
            worth /= 1.0 + distance_m(entity.position_m, self.near_m) / _NEAR_M
        return worth / (1.0 + max(self.now_ns - entity.last_seen_ns, 0) / _RECENT_NS)


def tokens_of(text: str) -> int:
    """Estimated tokens of a text."""
    return -(-len(text) // _CHARACTERS_PER_TOKEN)


def context_of(
    entities: Sequence[Entity],
    worth: Callable[[Entity], float],
    sentence: Callable[[Entity], str],
    token_budget: int,
) -> Context:
    """Sentences about the most useful things, as many as fit.

    Args:
        entities: All things.
        worth: How useful it is to know of one.
        sentence: What to say about it.
        token_budget: Most tokens of the text.

    Raises:
        InvalidQuery: if the budget is not positive.
    """
    if token_budget < 1:
        raise InvalidQuery(
            "the budget must be positive", got=str(token_budget), remedy="Allow 1000"
        )
    lines: list[str] = []
    named: list[Entity] = []
    order = np.argsort([-worth(entity) for entity in entities], kind="stable")
    for entity in (entities[int(at)] for at in order):
        line = sentence(entity)
        if tokens_of("\n".join([*lines, line])) > token_budget:
            break
        lines.append(line)
        named.append(entity)
    text = "\n".join(lines)
    return Context(text=text, entities=tuple(named), tokens=tokens_of(text))
