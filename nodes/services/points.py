"""Points of requests, in the map frame."""

from __future__ import annotations

from geometry_msgs.msg import PointStamped

from whereseen.memory.answer import Metres3
from whereseen.nodes.convert.pose import xyz_of
from whereseen.nodes.core import Core


def in_map(core: Core, point: PointStamped) -> Metres3:
    """A point, in metres; without a frame it is one of the map already.

    Raises:
        InvalidQuery: if its frame is not known.
    """
    T_map_frame = core.pose_of_frame(point.header.frame_id)
    x, y, z = T_map_frame[:3, :3] @ xyz_of(point.point) + T_map_frame[:3, 3]
    return float(x), float(y), float(z)
