"""What is looked for, and what the memory knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from whereseen.acting.exploration.columns import NEVER
from whereseen.acting.navigation.costmap import Costmap, Mask
from whereseen.memory.answer import Metres3
from whereseen.memory.attributes.mobility import half_life_s
from whereseen.memory.encoder.question import noun_phrase_of
from whereseen.memory.objects.entity import Entity

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory

_AROUND_M = 0.15


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, which is not where the memory last saw it.

    Attributes:
        noun: As "red mug"; empty for nothing in particular.
        half_life_s: After so long such a thing is as likely as not somewhere else.
        last_ns: When one was last seen; -1 for never.
        known: Where it was.
    """

    noun: str
    half_life_s: float
    last_ns: int = NEVER
    known: tuple[Entity, ...] = ()

    @classmethod
    def of(cls, memory: SpatialMemory, query: str, half_life: float, begun_ns: int) -> Sought:
        """What a query means.

        Args:
            memory: Of things.
            query: As "a red mug"; empty to see everything.
            half_life: In seconds, where it is nothing in particular.
            begun_ns: When the search began; what seemed to be it since does not count.
        """
        if not query.strip():
            return cls("", half_life)
        noun = noun_phrase_of(query) or query
        known = tuple(
            each
            for each in memory.objects.entities()
            if each.label.casefold() == noun.casefold() and each.last_seen_ns < begun_ns
        )
        last_ns = max((each.last_seen_ns for each in known), default=NEVER)
        return cls(noun, half_life_s(noun), last_ns, known)

    def where(self, costmap: Costmap) -> Mask:
        """(H, W) cells at which it was."""
        found = np.zeros(costmap.states.shape, dtype=np.bool_)
        for each in self.known:
            found |= footprint(each, costmap, _AROUND_M)
        return found


class Standing(Protocol):
    """Something that stands somewhere."""

    @property
    def position_m(self) -> Metres3:
        """Middle of its box."""
        ...

    @property
    def size_m(self) -> Metres3:
        """Extent of its box."""
        ...


def footprint(thing: Standing, costmap: Costmap, around_m: float) -> Mask:
    """(H, W) cells over which a thing stands, and so far around it."""
    mask = np.zeros(costmap.states.shape, dtype=np.bool_)
    half = np.asarray(thing.size_m[:2]) / 2.0 + around_m
    middle = np.asarray(thing.position_m[:2])
    (top, left), (bottom, right) = costmap.cells_of([middle - half, middle + half]).tolist()
    mask[max(top, 0) : max(bottom + 1, 0), max(left, 0) : max(right + 1, 0)] = True
    return mask
