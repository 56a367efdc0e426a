"""Where names go beside what they name, so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whereseen.memory.io.picture.canvas import Colour, Ink, Sheet
from whereseen.memory.io.picture.labels import Rectangle

_PAD_PX = 3.0
_STEPS_PX = (2.0, 14.0, 28.0, 44.0, 62.0)
_LEADER_PX = 8.0


@dataclass(frozen=True, slots=True)
class Named:
    """Something on the sheet.

    Attributes:
        text: Its name.
        box: Rectangle (left, top, right, bottom) in pixels that surrounds it.
        colour: Of the letters.
        is_first: Whether it has the first choice of where to be, and stands out.
    """

    text: str
    box: Rectangle
    colour: Colour
    is_first: bool = False


def write_names(
    sheet: Sheet, named: Sequence[Named], ink: Ink, *, frame: Rectangle,
    taken: Sequence[Rectangle] = (),
) -> None:  # fmt: skip
    """Write names, those of small things first; where there is no room the name is left out.

    Args:
        sheet: Where to write.
        named: What has a name.
        ink: Size of the letters; each has a colour of its own.
        frame: Rectangle in which the names must stay.
        taken: Rectangles that they must not cover.
    """
    covered = list(taken)
    for each in sorted(named, key=lambda one: (not one.is_first, _area(one.box))):
        written = Ink(ink.size_px, bold=ink.bold or each.is_first)
        size = (sheet.width_of(each.text, written) + 2.0 * _PAD_PX, ink.line_px + 1.0)
        for rectangle in _candidates(each.box, size):
            if _inside(rectangle, frame) and not any(meet(rectangle, r) for r in covered):
                covered.append(rectangle)
                _write(sheet, each, rectangle, ink)
                break


def _candidates(box: Rectangle, size: tuple[float, float]) -> list[Rectangle]:
    left, top, right, bottom = box
    width, height = size
    middle_x, middle_y = (left + right) / 2.0, (top + bottom) / 2.0
    corners = []
    for step in _STEPS_PX:
        corners += [
            (middle_x - width / 2.0, top - step - height),
            (middle_x - width / 2.0, bottom + step),
            (right + step, middle_y - height / 2.0),
            (left - step - width, middle_y - height / 2.0),
            (right + step / 2.0, top - step - height),
            (left - step / 2.0 - width, top - step - height),
        ]
    corners.insert(2, (middle_x - width / 2.0, middle_y - height / 2.0))
    return [(x, y, x + width, y + height) for x, y in corners]


def _write(sheet: Sheet, named: Named, rectangle: Rectangle, ink: Ink) -> None:
    left, top, right, bottom = rectangle
    start = _nearest_point(named.box, ((left + right) / 2.0, (top + bottom) / 2.0))
    end = _nearest_point(rectangle, start)
    if abs(start[0] - end[0]) + abs(start[1] - end[1]) > _LEADER_PX:
        sheet.line(np.array([start, end]), colour=named.colour, line_px=1.0, rim_px=1.5)
    sheet.box(left, top, right - left, bottom - top, face="white", opacity=0.82)
    coloured = Ink(ink.size_px, named.colour, bold=ink.bold or named.is_first)
    sheet.text((left + right) / 2.0, top - 0.5, named.text, coloured, align="center")


def _nearest_point(box: Rectangle, point: tuple[float, float]) -> tuple[float, float]:
    left, top, right, bottom = box
    return min(max(point[0], left), right), min(max(point[1], top), bottom)


def _area(box: Rectangle) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _inside(inner: Rectangle, outer: Rectangle) -> bool:
    return (
        inner[0] >= outer[0]
        and inner[1] >= outer[1]
        and inner[2] <= outer[2]
        and inner[3] <= outer[3]
    )


def meet(a: Rectangle, b: Rectangle) -> bool:
    """Whether two rectangles cover a common spot."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
