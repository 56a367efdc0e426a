"""Going before things, and looking at them."""

from __future__ import annotations

import math

import numpy as np

from whereseen.acting.manipulation.geometry import Shape
from whereseen.acting.skills.call import GoTo, LookAt, Pose2
from whereseen.acting.skills.outcome import FailureKind
from whereseen.memory.frames import Float64
from whereseen.sim.embodiment.driving import drive_to
from whereseen.sim.embodiment.failing import SkillFailed
from whereseen.sim.embodiment.parts import Parts
from whereseen.sim.embodiment.standing import Approach, Stand, stands_to_look, stands_to_reach

_TOP_M = 0.15  # above what it reaches for the arm goes out
_SIDES = (Approach(_TOP_M), Approach(0.0))
_SPREAD_M = 0.7  # between the points that are looked at on long furniture
_LEVEL_M = 0.45  # and between those one over the other on high furniture
_NEAR_M = 2.0  # from where a thing is looked at without going nearer
_OTHER_SIDE_RAD = 0.6
_ROUND_WORTH_M = 2.5  # another side is worth so long a way


def go(parts: Parts, call: GoTo) -> None:
    """Drive before a thing, into a room, or to a pose; raises SkillFailed."""
    if isinstance(call.target, tuple):
        drive_to(parts.body, parts.floor, call.target[:2])
        parts.body.turn_to(call.target[2])
        return
    if isinstance(call.target, str):
        go_into(parts, call.target)
        return
    shape = parts.shape(call.target)
    parts.tell(f"going to the {shape.label}")
    stand = reaching_stand(parts, top_of(shape)) or looking_stand(parts, shape)
    move_to(parts, stand.pose)
    look_over(parts, shape)
    parts.beliefs.settle([call.target])


def go_into(parts: Parts, room: str) -> None:
    """Drive into a room; raises SkillFailed."""
    middle = parts.beliefs.geometry.middle_of(room)
    if middle is None:
        raise SkillFailed(FailureKind.NOT_FOUND, f"no room is known as {room!r}")
    parts.tell(f"going into the {room}")
    points = parts.free_points()
    if not len(points):
        raise SkillFailed(FailureKind.NO_WAY, "the robot has no room to move")
    x, y = points[np.linalg.norm(points - middle, axis=1).argmin()]
    drive_to(parts.body, parts.floor, (float(x), float(y)))


def look_at(parts: Parts, call: LookAt) -> None:
    """Look at a thing, from nearer if it is far or hidden; raises SkillFailed."""
    shape = parts.shape(call.thing_id)
    parts.tell(f"looking at the {shape.label}")
    x, y, _ = parts.body.pose
    if math.dist((x, y), shape.position_m[:2]) > _NEAR_M:
        move_to(parts, looking_stand(parts, shape).pose)
    start_ns = parts.body.now_ns
    parts.body.look(shape.middle_m)
    parts.beliefs.settle([call.thing_id])
    require_seen(parts, call.thing_id, shape, start_ns)


def require_seen(parts: Parts, thing_id: int, before: Shape, since_ns: int) -> Shape:
    """A thing that was just looked at, as it is now.

    Raises:
        SkillFailed: if it is not there; the absence is noted then.
    """
    shape = parts.beliefs.geometry.shape(thing_id)
    if shape is not None and parts.beliefs.is_seen(shape, since_ns) is not False:
        return shape
    parts.beliefs.note_absence(thing_id, before.position_m)
    raise SkillFailed(
        FailureKind.NOT_THERE, f"the {before.label} is not where it was thought to be", thing_id
    )


def move_to(parts: Parts, pose: Pose2) -> None:
    """Drive to a pose, if the robot is not there already; raises SkillFailed."""
    x, y, _ = parts.body.pose
    if math.dist((x, y), pose[:2]) > 0.05:
        drive_to(parts.body, parts.floor, pose[:2])
    parts.body.turn_to(pose[2])


def come_round(parts: Parts, shape: Shape, far_m: float) -> None:
    """Go where a thing is seen from another side, if one gets there; raises SkillFailed at the end.

    What hides it, or the light in which it is not recognised, may be on this side only.
    """
    x, y, _ = parts.body.pose
    now = math.atan2(shape.position_m[1] - y, shape.position_m[0] - x)
    try:
        found = _looking_stands(parts, shape, far_m)
        most_m = found[0].cost_m + _ROUND_WORTH_M
        others = (
            each
            for each in found
            if each.cost_m <= most_m
            and abs(math.remainder(each.pose[2] - now, 2.0 * math.pi)) >= _OTHER_SIDE_RAD
        )
        move_to(parts, next(others, found[0]).pose)
    except SkillFailed as failed:
        if failed.failure.kind in (FailureKind.CANCELLED, FailureKind.TIMED_OUT):
            raise


def looking_stand(parts: Parts, shape: Shape, far_m: float | None = None) -> Stand:
    """Where to see a thing or a piece of furniture from; raises SkillFailed."""
    return _looking_stands(parts, shape, far_m)[0]


def _looking_stands(parts: Parts, shape: Shape, far_m: float | None) -> tuple[Stand, ...]:
    found = stands_to_look(
        parts.free_points(),
        parts.body.pose,
        shape,
        parts.beliefs.geometry,
        eye_m=float(parts.body.eye_m[2]),
        far_m=parts.body.config.distance_m if far_m is None else far_m,
    )
    if not found:
        raise SkillFailed(FailureKind.NO_WAY, f"nothing free leads to the {shape.label}")
    return found


def reaching_stand(parts: Parts, target_m: Float64) -> Stand | None:
    """Where to reach a point (3,) from, coming from above or level; None if it is out of reach."""
    points, best = parts.free_points(), None
    for approach in _SIDES:
        found = stands_to_reach(
            points,
            parts.body.pose,
            target_m,
            parts.beliefs.geometry,
            parts.arm.span,
            radius_m=parts.body.world.robot.radius_m,
            approach=approach,
        )
        if found and (best is None or found[0].cost_m < best.cost_m):
            best = found[0]
    return best


def top_of(shape: Shape) -> Float64:
    """Where the hand would be over a thing (3,): at its top, in the middle."""
    return np.array([*shape.middle_m[:2], float(shape.high_m[2]) - 0.02])


def look_over(parts: Parts, shape: Shape) -> None:
    """Look at all of a thing or a piece of furniture from here."""
    for number, point in enumerate(points_over(shape, float(parts.body.eye_m[2]))):
        parts.body.look(point, is_new=number == 0)


def points_over(shape: Shape, eye_m: float) -> list[Float64]:
    """Points (3,) on a thing to look at, so that all of it has been in view."""
    low, high = shape.low_m, shape.high_m
    along = int(np.argmax(high[:2] - low[:2]))
    count = max(1, round(float((high - low)[along]) / _SPREAD_M))
    top = min(float(high[2]), eye_m + 0.4)
    heights = [top]
    if high[2] - low[2] > 2.0 * _LEVEL_M and top - low[2] > _LEVEL_M:
        heights.append(max(float(low[2]) + 0.15, top - 2.0 * _LEVEL_M))
    points = []
    for height in heights:
        for share in (np.arange(count) + 0.5) / count:
            point = shape.middle_m.copy()
            point[along] = low[along] + share * (high - low)[along]
            point[2] = height
            points.append(point)
    return points
