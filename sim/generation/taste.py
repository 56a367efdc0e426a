"""What people like: how good a place for a piece of furniture is, among those that are possible."""

from __future__ import annotations

import numpy as np

from whereseen.sim.catalogue.kinds import FurnitureKind
from whereseen.sim.generation.rectangle import FRONTS, Rectangle
from whereseen.sim.generation.room_kinds import KITCHEN
from whereseen.sim.generation.room_space import RoomSpace
from whereseen.sim.generation.stand import Stand

_FACES = {"tv stand": ("sofa",), "television": ("sofa",), "tv": ("sofa",)}
# What hangs best above what; all else above whatever is low, or on a free wall.
_OVER = {"mirror": ("bathroom vanity", "washbasin", "hall table", "dresser")}
_BARE = ("coat rack",)  # hangs above nothing
_TALL_M = 1.4
_MIRROR_M = 2.0  # up to which one hangs
_TOUCH_M = 0.03
_SLIT_M = (_TOUCH_M, 0.45)  # gaps that are no use to anybody
_BEST_VIEW_M = (1.8, 4.5)  # from a sofa to what it faces


def is_of_kitchen_row(kind: FurnitureKind) -> bool:
    """Whether it is one of the things that stand side by side along a kitchen wall."""
    usual = max(kind.rooms, key=lambda room: kind.rooms[room], default="")
    return usual == KITCHEN and kind.standing == "wall" and not kind.hangs


def cost_of(stand: Stand, space: RoomSpace) -> float:
    """How bad a place is; only differences count."""
    kind = stand.kind
    cost = sum(4.0 * shared for _, shared in space.windows_behind(stand))
    if stand.looks.is_flat:
        return cost + _rug(stand, space)
    if kind.standing == "middle":
        return cost + _middle(stand, space)
    if stand.beside is not None:
        return cost + _beside(stand, space)
    if stand.looks.is_hanging:
        return cost + _hanging(stand, space)
    cost += _across_cost(stand, space) + _mirror_cost(stand, space)
    if is_of_kitchen_row(kind):
        return cost + _kitchen_row(stand, space)
    return cost + _wall(stand, space)


def _wall(stand: Stand, space: RoomSpace) -> float:
    left, right = gaps(stand, space)
    cost = sum(0.8 for gap in (left, right) if _SLIT_M[0] < gap < _SLIT_M[1])
    wide, deep = stand.looks.size_m
    if stand.kind.standing == "corner":
        return cost + (0.0 if _in_corner(stand, space) else 0.7)
    if stand.looks.up_m[1] > _TALL_M:
        return cost + 0.6 * min(left, right, 1.5)
    if deep > 1.5:  # beds: the head to the wall, away from the door
        ways = [stand.covers.gap_m(step) for step in space.doorsteps]
        cost -= 0.3 * min([*ways, 3.0])
        slim = min(left, right) < 0.65 if wide > 1.25 else min(left, right) > _TOUCH_M
        return cost + (0.9 if slim else 0.0)
    if wide > 1.4:  # sofas: in the middle of a long wall, with something to look at
        cost += 0.3 * abs(left - right)
        free = _free_before(stand, space)
        low, high = _BEST_VIEW_M
        return cost + 0.6 * max(0.0, low + 0.5 - free, free - high)
    return cost + 0.15 * min(left, right, 1.0)


def _in_corner(stand: Stand, space: RoomSpace) -> bool:
    inside, covers = space.inside, stand.covers
    near_x = min(covers.x0 - inside.x0, inside.x1 - covers.x1) < 0.05
    return near_x and min(covers.y0 - inside.y0, inside.y1 - covers.y1) < 0.05


def _kitchen_row(stand: Stand, space: RoomSpace) -> float:
    row = [each for each in space.stands if is_of_kitchen_row(each.kind)]
    left, right = gaps(stand, space)
    if not row:
        return min(left, right) - 0.8 * min(left + right, 3.0)
    same = [each for each in row if each.yaw_deg == stand.yaw_deg]
    apart = min((max(0.0, stand.covers.gap_m(each.covers)) for each in same), default=9.0)
    corner = 1.3 + min(max(0.0, stand.covers.gap_m(each.covers)) for each in row)
    tall = stand.looks.up_m[1] > _TALL_M
    ends = 0.5 * min(left, right, 1.0) if tall else 0.0
    return 2.0 * min(apart, corner) + ends


