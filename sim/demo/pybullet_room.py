"""The demo room, rendered by PyBullet. The only file that imports it, and only when needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import InvalidConfig, MissingDependency
from whereseen.memory.frames import Float32, Float64, invert
from whereseen.memory.io.reader import TrueQuery
from whereseen.memory.observation import LabelImage, Observation
from whereseen.sim.demo.camera_path import camera_path
from whereseen.sim.demo.config import DemoConfig
from whereseen.sim.demo.living_room import living_room
from whereseen.sim.demo.placed import PlacedScene
from whereseen.sim.demo.scene import Scene
from whereseen.sim.modelling.floor_shade import shaded
from whereseen.sim.modelling.materials import Picture, paint
from whereseen.sim.modelling.mesh_files import MeshFiles, write_mesh
from whereseen.sim.modelling.silence import silent

Phase = Literal["before", "after"]


class DemoRoom:
    """A furnished room with a camera in it. Use it as a context manager.

    Args:
        config: How it is seen.
        scene: What is in it; the living room if None.
    """

    def __init__(self, config: DemoConfig | None = None, *, scene: Scene | None = None) -> None:
        self.config = config or DemoConfig()
        self.truth = PlacedScene(scene or living_room(), seed=self.config.seed)
        self._bullet: Any = None
        self._client = -1
        self._bodies: dict[str, int] = {}

    def __enter__(self) -> DemoRoom:
        self._bullet = _imported()
        with silent():
            self._client = self._bullet.connect(self._bullet.DIRECT)
        with TemporaryDirectory(prefix="whereseen_demo_") as folder:
            shadows = self._shadows()
            for name in self.truth.names():
                files = write_mesh(
                    Path(folder), name, self.truth.parts_of(name), painted=shadows.get(name, {})
                )
                self._bodies[name] = self._load(files, self.truth.pose_of(name))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._bullet.disconnect(physicsClientId=self._client)
        self._bullet, self._client = None, -1
        self._bodies.clear()

    def tour(self) -> Iterator[tuple[Phase, Observation]]:
        """Go round the room twice; between the laps the room changes.

        Yields:
            `"before"` or `"after"`, and what the camera sees there, in time order.
        """
        poses = self.camera_path(self.config.frames)
        half = (len(poses) + 1) // 2
        for index, T_map_camera in enumerate(poses):
            if index == half:
                self.change()
            elapsed_ns = index * self.config.period_ms * 1_000_000
            pause_ns = self.config.pause_s * 1_000_000_000 if index >= half else 0
            stamp_ns = self.config.start_ns + elapsed_ns + pause_ns
            yield (
                "before" if index < half else "after",
                self.observe(T_map_camera, stamp_ns),
            )

    def camera_path(self, frames: int) -> list[Float64]:
        """Poses (4, 4) `T_map_camera` of a tour of two laps, 1.3 to 1.5 m above the floor."""
        return camera_path(frames)

    def observe(self, T_map_camera: Float64, stamp_ns: int) -> Observation:
        """Render what a camera sees.

        Args:
            T_map_camera: (4, 4) pose of its optical frame.
            stamp_ns: Time of capture.

        Returns:
            RGB, exact depth in metres (+inf where nothing is) and the label of each pixel.

        Raises:
            InvalidConfig: outside the `with` block.
        """
        if self._bullet is None:
            raise InvalidConfig("the room is not open", remedy="Use `with DemoRoom() as room:`")
        rgb, depth, bodies = self._rendered(T_map_camera)
        return Observation.checked(
            rgb,
            depth,
            intrinsics=self.config.intrinsics,
            T_map_camera=T_map_camera,
            stamp_ns=stamp_ns,
            camera_id="demo",
            labels=self._labels(bodies),
        )

    def change(self) -> None:
        """Do what the scene says happens half-way."""
        for move in self.truth.scene.moves:
            if move.to is None:
                self.remove(move.name)
            else:
                self.move(move.name, self.truth.middle_on(move.name, move.to))

    def position_of(self, name: str) -> Float64 | None:
        """Middle (3,) of the box of a thing in the map frame; None if it is not in the room."""
        return self.truth.position_of(name)

    def move(self, name: str, position_m: Float64 | tuple[float, float, float]) -> None:
        """Put a thing elsewhere, turned as it is, so that `position_of` gives `position_m`.

        Raises:
            InvalidConfig: if it is not in the room.
        """
        self.truth.move(name, position_m)
        if self._bullet is not None:
            self._bullet.resetBasePositionAndOrientation(
                self._bodies[name], *_placement(self.truth.pose_of(name)),
                physicsClientId=self._client,
            )  # fmt: skip

    def remove(self, name: str) -> None:
        """Take a thing out of the room.

        Raises:
            InvalidConfig: if it is not in the room.
        """
        self.truth.remove(name)
        if self._bullet is not None:
            self._bullet.removeBody(self._bodies.pop(name), physicsClientId=self._client)

    def true_queries(self) -> tuple[TrueQuery, ...]:
        """The questions of the demo, with where their answers are at this moment."""
        return self.truth.true_queries()

    def _load(self, files: MeshFiles, T_map_thing: Float64) -> int:
        bullet, client = self._bullet, {"physicsClientId": self._client}
        shape = bullet.createVisualShape(
            bullet.GEOM_MESH, fileName=str(files.mesh), rgbaColor=(1, 1, 1, 1), **client
        )
        body = bullet.createMultiBody(0.0, -1, shape, *_placement(T_map_thing), **client)
        texture = bullet.loadTexture(str(files.texture), **client)
        bullet.changeVisualShape(body, -1, textureUniqueId=texture, **client)
        return int(body)

    def _rendered(self, T_map_camera: Float64) -> tuple[Picture, Float32, npt.NDArray[np.int32]]:
        config, bullet = self.config, self._bullet
        # OpenGL's camera looks along -z with y up.
        view = np.diag([1.0, -1.0, -1.0, 1.0]) @ invert(np.asarray(T_map_camera, np.float64))
        _, _, rgba, buffer, bodies = bullet.getCameraImage(
            config.width_px,
            config.height_px,
            view.ravel(order="F").tolist(),
            config.projection.ravel(order="F").tolist(),
            lightDirection=(-0.4, -0.7, 1.6),
            lightColor=(1.0, 0.985, 0.96),
            lightDistance=6.0,
            shadow=0,
            lightAmbientCoeff=0.74,
            lightDiffuseCoeff=0.38,
            lightSpecularCoeff=0.0,
            # Measured at 480 x 360: 74 ms of one core against 42 ms by EGL on software OpenGL;
            # it needs no driver, draws the same everywhere, and EGL exits where there is none.
            renderer=bullet.ER_TINY_RENDERER,
            physicsClientId=self._client,
        )
        shape = (config.height_px, config.width_px)
        rgb = np.asarray(rgba, dtype=np.uint8).reshape(*shape, 4)[..., :3]
        body_ids = np.asarray(bodies).reshape(shape)
        depth = _linear(np.asarray(buffer).reshape(shape), config.nearest_m, config.farthest_m)
        depth[body_ids < 0] = np.inf  # TinyRenderer leaves the sky just short of farthest_m
        return rgb, depth, body_ids

    def _labels(self, bodies: npt.NDArray[np.int32]) -> LabelImage:
        names = self.truth.labels()
        index = {name: i for i, name in enumerate(names)}
        classes = np.full(max(self._bodies.values(), default=0) + 2, -1, dtype=np.int32)
        for name, body in self._bodies.items():
            classes[body] = index[self.truth.label_of(name)]
        # TinyRenderer's background is -1, which is the last element: unknown.
        return LabelImage(ids=classes[bodies], names=names)

    def _shadows(self) -> dict[str, dict[str, Picture]]:
        """Images of what receives shadows, with the shadows of all that stands there."""
        receivers = [piece for piece in self.truth.scene.furniture if piece.receives_shadows]
        flat = {piece.name for piece in receivers}
        standing = [
            (self.truth.parts_of(name), self.truth.pose_of(name))
            for name in self.truth.names()
            if name not in flat
        ]
        return {
            piece.name: {
                part.material: shaded(
                    paint(part.material), standing, box_m=self.truth.box_of(piece.name)
                )
                for part in piece.parts
            }
            for piece in receivers
        }


def _placement(T_map_thing: Float64) -> tuple[list[float], list[float]]:
    """Position, and the quaternion x, y, z, w of a turn about z."""
    half = np.arctan2(T_map_thing[1, 0], T_map_thing[0, 0]) / 2.0
    return T_map_thing[:3, 3].tolist(), [0.0, 0.0, float(np.sin(half)), float(np.cos(half))]


def _linear(buffer: Any, nearest_m: float, farthest_m: float) -> Float32:
    """Metres along the optical axis from an OpenGL depth buffer in [0, 1]."""
    span = farthest_m - (farthest_m - nearest_m) * buffer.astype(np.float64)
    return np.asarray(nearest_m * farthest_m / span, dtype=np.float32)


def _imported() -> Any:
    try:
        with silent():
            import pybullet
    except ImportError as cause:
        error = MissingDependency("pybullet", "sim")
        error.remedy += " (there are wheels for Python 3.10 and 3.11 only)"
        raise error from cause
    return pybullet
