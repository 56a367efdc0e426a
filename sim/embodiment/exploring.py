"""Looking for things: place after place, or wherever it is most worth while.

What frames seem to show of what is looked for, and the memory does not believe yet, is looked at
from near.
"""

from __future__ import annotations

import math

import numpy as np

from whereseen.acting.exploration.customs import is_opened_for
from whereseen.acting.manipulation.geometry import Shape
from whereseen.acting.skills.call import Explore, Pose2
from whereseen.acting.skills.kinds import is_open_above
from whereseen.acting.skills.outcome import FailureKind
from whereseen.memory.encoder.question import noun_phrase_of
from whereseen.sim.embodiment.driving import drive_to
from whereseen.sim.embodiment.failing import SkillFailed
from whereseen.sim.embodiment.going import go_into, look_over, looking_stand, move_to
from whereseen.sim.embodiment.opening import opened_in_turn
from whereseen.sim.embodiment.parts import Parts

_SWEEP_RAD = (-0.85, 0.0, 0.85)
_TURNS = 5  # looks all around in a room
_DOWN_M = 0.6  # height of what is looked at all around
_AROUND_M = 2.0
_NEAR_M = 0.75  # from where what seems to be it is looked at
_OPENS_M = 2.0  # so near furniture is looked into on the way
_MOST_VIEWS = 60
_ENDING = (FailureKind.CANCELLED, FailureKind.TIMED_OUT)


class Search:
    """One exploration: what it looks for, and what it has looked at from near in vain.

    Args:
        parts: Of the robot.
        query: As "a red mug"; empty to see everything.
    """

    def __init__(self, parts: Parts, query: str) -> None:
        self._parts = parts
        self._query = query
        self._since_ns = parts.body.now_ns
        self._denied: list[Shape] = []

    def is_over(self) -> bool:
        """Bring up to date what was seen, follow it up, and ask whether that is enough."""
        parts = self._parts
        parts.beliefs.settle()
        if not self._query:
            return False
        for _ in range(2):
            if parts.order.is_enough():
                return True
            hint = self._hint()
            if hint is None:
                return False
            self._look_closely(hint)
        return parts.order.is_enough()

    def _hint(self) -> Shape | None:
        """Something that may be it, and was not looked at from near."""
        hints = self._parts.beliefs.hints(self._query, self._since_ns)
        fresh = [each for each in hints if not any(_same(each, one) for one in self._denied)]
        x, y, _ = self._parts.body.pose
        return min(fresh, key=lambda it: math.dist(it.position_m[:2], (x, y)), default=None)

    def _look_closely(self, hint: Shape) -> None:
        parts = self._parts
        self._denied.append(hint)
        parts.tell(f"that may be the {hint.label}: looking from near")
        try:
            move_to(parts, looking_stand(parts, hint, far_m=_NEAR_M).pose)
        except SkillFailed as failed:
            _unless_ending(failed)
        for number in range(2):
            parts.body.look(hint.middle_m, is_new=number == 0)
            parts.beliefs.settle()


def explore(parts: Parts, call: Explore) -> None:
    """Look around until the order says that it is enough; raises SkillFailed if it never does.

    Without a query all is looked at and that is it.
    """
    search = Search(parts, call.query)
    if call.places:
        found = any(_visit(parts, place, search, call.query) for place in call.places)
    else:
        found = _roam(parts, search, call.query)
    if call.query and not found:
        raise SkillFailed(FailureKind.NOT_FOUND, f"{call.query} was not to be seen")


def _roam(parts: Parts, search: Search, query: str) -> bool:
    """Go wherever it is most worth while."""
    explorer, opened = parts.beliefs.explorer(), set[int]()
    for _ in range(_MOST_VIEWS):
        view = None if explorer is None else explorer.next_view(query, parts.body.pose)
        if explorer is None or view is None:
            return _visit_all(parts, search, query, opened)
        parts.tell(f"looking for {query or 'everything'}: {view.reason}")
        try:
            drive_to(parts.body, parts.floor, view.pose[:2])
        except SkillFailed as failed:
            _unless_ending(failed)
        parts.areas += 1
        _sweep(parts, view.pose)
        explorer.looked(query, view, pose=parts.body.pose)
        if search.is_over() or _open_near(parts, search, query, opened):
            return True
    return False


