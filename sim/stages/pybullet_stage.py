"""A stage in PyBullet, which is imported here only, and only when needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from whereseen.memory.errors import MissingDependency
from whereseen.memory.frames import Float64
from whereseen.sim.modelling.silence import silent
from whereseen.sim.stages.bodies import Registry
from whereseen.sim.stages.bullet_layer import BulletLayer, ModelFiles
from whereseen.sim.stages.bullet_reaching import reached
from whereseen.sim.stages.culling import Bool, hidden, in_view
from whereseen.sim.stages.errors import StageFailed
from whereseen.sim.stages.protocol import Body, Camera, Picture, Placement

_OCCLUDER_M = 1.5  # what stays, is rigid and as large as this along two axes hides what is behind


class PyBulletStage:
    """Shows bodies with PyBullet. Implements `Stage` and `Reaching`.

    What a camera cannot see is not drawn; the pictures are the same as if it were. Walls and the
    like are drawn first, by a client of their own, to find what they hide.

    Args:
        culls: Whether to leave out what cannot be seen.

    Raises:
        MissingDependency: if PyBullet is not installed.
    """

    def __init__(self, *, culls: bool = True) -> None:
        bullet = _imported()
        self._registry = Registry()
        self._folder = TemporaryDirectory(prefix="whereseen_stage_")
        files = ModelFiles(Path(self._folder.name))
        self._back, self._front = BulletLayer(bullet, files), BulletLayer(bullet, files)
        self._culls = culls

    def load(self, bodies: Iterable[Body]) -> None:
        """Add bodies, hidden at first; see `Stage`."""
        with silent():
            for body in self._registry.add(bodies):
                self._layer_of(body).load(body)

    def clear(self) -> None:
        """Remove all bodies."""
        self._registry = Registry()
        for layer in (self._back, self._front):
            layer.clear()

    def place(self, placements: Mapping[str, Placement]) -> None:
        """Move bodies, by name; see `Stage`."""
        for name, placement in self._registry.changed(placements).items():
            body = self._registry.bodies[name]
            self._layer_of(body).place(name, placement)

    def render(self, camera: Camera, T_map_camera: Float64) -> Picture:
        """What a camera sees; see `Stage`. Its rays are those of `camera.intrinsics`."""
        T = np.asarray(T_map_camera, dtype=np.float64)
        back, front = self._back, self._front
        if not self._culls:
            pictures = [each.picture(camera, T, _all_of(each)) for each in (back, front)]
            return _nearer(*pictures)
        picture = back.picture(camera, T, in_view(back.corners_m, camera, T))
        seen = in_view(front.corners_m, camera, T)
        seen[seen] = ~hidden(front.corners_m[seen], picture.depth_m, camera, T)
        return _nearer(picture, front.picture(camera, T, seen)) if seen.any() else picture

    def reach(self, body: str, link: str, position_m: Float64) -> dict[str, float] | None:
        """Positions of joints that bring a link's origin to a point (3,); see `Reaching`.

        Raises:
            StageFailed: if there is no such body or link, or the body is hidden.
        """
        if body not in self._registry.bodies:
            raise StageFailed("there is no such body on the stage", got=repr(body))
        layer, placement = (
            self._layer_of(self._registry.bodies[body]),
            self._registry.placements[body],
        )
        return reached(layer, body, placement, link, np.asarray(position_m, dtype=np.float64))

    def close(self) -> None:
        """Free everything; twice does no harm."""
        for layer in (self._back, self._front):
            layer.close()
        self._folder.cleanup()

    def _layer_of(self, body: Body) -> BulletLayer:
        return self._back if _is_occluder(body) else self._front


def _is_occluder(body: Body) -> bool:
    if body.is_movable or body.model.links:
        return False
    low, high = body.model.box_m()
    return bool(np.sum(high - low >= _OCCLUDER_M) >= 2)


def _all_of(layer: BulletLayer) -> Bool:
    return np.ones(len(layer.corners_m), dtype=np.bool_)


def _nearer(back: Picture, front: Picture) -> Picture:
    """Two pictures from the same pose as one."""
    nearer = front.depth_m < back.depth_m
    return Picture(
        rgb=np.where(nearer[..., None], front.rgb, back.rgb),
        depth_m=np.where(nearer, front.depth_m, back.depth_m),
        instances=np.where(nearer, front.instances, back.instances),
        intrinsics=back.intrinsics,
    )


def _imported() -> Any:
    try:
        with silent():
            import pybullet
    except ImportError as cause:
        error = MissingDependency("pybullet", "sim")
        error.remedy += " (there are wheels for Python 3.10 and 3.11 only)"
        raise error from cause
    return pybullet
