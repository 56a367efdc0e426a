"""Taking things in hand: where to stand, how to grasp, and whether it is the right thing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from whereseen.acting.manipulation.errors import NoGrasp
from whereseen.acting.manipulation.geometry import Shape
from whereseen.acting.manipulation.grasps import Grasp, GraspKind, grasps_of
from whereseen.acting.skills.call import Pick
from whereseen.acting.skills.outcome import FailureKind
from whereseen.memory.chronicle import Deed, Stay
from whereseen.memory.frames import Float64
from whereseen.memory.language import Actor, Role, Verb
from whereseen.sim.embodiment.failing import SkillFailed
from whereseen.sim.embodiment.going import (
    come_round,
    looking_stand,
    move_to,
    reaching_stand,
    require_seen,
    top_of,
)
from whereseen.sim.embodiment.in_hand import label_in_hand
from whereseen.sim.embodiment.parts import Held, Parts
from whereseen.sim.embodiment.standing import Approach, Stand, stands_to_reach
from whereseen.sim.world.errors import ActionFailed

ROBOT = Actor(Role.ROBOT)
_ABOVE_M = 0.15
_NEAR_M = 0.8  # from where it is looked at once more
_LOOK_IN_HAND = 0.4  # of the arm's way, where what it holds is plain to see
_TURNED_DEG = (20.0, 50.0, 90.0)  # that the forearm may differ from what a grasp asks for
_FINE_M = 0.01
_ANOTHER_WAY = (FailureKind.NO_GRASP, FailureKind.OUT_OF_REACH)  # after which another may do


@dataclass(frozen=True, slots=True)
class _Plan:
    """A grasp, where to stand for it, and how the arm comes."""

    grasp: Grasp
    stand: Stand
    above_m: float


def pick(parts: Parts, call: Pick) -> None:
    """Take a thing in hand; raises SkillFailed."""
    if parts.held is not None:
        raise SkillFailed(FailureKind.HAND_FULL, f"the hand holds the {parts.held.shape.label}")
    failed: SkillFailed | None = None
    for number in range(parts.body.config.attempts):
        shape = seen_near(parts, call.thing_id)
        start_ns = parts.body.now_ns
        try:
            held = _take(parts, call.thing_id, shape, skip=number)
        except SkillFailed as failure:
            parts.arm.withdraw(above_m=_ABOVE_M)
            if failure.failure.kind not in _ANOTHER_WAY:
                raise
            failed = failure
            continue
        parts.held = held
        _check(parts, held)
        note_taken(parts, held, start_ns)
        parts.arm.tuck()
        _look_back(parts, shape)
        return
    assert failed is not None  # there is one attempt at least
    raise failed


def seen_near(parts: Parts, thing_id: int) -> Shape:
    """Go where a thing can be reached, and look at it closely; raises SkillFailed."""
    shape = parts.shape(thing_id)
    stand = reaching_stand(parts, top_of(shape))
    if not _is_here(parts, shape):
        parts.tell(f"going to the {shape.label}")
        move_to(parts, (stand or looking_stand(parts, shape)).pose)
    shape = _looked_at(parts, thing_id, shape)
    if stand is None and reaching_stand(parts, top_of(shape)) is None:
        raise SkillFailed(
            FailureKind.OUT_OF_REACH, f"the arm does not reach the {shape.label}", thing_id
        )
    return shape


def _looked_at(parts: Parts, thing_id: int, shape: Shape) -> Shape:
    """A thing as it is now, looked at from another side too if it is not to be seen from here.

    Raises:
        SkillFailed: if it is not there; the absence is noted then.
    """
    start_ns = parts.body.now_ns
    parts.tell(f"looking at the {shape.label}")
    for is_first in (True, False):
        if not is_first:
            parts.tell(f"the {shape.label} is not to be seen: looking from another side")
            come_round(parts, shape, _NEAR_M)
        parts.body.look(shape.middle_m, is_new=is_first)
        parts.beliefs.settle([thing_id])
        is_gone = parts.beliefs.geometry.shape(thing_id) is None  # one saw through where it was
        if is_gone or parts.beliefs.is_seen(shape, start_ns) is not False:
            break
    return require_seen(parts, thing_id, shape, start_ns)


def _is_here(parts: Parts, shape: Shape) -> bool:
    """Whether the robot stands so that it reaches the thing and sees it."""
    x, y, _ = parts.body.pose
    far_m = math.dist((x, y), shape.position_m[:2])
    span = parts.arm.span
    return span.near_m < far_m < span.far_m - 0.02


def _take(parts: Parts, thing_id: int, shape: Shape, *, skip: int) -> Held:
    """One attempt, with the next best plan each time."""
    plans = list(islice(_plans(parts, shape), skip + 1))
    if not plans:
        raise SkillFailed(
            FailureKind.OUT_OF_REACH, f"the arm does not get to the {shape.label}", thing_id
        )
    plan = plans[-1]
    parts.tell(f"taking the {shape.label} from {_from(plan.grasp)}")
    move_to(parts, plan.stand.pose)
    parts.arm.open_hand()
    point = plan.grasp.position_m
    parts.arm.extend_to(point, above_m=plan.above_m)
    try:
        parts.body.simulator.grip()
    except ActionFailed as failure:
        raise SkillFailed(
            FailureKind.NO_GRASP, f"the fingers met nothing: {failure.what}", thing_id
        ) from failure
    if parts.rng.random() < parts.body.config.slip_share:
        parts.body.simulator.let_go()
        raise SkillFailed(FailureKind.NO_GRASP, f"the {shape.label} slipped", thing_id)
    below_m = float(point[2] - shape.low_m[2])
    return Held(thing_id, shape, max(below_m, 0.0), shape.middle_m[:2] - point[:2])


def _from(grasp: Grasp) -> str:
    return "above" if grasp.kind is GraspKind.TOP else "the side"


def _plans(parts: Parts, shape: Shape) -> Iterator[_Plan]:
    """Grasps that can be reached, the best first."""
    grasps = _worth_trying(parts, shape)
    for within_deg in _TURNED_DEG:
        for grasp in grasps:
            above_m = _ABOVE_M if grasp.kind is GraspKind.TOP else 0.0
            stand = _stand_for(parts, grasp, above_m, math.radians(within_deg))
            if stand is not None:
                yield _Plan(grasp, stand, above_m)


def _worth_trying(parts: Parts, shape: Shape) -> Sequence[Grasp]:
    """A few grasps of each kind that differ in where the forearm comes from."""
    fine = len(shape.points_map) > 0 and not _are_voxels(shape, parts)
    resolution_m = _FINE_M if fine else parts.beliefs.geometry.voxel_size_m / 2.0
    points = shape.points_map if len(shape.points_map) else _corners(shape)
    try:
        found = grasps_of(points, parts.body.config.hand, resolution_m=resolution_m)
    except NoGrasp as failure:
        raise SkillFailed(
            FailureKind.NO_GRASP, f"the {shape.label} cannot be grasped: {failure}"
        ) from failure
    return found


def _are_voxels(shape: Shape, parts: Parts) -> bool:
    """Whether points are centres of voxels."""
    edge = parts.beliefs.geometry.voxel_size_m
    off = np.abs(shape.points_map / edge % 1.0 - 0.5)
    return bool((off < 1e-3).all())


def _corners(shape: Shape) -> Float64:
    low, high = shape.low_m, shape.high_m
    grid = np.stack(np.meshgrid(*([0.0, 0.5, 1.0],) * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    return np.asarray(low + grid * (high - low))


def _stand_for(parts: Parts, grasp: Grasp, above_m: float, within_rad: float) -> Stand | None:
    """Where to stand so that the forearm lies as a grasp asks for; here, if that will do."""
    span, at = parts.arm.span, grasp.position_m
    x, y, _ = parts.body.pose
    here = span.yaw_to((x, y), at)
    if (
        _fits(grasp, here + span.azimuth_rad, within_rad)
        and parts.arm.span.near_m < math.dist((x, y), at[:2]) < span.far_m
    ):
        return Stand((x, y, here), 0.0, 0)
    points = parts.free_points()
    found = stands_to_reach(
        points,
        parts.body.pose,
        at,
        parts.beliefs.geometry,
        span,
        radius_m=parts.body.world.robot.radius_m,
        approach=Approach(above_m),
    )
    return next(
        (each for each in found if _fits(grasp, each.pose[2] + span.azimuth_rad, within_rad)), None
    )


def _fits(grasp: Grasp, forearm_rad: float, within_rad: float) -> bool:
    """Whether the forearm lies about as the grasp asks for."""
    off = math.remainder(forearm_rad - grasp.yaw_rad, 2.0 * math.pi)
    return abs(off) <= within_rad


def _check(parts: Parts, held: Held) -> None:
    """Lift it, look at it, and put it back if it is something else."""
    body, robot = parts.body, parts.body.world.robot
    at = body.gripper_m
    joints, now = robot.model.joints, body.world.drive.joints
    body.move({"lift": min(now["lift"] + _ABOVE_M, joints["lift"].upper)})
    chain = robot.chains.get("arm", ("arm",))
    body.move({each: joints[each].upper * _LOOK_IN_HAND for each in chain})
    label = label_in_hand(parts)
    if label and label != held.shape.label:
        parts.arm.extend_to(at, above_m=_ABOVE_M)
        body.simulator.let_go()
        parts.held = None
        parts.arm.withdraw(above_m=_ABOVE_M)
        raise SkillFailed(
            FailureKind.WRONG_THING, f"it is a {label}, not the {held.shape.label}", held.thing_id
        )
    parts.arm.withdraw(above_m=0.0)


def note_taken(parts: Parts, held: Held, start_ns: int) -> None:
    """The robot took a thing from where it was."""
    thing = parts.beliefs.thing(held.thing_id)
    now_ns = parts.body.now_ns
    before = Stay(
        thing_id=held.thing_id,
        label=held.shape.label,
        position_m=held.shape.position_m,
        start_ns=start_ns if thing is None else min(thing.last_seen_ns, start_ns),
        end_ns=now_ns,
        last_seen_ns=start_ns,
        room="" if thing is None else thing.room,
    )
    parts.beliefs.note_deed(
        Deed(Verb.TOOK, start_ns, now_ns, ROBOT, held.thing_id, held.shape.label, before=before)
    )


def _look_back(parts: Parts, shape: Shape) -> None:
    """Look at where it was, so that the memory sees that it is gone from there."""
    parts.body.look(shape.middle_m)
    parts.beliefs.settle()
