"""The column of texts: the answer with its evidence, and the list of things."""

from __future__ import annotations

from collections import Counter

import numpy as np
from PIL import Image

from whereseen.memory.frames import project as project_into
from whereseen.memory.io.picture.canvas import Ink, Sheet
from whereseen.memory.io.picture.labels import Rectangle
from whereseen.memory.io.picture.map_view import FOUND, REFUSED
from whereseen.memory.io.picture.words import age, percent
from whereseen.nodes.picturing.marks import paint_of
from whereseen.nodes.picturing.scene import Reply, Scene, Thing, View

HEADED_PX = 28.0
HEAD, SMALL = Ink(15.0, bold=True), Ink(12.5, "#5b6773")
_QUESTION, _TEXT, _LIST = Ink(22.0, bold=True), Ink(14.0), Ink(12.5)
_ROW_PX, _COLUMNS = 18.5, 2
_MOST_PLACES, _PLACE_PX = 4, 27.0


def draw_head(sheet: Sheet, x: float, y: float, words: str, source: str) -> float:
    """Write a heading, and where what is below it comes from; returns where it ends."""
    sheet.text(x, y, words, HEAD)
    start = x + sheet.width_of(words, HEAD) + 12.0
    sheet.text(start, y + 2.0, source, SMALL)
    return start + sheet.width_of(source, SMALL)


def draw_reply(sheet: Sheet, scene: Scene, reply: Reply, area: Rectangle) -> float:
    """Draw a question, its answer and the evidence; returns where the next thing may begin."""
    left, top, right, bottom = area
    colour = FOUND if reply.is_found else REFUSED
    draw_head(sheet, left, top, "Answer", "~/locate, ~/recall")
    y = top + HEADED_PX - 2.0
    asked = f"\u201c{reply.question}\u201d"
    for line in sheet.wrapped(asked, _QUESTION, width=right - left, lines=2):
        sheet.text(left, y, line, _QUESTION)
        y += _QUESTION.line_px
    sheet.text(left, y, _verdict(reply), Ink(17.0, colour, bold=True))
    y += 27.0
    for line in sheet.wrapped(reply.reason, SMALL, width=right - left, lines=2):
        sheet.text(left, y, line, SMALL)
        y += SMALL.line_px
    y += 10.0
    if reply.evidence is not None:
        y = _draw_evidence(sheet, reply, reply.evidence, (left, y, right, bottom - 150.0))
    for number, place in enumerate(reply.places[:_MOST_PLACES], start=1):
        sheet.badge(left + 11.0, y + 10.0, 10.0, text=str(number), colour=colour)
        px, py, pz = place.position_m
        said = f"{percent(place.probability)}  at ({px:.2f}, {py:.2f}, {pz:.2f}) m"
        seen = age(max(scene.stamp_ns - place.last_seen_ns, 0))
        sheet.text(left + 32.0, y, f"{said}  ·  {seen}", _TEXT)
        y += _PLACE_PX
    return y + 22.0


def _verdict(reply: Reply) -> str:
    if not reply.places:
        return "not found"
    chance = percent(reply.places[0].probability)
    return f"found, {chance}" if reply.is_found else f"not found: best candidate {chance}"


def _draw_evidence(sheet: Sheet, reply: Reply, view: View, area: Rectangle) -> float:
    """Draw the kept image with the place on it; returns its lower edge."""
    left, top, right, bottom = area
    if view.rgb is None:
        return top
    height, width = view.rgb.shape[:2]
    scale = min((right - left) / width, (bottom - top) / height)
    image = Image.fromarray(view.rgb).resize(
        (round(width * scale), round(height * scale)), Image.Resampling.LANCZOS
    )
    sheet.image(left, top, np.asarray(image))
    corners, depth = project_into(
        reply.places[0].box.corners_map, view.intrinsics, view.T_map_camera
    )
    if (depth > 0.0).all():
        corner = np.array([left, top])
        low = np.clip(corners.min(axis=0) * scale, 0.0, image.size) + corner
        high = np.clip(corners.max(axis=0) * scale, 0.0, image.size) + corner
        colour = FOUND if reply.is_found else REFUSED
        outline = np.array([low, [high[0], low[1]], high, [low[0], high[1]]])
        sheet.outline(outline, colour=colour, dashed=not reply.is_found)
        sheet.badge(float(low[0]), float(low[1]), 11.0, text="1", colour=colour)
    return top + image.size[1] + 14.0


def draw_things(sheet: Sheet, things: tuple[Thing, ...], area: Rectangle) -> None:
    """Draw the list of entities in two columns, as many as there is room for."""
    left, top, right, bottom = area
    states = Counter(thing.state or "present" for thing in things)
    told = ", ".join(f"{count} {state}" for state, count in states.items())
    draw_head(sheet, left, top, "Things", f"~/objects: {told or 'none yet'}")
    rows = min(max(int((bottom - top - 30.0) // _ROW_PX), 1), -(-len(things) // _COLUMNS) or 1)
    shown = things if len(things) <= rows * _COLUMNS else things[: rows * _COLUMNS - 1]
    width = (right - left) / _COLUMNS
    for number, thing in enumerate(shown):
        x = left + width * (number // rows)
        _draw_thing(sheet, thing, x, top + 30.0 + _ROW_PX * (number % rows), width - 20.0)
    if len(shown) < len(things):
        y = top + 30.0 + _ROW_PX * (rows - 1)
        sheet.text(left + width + 20.0, y, f"and {len(things) - len(shown)} more", SMALL)


def _draw_thing(sheet: Sheet, thing: Thing, x: float, y: float, width: float) -> None:
    face = "white" if thing.rgb is None else paint_of(thing.rgb)
    sheet.box(x, y + 3.0, 12.0, 12.0, face=face, edge="#9aa5b1")
    said = thing.state or percent(thing.probability)
    room = width - 20.0 - sheet.width_of(said, SMALL) - 12.0
    ink = _LIST if not thing.state else SMALL
    sheet.text(x + 20.0, y, sheet.shortened(thing.label, ink, width=room), ink)
    sheet.text(x + width, y, said, SMALL, align="right")
