"""A topic of markers."""

from __future__ import annotations

from rclpy.lifecycle import LifecycleNode
from std_msgs.msg import Header
from visualization_msgs.msg import Marker, MarkerArray

from whereseen.nodes import qos
from whereseen.nodes.convert.marker import MarkerLayer
from whereseen.nodes.outputs.topic import Topic


class LayeredOutput(Topic):
    """Markers that are taken away when the topic is closed: rviz would show them for ever."""

    def __init__(self, node: LifecycleNode, name: str, period_s: float) -> None:
        super().__init__(node, MarkerArray, name, qos.latched(), period_s)
        self._layer = MarkerLayer()
        self._header: Header | None = None

    def show(self, markers: list[Marker], header: Header) -> None:
        """Publish exactly these."""
        self._header = header
        self.send(self._layer.show(markers, header))

    def close(self) -> None:
        """Take all markers away."""
        if self.listeners and self._header is not None:
            self.send(self._layer.nothing(self._header))
            self.flush()
        super().close()
