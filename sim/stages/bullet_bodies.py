"""Bodies in one of PyBullet's worlds, and pictures of those that are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.spatial.transform import Rotation

from whereseen.memory.frames import Float32, Float64, apply, invert
from whereseen.sim.modelling.mesh_files import MeshFiles
from whereseen.sim.modelling.model import BASE
from whereseen.sim.modelling.shapes import Part, mesh_of
from whereseen.sim.stages.bullet_files import ModelFiles, UrdfFiles
from whereseen.sim.stages.culling import corners_of
from whereseen.sim.stages.errors import StageFailed
from whereseen.sim.stages.occlusion import Bool
from whereseen.sim.stages.protocol import Body, Camera, Picture, Placement

_OPAQUE, _ABSENT = (1.0, 1.0, 1.0, 1.0), (1.0, 1.0, 1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A body as PyBullet knows it.

    Attributes:
        body: What it is.
        bullet_id: Of the body.
        links: Index of each link; that of the base is -1.
        shapes: Of each link that has solids: its number among all.
    """

    body: Body
    bullet_id: int
    links: dict[str, int]
    shapes: dict[str, int]


class BulletBodies:
    """Bodies in PyBullet. A shape is what a body has on one link.

    Args:
        bullet: The module.
        files: Where models are.

    Attributes:
        corners_m: (N, 8, 3) corners of the boxes round all shapes, in the map frame; NaN while
            their bodies are hidden.
    """

    def __init__(self, bullet: Any, files: ModelFiles) -> None:
        self.bullet = bullet
        self.client = bullet.connect(bullet.DIRECT)
        self._files = files
        self.clear()

    def clear(self) -> None:
        """Remove everything."""
        self.bullet.resetSimulation(physicsClientId=self.client)
        self._loaded: dict[str, Loaded] = {}
        self._textures: dict[Path, int] = {}
        self._visuals: dict[Path, int] = {}
        self._boxes_m: list[Float64] = []
        self._owners: list[tuple[int, int]] = []
        self._drawn: Bool = np.zeros(0, dtype=np.bool_)
        self.corners_m: Float64 = np.zeros((0, 8, 3))

    def load(self, body: Body) -> None:
        """Add a body, hidden.

        Raises:
            StageFailed: if PyBullet cannot read it.
        """
        files = self._files.of(body.model)
        try:
            bullet_id = self._articulated(files) if body.model.links else self._rigid(files)
        except self.bullet.error as cause:
            raise StageFailed(f"PyBullet cannot show {body.name}", got=str(cause)) from cause
        links = {BASE: -1}
        for index in range(self.bullet.getNumJoints(bullet_id, physicsClientId=self.client)):
            info = self.bullet.getJointInfo(bullet_id, index, physicsClientId=self.client)
            links[info[12].decode()] = index
        solids = body.model.solids
        shapes = {}
        for name, mesh in files.meshes.items():
            shapes[name] = len(self._owners)
            self._owners.append((bullet_id, links[name]))
            self._boxes_m.append(_box_corners(solids[name]))
            self._cover(bullet_id, links[name], mesh)
        self._loaded[body.name] = Loaded(body, bullet_id, links, shapes)
        self._drawn = np.append(self._drawn, np.zeros(len(shapes), dtype=np.bool_))
        hidden = np.full((len(shapes), 8, 3), np.nan)
        self.corners_m = np.concatenate([self.corners_m, hidden])

    def place(self, name: str, placement: Placement) -> None:
        """Move a body."""
        loaded = self._loaded[name]
        if placement.T_map_body is None:
            self.corners_m[list(loaded.shapes.values())] = np.nan
            return
        T_map_body = np.asarray(placement.T_map_body, dtype=np.float64)
        self.bullet.resetBasePositionAndOrientation(
            loaded.bullet_id,
            T_map_body[:3, 3].tolist(),
            Rotation.from_matrix(T_map_body[:3, :3]).as_quat().tolist(),
            physicsClientId=self.client,
        )
        model = loaded.body.model
        for joint in model.joints:
            self.bullet.resetJointState(
                loaded.bullet_id, loaded.links[joint], placement.joints.get(joint, 0.0),
                physicsClientId=self.client,
            )  # fmt: skip
        poses = model.link_poses(placement.joints)
        for link, shape in loaded.shapes.items():
            self.corners_m[shape] = apply(T_map_body @ poses[link], self._boxes_m[shape])

    def loaded(self, name: str) -> Loaded:
        """What a body is to PyBullet."""
        return self._loaded[name]

    def picture(self, camera: Camera, T_map_camera: Float64, wanted: Bool) -> Picture:
        """What a camera sees of the wanted shapes (N,)."""
        self._draw(wanted)
        # OpenGL's camera looks along -z with y up.
        view = np.diag([1.0, -1.0, -1.0, 1.0]) @ invert(T_map_camera)
        _, _, rgba, buffer, ids = self.bullet.getCameraImage(
            camera.width_px,
            camera.height_px,
            view.ravel(order="F").tolist(),
            _projection(camera).ravel(order="F").tolist(),
            lightDirection=(-0.4, -0.7, 1.6),
            lightColor=(1.0, 0.985, 0.96),
            lightDistance=6.0,
            shadow=0,
            lightAmbientCoeff=0.74,
            lightDiffuseCoeff=0.38,
            lightSpecularCoeff=0.0,
            renderer=self.bullet.ER_TINY_RENDERER,
            physicsClientId=self.client,
        )
        shape = (camera.height_px, camera.width_px)
        bodies = np.asarray(ids, dtype=np.int64).reshape(shape)
        depth_m = _metres(np.asarray(buffer, dtype=np.float32).reshape(shape), camera)
        depth_m[bodies < 0] = np.inf  # the sky is just short of farthest_m
        return Picture(
            rgb=np.asarray(rgba, dtype=np.uint8).reshape(*shape, 4)[..., :3],
            depth_m=depth_m,
            instances=self._instances()[bodies],
            intrinsics=camera.intrinsics,
        )

    def close(self) -> None:
        """Free everything; twice does no harm."""
        if self.client >= 0:
            self.bullet.disconnect(physicsClientId=self.client)
            self.client = -1

    def _rigid(self, files: UrdfFiles) -> int:
        mesh = files.meshes[BASE].mesh
        if mesh not in self._visuals:
            self._visuals[mesh] = self.bullet.createVisualShape(
                self.bullet.GEOM_MESH, fileName=str(mesh), rgbaColor=_OPAQUE,
                physicsClientId=self.client,
            )  # fmt: skip
        visual = self._visuals[mesh]
        return int(self.bullet.createMultiBody(0.0, -1, visual, physicsClientId=self.client))

    def _articulated(self, files: UrdfFiles) -> int:
        return int(
            self.bullet.loadURDF(str(files.urdf), useFixedBase=True, physicsClientId=self.client)
        )

    def _cover(self, bullet_id: int, link: int, files: MeshFiles) -> None:
        if files.texture not in self._textures:
            self._textures[files.texture] = self.bullet.loadTexture(
                str(files.texture), physicsClientId=self.client
            )
        self.bullet.changeVisualShape(
            bullet_id, link, textureUniqueId=self._textures[files.texture], rgbaColor=_ABSENT,
            physicsClientId=self.client,
        )  # fmt: skip

    def _draw(self, wanted: Bool) -> None:
        """TinyRenderer passes over shapes without opacity, at no cost."""
        for shape in np.flatnonzero(wanted != self._drawn):
            bullet_id, link = self._owners[shape]
            colour = _OPAQUE if wanted[shape] else _ABSENT
            self.bullet.changeVisualShape(
                bullet_id, link, rgbaColor=colour, physicsClientId=self.client
            )
        self._drawn = wanted

    def _instances(self) -> Any:
        """Instances by PyBullet's ids; the background's id -1 finds the last one."""
        bodies = self._loaded.values()
        table = np.zeros(max((each.bullet_id for each in bodies), default=0) + 2, dtype=np.int32)
        for each in bodies:
            table[each.bullet_id] = each.body.instance
        return table


