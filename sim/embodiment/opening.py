"""Opening and closing furniture, part by part."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from whereseen.acting.manipulation.geometry import Shape
from whereseen.acting.skills.call import Close, Open
from whereseen.acting.skills.outcome import FailureKind
from whereseen.memory.chronicle import Deed
from whereseen.memory.language import Verb
from whereseen.sim.embodiment.failing import SkillFailed
from whereseen.sim.embodiment.going import looking_stand, move_to
from whereseen.sim.embodiment.parts import Parts
from whereseen.sim.embodiment.picking import ROBOT
from whereseen.sim.scene.home import Piece
from whereseen.sim.world.errors import ActionFailed, Locked

_FARS_M = (0.8, 0.5, 0.3)  # from the front: doors do not meet the robot, else nearer
_SAME_M = 0.6  # between furniture as it is believed and as it is
_MOVE_S = 2.0  # that a door or a drawer takes
_STOOD_M = 1.0


def set_open(parts: Parts, call: Open | Close) -> None:
    """Open or close all doors and drawers of a piece of furniture; raises SkillFailed."""
    shape = parts.shape(call.receptacle_id)
    is_open = isinstance(call, Open)
    parts.tell(f"{'opening' if is_open else 'closing'} the {shape.label}")
    piece = openable_at(parts, shape)
    if piece is None:
        raise SkillFailed(
            FailureKind.NOT_POSSIBLE, f"the {shape.label} does not open", call.receptacle_id
        )
    start_ns = parts.body.now_ns
    stand_before(parts, shape)
    _move_all(parts, piece, shape, is_open=is_open)
    verb = Verb.OPENED if is_open else Verb.CLOSED
    now_ns = parts.body.now_ns
    parts.beliefs.note_deed(Deed(verb, start_ns, now_ns, ROBOT, call.receptacle_id, shape.label))
    parts.body.look(shape.middle_m)
    parts.beliefs.settle([call.receptacle_id])


def _move_all(parts: Parts, piece: Piece, shape: Shape, *, is_open: bool) -> None:
    """Move all doors and drawers, from nearer if they are out of reach; raises SkillFailed.

    Furniture is believed to be as large as it was seen with its doors open.
    """
    for far_m in (*_FARS_M[1:], None):
        try:
            for joint in piece.model.joints:
                move_joint(parts, piece, joint, is_open=is_open)
            return
        except SkillFailed as failed:
            if far_m is None or failed.failure.kind is not FailureKind.OUT_OF_REACH:
                raise
        move_to(parts, looking_stand(parts, shape, far_m=far_m).pose)


def openable_at(parts: Parts, shape: Shape) -> Piece | None:
    """The furniture that a hand would find there, if it has doors or drawers."""
    at = parts.body.true_m(shape.middle_m)
    found = [piece for piece in parts.body.world.home.pieces.values() if piece.model.joints]
    near = [(_apart_m(piece, at[:2]), piece.item.name, piece) for piece in found]
    apart_m, _, piece = min(near, default=(math.inf, "", None), key=lambda each: each[:2])
    return piece if apart_m <= _SAME_M else None


def _apart_m(piece: Piece, at_m: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    low, high = piece.model.box_m()
    corners = np.array([[x, y, 0.0] for x in (low[0], high[0]) for y in (low[1], high[1])])
    middle = (corners @ piece.T_map_piece[:3, :3].T + piece.T_map_piece[:3, 3]).mean(axis=0)
    return float(np.linalg.norm(middle[:2] - at_m))


def stand_before(parts: Parts, shape: Shape) -> None:
    """Go before furniture, near enough to open it; raises SkillFailed."""
    x, y, _ = parts.body.pose
    out = np.maximum(shape.low_m[:2] - (x, y), (x, y) - shape.high_m[:2])
    if np.linalg.norm(np.maximum(out, 0.0)) > _STOOD_M - 0.1:
        move_to(parts, looking_stand(parts, shape, far_m=_FARS_M[0]).pose)


def move_joint(parts: Parts, piece: Piece, joint: str, *, is_open: bool) -> None:
    """Open or close one door or drawer; one that would hit the robot stays; raises SkillFailed."""
    body, world, name = parts.body, parts.body.world, piece.item.name
    before = world.contents.shares[name][joint]
    try:
        body.simulator.open(name, joint, 1.0 if is_open else 0.0)
    except Locked as failure:
        raise SkillFailed(FailureKind.NOT_POSSIBLE, failure.what) from failure
    except ActionFailed as failure:
        raise SkillFailed(FailureKind.OUT_OF_REACH, str(failure)) from failure
    if not world.free_floor.holds(*world.drive.at[:2]):
        body.simulator.open(name, joint, before)
        return
    body.wait(_MOVE_S)


def opened_in_turn(parts: Parts, shape: Shape) -> Iterator[None]:
    """Open closed doors and drawers one after the other, and close each again after its turn.

    Whoever stops asking leaves the last one open.
    """
    piece = openable_at(parts, shape)
    if piece is None:
        return
    stand_before(parts, shape)
    shares = parts.body.world.contents.shares[piece.item.name]
    for joint in [name for name, share in shares.items() if share < 0.5]:
        move_joint(parts, piece, joint, is_open=True)
        yield
        move_joint(parts, piece, joint, is_open=False)
