"""Lines and words that markers draw into the map: rooms, trails, what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.memory.io.picture.canvas import Ink, Sheet
from whereseen.memory.io.picture.labels import Rectangle
from whereseen.nodes.convert.change_marker import CHANGES, TRAILS
from whereseen.nodes.convert.scene_marker import DOORS, ROOM_NAMES, ROOMS
from whereseen.nodes.picturing.marks import Projection, ink_of, paint_of
from whereseen.nodes.picturing.names import meet
from whereseen.nodes.picturing.perspective import Camera, Rendering
from whereseen.nodes.picturing.scene import Caption, Stroke

_LINE_PX = {ROOMS: 2.8, DOORS: 1.2, TRAILS: 2.4, CHANGES: 2.6}
_ROOM_NAME = Ink(13.5, bold=True)
_STEP_M = 0.1
_BEHIND_M = 0.1  # by so much a line is behind a surface that hides it
_ASIDE = (0.0, 24.0, -24.0, 48.0, -48.0)  # pixels
_FLOOR_LAYERS = (ROOMS, DOORS)


def draw_strokes(
    sheet: Sheet, strokes: Sequence[Stroke], project: Projection, layers: Sequence[str]
) -> None:
    """Draw the lines of some layers, in that order, the later above the earlier."""
    for layer in layers:
        for stroke in strokes:
            if stroke.layer == layer:
                _draw(sheet, stroke, project(stroke.points_map))


def draw_hidden_strokes(
    sheet: Sheet, strokes: Sequence[Stroke], project: Projection, camera: Camera, seen: Rendering
) -> None:
    """Draw outlines on the floor as far as nothing stands before them."""
    for stroke in strokes:
        if stroke.layer not in _FLOOR_LAYERS:
            continue
        points_map = _refined(stroke.points_map)
        visible = _visible(points_map, camera, seen)
        pixels = project(points_map)
        for start, end in _runs(visible):
            _draw(sheet, stroke, pixels[start:end])


def write_rooms(
    sheet: Sheet,
    captions: Sequence[Caption],
    project: Projection,
    frame: Rectangle,
    taken: Sequence[Rectangle],
) -> list[Rectangle]:
    """Write the names of rooms about their middles; returns the rectangles that they cover.

    They stay in the frame, and off what is taken where a little aside is room.
    """
    covered: list[Rectangle] = []
    for caption in captions:
        if caption.layer != ROOM_NAMES:
            continue
        x, y = project(np.array([caption.at_map]))[0].tolist()
        width, height = sheet.width_of(caption.text, _ROOM_NAME) + 10.0, _ROOM_NAME.line_px + 3.0
        left = min(max(x - width / 2.0, frame[0]), frame[2] - width)
        tops = [min(max(y - height / 2.0 + step, frame[1]), frame[3] - height) for step in _ASIDE]
        spots = [(left, top, left + width, top + height) for top in tops]
        free = [spot for spot in spots if not any(meet(spot, each) for each in [*taken, *covered])]
        _, top, _, _ = (free or spots)[0]
        sheet.box(left, top, width, height, face="white", opacity=0.85)
        ink = Ink(_ROOM_NAME.size_px, ink_of(caption.rgb), bold=True)
        sheet.text(left + width / 2.0, top, caption.text, ink, align="center")
        covered.append((left, top, left + width, top + height))
    return covered


def _draw(sheet: Sheet, stroke: Stroke, pixels: Float64) -> None:
    sheet.line(
        pixels,
        colour=paint_of(stroke.rgb),
        line_px=_LINE_PX.get(stroke.layer, 0.9),
        rim_px=0.0,
        opacity=stroke.opacity,
    )


def _refined(points: Float64) -> Float64:
    """Points (M, 3) at most a step apart along a polyline (N, 3)."""
    parts = [points[:1]]
    for start, end in pairwise(points):
        count = max(int(np.ceil(np.linalg.norm(end - start) / _STEP_M)), 1)
        parts.append(start + (end - start) * (np.arange(1, count + 1) / count)[:, None])
    return np.concatenate(parts)


def _visible(points_map: Float64, camera: Camera, seen: Rendering) -> Float64:
    """Which points (N,) lie in an image and not behind what it shows."""
    pixels, depth_m = camera.pixels(points_map)
    column, row = np.floor(pixels).astype(np.int64).T
    height, width = seen.depth_m.shape
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    nearest = np.full(len(points_map), -np.inf)
    nearest[inside] = seen.depth_m[row[inside], column[inside]]
    return np.asarray(depth_m <= nearest + _BEHIND_M)


def _runs(flags: Float64) -> Iterator[tuple[int, int]]:
    """Starts and ends of stretches of two and more that are true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    for start, end in edges.reshape(-1, 2).tolist():
        if end - start > 1:
            yield start, end
