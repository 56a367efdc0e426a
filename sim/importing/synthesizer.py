"""Procedural kitchens of scene-synthesizer (Apache-2.0), which is imported here only.

After Eppner et al., "scene_synthesizer: A Python Library for Procedural Scene Generation in Robot
Manipulation", Journal of Open Source Software (2025).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from whereseen.memory.errors import InvalidConfig, MissingDependency
from whereseen.memory.frames import Float64, apply, invert
from whereseen.sim.modelling.model import BASE, Joint, Link, Model
from whereseen.sim.modelling.placing import pose, yaw_of
from whereseen.sim.modelling.shapes import Mesh, Vector3
from whereseen.sim.modelling.stl import flat

LAYOUTS = ("single_wall", "l_shaped", "u_shaped", "galley", "peninsula", "island")
_WIDE_OPEN_RAD = 1.6
# Heights and depths of ordinary kitchens; those of the package are lower and deeper.
_HEIGHTS_M, _DEPTHS_M, _HANGING_M = (0.86, 0.92), (0.6, 0.64), (1.42, 1.5)
_DOOR_M = 0.14  # by which a fridge stands out, so that its door swings clear of its neighbours
_FIXED = "basket"  # those of a dishwasher would run through its door


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """A part of a piece.

    Attributes:
        name: As scene-synthesizer calls it, as `door_0_1_door`.
        link: Of the piece, on which it is.
        size_m: Edges of a box about its own origin; None if it is none.
        mesh: Its triangles, in its own frame.
        T_link_own: (4, 4) where it is.
    """

    name: str
    link: str
    size_m: Vector3 | None
    mesh: Mesh
    T_link_own: Float64


@dataclass(frozen=True, slots=True, eq=False)
class Synthesized:
    """A piece of a kitchen.

    Attributes:
        name: As scene-synthesizer calls it, as `base_cabinet_0`.
        T_map_own: (4, 4) of its origin: on the floor below its middle, its front to -y.
        links: What moves; without parts.
        solids: Its parts.
    """

    name: str
    T_map_own: Float64
    links: tuple[Link, ...]
    solids: tuple[Solid, ...]

    @property
    def box_m(self) -> tuple[Float64, Float64]:
        """Lower and upper corner (3,) of its box in the map, closed."""
        poses = Model((), self.links).link_poses({})
        placed = [
            apply(self.T_map_own @ poses[each.link] @ each.T_link_own, each.mesh.vertices_m)
            for each in self.solids
        ]
        points = np.concatenate(placed)
        return points.min(axis=0), points.max(axis=0)


def synthesize(layout: str, seed: int) -> tuple[Synthesized, ...]:
    """The pieces of a kitchen; the same for the same seed and version of the package.

    Args:
        layout: One of `LAYOUTS`.
        seed: Of all its sizes.

    Raises:
        InvalidConfig: if there is no such layout.
        MissingDependency: if scene-synthesizer is not installed.
    """
    if layout not in LAYOUTS:
        raise InvalidConfig(
            "no such kitchen", got=repr(layout), remedy=f"Choose of {', '.join(LAYOUTS)}"
        )
    scenes, rng = _imported(), np.random.default_rng(seed)
    depth_m = float(rng.uniform(*_DEPTHS_M))
    with _files_elsewhere(scenes.utils):
        kitchen = getattr(scenes, f"kitchen_{layout}")(
            seed=seed,
            counter_height=float(rng.uniform(*_HEIGHTS_M)),
            counter_depth=depth_m,
            wall_cabinet_z=float(rng.uniform(*_HANGING_M)),
            refrigerator_args={"depth": depth_m + _DOOR_M},
        )
        return tuple(_Piece(kitchen, name).made() for name in kitchen.get_object_names())


@contextmanager
def _files_elsewhere(utils: Any) -> Iterator[None]:
    """Meshes that the package writes, by names that it draws, go where they are cleaned up."""
    usual = utils.get_random_filename
    with TemporaryDirectory(prefix="whereseen_kitchen_") as folder:
        utils.get_random_filename = partial(_named, usual, folder)
        try:
            yield
        finally:
            utils.get_random_filename = usual


def _named(
    usual: Callable[..., str], folder: str, suffix: str, prefix: str = "", dir: str = ""
) -> str:
    return usual(suffix, prefix, folder)


class _Piece:
    """One object of a scene of scene-synthesizer."""

    def __init__(self, scene: Any, name: str) -> None:
        self._scene, self._name = scene, name
        self._parents = scene.scene.graph.transforms.parents
        joints = scene.get_joint_properties()
        self._joints = {
            str(scene.get_joint_parent_child_node(joint)[1]): told
            for joint, told in joints.items()
            if joint.startswith(f"{name}/") and _FIXED not in joint
        }

    def made(self) -> Synthesized:
        yaw_deg = yaw_of(np.asarray(self._scene.get_transform(self._name)))
        T_turned_map = pose((0.0, 0.0, 0.0), -yaw_deg)
        seen = list(self._seen())
        points = np.concatenate(
            [apply(T_turned_map @ T, mesh.vertices_m) for _, _, mesh, T in seen]
        )
        middle = (points[:, :2].min(axis=0) + points[:, :2].max(axis=0)) / 2.0
        T_turned_own = pose((float(middle[0]), float(middle[1]), 0.0))
        T_map_own = invert(T_turned_map) @ T_turned_own
        T_own_map = invert(T_map_own)
        origins = {node: self._origin(T_own_map, node) for node in self._joints}
        solids = []
        for node, size_m, mesh, T_map_part in seen:
            link, T_own_link = self._link_of(node), np.eye(4)
            T_own_link[:3, 3] = origins.get(link, (0.0, 0.0, 0.0))
            T_link_own = invert(T_own_link) @ T_own_map @ T_map_part
            solids.append(Solid(self._short(node), self._called(link), size_m, mesh, T_link_own))
        links = tuple(self._link(node, T_own_map, origins) for node in self._joints)
        return Synthesized(self._name, T_map_own, _ordered(links), tuple(solids))

    def _seen(self) -> Iterator[tuple[str, Vector3 | None, Mesh, Float64]]:
        """Node, edges if it is a box, triangles, and pose in the map of what can be seen."""
        graph = self._scene.scene.graph
        for node in graph.nodes_geometry:
            if not self._is_mine(str(node)):
                continue
            T, geometry = graph[node]
            solid, T_map_part = self._scene.geometry[geometry], np.array(T, dtype=np.float64)
            size_m = None
            if type(solid).__name__ == "Box":
                x, y, z = (float(edge) for edge in solid.primitive.extents)
                size_m = (x, y, z)
                T_map_part = T_map_part @ np.asarray(solid.primitive.transform)
            corners = np.asarray(solid.triangles, dtype=np.float64)
            if size_m is not None:
                corners = corners @ np.asarray(solid.primitive.transform)[:3, :3]
                corners = corners - (corners.min(axis=(0, 1)) + corners.max(axis=(0, 1))) / 2.0
            yield str(node), size_m, flat(corners), T_map_part

    def _is_mine(self, node: str) -> bool:
        while node != self._name:
            if node not in self._parents:
                return False
            node = self._parents[node]
        return True

    def _link_of(self, node: str) -> str:
        """The node that moves a node; empty for the base."""
        while node != self._name:
            if node in self._joints:
                return node
            node = self._parents[node]
        return ""

    def _link(self, node: str, T_own_map: Float64, origins: dict[str, Float64]) -> Link:
        told = self._joints[node]
        R_own_node = (T_own_map @ np.asarray(self._scene.get_transform(node)))[:3, :3]
        axis = R_own_node @ np.asarray(told["axis"], dtype=np.float64)
        axis = axis / np.linalg.norm(axis)
        lower, upper = float(told["limit_lower"]), float(told["limit_upper"])
        if -lower > upper:
            axis, upper = -axis, -lower
        if told["type"] == "prismatic":
            joint = Joint("slide", _vector(axis), 0.0, upper)
        else:
            joint = Joint("hinge", _vector(axis), 0.0, min(upper, _WIDE_OPEN_RAD))
        parent = self._link_of(self._parents[node])
        origin = origins[node] - origins.get(parent, np.zeros(3))
        return Link(self._called(node), (), _vector(origin), joint, self._called(parent))

    def _origin(self, T_own_map: Float64, node: str) -> Float64:
        return np.asarray((T_own_map @ np.asarray(self._scene.get_transform(node)))[:3, 3])

    def _short(self, node: str) -> str:
        return node.removeprefix(f"{self._name}/")

    def _called(self, node: str) -> str:
        return self._short(node) if node else BASE


def _ordered(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """The same links, each after its parent."""
    found: list[Link] = []
    left = list(links)
    while left:
        known = {BASE, *(each.name for each in found)}
        ready = [each for each in left if each.parent in known]
        found += ready
        left = [each for each in left if each not in ready]
    return tuple(found)


def _vector(values: Float64) -> Vector3:
    x, y, z = (float(value) for value in np.round(values, 9) + 0.0)
    return (x, y, z)


def _imported() -> Any:
    try:
        from scene_synthesizer import procedural_scenes
    except ImportError as error:
        raise MissingDependency("scene-synthesizer", "assets") from error
    return procedural_scenes
