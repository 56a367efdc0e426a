"""Rules of furniture: where it stands, what it goes through, whether it opens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
import shapely

from whereseen.memory.frames import Float64
from whereseen.sim.scene.description import Opening, Room, Scene
from whereseen.sim.scene.home import Home, Piece
from whereseen.sim.scene.rules.violation import Violation
from whereseen.sim.scene.solids import Solids, moved_by, solids_of
from whereseen.sim.scene.structure import is_built

DOORSTEP_M = 0.8  # that stays free on both sides of a doorway
_SLACK_M = 5e-3
_SHARED_M2 = 4e-4  # solids that share less just touch
_BEFORE_M = 0.2  # what hangs nearer to a window than that hangs before it


def furniture_violations(home: Home, solids: Mapping[str, Solids]) -> Iterator[Violation]:
    """What is wrong with the furniture.

    Args:
        home: All that there is.
        solids: Of the furniture, by name, with its joints as they are at first.
    """
    scene = home.scene
    for name, piece in home.pieces.items():
        room = home.rooms[piece.item.room]
        if not is_built(piece.kind.name) and not _is_inside(solids[name], room, scene.height_m):
            yield Violation("furniture is not inside its room", (name, room.name))
        if solids[name].is_flat:
            continue
        for opening in scene.openings:
            if _is_before(piece, solids[name], opening, scene):
                yield Violation(f"furniture is before a {opening.kind}", (name, opening.name))
    loose = [name for name in _upright(solids) if not is_built(home.pieces[name].kind.name)]
    for one, other in combinations(loose, 2):
        shared = solids[one].shared_m2(solids[other])
        if shared > _SHARED_M2:
            yield Violation("furniture overlaps", (one, other), f"{shared * 1e4:.0f} cm2")
    yield from _stuck(home, solids)


def doorstep(opening: Opening, wall_m: float) -> shapely.Geometry:
    """What must stay free on both sides of a doorway, on the floor plan."""
    (x, y), half, deep = opening.at_m, opening.width_m / 2, wall_m / 2 + DOORSTEP_M
    dx, dy = (half, deep) if opening.along == "x" else (deep, half)
    return shapely.box(x - dx + _SLACK_M, y - dy + _SLACK_M, x + dx - _SLACK_M, y + dy - _SLACK_M)


def _upright(solids: Mapping[str, Solids]) -> list[str]:
    """All furniture that does not lie flat."""
    return [name for name, each in solids.items() if not each.is_flat]


def _is_inside(solids: Solids, room: Room, height_m: float) -> bool:
    """Whether it is between the walls, if they are ours, and between floor and ceiling."""
    floor = shapely.box(*room.low_m, *room.high_m).buffer(_SLACK_M, join_style="mitre")
    low, high = float(solids.low_m.min()), float(solids.high_m.max())
    on_plan = not room.walls or bool(shapely.covers(floor, solids.outlines).all())
    return on_plan and low >= -_SLACK_M and high <= height_m + _SLACK_M


def _is_before(piece: Piece, solids: Solids, opening: Opening, scene: Scene) -> bool:
    """Whether a piece is in a doorway's way, or hangs before a window."""
    if piece.item.room not in opening.rooms:
        return False
    near = solids.between(opening.bottom_m, opening.top_m)
    if opening.kind == "doorway":
        return bool(shapely.intersects(near.outlines, doorstep(opening, scene.wall_m)).any())
    if not piece.kind.hangs:
        return False
    (x, y), half, deep = opening.at_m, opening.width_m / 2, scene.wall_m / 2 + _BEFORE_M
    dx, dy = (half, deep) if opening.along == "x" else (deep, half)
    return bool(
        shapely.intersects(near.outlines, shapely.box(x - dx, y - dy, x + dx, y + dy)).any()
    )


def _stuck(home: Home, solids: Mapping[str, Solids]) -> Iterator[Violation]:
    """Doors and drawers that run into walls or other furniture; chairs can be pulled away."""
    for name, piece in home.pieces.items():
        room = home.rooms[piece.item.room]
        others = [each for each in _upright(solids) if _may_block(home, piece, each)]
        for joint in piece.model.joints:
            for opened in _opened(piece, joint):
                if not _is_inside(opened, room, home.scene.height_m):
                    yield Violation("a door or drawer runs into a wall", (name, joint))
                    break
                hit = [each for each in others if opened.shared_m2(solids[each]) > _SHARED_M2]
                if hit:
                    yield Violation("a door or drawer does not open", (name, joint, *hit))
                    break


def _may_block(home: Home, piece: Piece, name: str) -> bool:
    other = home.pieces[name]
    return other is not piece and piece.kind.name not in other.kind.companions


def _opened(piece: Piece, joint: str) -> Iterator[Solids]:
    """What moves with a joint, half and wide open."""
    for share in (0.5, 1.0):
        positions = {joint: piece.model.joints[joint].upper * share}
        solids = solids_of(piece.model, piece.T_map_piece, positions, moved_by(piece.model, joint))
        if len(solids.outlines):
            yield solids


def front_of(piece: Piece) -> shapely.Geometry:
    """From where a piece is used: the edge at its front, or all round what stands free."""
    (x0, y0, _), (x1, y1, _) = piece.model.box_m()
    corners: Float64 = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    placed = corners @ piece.T_map_piece[:2, :2].T + piece.T_map_piece[:2, 3]
    if piece.kind.standing in ("middle", "beside"):
        return shapely.Polygon(placed)
    return shapely.LineString(placed[:2])
