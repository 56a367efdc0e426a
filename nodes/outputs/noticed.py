"""Changes that somebody watches for."""

from __future__ import annotations

from rclpy.lifecycle import LifecycleNode
from whereseen_msgs.msg import Noticed

from whereseen.nodes import qos
from whereseen.nodes.convert.logged import noticed_message
from whereseen.nodes.core import Core
from whereseen.nodes.outputs.pieces import Pieces
from whereseen.nodes.outputs.topic import Topic
from whereseen.nodes.services.zones import local_zone
from whereseen.nodes.watches import NOTICED

_DEPTH = 1000


class NoticedOutput(Topic):
    """`~/noticed`: each change once for each watch that it fits; they wait for a listener."""

    def __init__(self, node: LifecycleNode, period_s: float) -> None:
        super().__init__(node, Noticed, NOTICED, qos.updates(depth=_DEPTH), period_s)
        self._news = 0

    def revision_of(self, core: Core) -> int:
        """News is whatever waits."""
        self._news += bool(core.watches.waiting)
        return self._news

    def publish(self, core: Core) -> Pieces:
        """Publish all that waits."""
        zone = local_zone()
        for number, change in list(core.watches.poll()):
            self.send(
                noticed_message(
                    change, number, zone, frame_id=core.map_frame, stamp_ns=core.stamp_ns
                )
            )
        yield
