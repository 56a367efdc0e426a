"""A piece of furniture where it is, or might be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from whereseen.memory.frames import Float64
from whereseen.sim.catalogue.kinds import FurnitureKind
from whereseen.sim.generation.rectangle import Rectangle, at, turned
from whereseen.sim.modelling.model import Model
from whereseen.sim.scene.description import Point2
from whereseen.sim.scene.solids import Solids, moved_by, solids_of

Span = tuple[float, float]
_SHARED_M2 = 2e-4  # what touches shares a little


@dataclass(frozen=True, slots=True)
class Swing:
    """A place where a door or a drawer comes when it is opened.

    Attributes:
        low_m: Lower corner (3,) of its box.
        high_m: Upper corner (3,).
        solids: Its parts.
    """

    low_m: Float64
    high_m: Float64
    solids: Solids


@dataclass(frozen=True, slots=True)
class Looks:
    """A kind in one of its styles, measured.

    Attributes:
        kind: Of the catalogue.
        style: One of its styles.
        model: What it looks like.
        box_m: Lower and upper corner (3,), closed.
        up_m: Between which heights it is.
        solids: Its parts, in its own frame.
        is_flat: Whether it lies flat on the floor.
        swings: What moves, half and wide open.
    """

    kind: FurnitureKind
    style: str
    model: Model
    box_m: tuple[Float64, Float64]
    up_m: Span
    solids: Solids
    is_flat: bool
    swings: tuple[Swing, ...]

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
    box_m, solids = model.box_m(), solids_of(model, np.eye(4))
    up_m = (float(box_m[0][2]), float(box_m[1][2]))
    return Looks(kind, style, model, box_m, up_m, solids, solids.is_flat, tuple(_swings(model)))


def _swings(model: Model) -> Iterator[Swing]:
    for name, joint in model.joints.items():
        for share in (0.5, 1.0):
            positions = {name: joint.upper * share}
            solids = solids_of(model, np.eye(4), positions, moved_by(model, name))
            if len(solids.outlines):
                bounds = shapely.total_bounds(solids.outlines)
                low = np.array([*bounds[:2], solids.low_m.min()])
                yield Swing(low, np.array([*bounds[2:], solids.high_m.max()]), solids)


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

    def covered_by(self, swing: Swing) -> Rectangle:
        """The floor below one of its doors or drawers."""
        return at(turned((swing.low_m, swing.high_m), self.yaw_deg), *self.at_m)

    def swing_hits(self, swing: Swing, other: Stand) -> bool:
        """Whether one of its doors or drawers runs into another piece."""
        span = (float(swing.low_m[2]), float(swing.high_m[2]))
        if other.looks.is_flat or not other.is_level_with(span):
            return False
        if not self.covered_by(swing).overlaps(other.covers):
            return False
        return swing.solids.placed(self.at_m, self.yaw_deg).shared_m2(other.solids) > _SHARED_M2

    @property
    def solids(self) -> Solids:
        """Its parts."""
        return self.looks.solids.placed(self.at_m, self.yaw_deg)

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
