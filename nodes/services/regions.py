"""Regions and times of requests to selections of the memory."""

from __future__ import annotations

from builtin_interfaces.msg import Time
from whereseen_msgs.msg import Region

from whereseen.memory.spatial.selection import Selection
from whereseen.nodes.convert.pose import box_of
from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.core import Core


def selection_of(
    core: Core, region: Region, since: Time | None = None, until: Time | None = None
) -> Selection | None:
    """The part of the map that a request names, None for all of it.

    Raises:
        InvalidQuery: if the frame is not known, the box has no volume or the times are reversed.
    """
    box = box_of(region, core.pose_of_frame(region.header.frame_id))
    since_ns = None if since is None else ns_of(since) or None
    until_ns = None if until is None else ns_of(until) or None
    if box is None and since_ns is None and until_ns is None:
        return None
    T_map_box, size_m = (None, None) if box is None else box
    return Selection(T_map_box=T_map_box, size_m=size_m, since_ns=since_ns, until_ns=until_ns)
