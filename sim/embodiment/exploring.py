"""Looking for things: place after place, in closed furniture too if that is wanted."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from whereseen.acting.manipulation.geometry import Shape
from whereseen.acting.skills.call import Explore
from whereseen.acting.skills.outcome import FailureKind
from whereseen.sim.embodiment.failing import SkillFailed
from whereseen.sim.embodiment.going import go_into, look_over, looking_stand, move_to
from whereseen.sim.embodiment.opening import opened_in_turn
from whereseen.sim.embodiment.parts import Parts

_TURNS = 5  # looks around in a room
_DOWN_M = 0.6  # height of what is looked at all around
_AROUND_M = 2.0


def explore(parts: Parts, call: Explore) -> None:
    """Look around until the order says that it is enough; raises SkillFailed if it never does.

    Without a query all is looked at and that is it.
    """
    what = call.query or "everything"
    places = call.places or tuple(_everywhere(parts))
    for place in places:
        parts.tell(f"looking for {what}: {_named(parts, place)}")
        if _visit(parts, place) and call.query:
            return
    if call.query:
        raise SkillFailed(FailureKind.NOT_FOUND, f"{call.query} was not to be seen")


def _visit(parts: Parts, place: int | str) -> bool:
    """Look at a place; whether that was enough. One that nothing free leads to is left out."""
    try:
        if isinstance(place, str):
            go_into(parts, place)
            parts.areas += 1
            return any(_is_enough(parts) for _ in _all_around(parts))
        shape = parts.beliefs.geometry.shape(place)
        if shape is None:
            return False
        move_to(parts, looking_stand(parts, shape).pose)
    except SkillFailed as failed:
        if failed.failure.kind in (FailureKind.CANCELLED, FailureKind.TIMED_OUT):
            raise
        return False
    parts.areas += 1
    look_over(parts, shape)
    return _is_enough(parts) or _look_into(parts, place, shape)


def _look_into(parts: Parts, place: int, shape: Shape) -> bool:
    """Open what is closed, look, and close it again; whether that was enough."""
    if not parts.body.config.opens:
        return False
    for _ in opened_in_turn(parts, parts.beliefs.geometry.shape(place) or shape):
        look_over(parts, shape)
        if _is_enough(parts):
            return True
    return False


def _all_around(parts: Parts) -> Iterator[None]:
    x, y, yaw = parts.body.pose
    for turn in range(_TURNS):
        way = yaw + turn * 2.0 * math.pi / _TURNS
        at = (x + _AROUND_M * math.cos(way), y + _AROUND_M * math.sin(way), _DOWN_M)
        parts.body.look(np.array(at), looks=2)
        yield


def _is_enough(parts: Parts) -> bool:
    parts.beliefs.settle()
    return parts.order.is_enough()


def _everywhere(parts: Parts) -> Iterator[int]:
    """All furniture that carries things, the nearest first."""
    x, y, _ = parts.body.pose
    known = parts.beliefs.receptacles()
    yield from sorted(known, key=lambda each: math.dist(known[each].position_m[:2], (x, y)))


def _named(parts: Parts, place: int | str) -> str:
    if isinstance(place, str):
        return f"in the {place}"
    shape = parts.beliefs.geometry.shape(place)
    return "somewhere" if shape is None else f"at the {shape.label}"
