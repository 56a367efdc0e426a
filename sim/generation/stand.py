"""A piece of furniture where it is, or might be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.catalogue.kinds import FurnitureKind
from whereseen.sim.generation.rectangle import Rectangle, at, turned
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.placing import pose
from whereseen.sim.scene.description import Point2
from whereseen.sim.scene.solids import Solids, is_flat, solids_of

Span = tuple[float, float]
Block = tuple[Rectangle, Span]


@dataclass(frozen=True, slots=True)
class Looks:
    """A kind in one of its styles, measured.

    Attributes:
        kind: Of the catalogue.
        style: One of its styles.
        model: What it looks like.
        box_m: Lower and upper corner (3,), closed.
        is_flat: Whether it lies flat on the floor.
        swings: Boxes (lower corner, upper corner) of what moves, half and wide open.
    """

    kind: FurnitureKind
    style: str
    model: Model
    box_m: tuple[Float64, Float64]
    is_flat: bool
    swings: tuple[tuple[Float64, Float64], ...]

    @property
    def up_m(self) -> Span:
        """Between which heights it is."""
        return (float(self.box_m[0][2]), float(self.box_m[1][2]))

    @property
    def is_hanging(self) -> bool:
        """Whether it hangs on a wall or from the ceiling."""
        return self.kind.hangs and not self.is_flat

    @property
    def size_m(self) -> Point2:
        """Width and depth."""
        return (
            float(self.box_m[1][0] - self.box_m[0][0]),
            float(self.box_m[1][1] - self.box_m[0][1]),
        )

    @property
    def area_m2(self) -> float:
        """Of its footprint."""
        return self.size_m[0] * self.size_m[1]


def looks_of(kind: FurnitureKind, style: str) -> Looks:
    """Measure a kind in a style."""
    model = kind.model(style)
    return Looks(kind, style, model, model.box_m(), is_flat(model), tuple(_swings(model)))


def _swings(model: Model) -> Iterator[tuple[Float64, Float64]]:
    for name, joint in model.joints.items():
        moved = {name}
        for link in model.links:
            if link.parent in moved:
                moved.add(link.name)
        for share in (0.5, 1.0):
            solids = solids_of(model, np.eye(4), {name: joint.upper * share}, moved)
            if len(solids.outlines):
                bounds = np.array([each.bounds for each in solids.outlines])
                low = np.array([*bounds[:, :2].min(axis=0), solids.low_m.min()])
                yield low, np.array([*bounds[:, 2:].max(axis=0), solids.high_m.max()])


@dataclass(frozen=True, slots=True)
class Stand:
    """A piece of furniture in a room, turned by a right angle.

    Attributes:
        looks: What it is.
        at_m: Its origin on the floor plan.
        yaw_deg: -90, 0, 90 or 180.
        covers: Its footprint.
        beside: What it stands beside, if it does.
    """

    looks: Looks
    at_m: Point2
    yaw_deg: float
    covers: Rectangle
    beside: Stand | None = None

    @property
    def kind(self) -> FurnitureKind:
        """Of the catalogue."""
        return self.looks.kind

    @property
    def swings(self) -> Iterator[Block]:
        """Where its doors and drawers move through."""
        x, y = self.at_m
        for low, high in self.looks.swings:
            yield at(turned((low, high), self.yaw_deg), x, y), (float(low[2]), float(high[2]))

    @property
    def solids(self) -> Solids:
        """Its parts."""
        return _solids(self.looks.model, self.at_m, self.yaw_deg)

    def front(self, deep_m: float, narrow: float = 1.0) -> Rectangle:
        """The floor before it."""
        return self.covers.before(self.yaw_deg, deep_m, narrow=narrow)

    def is_level_with(self, span: Span) -> bool:
        """Whether it reaches into a range of heights."""
        low, high = self.looks.up_m
        return low < span[1] - 1e-4 and span[0] < high - 1e-4


def stand(looks: Looks, at_m: Point2, yaw_deg: float, beside: Stand | None = None) -> Stand:
    """Something at a point of the floor plan, to the millimetre."""
    x, y = round(float(at_m[0]), 3), round(float(at_m[1]), 3)
    return Stand(looks, (x, y), yaw_deg, at(turned(looks.box_m, yaw_deg), x, y), beside)


@lru_cache(maxsize=256)
def _solids(model: Model, at_m: Point2, yaw_deg: float) -> Solids:
    return solids_of(model, pose((*at_m, 0.0), yaw_deg))
