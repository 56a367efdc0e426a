"""The scene graph: as our own message, and as markers for rviz."""

from __future__ import annotations

from rclpy.lifecycle import LifecycleNode
from whereseen_msgs.msg import SceneGraph

from whereseen.memory.graph.visits import changes_since_visit
from whereseen.nodes import qos
from whereseen.nodes.convert.change_marker import highlight_markers, trail_markers
from whereseen.nodes.convert.graph import graph_message
from whereseen.nodes.convert.scene_marker import relation_markers, room_markers
from whereseen.nodes.convert.stamp import header_of
from whereseen.nodes.core import Core
from whereseen.nodes.outputs.layered import LayeredOutput
from whereseen.nodes.outputs.pieces import Pieces
from whereseen.nodes.outputs.topic import Topic

_TRAILS, _HIGHLIGHTS = 100, 40  # of the newest changes; more would hide the home


class GraphOutput(Topic):
    """`~/scene_graph`: rooms, receptacles, objects, and since when what holds between them."""

    def __init__(self, node: LifecycleNode, period_s: float) -> None:
        super().__init__(node, SceneGraph, "~/scene_graph", qos.latched(), period_s)

    def revision_of(self, core: Core) -> int:
        """Only a graph that has become different is news."""
        return core.graph_revision

    def publish(self, core: Core) -> Pieces:
        """Publish the graph, unless it may hold what was forgotten."""
        if core.is_graph_valid:
            frame_id, stamp_ns = core.map_frame, core.stamp_ns
            self.send(graph_message(core.scene_graph, frame_id=frame_id, stamp_ns=stamp_ns))
        yield


class GraphMarkersOutput(LayeredOutput):
    """`~/scene_markers`: rooms, doors and relations."""

    def __init__(self, node: LifecycleNode, period_s: float) -> None:
        super().__init__(node, "~/scene_markers", period_s)

    def revision_of(self, core: Core) -> int:
        """Only a graph that has become different is news."""
        return core.graph_revision

    def publish(self, core: Core) -> Pieces:
        """Publish all markers, and the removal of those that are gone."""
        if core.is_graph_valid:
            header, graph = header_of(core.map_frame, core.stamp_ns), core.scene_graph
            markers = room_markers(graph.rooms, header)
            yield
            self.show([*markers, *relation_markers(graph.view, header)], header)
        yield


class ChangeMarkersOutput(LayeredOutput):
    """`~/change_markers`: where things were, and what the latest visits found different."""

    def __init__(self, node: LifecycleNode, period_s: float) -> None:
        super().__init__(node, "~/change_markers", period_s)

    def revision_of(self, core: Core) -> int:
        """What moves, comes or goes makes the graph different too."""
        return core.graph_revision

    def publish(self, core: Core) -> Pieces:
        """Publish all markers, and the removal of those that are gone."""
        header = header_of(core.map_frame, core.stamp_ns)
        moves = core.objects.changed_since(0, limit=_TRAILS)
        yield
        markers = trail_markers(moves, header)
        yield
        new = changes_since_visit(core.memory, core.scene_graph, limit=_HIGHLIGHTS)
        self.show([*markers, *highlight_markers(new, header)], header)
