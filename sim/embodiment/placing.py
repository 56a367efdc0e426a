"""Putting down what is in hand: a free spot, over it, and whether it stands there."""

from __future__ import annotations

import math

import numpy as np

from whereseen.acting.manipulation.errors import NoRoom
from whereseen.acting.manipulation.geometry import Shape
from whereseen.acting.manipulation.placements import Footprint, Placement, placements_on
from whereseen.acting.skills import kinds
from whereseen.acting.skills.call import Place, Relation
from whereseen.acting.skills.outcome import FailureKind
from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle import Deed, Stay
from whereseen.memory.frames import Float64
from whereseen.memory.language import Verb
from whereseen.sim.embodiment.failing import SkillFailed
from whereseen.sim.embodiment.falling import settle_released
from whereseen.sim.embodiment.going import (
    come_round,
    look_over,
    looking_stand,
    move_to,
    reaching_stand,
    top_of,
)
from whereseen.sim.embodiment.parts import Held, Parts
from whereseen.sim.embodiment.picking import ROBOT
from whereseen.sim.embodiment.standing import Approach, Stand, stands_to_reach

_ABOVE_M = 0.2  # over the spot the arm goes out
_SPARE_M = 0.025  # above the surface it lets go
_TRIED = 12  # spots
_FELL_M = 0.15
_TIGHT = 0.6  # of its radius a long thing takes across
_WELL_SEEN_M = 0.8  # from there, and then from nearer, one looks into a basin
_HIDDEN = 3  # voxels that may be in the arm's way, as noise is


def place(parts: Parts, call: Place) -> None:
    """Put what is in hand on or in a piece of furniture; raises SkillFailed."""
    if parts.held is None:
        raise SkillFailed(FailureKind.HAND_EMPTY, "there is nothing in the hand")
    held, start_ns = parts.held, parts.body.now_ns
    furniture = parts.shape(call.receptacle_id)
    _look_at_it(parts, furniture)
    try:
        spot, stand = _chosen(parts, held, parts.shape(call.receptacle_id), call)
    except SkillFailed as failed:
        if failed.failure.kind is not FailureKind.NO_ROOM or call.relation is not Relation.IN:
            raise
        _look_into_it(parts, furniture)
        spot, stand = _chosen(parts, held, parts.shape(call.receptacle_id), call)
    parts.tell(f"putting the {held.shape.label} {call.relation.value} the {furniture.label}")
    move_to(parts, stand.pose)
    over = _hand_over(held, spot)
    parts.body.turn_to(parts.arm.span.yaw_to(parts.body.pose[:2], over))  # from where it came to
    parts.arm.extend_to(over, above_m=_ABOVE_M)
    put_m = _let_go(parts, held, spot)
    _note(parts, held, call, furniture, put_m, start_ns)
    parts.arm.withdraw(above_m=_ABOVE_M)
    _verify(parts, held, put_m, spot.position_m, f"{call.relation.value} the {furniture.label}")


def _look_at_it(parts: Parts, furniture: Shape) -> None:
    """See its surfaces as they are now."""
    stand = reaching_stand(parts, top_of(furniture))
    here = parts.body.pose
    if (
        stand is None
        or math.dist(here[:2], furniture.position_m[:2])
        > math.dist(stand.pose[:2], furniture.position_m[:2]) + 0.3
    ):
        move_to(parts, (stand or looking_stand(parts, furniture)).pose)
    look_over(parts, furniture)
    parts.beliefs.settle()


def _look_into_it(parts: Parts, furniture: Shape) -> None:
    """See the bottom of what is open from above, from as near as one can get."""
    move_to(parts, looking_stand(parts, furniture, far_m=parts.body.world.robot.radius_m).pose)
    look_over(parts, furniture)
    parts.beliefs.settle()


