"""Boxes of things with their names, and numbered places, on any view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.memory.io.picture.canvas import Colour, Ink, Sheet
from whereseen.memory.io.picture.labels import Rectangle, place_badges
from whereseen.memory.io.picture.map_view import FOUND, REFUSED
from whereseen.nodes.picturing.names import Named, write_names
from whereseen.nodes.picturing.scene import EDGES, NamedBox, Reply, Rgb

Projection = Callable[[Float64], Float64]
"""Points (N, 3) of the map to pixels (N, 2) of the sheet."""

_INK_LIGHT = 0.43  # bright colours are no ink on white
_BADGE_PX = 13.0
_SMALLEST_PX = 12.0
_NAME = Ink(11.5)
_NEW: Colour = "#9a4a00"
_AROUND = np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)])


def draw_solid(sheet: Sheet, box: NamedBox, project: Projection) -> None:
    """Draw the edges of a thing's box in its own colour."""
    draw_edges(sheet, box, project, colour=paint_of(box.rgb), line_px=_line_px(box))


def draw_edges(
    sheet: Sheet, box: NamedBox, project: Projection, *, colour: Colour, line_px: float
) -> None:
    """Draw the twelve edges of a box."""
    corners = project(box.corners_map)
    for start, end in EDGES:
        edge = corners[[start, end]]
        sheet.line(edge, colour=colour, line_px=line_px, rim_px=0.0, opacity=0.9)


def surrounding(box: NamedBox, project: Projection) -> Rectangle:
    """The rectangle (left, top, right, bottom) round a box on the sheet."""
    pixels = project(box.corners_map)
    (left, top), (right, bottom) = pixels.min(axis=0).tolist(), pixels.max(axis=0).tolist()
    return left, top, right, bottom


def ink_of(rgb: Rgb) -> Colour:
    """A colour of markers as `#rrggbb`, dark enough to be read on white."""
    light = float(np.dot(rgb, (0.3, 0.59, 0.11)))
    factor = min(1.0, _INK_LIGHT / max(light, 1e-6))
    return "#" + "".join(f"{round(255.0 * min(part * factor, 1.0)):02x}" for part in rgb)


def paint_of(rgb: Rgb) -> Colour:
    """A colour of markers as `#rrggbb`, as it is."""
    return "#" + "".join(f"{round(255.0 * min(max(part, 0.0), 1.0)):02x}" for part in rgb)


def _line_px(box: NamedBox) -> float:
    return 1.2 if box.is_sure else 0.5


def draw_outline(sheet: Sheet, box: NamedBox, project: Projection, area: Rectangle) -> None:
    """Draw the rectangle round a box, as far as it lies in an area."""
    left, top, right, bottom = area
    low_x, low_y, high_x, high_y = surrounding(box, project)
    x, y = max(low_x, left), max(low_y, top)
    width, height = min(high_x, right) - x, min(high_y, bottom) - y
    if width > 0.0 and height > 0.0:
        sheet.box(x, y, width, height, edge=paint_of(box.rgb), line_px=_line_px(box))


def draw_names(
    sheet: Sheet, boxes: Sequence[NamedBox], project: Projection, area: Rectangle,
    taken: Sequence[Rectangle],
) -> None:  # fmt: skip
    """Write the names of what was seen lately, where there is room, and what is new about it."""
    named = [
        Named(
            f"{box.name}: {box.note}" if box.note else box.name,
            surrounding(box, project),
            _NEW if box.note else ink_of(box.rgb),
            is_first=bool(box.note),
        )
        for box in boxes
        if box.name and (box.is_sure or box.note)
    ]
    write_names(sheet, named, _NAME, frame=area, taken=taken)


def draw_places(
    sheet: Sheet, reply: Reply | None, project: Projection, area: Rectangle, *, solid: bool
) -> list[Rectangle]:
    """Draw the places of a reply with numbers; returns the rectangles that these cover."""
    if reply is None or not reply.places:
        return []
    places = reply.places
    colour = FOUND if reply.is_found else REFUSED
    boxes = [_grown(surrounding(place.box, project)) for place in places]
    anchors = np.array([((b[0] + b[2]) / 2.0, (b[1] + b[3]) / 2.0) for b in boxes])
    badges = place_badges(anchors, boxes, radius=_BADGE_PX, frame=area)
    for place, (left, top, right, bottom), anchor, badge in zip(
        places, boxes, anchors, badges, strict=True
    ):
        sheet.line(np.stack([anchor, badge]), colour=colour, line_px=2.0)
        if solid:
            draw_edges(sheet, place.box, project, colour=colour, line_px=2.6)
        else:
            middle, half = np.array([(left + right) / 2, (top + bottom) / 2]), (right - left) / 2
            corners = middle + _AROUND * (half, (bottom - top) / 2)
            sheet.outline(corners, colour=colour, dashed=not reply.is_found)
    for number, (x, y) in enumerate(badges.tolist(), start=1):
        sheet.badge(x, y, _BADGE_PX, text=str(number), colour=colour)
    return [(x - 15.0, y - 15.0, x + 15.0, y + 15.0) for x, y in badges.tolist()] + boxes


def _grown(box: Rectangle) -> Rectangle:
    """A rectangle that is never too small to be seen."""
    left, top, right, bottom = box
    x, y = max(_SMALLEST_PX - (right - left), 0.0) / 2, max(_SMALLEST_PX - (bottom - top), 0.0) / 2
    return left - x, top - y, right + x, bottom + y
