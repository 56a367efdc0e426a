"""Hearing what a memory node publishes, and asking its services, from a thread that may wait."""

from __future__ import annotations

import threading
import time
from typing import Any

import numpy as np
from map_msgs.msg import OccupancyGridUpdate
from nav_msgs.msg import OccupancyGrid, Path
from rclpy.node import Node
from sensor_msgs.msg import PointCloud2
from visualization_msgs.msg import MarkerArray
from whereseen_msgs.msg import EntityArray

from whereseen.memory.errors import WhereseenError
from whereseen.nodes import qos
from whereseen.nodes.convert.fill import filled
from whereseen.nodes.picturing.reading import Heard

_TOPICS = {
    "voxels": PointCloud2,
    "map": OccupancyGrid,
    "markers": MarkerArray,
    "objects": EntityArray,
    "scene_markers": MarkerArray,
    "change_markers": MarkerArray,
}
_OF_TASKS = {
    "belief": MarkerArray,
    "plan_markers": MarkerArray,
    "plan": Path,
    "value_map": OccupancyGrid,
}
_SETTLED_S = 1.0  # a latched message may be an old one, which a new one follows
_LOOK_EVERY_S = 0.1


class NothingPublished(WhereseenError):
    """No memory node was heard in time."""


class Stopped(WhereseenError):
    """The node was told to end."""


class Waiting:
    """Waits for conditions, in a thread that can be told to stop.

    Args:
        stop: Ends every wait.
    """

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop

    def until(self, condition: Any, timeout_s: float) -> bool:
        """Whether a condition came true in time.

        Raises:
            Stopped: if the thread shall end.
        """
        deadline_s = time.monotonic() + timeout_s
        while not condition():
            if self._stop.wait(_LOOK_EVERY_S):
                raise Stopped("the node was told to end")
            if time.monotonic() >= deadline_s:
                return bool(condition())
        return True


class Listening:
    """Keeps the newest message of each topic of a memory node.

    Args:
        node: Subscribes.
        memory: Name of the memory node.
    """

    def __init__(self, node: Node, memory: str) -> None:
        self._lock = threading.Lock()
        self._newest: dict[str, Any] = {}
        self._changed_s = 0.0
        self.voxels_topic = node.resolve_topic_name(f"{memory}/voxels")
        for name, kind in (_TOPICS | _OF_TASKS).items():
            node.create_subscription(kind, f"{memory}/{name}", self._taker(name), qos.latched())
        topic = f"{memory}/map_updates"
        node.create_subscription(OccupancyGridUpdate, topic, self._update, qos.updates())

    @property
    def changed_s(self) -> float:
        """When the last message came, by a clock that only goes forward; 0 before the first."""
        with self._lock:
            return self._changed_s

    def heard(self, waiting: Waiting, *, timeout_s: float, grace_s: float) -> Heard:
        """The newest messages, once all topics were heard and are silent for a moment.

        Args:
            waiting: Lets it be stopped.
            timeout_s: How long voxels are waited for.
            grace_s: How long the others, and silence, are waited for.

        Raises:
            NothingPublished: if there are no voxels.
            Stopped: if the thread shall end.
        """
        if not waiting.until(lambda: "voxels" in self._newest, timeout_s):
            raise NothingPublished(
                "no memory node publishes here",
                got=f"nothing on {self.voxels_topic} in {timeout_s:g} s",
                remedy="Start one, or name it with -p memory:=NAME or -r __ns:=NAMESPACE",
            )
        waiting.until(self._is_settled, grace_s)
        with self._lock:
            known = dict(self._newest)
        return Heard(
            voxels=known["voxels"],
            grid=known.get("map"),
            markers=known.get("markers"),
            objects=known.get("objects"),
            scene_markers=known.get("scene_markers"),
            change_markers=known.get("change_markers"),
            belief=known.get("belief"),
            plan_markers=known.get("plan_markers"),
            plan=known.get("plan"),
            value_map=known.get("value_map"),
        )

    def _is_settled(self) -> bool:
        with self._lock:
            is_whole = set(_TOPICS) <= set(self._newest)
            return is_whole and time.monotonic() > self._changed_s + _SETTLED_S

    def _taker(self, name: str) -> Any:
        def take(message: Any) -> None:
            with self._lock:
                self._newest[name] = message
                self._changed_s = time.monotonic()

        return take

    def _update(self, update: OccupancyGridUpdate) -> None:
        """Take over what changed of the grid."""
        with self._lock:
            if "map" in self._newest:
                self._newest["map"] = updated(self._newest["map"], update)
                self._changed_s = time.monotonic()


def updated(grid: OccupancyGrid, update: OccupancyGridUpdate) -> OccupancyGrid:
    """A grid with a rectangle of new cells; the same where that does not lie in it."""
    height, width = grid.info.height, grid.info.width
    high, wide = update.y + update.height, update.x + update.width
    if min(update.x, update.y) < 0 or high > height or wide > width:
        return grid
    cells = np.frombuffer(grid.data, dtype=np.int8).reshape(height, width).copy()
    new = np.frombuffer(update.data, dtype=np.int8).reshape(update.height, update.width)
    cells[update.y : high, update.x : wide] = new
    return OccupancyGrid(header=update.header, info=grid.info, data=filled("b", cells))