def _chosen(parts: Parts, held: Held, furniture: Shape, call: Place) -> tuple[Placement, Stand]:
    """A spot that the arm reaches, and where to stand for it."""
    footprint, span = Footprint.of(held.shape.size_m), parts.arm.span
    try:
        spots = _spots(parts, held, furniture, call, footprint)
    except NoRoom:
        spots = _tight_spots(parts, held, furniture, call, footprint)
    points, best = parts.free_points(), None
    spots = _firm(parts, spots)
    for spot in spots[:: max(1, len(spots) // _TRIED)]:
        for above_m in (_ABOVE_M, 0.0):
            found = stands_to_reach(
                points,
                parts.body.pose,
                _hand_over(held, spot),
                parts.beliefs.geometry,
                span,
                radius_m=parts.body.world.robot.radius_m,
                approach=Approach(above_m),
                beside_m=footprint.radius_m + 0.05,
            )
            if found and (best is None or found[0].cost_m < best[1].cost_m):
                best = spot, found[0]
    if best is None or best[1].hidden > _HIDDEN:
        _fail_if_closed(parts, call, furniture)
    if best is None:
        raise SkillFailed(
            FailureKind.OUT_OF_REACH,
            f"no free place of the {furniture.label} is within reach",
            call.receptacle_id,
        )
    return best


def _firm(parts: Parts, spots: tuple[Placement, ...]) -> tuple[Placement, ...]:
    """Spots from which nothing has fallen, if there are any: what seems level may be an edge."""
    firm = (
        spot
        for spot in spots
        if all(math.dist(spot.position_m, each) > _FELL_M for each in parts.fallen_m)
    )
    return tuple(firm) or spots


def _spots(
    parts: Parts, held: Held, furniture: Shape, call: Place, footprint: Footprint
) -> tuple[Placement, ...]:
    span = parts.arm.span
    return placements_on(
        furniture,
        parts.beliefs.geometry,
        footprint,
        near_m=parts.body.pose[:2],
        relation=call.relation,
        reach_m=(span.low_m - held.below_m, span.high_m - held.below_m),
    )


def _tight_spots(
    parts: Parts, held: Held, furniture: Shape, call: Place, footprint: Footprint
) -> tuple[Placement, ...]:
    """Spots where it fits if it is turned well; raises SkillFailed if there are none either."""
    tight = Footprint(_TIGHT * footprint.radius_m, footprint.height_m, footprint.foot_m)
    try:
        return _spots(parts, held, furniture, call, tight)
    except NoRoom as failure:
        _fail_if_closed(parts, call, furniture)
        raise SkillFailed(FailureKind.NO_ROOM, str(failure), call.receptacle_id) from failure


def _fail_if_closed(parts: Parts, call: Place, furniture: Shape) -> None:
    """What stands in the arm's way may be a door."""
    known = parts.beliefs.thing(call.receptacle_id)
    has_doors = call.relation is Relation.IN and not kinds.is_open_above(furniture.label)
    if has_doors and known is not None and "closed" in known.states:
        raise SkillFailed(
            FailureKind.IS_CLOSED, f"the {furniture.label} is closed", call.receptacle_id
        )


def _hand_over(held: Held, spot: Placement) -> Float64:
    """Where the fingers are when they let go over a spot."""
    x, y, z = spot.position_m
    return np.array([x, y, z + held.below_m + _SPARE_M])


def _let_go(parts: Parts, held: Held, spot: Placement) -> Metres3:
    """Open the fingers; where the middle of the thing is then, as far as the robot knows."""
    parts.body.simulator.let_go()
    settle_released(parts)
    parts.held = None
    x, y, z = spot.position_m
    return x, y, z + held.shape.size_m[2] / 2.0


def _note(
    parts: Parts, held: Held, call: Place, furniture: Shape, put_m: Metres3, start_ns: int
) -> None:
    """The robot put a thing somewhere."""
    now_ns, known = parts.body.now_ns, parts.beliefs.thing(call.receptacle_id)
    after = Stay(
        thing_id=held.thing_id,
        label=held.shape.label,
        position_m=put_m,
        start_ns=now_ns,
        end_ns=None,
        last_seen_ns=now_ns,
        room="" if known is None else known.room,
        relation=call.relation.value,
        support=furniture.label,
    )
    parts.beliefs.note_deed(
        Deed(Verb.PUT, start_ns, now_ns, ROBOT, held.thing_id, held.shape.label, after=after)
    )


def _verify(parts: Parts, held: Held, put_m: Metres3, spot_m: Metres3, where: str) -> None:
    """Look whether it stands where it was put, if need be from where more of that is in view."""
    start_ns = parts.body.now_ns
    put = Shape(held.shape.label, put_m, held.shape.size_m, held.shape.points_map)
    for far_m in (None, _WELL_SEEN_M, _WELL_SEEN_M / 2.0):
        if far_m is not None:
            come_round(parts, put, far_m)
        parts.body.look(put.middle_m, is_new=far_m is None)
        parts.beliefs.settle([held.thing_id])
        if parts.beliefs.is_seen(put, start_ns) is not False:
            return
    if not parts.beliefs.is_in_view(put, start_ns):  # behind a rim: silence is not absence
        parts.tell(f"the {put.label} is hidden {where}")
        return
    parts.fallen_m.append(spot_m)
    parts.beliefs.note_absence(held.thing_id, put_m)
    raise SkillFailed(
        FailureKind.NOT_THERE,
        f"the {held.shape.label} is not to be seen {where}: it may have fallen",
        held.thing_id,
    )
