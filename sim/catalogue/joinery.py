"""How cabinets are made: boards round hollows, with shelves, doors and drawers in them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from whereseen.sim.catalogue.kinds import Surface
from whereseen.sim.modelling.model import Joint, Link
from whereseen.sim.modelling.shapes import Box, Part, Vector3

Parts = tuple[Part, ...]
Hinge = Literal["left", "right"]

BOARD_M = 0.018
PANEL_M = 0.02  # thickness of a front
_GAP_M = 0.0015  # round every front
_MARGIN_M = 0.01  # between what is stored and the boards beside it
_WIDE_OPEN_RAD = 1.6
_HAND_M = 1.0


def block(low: Vector3, high: Vector3, material: str) -> Part:
    """A box between two corners."""
    (a, b, c), (d, e, f) = low, high
    return Part(Box((d - a, e - b, f - c)), material, ((a + d) / 2, (b + e) / 2, (c + f) / 2))


def legs(
    width: float, depth: float, height: float, *, material: str, thickness: float = 0.05
) -> Parts:
    """Four square legs within a rectangle."""
    x, y = (width - thickness) / 2.0, (depth - thickness) / 2.0
    return tuple(
        Part(Box((thickness, thickness, height)), material, (sx * x, sy * y, height / 2.0))
        for sx in (-1, 1)
        for sy in (-1, 1)
    )


@dataclass(frozen=True, slots=True)
class Bay:
    """A hollow of a cabinet, open to the front.

    Attributes:
        low_m: Its corner at the left, the front and the bottom.
        high_m: Its corner at the right, the back and the top.
    """

    low_m: Vector3
    high_m: Vector3

    def rows(self, *shares: float) -> tuple[Bay, ...]:
        """Cut it by level boards into bays of such shares of the height, from the bottom up."""
        free = self.high_m[2] - self.low_m[2] - BOARD_M * (len(shares) - 1)
        bays, z = [], self.low_m[2]
        for share in shares:
            top = z + free * share / sum(shares)
            bays.append(Bay((*self.low_m[:2], z), (*self.high_m[:2], top)))
            z = top + BOARD_M
        return tuple(bays)

    def floors(self, material: str, *shares: float) -> Parts:
        """The boards between its rows."""
        return tuple(
            block(
                (*below.low_m[:2], below.high_m[2]), (*below.high_m[:2], above.low_m[2]), material
            )
            for below, above in pairwise(self.rows(*shares))
        )

    def surface(self, name: str, behind: str = "") -> Surface:
        """Its bottom, on which things can be put."""
        (x, y, z), (right, back, top) = self.low_m, self.high_m
        size = (right - x - 2 * _MARGIN_M, back - y - 2 * _MARGIN_M)
        middle = ((x + right) / 2, (y + back) / 2, z)
        # What is put into an open shelf stands on it; what is behind a door is in there.
        return Surface(name, middle, size, top - z - 0.005, behind=behind,
                       preposition="in" if behind else "on")  # fmt: skip

    def door(self, name: str, front: str, *, hinge: Hinge, handle: str = "dark steel") -> Link:
        """A door before it that turns outwards about its left or right edge."""
        left, right, bottom, top = self._front()
        side = 1.0 if hinge == "left" else -1.0
        width, height = right - left, top - bottom
        # The axis is the outer edge, so that the door swings clear of its neighbours.
        at = (left if hinge == "left" else right, self.low_m[1] - PANEL_M - _GAP_M, bottom)
        grip = min(0.16, height * 0.4)
        reach = grip / 2 + 0.06  # the handle is as near to a hand's height as the door allows
        z = min(max(_HAND_M - bottom, reach), height - reach)
        panel = Part(
            Box((width, PANEL_M, height)), front, (side * width / 2, PANEL_M / 2, height / 2)
        )
        bar = Part(Box((0.012, 0.025, grip)), handle, (side * (width - 0.04), -0.0125, z))
        return Link(name, (panel, bar), at, Joint("hinge", (0.0, 0.0, -side), 0.0, _WIDE_OPEN_RAD))

    def flap(self, name: str, front: Parts) -> Link:
        """A door before it that folds down; its front stands on the origin and reaches to -y."""
        left, right, bottom, _ = self._front()
        at = ((left + right) / 2, self.low_m[1] - PANEL_M - _GAP_M, bottom)
        return Link(name, front, at, Joint("hinge", (1.0, 0.0, 0.0), 0.0, _WIDE_OPEN_RAD))

    def front_size(self) -> tuple[float, float]:
        """Width and height of the front that covers it."""
        left, right, bottom, top = self._front()
        return right - left, top - bottom

    def drawer(
        self, name: str, front: str, *, wood: str = "birch", handle: str = "dark steel"
    ) -> Link:
        """A drawer in it, open at its top."""
        left, right, bottom, top = self._front()
        (x, y, z), (far, back, high) = self.low_m, self.high_m
        wide, deep = (far - x) / 2 - 0.006, back - y - 0.02
        tall = (high - z) * 0.7
        ends = 0.012
        box = (
            block((-wide, 0.0, 0.004), (wide, deep, 0.014), wood),
            block((-wide, 0.0, 0.014), (ends - wide, deep, tall), wood),
            block((wide - ends, 0.0, 0.014), (wide, deep, tall), wood),
            block((ends - wide, deep - ends, 0.014), (wide - ends, deep, tall), wood),
        )
        panel = Part(
            Box((right - left, PANEL_M, top - bottom)),
            front,
            (0.0, -PANEL_M / 2 - _GAP_M, (top + bottom) / 2 - z),
        )
        grip = min(0.2, 0.5 * (right - left))
        bar = Part(Box((grip, 0.025, 0.012)), handle,
                   (0.0, -PANEL_M - _GAP_M - 0.0125, (top + bottom) / 2 - z))  # fmt: skip
        travel = Joint("slide", (0.0, -1.0, 0.0), 0.0, min(0.45, round(0.8 * deep, 2)))
        return Link(name, (*box, panel, bar), ((x + far) / 2, y, z), travel)

    def drawer_surface(self, name: str) -> Surface:
        """The bottom of the drawer in it."""
        (x, y, z), (far, back, high) = self.low_m, self.high_m
        deep = back - y - 0.02
        size = (far - x - 0.04 - _MARGIN_M, deep - 0.02 - _MARGIN_M)
        return Surface(name, (0.0, (deep - 0.012) / 2, 0.014), size, high - z - 0.02, link=name,
                       behind=name, preposition="in")  # fmt: skip

    def _front(self) -> tuple[float, float, float, float]:
        """Left, right, bottom, top of what covers it: half of the boards round it, less a gap."""
        over = BOARD_M / 2 - _GAP_M
        (x, _, z), (right, _, top) = self.low_m, self.high_m
        return x - over, right + over, z - over, top + over


@dataclass(frozen=True, slots=True)
class Case:
    """A cabinet's body: columns of bays between boards.

    Attributes:
        width_m: Outer width.
        depth_m: Outer depth, fronts included.
        bottom_m: Height of its lower face.
        top_m: Height of its upper face.
        columns: Shares of the width.
        fronts: Whether there are fronts before it.
    """

    width_m: float
    depth_m: float
    bottom_m: float
    top_m: float
    columns: tuple[float, ...] = (1.0,)
    fronts: bool = True

    @property
    def front_m(self) -> float:
        """Where along y its boards begin."""
        return -self.depth_m / 2 + (PANEL_M + _GAP_M if self.fronts else 0.0)

    def bays(self) -> tuple[Bay, ...]:
        """Its columns from left to right."""
        free = self.width_m - BOARD_M * (len(self.columns) + 1)
        bays, x = [], -self.width_m / 2 + BOARD_M
        for share in self.columns:
            right = x + free * share / sum(self.columns)
            back = self.depth_m / 2 - BOARD_M / 2
            low = (x, self.front_m, self.bottom_m + BOARD_M)
            bays.append(Bay(low, (right, back, self.top_m - BOARD_M)))
            x = right + BOARD_M
        return tuple(bays)

    def boards(self, material: str, *, back: str = "") -> Parts:
        """Its sides, bottom, top, back and the boards between its columns."""
        half, y, far = self.width_m / 2, self.front_m, self.depth_m / 2
        low, high = self.bottom_m, self.top_m
        edges = [bay.high_m[0] for bay in self.bays()]
        upright = [-half, *edges]
        return (
            *(block((x, y, low), (x + BOARD_M, far, high), material) for x in upright),
            block((BOARD_M - half, y, low), (half - BOARD_M, far, low + BOARD_M), material),
            block((BOARD_M - half, y, high - BOARD_M), (half - BOARD_M, far, high), material),
            block(
                (BOARD_M - half, far - BOARD_M / 2, low + BOARD_M),
                (half - BOARD_M, far, high - BOARD_M),
                back or material,
            ),
        )


def plinth(case: Case, material: str = "charcoal") -> Part:
    """What a case stands on, set back a little."""
    half, far = case.width_m / 2 - 0.01, case.depth_m / 2
    return block((-half, case.front_m + 0.04, 0.0), (half, far, case.bottom_m), material)


def level(name: str, z: float, size_m: tuple[float, float], *, at: tuple[float, float] = (0.0, 0.0),
          headroom: float = 2.0) -> Surface:  # fmt: skip
    """A surface on top of something."""
    return Surface(name, (*at, z), size_m, headroom)
