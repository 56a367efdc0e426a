"""How likely a thing is still where it was, by how long ago that was known."""

from __future__ import annotations

from dataclasses import replace

from whereseen.memory.attributes.mobility import persistence
from whereseen.memory.objects.entity import Entity, Status

_DIGITS = 4  # so that a thing is not another one at each frame


def as_of_now(entity: Entity, known_ns: int, now_ns: int) -> Entity:
    """The entity with its probability as of now: half is left after its kind's half-life.

    This is what a persistence filter with an exponential prior predicts where nobody has looked
    since (Rosen, Mason and Leonard, ICRA 2016). Nothing stored changes: a look restores it.

    Args:
        entity: As it was when it was last known.
        known_ns: When that was.
        now_ns: Time of the newest frame.
    """
    if entity.status == Status.GONE:
        return entity
    left = persistence(entity.label, now_ns - known_ns)
    probability = round(entity.probability * left, _DIGITS)
    if entity.probability - probability < 10.0**-_DIGITS:
        return entity
    return replace(entity, probability=probability)
