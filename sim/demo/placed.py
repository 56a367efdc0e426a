"""A scene at one moment: where everything is, exactly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64
from whereseen.memory.io.reader import TrueQuery
from whereseen.sim.demo.scene import Furniture, Scene, Spot, Thing, box_of, jittered, pose
from whereseen.sim.modelling.shapes import Part


class PlacedScene:
    """The ground truth of a room in which things are moved and taken away.

    Args:
        scene: The room as drawn.
        seed: Shifts and turns the things a little; 0 leaves them as drawn.
    """

    def __init__(self, scene: Scene, *, seed: int = 0) -> None:
        self.scene = jittered(scene, seed=seed)
        self._by_name: dict[str, Furniture | Thing] = {
            **{piece.name: piece for piece in self.scene.furniture},
            **{thing.name: thing for thing in self.scene.things},
        }
        self._poses: dict[str, Float64] = {
            **{piece.name: pose(piece.at_m, piece.yaw_deg) for piece in self.scene.furniture},
            **{thing.name: self.scene.standing(thing, thing.spot) for thing in self.scene.things},
        }

    def names(self) -> tuple[str, ...]:
        """All that is in the room, the furniture first."""
        return tuple(self._poses)

    def parts_of(self, name: str) -> tuple[Part, ...]:
        """Solids in the frame of the thing."""
        return self._by_name[name].parts

    def pose_of(self, name: str) -> Float64:
        """Pose (4, 4) `T_map_thing`.

        Raises:
            InvalidConfig: if it is not in the room.
        """
        if name not in self._poses:
            raise InvalidConfig("no such thing in the room", got=repr(name))
        return self._poses[name]

    def label_of(self, name: str) -> str:
        """What an annotator would call it."""
        item = self._by_name[name]
        return (item.label or item.name) if isinstance(item, Furniture) else item.name

    def labels(self) -> tuple[str, ...]:
        """All class names of the scene, sorted; the same after things are taken away."""
        return tuple(sorted({self.label_of(name) for name in self._by_name}))

    def box_of(self, name: str) -> tuple[Float64, Float64]:
        """Lower and upper corner (3,) of its axis-aligned box in the map frame."""
        return box_of(self.parts_of(name), self.pose_of(name))

    def position_of(self, name: str) -> Float64 | None:
        """Middle (3,) of its box in the map frame; None if it is not in the room."""
        if name not in self._poses:
            return None
        low, high = self.box_of(name)
        return (low + high) / 2.0

    def middle_on(self, name: str, spot: Spot) -> Float64:
        """Middle (3,) of the box that a thing would have on a spot, turned as it is."""
        low, high = self.box_of(name)
        piece = self.scene.furniture_named(spot.on)
        local = np.array([*spot.offset_m, piece.surfaces_m[spot.surface], 1.0])
        base = (pose(piece.at_m, piece.yaw_deg) @ local)[:3]
        return np.asarray(base + (low + high) / 2.0 - self._poses[name][:3, 3])

    def move(self, name: str, position_m: npt.ArrayLike) -> None:
        """Put the middle of its box elsewhere, turned as it is.

        Raises:
            InvalidConfig: if it is not in the room.
        """
        moved = self.pose_of(name).copy()
        low, high = self.box_of(name)
        moved[:3, 3] += np.asarray(position_m, dtype=np.float64) - (low + high) / 2.0
        self._poses[name] = moved

    def remove(self, name: str) -> None:
        """Take it out of the room.

        Raises:
            InvalidConfig: if it is not in the room.
        """
        self.pose_of(name)
        del self._poses[name]

    def true_queries(self) -> tuple[TrueQuery, ...]:
        """The questions of the scene, with where their answers are at this moment."""
        return tuple(
            TrueQuery(question.text, self._positions(question.names))
            for question in self.scene.questions
        )

    def _positions(self, names: tuple[str, ...]) -> tuple[tuple[float, float, float], ...]:
        present = [self.position_of(name) for name in names]
        return tuple((float(p[0]), float(p[1]), float(p[2])) for p in present if p is not None)
