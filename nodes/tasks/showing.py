"""What the robot believes and plans, as topics for rviz."""

from __future__ import annotations

from typing import Any

from nav_msgs.msg import OccupancyGrid, Path
from rclpy.node import Node
from visualization_msgs.msg import MarkerArray

from whereseen.memory.errors import WhereseenError
from whereseen.nodes import qos
from whereseen.nodes.convert.belief_marker import (
    Belief,
    belief_markers,
    erasing,
    path_message,
    plan_markers,
    value_message,
)
from whereseen.nodes.convert.stamp import header_of
from whereseen.nodes.core import Core
from whereseen.nodes.tasks.doer import Doer
from whereseen.nodes.tasks.live import Live
from whereseen.nodes.tasks.mind import Mind

BELIEF, PLAN_MARKERS, PLAN, VALUE_MAP = "belief", "plan_markers", "plan", "value_map"
_KINDS = {
    BELIEF: MarkerArray,
    PLAN_MARKERS: MarkerArray,
    PLAN: Path,
    VALUE_MAP: OccupancyGrid,
}


class Showing:
    """Publishes with every new thought; called in the task's thread.

    Thoughts are few, so belief and plan are published whether somebody listens or not: they are
    latched, and who comes late sees those of now. What places are worth is dear, and is not.

    Args:
        node: Publishes.
        core: The memory, for its frame and time.
        doer: Is asked where things are.
    """

    def __init__(self, node: Node, core: Core, doer: Doer) -> None:
        self._node = node
        self._core = core
        self._doer = doer
        self._publishers = {
            name: node.create_publisher(kind, f"~/{name}", qos.latched())
            for name, kind in _KINDS.items()
        }
        self._shown: Any = None

    def show(self, live: Live) -> None:
        """Show a belief and a plan, where they are others than those that are shown."""
        state = (live.thing_id, live.belief, live.step, live.goal, live.reason)
        if state == self._shown:
            return
        self._shown = state
        self._send(BELIEF, lambda: self._belief(live))
        self._send(PLAN_MARKERS, lambda: self._plan(live))
        self._send(PLAN, lambda: self._path(live))

    def seek(self, query: str) -> None:
        """Show what it is worth to look at each place for something."""
        if self._publishers[VALUE_MAP].get_subscription_count():
            self._send(VALUE_MAP, lambda: self._values(query))

    def end(self, live: Live) -> None:
        """The task is over: the plan stays to be read, its way and belief go."""
        self._shown = None
        header = header_of(self._core.map_frame, max(self._core.stamp_ns, 0))
        self._send(BELIEF, lambda: erasing(header))
        self._send(PLAN, lambda: Path(header=header))
        self._send(VALUE_MAP, lambda: OccupancyGrid(header=header))
        live.goal, live.step = None, "the task is over"
        self._send(PLAN_MARKERS, lambda: self._plan(live))

    def close(self) -> None:
        """Publish no more."""
        for publisher in self._publishers.values():
            self._node.destroy_publisher(publisher)

    def _send(self, name: str, make: Any) -> None:
        """Publish; what cannot be shown stops nobody."""
        try:
            self._publishers[name].publish(make())
        except WhereseenError as error:
            self._node.get_logger().warning(f"{name} is not shown: {error}")

    def _header(self) -> Any:
        return header_of(self._core.map_frame, max(self._core.stamp_ns, 0))

    def _belief(self, live: Live) -> MarkerArray:
        def ask(mind: Mind) -> list[Belief]:
            return mind.beliefs_about(live.thing_id)

        return belief_markers(self._doer.ask(ask), live.belief, self._header())

    def _plan(self, live: Live) -> MarkerArray:
        pose = self._doer.pose()
        return plan_markers(live.subtasks.values(), live.step, live.reason, pose, self._header())

    def _path(self, live: Live) -> Path:
        start, goal = self._doer.pose(), live.goal
        if start is None or goal is None:
            return Path(header=self._header())
        corners = self._doer.ask(lambda mind: mind.way(start, goal))
        return path_message(corners, goal, self._header())

    def _values(self, query: str) -> OccupancyGrid:
        values = self._doer.ask(lambda mind: mind.explorer.value_map(query))
        return value_message(values.value, values.costmap, self._header())
