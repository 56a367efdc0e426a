"""Left, right, in front and behind, as somebody who stands somewhere sees it."""

from __future__ import annotations

import math
from enum import Enum

from whereseen.memory.answer import Metres3


class Side(str, Enum):
    """Where something lies for who asks."""

    LEFT = "left"
    RIGHT = "right"
    FRONT = "in front"
    BEHIND = "behind"


def side_of(position_m: Metres3, asker_m: Metres3, yaw_rad: float) -> Side:
    """On which side of the asker something lies.

    Args:
        position_m: Of the thing, z up.
        asker_m: Of who asks.
        yaw_rad: Where the asker looks, anticlockwise from x.
    """
    away = math.atan2(position_m[1] - asker_m[1], position_m[0] - asker_m[0])
    turned = math.remainder(away - yaw_rad, 2.0 * math.pi)
    if abs(turned) <= math.pi / 4:
        return Side.FRONT
    if abs(turned) >= 3 * math.pi / 4:
        return Side.BEHIND
    return Side.LEFT if turned > 0 else Side.RIGHT


def side_of_other(position_m: Metres3, other_m: Metres3, asker_m: Metres3) -> Side:
    """On which side of another thing something lies, for an asker who looks at that.

    People who look at a table say that what is nearer to them than the table is in front of it.
    """
    ahead = (other_m[0] - asker_m[0], other_m[1] - asker_m[1])
    offset = (position_m[0] - other_m[0], position_m[1] - other_m[1])
    farther = ahead[0] * offset[0] + ahead[1] * offset[1]
    to_left = ahead[0] * offset[1] - ahead[1] * offset[0]
    if abs(farther) >= abs(to_left):
        return Side.BEHIND if farther > 0 else Side.FRONT
    return Side.LEFT if to_left > 0 else Side.RIGHT
