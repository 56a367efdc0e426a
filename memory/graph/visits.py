"""When the robot came into each room, and what it found different there since."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from whereseen.memory.graph.rooms import RoomMap
from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.objects.entity import Belief, Change
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.trajectory import Trajectory

_AWAY_NS = 60_000_000_000  # a shorter absence does not end a visit
_PAUSE_NS = 600_000_000_000  # who has not moved for so long begins anew
_MOST_LOOKED_AT = 1000  # changes
_ABOVE_M = -0.5  # of a floor, where a camera that is lower belongs to the storey below


def latest_visits(trajectory: Trajectory, room_map: RoomMap) -> dict[int, int]:
    """When the latest visit to each room began, by its identity; rooms never entered are left out.

    Args:
        trajectory: Where the camera was.
        room_map: Rooms.

    Returns:
        Nanoseconds. A visit ends after a minute elsewhere, or ten without a move.
    """
    stamps = np.asarray(trajectory.stamps_ns, dtype=np.int64)
    if not len(stamps):
        return {}
    rooms = _rooms_at(np.asarray(trajectory.positions_m, dtype=np.float64), room_map)
    pauses = np.abs(np.diff(stamps, prepend=stamps[0])) > _PAUSE_NS
    starts = np.flatnonzero((np.diff(rooms, prepend=-1) != 0) | pauses)
    following = starts[1:]
    left_ns = np.where(pauses[following], stamps[following - 1], stamps[following])
    ends_ns = np.append(left_ns, stamps[-1])
    # Who stands still is not noted: what is seen before the first move is of the new visit.
    begins_ns = np.where(pauses[starts], stamps[starts - 1] + _AWAY_NS, stamps[starts])
    begun: dict[int, tuple[int, int]] = {}
    for room_id, start_ns, end_ns in zip(
        rooms[starts].tolist(), begins_ns.tolist(), ends_ns.tolist(), strict=True
    ):
        known = begun.get(room_id)
        goes_on = known is not None and start_ns - known[1] < _AWAY_NS
        begun[room_id] = (known[0] if known is not None and goes_on else start_ns, end_ns)
    return {room_id: start for room_id, (start, _) in begun.items() if room_id}


def changes_since_visit(
    memory: SpatialMemory,
    graph: SceneGraph,
    *,
    since_ns: int = 0,
    within: Selection | None = None,
    limit: int = 100,
) -> tuple[Change, ...]:
    """What the latest visit to each room found different there, the newest so many, oldest first.

    What was seen for the first time where nothing was known of before is no difference.

    Args:
        memory: Its things and where the camera was.
        graph: Of this memory, brought up to date; tells the rooms.
        since_ns: Only changes that may have happened later.
        within: Only things that were or are in this box.
        limit: At most so many.
    """
    visits = latest_visits(memory.trajectory, graph.rooms)
    if not visits:
        return ()
    begun_ns, newest_ns = min(visits.values()), max(visits.values())
    known = memory.objects.changed_since(max(begun_ns - 1, since_ns), within, _MOST_LOOKED_AT)
    found = [
        change
        for change in known
        if change.earliest_ns and change.latest_ns >= _visited_ns(change, graph, visits, newest_ns)
    ]
    return tuple(found[-limit:])


def _visited_ns(
    change: Change, graph: SceneGraph, visits: dict[int, int], otherwise_ns: int
) -> int:
    """When the latest visit began to the room where a change shows, the earlier of two rooms'.

    A room that was never entered was seen through its doors.
    """
    sides: Sequence[Belief | None] = (change.before, change.after)
    rooms = [graph.room_of(side.position_m) for side in sides if side is not None]
    found = []
    for room in rooms:
        if room is not None:
            near = [room.id] if room.id in visits else graph.rooms.neighbours(room.id)
            found += [visits[each] for each in near if each in visits]
    return min(found, default=otherwise_ns)


def _rooms_at(positions_m: npt.NDArray[np.float64], room_map: RoomMap) -> npt.NDArray[np.int64]:
    """Rooms (N,) of points (N, 3) of the map, 0 where none is; as `RoomMap.room_of`."""
    points = positions_m @ room_map.R_level_map.T
    found = np.zeros(len(points), dtype=np.int64)
    for storey in room_map.storeys:
        rows = np.flatnonzero(points[:, 2] >= storey.grid.floor_m + _ABOVE_M)
        cells = storey.grid.cells_of(points[rows])
        inside = ((cells >= 0) & (cells < storey.nearest.shape)).all(axis=1)
        found[rows] = 0
        found[rows[inside]] = storey.nearest[cells[inside, 0], cells[inside, 1]]
    return found
