"""Ways over the floor by Habitat's navigation mesh."""

from __future__ import annotations

from typing import Any

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.stages.bodies import Registry
from whereseen.sim.stages.habitat_bodies import R_HABITAT_MAP, HabitatBodies

_HEIGHT_M = 1.5  # below which things are in the way
_CLIMB_M = 0.03  # what is lower can be driven over
_CELL_M = (0.04, 0.02)  # along the floor, upwards
_OFF_M = 0.1  # how far beside the mesh the ends of a way may lie


class HabitatWays:
    """Shortest ways round what stays where it is.

    Args:
        habitat: The module habitat_sim.
        simulator: Makes the mesh.
        bodies: In the simulator.
    """

    def __init__(self, habitat: Any, simulator: Any, bodies: HabitatBodies) -> None:
        self._habitat = habitat
        self._simulator = simulator
        self._bodies = bodies
        self._radius_m: float | None = None

    def forget(self) -> None:
        """Make a new mesh next time: something moved."""
        self._radius_m = None

    def way(
        self, registry: Registry, start_m: Float64, goal_m: Float64, radius_m: float
    ) -> Float64 | None:
        """Corners (N, 3) of a shortest way, at the height of its start; None if there is none."""
        if radius_m != self._radius_m:
            self._radius_m = radius_m if self._make(registry, radius_m) else None
        if self._radius_m is None:
            return None
        path = self._habitat.ShortestPath()
        ends = [self._snapped(point) for point in (start_m, goal_m)]
        if ends[0] is None or ends[1] is None:
            return None
        path.requested_start, path.requested_end = ends
        if not self._simulator.pathfinder.find_path(path):
            return None
        corners = np.array([np.asarray(point, np.float64) for point in path.points])
        corners = corners @ R_HABITAT_MAP
        corners[:, 2] = start_m[2]
        return np.asarray(corners)

    def _snapped(self, point_m: Float64) -> Float64 | None:
        """The nearest point of the mesh, in Habitat's frame; None if it is too far beside it."""
        point = R_HABITAT_MAP @ np.asarray(point_m, dtype=np.float64)
        found = np.asarray(self._simulator.pathfinder.snap_point(point), dtype=np.float64)
        off_m = float(np.hypot(*(found - point)[[0, 2]]))
        return found if off_m <= _OFF_M else None  # NaN if there is no mesh near

    def _make(self, registry: Registry, radius_m: float) -> bool:
        motion = self._habitat.physics.MotionType
        copies, rigid = [], []
        for name, placement in registry.placements.items():
            body = registry.bodies[name]
            if body.is_movable or placement.T_map_body is None:
                continue
            if body.model.links:
                copies += list(self._bodies.copies_of_links(name, placement))
            else:
                rigid.append(self._bodies.rigid(name))
        try:
            for each in (*rigid, *copies):
                each.motion_type = motion.STATIC
            return self._recompute(radius_m)
        finally:
            for each in rigid:
                each.motion_type = motion.KINEMATIC
            objects = self._simulator.get_rigid_object_manager()
            for each in copies:
                objects.remove_object_by_handle(each.handle)

    def _recompute(self, radius_m: float) -> bool:
        settings = self._habitat.NavMeshSettings()
        settings.set_defaults()
        settings.agent_radius, settings.agent_height = radius_m, _HEIGHT_M
        settings.agent_max_climb = _CLIMB_M
        settings.cell_size, settings.cell_height = _CELL_M
        pathfinder = self._simulator.pathfinder
        if hasattr(settings, "include_static_objects"):  # from Habitat 0.3 on
            settings.include_static_objects = True
            return bool(self._simulator.recompute_navmesh(pathfinder, settings))
        return bool(self._simulator.recompute_navmesh(pathfinder, settings, True))
