"""A stage in PyBullet, which is imported here only, and only when needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from whereseen.memory.errors import WhereseenError
from whereseen.memory.frames import Float64
from whereseen.sim.modelling.silence import silent
from whereseen.sim.stages.bodies import Registry
from whereseen.sim.stages.bullet_bodies import BulletBodies
from whereseen.sim.stages.bullet_files import ModelFiles
from whereseen.sim.stages.bullet_reaching import reached
from whereseen.sim.stages.culling import visible
from whereseen.sim.stages.errors import MissingSimulator, StageFailed
from whereseen.sim.stages.protocol import Body, Camera, Picture, Placement
from whereseen.sim.stages.solids import SolidBoxes


class PyBulletStage:
    """Shows bodies with PyBullet. Implements `Stage` and `Reaching`.

    What a camera cannot see is not drawn; the pictures are the same as if it were. They are drawn
    by TinyRenderer. PyBullet's EGL renderer was measured and is not used: it takes 37 ms instead
    of 44 ms of one core for 320 x 240 and 62 ms instead of 145 ms for 640 x 480 in a furnished
    home, but leaves most things white where there are more than some dozens of textures, casts
    shadows through ceilings, and ends the process where there is no driver. Habitat takes a
    quarter of that and has none of these faults.

    Args:
        culls: Whether to leave out what cannot be seen.

    Raises:
        MissingSimulator: if PyBullet is not installed.
    """

    def __init__(self, *, culls: bool = True) -> None:
        bullet = _imported()
        self._folder = TemporaryDirectory(prefix="whereseen_stage_")
        self._files = ModelFiles(self.folder)
        self._bodies = BulletBodies(bullet, self._files)
        self._registry = Registry()
        self._solids = SolidBoxes()
        self._culls = culls

    @property
    def folder(self) -> Path:
        """Where the files of models are, until it is closed."""
        return Path(self._folder.name)

    def load(self, bodies: Iterable[Body]) -> None:
        """Add bodies, hidden at first; see `Stage`."""
        # In the order in which they are drawn: what stands in front saves painting what is behind.
        added = sorted(self._registry.add(bodies), key=_size_m)
        try:
            for body in added:
                self._files.of(body.model)
        except WhereseenError:
            self._registry.drop(added)
            raise
        with silent():
            for body in added:
                self._bodies.load(body)

    def clear(self) -> None:
        """Remove all bodies."""
        self._registry, self._solids = Registry(), SolidBoxes()
        self._bodies.clear()
        self._files.prune()

    def place(self, placements: Mapping[str, Placement]) -> None:
        """Move bodies, by name; see `Stage`."""
        for name, placement in self._registry.changed(placements).items():
            self._bodies.place(name, placement)
            self._solids.place(self._registry.bodies[name], placement)

    def render(self, camera: Camera, T_map_camera: Float64) -> Picture:
        """What a camera sees; see `Stage`. Its rays are those of `camera.intrinsics`."""
        T = np.asarray(T_map_camera, dtype=np.float64)
        corners_m = self._bodies.corners_m
        placed = ~np.isnan(corners_m[:, 0, 0])
        seen = visible(corners_m, self._solids.all(), camera, T) if self._culls else placed
        return self._bodies.picture(camera, T, seen)

    def reach(self, body: str, link: str, position_m: Float64) -> dict[str, float] | None:
        """Positions of joints that bring a link's origin to a point (3,); see `Reaching`.

        Raises:
            StageFailed: if there is no such body or link, or the body is hidden.
        """
        if body not in self._registry.bodies:
            raise StageFailed("there is no such body on the stage", got=repr(body))
        placement = self._registry.placements[body]
        return reached(self._bodies, body, placement, link, np.asarray(position_m, np.float64))

    def close(self) -> None:
        """Free everything; twice does no harm."""
        self._bodies.close()
        self._folder.cleanup()


def _size_m(body: Body) -> float:
    low, high = body.model.box_m()
    return float(np.linalg.norm(high - low))


def _imported() -> Any:
    try:
        with silent():
            import pybullet
    except ImportError as cause:
        raise MissingSimulator("pybullet") from cause
    return pybullet