def _box_corners(parts: tuple[Part, ...]) -> Float64:
    vertices = np.concatenate([mesh_of(part).vertices_m for part in parts])
    return corners_of((vertices.min(axis=0), vertices.max(axis=0)))


def _projection(camera: Camera) -> Float64:
    """OpenGL's projection matrix (4, 4) for the rays of `camera.intrinsics`.

    TinyRenderer samples pixels at their lower left corners: the image is moved by half a pixel.
    """
    near, far, focal = camera.nearest_m, camera.farthest_m, camera.intrinsics[0, 0]
    matrix = np.zeros((4, 4))
    matrix[0, 0], matrix[0, 2] = 2.0 * focal / camera.width_px, 1.0 / camera.width_px
    matrix[1, 1], matrix[1, 2] = 2.0 * focal / camera.height_px, 1.0 / camera.height_px
    matrix[2, 2], matrix[2, 3] = -(far + near) / (far - near), -2.0 * far * near / (far - near)
    matrix[3, 2] = -1.0
    return matrix


def _metres(buffer: Float32, camera: Camera) -> Float32:
    """Depth along the optical axis from OpenGL's depth buffer in [0, 1]."""
    near, far = camera.nearest_m, camera.farthest_m
    return np.asarray(near * far / (far - (far - near) * buffer.astype(np.float64)), np.float32)
