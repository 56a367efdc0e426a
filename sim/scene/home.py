"""A scene with all that it names looked up: instances, models, and where spots are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64
from whereseen.sim.catalogue.kinds import Catalogue, FurnitureKind, ObjectKind, Surface
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.placing import pose
from whereseen.sim.scene.description import (
    FLOOR,
    FurnitureItem,
    ObjectItem,
    Room,
    Scene,
    Spot,
)
from whereseen.sim.scene.structure import Structure, structures_of

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of furniture with its kind and looks."""

    item: FurnitureItem
    kind: FurnitureKind
    model: Model
    T_map_piece: Float64

    def surface(self, name: str) -> Surface:
        """A surface by name; raises InvalidConfig if there is none."""
        for surface in self.kind.surfaces:
            if surface.name == name:
                return surface
        raise InvalidConfig(f"no such surface of {self.item.name}", got=repr(name))

    def positions(self, shares: Mapping[str, float]) -> dict[str, float]:
        """Positions of its joints in metres or radians, from shares 0 to 1; closed if left out."""
        return {
            name: joint.upper * shares.get(name, 0.0) for name, joint in self.model.joints.items()
        }


class Home:
    """What a scene means.

    Args:
        scene: The description.
        catalogue: All kinds but those made elsewhere, which the scene brings.

    Attributes:
        catalogue: All kinds.
        structures: Floors, walls and what else is built.
        pieces: Furniture by name.
        rooms: By name.

    Raises:
        InvalidConfig: if the scene names what there is not.
        MeshUnreadable: if a mesh of the scene cannot be read.
    """

    def __init__(self, scene: Scene, catalogue: Catalogue) -> None:
        self.scene = scene
        self.catalogue = _with_meshes(catalogue, scene)
        self.rooms: dict[str, Room] = {room.name: room for room in scene.rooms}
        self.structures: tuple[Structure, ...] = structures_of(scene)
        self.pieces: dict[str, Piece] = {item.name: self._piece(item) for item in scene.furniture}
        self._models: dict[tuple[str, str], Model] = {}
        for item in scene.objects:
            self.kind_of(item)
            self.require(item.spot)

    def kind_of(self, item: ObjectItem) -> ObjectKind:
        """The kind of a thing; raises InvalidConfig if there is none of that name."""
        return _found(self.catalogue.objects, item.kind, "kind of thing")

    def model_of(self, item: ObjectItem) -> Model:
        """What a thing looks like."""
        key = (item.kind, item.colour)
        if key not in self._models:
            kind = self.kind_of(item)
            self._models[key] = kind.model(_choice(item.colour, kind.colours, item.name))
        return self._models[key]

    def label_of(self, item: ObjectItem) -> str:
        """What an annotator calls a thing."""
        kind = self.kind_of(item)
        return kind.label(item.colour or kind.colours[0])

    def require(self, spot: Spot) -> None:
        """Raise InvalidConfig unless there is such a spot."""
        if spot.on in self.rooms:
            if spot.surface != FLOOR:
                raise InvalidConfig(f"a room has a floor only: {spot.on}", got=spot.surface)
            return
        _found(self.pieces, spot.on, "furniture").surface(spot.surface)

    def pose_on(self, spot: Spot, yaw_deg: float, joints: Mapping[str, float]) -> Float64:
        """Pose (4, 4) `T_map_object` of a thing on a spot.

        Args:
            spot: Where its base is.
            yaw_deg: How it is turned against what it stands on.
            joints: Shares 0 to 1 of the joints of the furniture.
        """
        x, y = spot.offset_m
        if spot.on in self.rooms:
            middle = self.rooms[spot.on].middle_m
            return pose((middle[0] + x, middle[1] + y, 0.0), yaw_deg)
        piece = self.pieces[spot.on]
        surface = piece.surface(spot.surface)
        T_piece_link = piece.model.link_poses(piece.positions(joints))[surface.link]
        local = pose((surface.at_m[0] + x, surface.at_m[1] + y, surface.at_m[2]), yaw_deg)
        return np.asarray(piece.T_map_piece @ T_piece_link @ local)

    def _piece(self, item: FurnitureItem) -> Piece:
        kind = _found(self.catalogue.furniture, item.kind, "kind of furniture")
        _found(self.rooms, item.room, "room")
        model = kind.model(_choice(item.style, kind.styles, item.name))
        unknown = sorted(set(item.open) - set(model.joints))
        if unknown:
            raise InvalidConfig(f"no such joint of {item.name}", got=", ".join(unknown))
        return Piece(item, kind, model, pose(item.at_m, item.yaw_deg))


def _with_meshes(catalogue: Catalogue, scene: Scene) -> Catalogue:
    if not scene.meshes:
        return catalogue
    from whereseen.sim.scene.mesh_kinds import with_meshes  # trimesh, where it is used

    return with_meshes(catalogue, scene.meshes)


def _choice(given: str, known: tuple[str, ...], name: str) -> str:
    """The given one, or the first."""
    if given and given not in known:
        raise InvalidConfig(
            f"{name} does not come like that", got=given, remedy=f"Choose of {', '.join(known)}"
        )
    return given or known[0]


def _found(things: Mapping[str, Thing], name: str, what: str) -> Thing:
    if name not in things:
        raise InvalidConfig(f"no such {what}", got=repr(name))
    return things[name]
