"""Whether steps are possible at all, as far as it is known what they speak of."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from whereseen.acting.instructions.task import Reference
from whereseen.acting.knowledge.world_model import WorldModel
from whereseen.acting.skills.call import Call, Pick, Place
from whereseen.acting.skills.rules import why_impossible
from whereseen.acting.skills.schema import InvalidPlan, Step


def require_possible(
    steps: Iterable[Step],
    world: WorldModel,
    skills: Collection[type[Call]],
    held: Reference | None = None,
) -> None:
    """Refuse steps that can never do what they are for; phrases are looked up later.

    Args:
        steps: In order.
        world: What is known.
        skills: What the robot can do.
        held: What is in the hand before them.

    Raises:
        InvalidPlan: naming the first such step and why.
    """
    in_hand = None if held is None else held.thing_id
    for number, step in enumerate(steps, start=1):
        if all(each.thing_id is not None for each in step.references):
            reason = why_impossible(step.call(_identity), world, skills, in_hand)
            if reason:
                raise InvalidPlan(f"step {number}: {reason}")
        if step.skill is Pick:
            in_hand = step.references[0].thing_id
        elif step.skill is Place:
            in_hand = None


def _identity(reference: Reference) -> int | str:
    return reference.thing_id or reference.text
