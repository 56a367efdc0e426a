"""One thing that a clause tells to do."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.acting.instructions.noun import Noun
from whereseen.acting.instructions.task import Goal
from whereseen.acting.skills.call import Relation as Carried


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a clause tells to do.

    Attributes:
        goal: What for.
        thing: With what.
        destination: Where to, or with what.
        relation: How it lies to that.
        is_swap: Whether the thing and the destination change places.
        there: Tells that the thing is where something was named before.
    """

    goal: Goal
    thing: Noun | None = None
    destination: Noun | None = None
    relation: Carried = Carried.ON
    is_swap: bool = False
    there: Noun | None = None
