"""Rectangles along the axes: what furniture at right angles covers of the floor."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.memory.frames import Float64
from whereseen.sim.scene.description import Point2

_SLACK_M = 1e-4  # of what touches

# Unit vectors to the front of a piece of furniture, by its turn in degrees.
FRONTS: dict[float, Point2] = {
    0.0: (0.0, -1.0), 90.0: (1.0, 0.0), 180.0: (0.0, 1.0), -90.0: (-1.0, 0.0),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rectangle:
    """From (x0, y0) to (x1, y1), in metres."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle_m(self) -> Point2:
        """Its middle."""
        return ((self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2)

    @property
    def size_m(self) -> Point2:
        """Extent along x and y."""
        return (self.x1 - self.x0, self.y1 - self.y0)

    def overlaps(self, other: Rectangle) -> bool:
        """Whether they share more than an edge."""
        return (
            self.x0 < other.x1 - _SLACK_M
            and other.x0 < self.x1 - _SLACK_M
            and self.y0 < other.y1 - _SLACK_M
            and other.y0 < self.y1 - _SLACK_M
        )

    def is_in(self, other: Rectangle) -> bool:
        """Whether no part of it is outside another."""
        return (
            self.x0 >= other.x0 - _SLACK_M
            and self.y0 >= other.y0 - _SLACK_M
            and self.x1 <= other.x1 + _SLACK_M
            and self.y1 <= other.y1 + _SLACK_M
        )

    def grown(self, by_m: float) -> Rectangle:
        """With all edges farther out."""
        return Rectangle(self.x0 - by_m, self.y0 - by_m, self.x1 + by_m, self.y1 + by_m)

    def gap_m(self, other: Rectangle) -> float:
        """The greater of the free distances along x and y; below 0 where they overlap."""
        return max(self.x0 - other.x1, other.x0 - self.x1, self.y0 - other.y1, other.y0 - self.y1)

    def before(self, yaw_deg: float, deep_m: float, *, narrow: float = 1.0) -> Rectangle:
        """What lies before its front edge when it is turned.

        Args:
            yaw_deg: Its turn; a key of `FRONTS`.
            deep_m: How far it reaches.
            narrow: Share of the edge that counts.
        """
        (fx, fy), (x, y) = FRONTS[yaw_deg], self.middle_m
        width, depth = (side * narrow / 2 for side in self.size_m)
        if fx:
            edge = self.x1 if fx > 0 else self.x0
            return Rectangle(
                min(edge, edge + fx * deep_m), y - depth, max(edge, edge + fx * deep_m), y + depth
            )
        edge = self.y1 if fy > 0 else self.y0
        return Rectangle(
            x - width, min(edge, edge + fy * deep_m), x + width, max(edge, edge + fy * deep_m)
        )


def turned(box_m: tuple[Float64, Float64], yaw_deg: float) -> Rectangle:
    """What a box covers of the floor when it is turned about its origin by a right angle."""
    (x0, y0), (x1, y1) = box_m[0][:2].tolist(), box_m[1][:2].tolist()
    if yaw_deg == 90.0:
        return Rectangle(-y1, x0, -y0, x1)
    if yaw_deg == 180.0:
        return Rectangle(-x1, -y1, -x0, -y0)
    if yaw_deg == -90.0:
        return Rectangle(y0, -x1, y1, -x0)
    return Rectangle(x0, y0, x1, y1)


def at(rectangle: Rectangle, x: float, y: float) -> Rectangle:
    """Moved by (x, y)."""
    return Rectangle(rectangle.x0 + x, rectangle.y0 + y, rectangle.x1 + x, rectangle.y1 + y)