def faced_by(kind: FurnitureKind) -> tuple[str, ...]:
    """Kinds that it is to be seen from."""
    return _FACES.get(kind.name, ())


def _across_cost(stand: Stand, space: RoomSpace) -> float:
    wanted = faced_by(stand.kind)
    costs = [_across(stand, each) for each in space.stands if each.kind.name in wanted]
    return min(costs, default=0.0)


def _mirror_cost(stand: Stand, space: RoomSpace) -> float:
    """A washbasin before a window leaves no place for the mirror."""
    if not any(stand.kind.name in below for below in _OVER.values()):
        return 0.0
    return 1.2 * sum(shared for _, shared in space.windows_behind(stand, _MIRROR_M))


def _across(stand: Stand, other: Stand) -> float:
    (fx, fy), (ox, oy) = FRONTS[stand.yaw_deg], FRONTS[other.yaw_deg]
    if (fx, fy) != (-ox, -oy):
        return 4.0
    (x, y), (other_x, other_y) = stand.covers.middle_m, other.covers.middle_m
    aside = abs(x - other_x) if fy else abs(y - other_y)
    ahead = (other_x - x) * fx + (other_y - y) * fy
    return 4.0 if ahead < 0.0 else 2.0 * aside


def _hanging(stand: Stand, space: RoomSpace) -> float:
    """Cabinets above the kitchen row, pictures above what is low or on a free wall."""
    same = [each for each in space.stands if each.yaw_deg == stand.yaw_deg]
    alike = [each for each in same if each.looks.is_hanging]
    crowd = sum(max(0.0, 0.4 - stand.covers.gap_m(each.covers)) for each in alike)
    if max(stand.kind.rooms, key=lambda room: stand.kind.rooms[room], default="") == KITCHEN:
        row = [each for each in same if is_of_kitchen_row(each.kind)]
        away = min((max(0.0, stand.covers.gap_m(each.covers)) for each in row), default=3.0)
        return 2.0 * away + 0.5 * min(*gaps(stand, space), 1.0)
    left, right = gaps(stand, space)
    return 2.0 * crowd + _below_cost(stand, space, same) + 0.1 * min(abs(left - right), 2.0)


def _below_cost(stand: Stand, space: RoomSpace, same: list[Stand]) -> float:
    """How far from above what it belongs over, or from above anything that is low."""
    below = [each for each in same if not each.looks.is_hanging]
    if stand.kind.name in _BARE:
        return sum(2.0 * max(0.0, 0.2 - stand.covers.gap_m(each.covers)) for each in below)
    wanted, weight = _OVER.get(stand.kind.name, ()), 0.5
    if any(each.kind.name in wanted for each in space.stands):
        below, weight = [each for each in below if each.kind.name in wanted], 1.5
    axis = 0 if FRONTS[stand.yaw_deg][1] else 1
    middle = stand.covers.middle_m[axis]
    return weight * min([*(abs(each.covers.middle_m[axis] - middle) for each in below), 2.0])


def _middle(stand: Stand, space: RoomSpace) -> float:
    inside, covers = space.inside, stand.covers
    edges = [
        covers.x0 - inside.x0, inside.x1 - covers.x1, covers.y0 - inside.y0, inside.y1 - covers.y1,
    ]  # fmt: skip
    others = [covers.gap_m(each.covers) for each in space.stands if not each.looks.is_flat]
    near = min([*edges, *others])
    x, y = inside.middle_m
    off = abs(covers.middle_m[0] - x) + abs(covers.middle_m[1] - y)
    cost = -1.5 * min(near, 1.0) + 0.1 * off
    wide, deep = covers.size_m
    along = inside.size_m[0] >= inside.size_m[1]
    return cost + (0.2 if (wide >= deep) != along else 0.0)


