"""The scene graph of a memory, made when somebody asks for it, kept with the memory's file."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float64
from whereseen.memory.graph.rows import GraphRows

if TYPE_CHECKING:
    from whereseen.memory.graph.scene_graph import SceneGraph
    from whereseen.memory.spatial_memory import SpatialMemory


class KeptGraph:
    """A scene graph that costs nothing before it is asked for, nor where it is not.

    Args:
        memory: That it belongs to; it owns this, so this does not hold it.
    """

    def __init__(self, memory: SpatialMemory) -> None:
        self._memory: SpatialMemory = weakref.proxy(memory)
        self._graph: SceneGraph | None = None
        self._rows = GraphRows()

    @property
    def graph(self) -> SceneGraph:
        """The graph, as it was kept.

        Raises:
            MapFileError: if what was kept is damaged.
        """
        if self._graph is None:
            from whereseen.memory.graph.scene_graph import SceneGraph

            config = self._memory.config.graph
            graph = SceneGraph(self._memory, rooms=config.rooms, relations=config.relations)
            graph.restore(self._rows)
            self._graph = graph
        return self._graph

    def room_name(self, position_m: Metres3) -> str | None:
        """Name of the room in which a point of the map lies; None if no room is known there."""
        if self._graph is None and not self._rows.rooms:
            return None
        room = self.graph.room_of(position_m)
        return None if room is None else room.name

    @property
    def n_rooms(self) -> int:
        """How many rooms are known."""
        is_empty = self._graph is None and not self._rows.rooms
        return 0 if is_empty else len(self.graph.rooms.rooms)

    def rows(self) -> GraphRows:
        """All that is to be kept; the same value as long as nothing has changed."""
        return self._rows if self._graph is None else self._graph.rows()

    def restore(self, rows: GraphRows) -> None:
        """Take back what was kept."""
        self._rows, self._graph = rows, None

    def move(self, moved: Callable[[Float64], Float64]) -> None:
        """Let rooms follow points (N, 3) of the map, as after a loop closure."""
        if self._graph is not None or self._rows.rooms:
            self.graph.move(moved)

    def forget(self, entity_ids: Collection[int]) -> None:
        """Drop all that is known of some things, and the plan of what is no longer in the map."""
        if self._rows != GraphRows() or self._graph is not None:
            self.graph.forget(entity_ids)