def _open_near(parts: Parts, search: Search, query: str, opened: set[int]) -> bool:
    """Look into furniture near by in which such things are kept; whether that was enough."""
    noun = noun_phrase_of(query) or query
    for place, shape in sorted(parts.beliefs.receptacles().items()):
        near = math.dist(parts.body.pose[:2], shape.position_m[:2]) <= _OPENS_M
        if near and noun and place not in opened and is_opened_for(noun, shape.label):
            opened.add(place)
            if _visit(parts, place, search, query):
                return True
    return False


def _visit_all(parts: Parts, search: Search, query: str, visited: set[int]) -> bool:
    """Go before all other furniture that things may be on, the nearest next one first."""
    left = {at: each for at, each in parts.beliefs.receptacles().items() if at not in visited}
    while left:
        x, y, _ = parts.body.pose
        place = min(left, key=lambda each: (math.dist(left[each].position_m[:2], (x, y)), each))
        del left[place]
        if _visit(parts, place, search, query):
            return True
    return False


def _sweep(parts: Parts, pose: Pose2) -> None:
    """Look to both sides of a heading."""
    parts.body.turn_to(pose[2], within_rad=0.1)
    for number, pan in enumerate(_SWEEP_RAD):
        _look_towards(parts, parts.body.pose[2] + pan, is_new=number == 0)


def _look_towards(parts: Parts, way_rad: float, *, is_new: bool) -> None:
    x, y, _ = parts.body.pose
    at = (x + _AROUND_M * math.cos(way_rad), y + _AROUND_M * math.sin(way_rad), _DOWN_M)
    parts.body.look(np.array(at), looks=2, is_new=is_new)


def _visit(parts: Parts, place: int | str, search: Search, query: str) -> bool:
    """Look at a place; whether that was enough. One that nothing free leads to is left out."""
    parts.tell(f"looking for {query or 'everything'}: {_named(parts, place)}")
    try:
        if isinstance(place, str):
            go_into(parts, place)
            parts.areas += 1
            return _look_around(parts, search)
        shape = parts.beliefs.geometry.shape(place)
        if shape is None:
            return False
        # What lies in a basin is hidden by its rim from farther away.
        far_m = parts.body.world.robot.radius_m if is_open_above(shape.label) else None
        move_to(parts, looking_stand(parts, shape, far_m).pose)
    except SkillFailed as failed:
        _unless_ending(failed)
        return False
    parts.areas += 1
    look_over(parts, shape)
    return search.is_over() or _look_into(parts, place, shape, search)


def _look_into(parts: Parts, place: int, shape: Shape, search: Search) -> bool:
    """Open what is closed, look, and close it again; whether that was enough.

    What is locked, or opens only where the robot does not get to, is left out.
    """
    if not parts.body.config.opens:
        return False
    try:
        for _ in opened_in_turn(parts, parts.beliefs.geometry.shape(place) or shape):
            look_over(parts, shape)
            if search.is_over():
                return True
    except SkillFailed as failed:
        _unless_ending(failed)
    return False


def _look_around(parts: Parts, search: Search) -> bool:
    yaw = parts.body.pose[2]
    for turn in range(_TURNS):
        _look_towards(parts, yaw + turn * 2.0 * math.pi / _TURNS, is_new=turn == 0)
        if search.is_over():
            return True
    return False


def _unless_ending(failed: SkillFailed) -> None:
    """Raise again what ends the whole exploration."""
    if failed.failure.kind in _ENDING:
        raise failed


def _same(one: Shape, other: Shape) -> bool:
    return math.dist(one.position_m, other.position_m) <= 0.25


def _named(parts: Parts, place: int | str) -> str:
    if isinstance(place, str):
        return f"in the {place}"
    shape = parts.beliefs.geometry.shape(place)
    return "somewhere" if shape is None else f"at the {shape.label}"