def _beside(stand: Stand, space: RoomSpace) -> float:
    """Chairs: pushed in, on both long sides, spread over tables."""
    table = stand.beside
    assert table is not None
    others = [each for each in space.stands if each.beside is table and each.kind == stand.kind]
    same = sum(each.yaw_deg == stand.yaw_deg for each in others)
    axis = 0 if FRONTS[stand.yaw_deg][1] else 1
    long_side = table.covers.size_m[axis] >= table.covers.size_m[1 - axis]
    usual = table.kind.standing == "middle" or FRONTS[table.yaw_deg] == tuple(
        -value for value in FRONTS[stand.yaw_deg]
    )
    apart = abs(stand.covers.gap_m(table.covers))
    (x, y), (tx, ty) = stand.covers.middle_m, table.covers.middle_m
    cost = 0.6 * len(others) + 0.3 * same + (0.0 if long_side else 0.8)
    return cost + (0.0 if usual else 0.8) - 0.5 * apart + 0.3 * float(np.hypot(x - tx, y - ty))


def _rug(stand: Stand, space: RoomSpace) -> float:
    """Under tables, before sofas, beside beds; not half under what stands along the walls."""
    x, y = stand.covers.middle_m
    free = [each for each in space.stands if _is_amid(each)]
    targets = [each.covers.middle_m for each in free if each.looks.up_m[1] < _TALL_M]
    targets = targets or [lane.middle_m for lane in space.lanes] or [space.inside.middle_m]
    cost = min(abs(x - tx) + abs(y - ty) for tx, ty in targets)
    under = [each for each in space.stands if stand.covers.overlaps(each.covers)]
    cost += sum(1.5 for each in under if not _is_amid(each) and each.looks.area_m2 < 1.4)
    wide, deep = stand.covers.size_m
    around = space.lanes[0] if space.lanes else space.inside
    along = around.size_m[0] >= around.size_m[1]
    return cost + (0.3 if (wide >= deep) != along else 0.0)


def _is_amid(stand: Stand) -> bool:
    """Whether it stands in the middle of a room, or before what does not."""
    amid = stand.kind.standing == "middle" and not stand.looks.is_flat
    return amid or (stand.beside is not None and stand.kind.standing == "beside")


def gaps(stand: Stand, space: RoomSpace) -> tuple[float, float]:
    """Free wall on both sides of a piece, up to the next piece, doorway or corner."""
    axis = 0 if FRONTS[stand.yaw_deg][1] else 1
    low, high = _ends(space.inside, axis)
    start, end = _ends(stand.covers, axis)
    blocks = [each.covers for each in space.stands if each.is_level_with(stand.looks.up_m)]
    left, right = start - low, high - end
    for block in [*blocks, *space.doorsteps]:
        if not _share(block, stand.covers, 1 - axis):
            continue
        block_low, block_high = _ends(block, axis)
        if block_high <= start + 1e-3:
            left = min(left, start - block_high)
        elif block_low >= end - 1e-3:
            right = min(right, block_low - end)
    return max(0.0, left), max(0.0, right)


def lane_between(one: Stand, other: Stand) -> Rectangle | None:
    """The floor between two pieces that face each other; None if they do not."""
    if FRONTS[one.yaw_deg] != tuple(-value for value in FRONTS[other.yaw_deg]):
        return None
    axis = 0 if FRONTS[one.yaw_deg][0] else 1
    spans = [sorted((_ends(one.covers, i), _ends(other.covers, i))) for i in (0, 1)]
    ahead = (spans[axis][0][1], spans[axis][1][0])
    (a, b), (c, d) = spans[1 - axis]
    across = (max(a, c), min(b, d))
    if ahead[1] <= ahead[0] or across[1] <= across[0]:
        return None
    (x0, x1), (y0, y1) = (ahead, across) if axis == 0 else (across, ahead)
    return Rectangle(x0, y0, x1, y1)


def _free_before(stand: Stand, space: RoomSpace) -> float:
    (fx, fy), covers, inside = FRONTS[stand.yaw_deg], stand.covers, space.inside
    if fx:
        return inside.x1 - covers.x1 if fx > 0 else covers.x0 - inside.x0
    return inside.y1 - covers.y1 if fy > 0 else covers.y0 - inside.y0


def _share(one: Rectangle, other: Rectangle, axis: int) -> bool:
    (a, b), (c, d) = _ends(one, axis), _ends(other, axis)
    return a < d - 1e-3 and c < b - 1e-3


def _ends(rectangle: Rectangle, axis: int) -> tuple[float, float]:
    return (rectangle.x0, rectangle.x1) if axis == 0 else (rectangle.y0, rectangle.y1)
