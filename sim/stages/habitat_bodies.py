"""Bodies as objects of Habitat: rigid ones from GLB files, articulated ones from URDF files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.spatial.transform import Rotation

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.glb import write_glb
from whereseen.sim.modelling.mesh_files import textured
from whereseen.sim.modelling.model import BASE, Model
from whereseen.sim.modelling.urdf import write_urdf
from whereseen.sim.stages.errors import StageFailed
from whereseen.sim.stages.protocol import Body, Placement

# Habitat has y up: x, y, z of the map are x, -z, y there.
R_HABITAT_MAP = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])
_FAR_AWAY_M = (0.0, -1000.0, 0.0)  # where hidden bodies are: nothing is seen that far
_AMBIENT, _DIFFUSE = 0.74, 0.38
_TO_LIGHT = np.array([-0.4, -0.7, 1.6]) / np.linalg.norm([-0.4, -0.7, 1.6])


@dataclass(frozen=True, slots=True)
class HabitatFiles:
    """Where the files of a model are.

    Attributes:
        meshes: GLB of each link that has solids.
        urdf: How its links hang together.
    """

    meshes: dict[str, Path]
    urdf: Path


@dataclass(frozen=True, slots=True)
class Shown:
    """A body as Habitat knows it.

    Attributes:
        body: What it is.
        handle: A managed rigid or articulated object.
        offsets: Where the position of each joint is among those of the object.
    """

    body: Body
    handle: Any
    offsets: dict[str, int] = field(default_factory=dict)


class HabitatBodies:
    """Bodies in a simulator of Habitat.

    Args:
        habitat: The module habitat_sim.
        magnum: The module magnum.
        simulator: Holds the objects.
        folder: For files; equal models share them.
    """

    def __init__(self, habitat: Any, magnum: Any, simulator: Any, folder: Path) -> None:
        self._habitat, self._magnum = habitat, magnum
        self._simulator = simulator
        self._folder = folder
        self._files: dict[Model, HabitatFiles] = {}
        self._shown: dict[str, Shown] = {}

    @property
    def model_count(self) -> int:
        """How many models there are files of."""
        return len(self._files)

    def prepare(self, model: Model) -> None:
        """Write the files of a model; raises if it has a material or a mesh that is not there."""
        if model not in self._files:
            self._files[model] = self._write(model)

    def load(self, body: Body) -> None:
        """Add a body, hidden.

        Raises:
            StageFailed: if Habitat cannot read it.
        """
        self.prepare(body.model)
        files = self._files[body.model]
        shown = self._articulated(body, files) if body.model.links else self._rigid(body, files)
        self._shown[body.name] = shown
        self.place(body.name, Placement(None, {}))

    def clear(self) -> None:
        """Remove all bodies."""
        self._simulator.get_rigid_object_manager().remove_all_objects()
        self._simulator.get_articulated_object_manager().remove_all_objects()
        self._shown.clear()

    def place(self, name: str, placement: Placement) -> None:
        """Move a body."""
        shown = self._shown[name]
        if placement.T_map_body is None:
            shown.handle.translation = self._magnum.Vector3(*_FAR_AWAY_M)
            return
        self.move(shown.handle, placement.T_map_body)
        if shown.offsets:
            positions = [0.0] * len(shown.offsets)
            for joint, offset in shown.offsets.items():
                positions[offset] = placement.joints.get(joint, 0.0)
            shown.handle.joint_positions = positions

    def move(self, node: Any, T_map_node: Float64) -> None:
        """Set the pose of an object or of a node of the scene graph."""
        turn = R_HABITAT_MAP @ T_map_node[:3, :3]
        x, y, z, w = Rotation.from_matrix(turn).as_quat().tolist()
        at = (R_HABITAT_MAP @ T_map_node[:3, 3]).tolist()
        node.translation = self._magnum.Vector3(*at)
        node.rotation = self._magnum.Quaternion(self._magnum.Vector3(x, y, z), w)

    def rigid(self, name: str) -> Any:
        """The object of a rigid body."""
        return self._shown[name].handle

    def copies_of_links(self, name: str, placement: Placement) -> Iterator[Any]:
        """Add a rigid object for each link of a body, where it is now."""
        assert placement.T_map_body is not None
        model = self._shown[name].body.model
        poses = model.link_poses(placement.joints)
        for link, mesh in self._files[model].meshes.items():
            copy = self._object(mesh)
            self.move(copy, placement.T_map_body @ poses[link])
            yield copy

    def _rigid(self, body: Body, files: HabitatFiles) -> Shown:
        handle = self._object(files.meshes[BASE])
        handle.semantic_id = body.instance
        return Shown(body, handle)

    def _articulated(self, body: Body, files: HabitatFiles) -> Shown:
        handle = self._simulator.get_articulated_object_manager().add_articulated_object_from_urdf(
            str(files.urdf), True, light_setup_key=self._habitat.gfx.NO_LIGHT_KEY
        )
        if handle is None:
            raise StageFailed(f"Habitat cannot show {body.name}")
        handle.motion_type = self._habitat.physics.MotionType.KINEMATIC
        for node in handle.visual_scene_nodes:
            node.semantic_id = body.instance
        offsets = {
            handle.get_link_name(link): handle.get_link_joint_pos_offset(link)
            for link in handle.get_link_ids()
            if handle.get_link_num_joint_pos(link)
        }
        return Shown(body, handle, offsets)

    def _object(self, mesh: Path) -> Any:
        templates = self._simulator.get_object_template_manager()
        if not templates.get_library_has_handle(str(mesh)):
            template = templates.create_new_template(str(mesh), False)
            template.render_asset_handle = template.collision_asset_handle = str(mesh)
            template.com = self._magnum.Vector3(0.0, 0.0, 0.0)
            template.compute_COM_from_shape = False
            template.is_collidable = False
            # The light is in the mesh: a third of the cost of Habitat's, and the same everywhere.
            template.shader_type = "flat"
            template.force_flat_shading = True
            templates.register_template(template, str(mesh))
        objects = self._simulator.get_rigid_object_manager()
        handle = objects.add_object_by_template_handle(
            str(mesh), light_setup_key=self._habitat.gfx.NO_LIGHT_KEY
        )
        if handle is None:
            raise StageFailed("Habitat cannot read a mesh", got=mesh.name)
        handle.motion_type = self._habitat.physics.MotionType.KINEMATIC
        return handle

    def _write(self, model: Model) -> HabitatFiles:
        name = f"model{len(self._files)}"
        meshes = {}
        for number, (link, parts) in enumerate(model.solids.items()):
            covered = textured(parts)
            brightness = _AMBIENT + _DIFFUSE * np.maximum(covered.mesh.normals @ _TO_LIGHT, 0.0)
            meshes[link] = self._folder / f"{name}_{number}.glb"
            write_glb(meshes[link], covered, brightness=np.minimum(brightness, 1.0))
        files = HabitatFiles(meshes, self._folder / f"{name}.urdf")
        if model.links:
            write_urdf(files.urdf, model, meshes)
        return files
