"""A stage in Habitat (0.2.2 and 0.3), which is imported here only, and only when needed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from whereseen.memory.errors import WhereseenError
from whereseen.memory.frames import Float64
from whereseen.sim.modelling.silence import silent
from whereseen.sim.stages.bodies import Registry
from whereseen.sim.stages.errors import MissingSimulator
from whereseen.sim.stages.habitat_bodies import HabitatBodies
from whereseen.sim.stages.habitat_ways import HabitatWays
from whereseen.sim.stages.protocol import Body, Camera, Picture, Placement

_MOST_MODELS = 1000  # that are kept when bodies are removed
_KINDS = ("COLOR", "DEPTH", "SEMANTIC")
_OPENGL_OPTICAL = np.diag([1.0, -1.0, -1.0, 1.0])  # its camera looks along -z with y up


class HabitatStage:
    """Shows bodies with Habitat. Implements `Stage` and `Wayfinding`.

    Raises:
        MissingSimulator: if Habitat is not installed.
        StageFailed: if it does not start.
    """

    def __init__(self) -> None:
        self._habitat, self._magnum = _imported()
        self._open()

    def _open(self) -> None:
        self._folder = TemporaryDirectory(prefix="whereseen_stage_")
        self._cameras: dict[Camera, int] = {Camera(): 0}
        with silent():
            self._simulator = self._started(Camera())
        self._registry = Registry()
        self._bodies = HabitatBodies(
            self._habitat, self._magnum, self._simulator, Path(self._folder.name)
        )
        self._ways = HabitatWays(self._habitat, self._simulator, self._bodies)

    def load(self, bodies: Iterable[Body]) -> None:
        """Add bodies, hidden at first; see `Stage`."""
        added = self._registry.add(bodies)
        try:
            for body in added:
                self._bodies.prepare(body.model)
        except WhereseenError:
            self._registry.drop(added)
            raise
        with silent():
            for body in added:
                self._bodies.load(body)

    def clear(self) -> None:
        """Remove all bodies."""
        if self._bodies.model_count > _MOST_MODELS:  # Habitat never forgets a mesh
            self.close()
            self._open()
            return
        self._registry = Registry()
        self._bodies.clear()
        self._ways.forget()

    def place(self, placements: Mapping[str, Placement]) -> None:
        """Move bodies, by name; see `Stage`."""
        for name, placement in self._registry.changed(placements).items():
            self._bodies.place(name, placement)
            if not self._registry.bodies[name].is_movable:
                self._ways.forget()

    def render(self, camera: Camera, T_map_camera: Float64) -> Picture:
        """What a camera sees; see `Stage`. Its rays are those of `camera.intrinsics`."""
        if camera not in self._cameras:
            self._add(camera)
        T_map_node = np.asarray(T_map_camera, dtype=np.float64) @ _OPENGL_OPTICAL
        self._bodies.move(self._simulator.get_agent(0).scene_node, T_map_node)
        rgba, depth, instances = (self._seen(kind, camera) for kind in _KINDS)
        depth_m = np.ascontiguousarray(depth, dtype=np.float32)
        depth_m[depth_m == 0.0] = np.inf
        return Picture(
            rgb=np.ascontiguousarray(rgba[..., :3], dtype=np.uint8),
            depth_m=depth_m,
            instances=np.ascontiguousarray(instances, dtype=np.int32),
            intrinsics=camera.intrinsics,
        )

    def way(self, start_m: Float64, goal_m: Float64, radius_m: float) -> Float64 | None:
        """Corners (N, 3) of a shortest way for a round robot; see `Wayfinding`."""
        with silent():
            return self._ways.way(self._registry, start_m, goal_m, radius_m)

    def close(self) -> None:
        """Free everything; twice does no harm."""
        with silent():
            self._simulator.close()
        self._folder.cleanup()

    def _started(self, camera: Camera) -> Any:
        backend = self._habitat.SimulatorConfiguration()
        backend.scene_id = "NONE"
        backend.enable_physics = True  # what holds objects; no step is ever taken
        backend.gpu_device_id = -1  # whichever OpenGL finds
        agent = self._habitat.agent.AgentConfiguration()
        agent.sensor_specifications = self._sensors(camera)
        return self._habitat.Simulator(self._habitat.Configuration(backend, [agent]))

    def _add(self, camera: Camera) -> None:
        self._cameras[camera] = len(self._cameras)
        with silent():
            for sensor in self._sensors(camera):
                self._simulator.add_sensor(sensor)

    def _sensors(self, camera: Camera) -> list[Any]:
        """One sensor of each kind, all with the same pose and rays."""
        sensors = []
        for kind in _KINDS:
            sensor = self._habitat.CameraSensorSpec()
            sensor.uuid = f"{kind} {self._cameras[camera]}"
            sensor.sensor_type = getattr(self._habitat.SensorType, kind)
            sensor.sensor_subtype = self._habitat.SensorSubType.PINHOLE
            sensor.resolution = [camera.height_px, camera.width_px]
            sensor.hfov = camera.field_of_view_deg
            sensor.near, sensor.far = camera.nearest_m, camera.farthest_m
            sensor.position, sensor.orientation = [0.0] * 3, [0.0] * 3
            sensors.append(sensor)
        return sensors

    def _seen(self, kind: str, camera: Camera) -> Any:
        # Simulator.get_sensor_observations would draw what all cameras see.
        sensor = self._simulator._sensors[f"{kind} {self._cameras[camera]}"]
        sensor.draw_observation()
        return sensor.get_observation()


def _imported() -> tuple[Any, Any]:
    """The modules habitat_sim and magnum, told to log nothing."""
    for name in ("MAGNUM_LOG", "HABITAT_SIM_LOG"):
        os.environ.setdefault(name, "quiet")
    try:
        with silent():
            import habitat_sim
            import magnum
    except ImportError as cause:
        raise MissingSimulator("habitat_sim") from cause
    return habitat_sim, magnum
