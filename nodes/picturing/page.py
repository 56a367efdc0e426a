"""The page: three views of the map, the answer with its evidence, and the list of things."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from whereseen.memory.io.picture.canvas import Ink, Sheet
from whereseen.memory.io.picture.labels import Rectangle
from whereseen.memory.io.whole_file import write_whole
from whereseen.nodes.picturing.scene import Scene
from whereseen.nodes.picturing.texts import (
    HEADED_PX,
    SMALL,
    draw_head,
    draw_reply,
    draw_things,
)
from whereseen.nodes.picturing.thinking import draw_task
from whereseen.nodes.picturing.views import Lay, draw_from_above, draw_grid, draw_perspective

WIDTH_PX, HEIGHT_PX = 1800, 1230
_EDGE, _GAP = 26.0, 26.0
_TOP, _MIDDLE = 72.0, 752.0  # where the two rows begin
_COLUMN = 1250.0  # where the column of texts begins
_TITLE, _FACTS = Ink(25.0, bold=True), Ink(14.0, "#5b6773")
_RESTING = (
    ("Voxels, things and rooms", "~/voxels, ~/markers, ~/scene_markers"),
    ("From above, with what changed", "~/change_markers"),
)
_ACTING = (
    ("What the robot believes, and its way", "~/voxels, ~/belief, ~/plan"),
    ("From above", "~/belief, ~/plan, ~/scene_markers"),
)
_COLOURS, _ROUNDS = 256, 1


def draw_page(scene: Scene, title: str) -> bytes:
    """The page as PNG; the same scene gives the same bytes."""
    sheet = Sheet(WIDTH_PX, HEIGHT_PX)
    lay = Lay.of(scene)
    right, bottom = WIDTH_PX - _EDGE, HEIGHT_PX - _EDGE
    sheet.text(_EDGE, _EDGE - 8.0, title, _TITLE)
    sheet.text(right, _EDGE, _facts(scene), _FACTS, align="right")
    first, second = _ACTING if scene.is_acting else _RESTING
    draw_head(sheet, _EDGE, _TOP, *first)
    draw_perspective(sheet, lay, area=(_EDGE, _TOP + HEADED_PX, _COLUMN - _GAP, _MIDDLE - _GAP))
    half = (_COLUMN - _GAP - _EDGE - _GAP) / 2.0
    below = _MIDDLE + HEADED_PX
    draw_head(sheet, _EDGE, _MIDDLE, *second)
    draw_from_above(sheet, lay, area=(_EDGE, below, _EDGE + half, bottom))
    _draw_grid(sheet, lay, (_EDGE + half + _GAP, _MIDDLE, _COLUMN - _GAP, bottom))
    list_top = _TOP
    if scene.reply is not None:
        list_top = draw_reply(sheet, scene, scene.reply, (_COLUMN, _TOP, right, _MIDDLE))
    if scene.task:
        draw_head(sheet, _COLUMN, list_top, "Task", "~/plan_markers, ~/belief, ~/plan")
        below_head = (_COLUMN, list_top + HEADED_PX, right, _MIDDLE)
        list_top = draw_task(sheet, scene.task, below_head) + _GAP
    draw_things(sheet, scene.things, (_COLUMN, list_top, right, bottom))
    return _with_palette(sheet.png())


def write_page(path: Path, scene: Scene, title: str) -> None:
    """Draw the page and write it.

    Raises:
        MapFileError: if it cannot be written; what lay there stays as it was.
    """
    write_whole({path: draw_page(scene, title)}, what="the picture")


def _facts(scene: Scene) -> str:
    count = f"{len(scene.cloud.points_map):,}".replace(",", " ")
    return f"{count} voxels of {100.0 * scene.cloud.voxel_m:.3g} cm  ·  frame “{scene.map_frame}”"


def _draw_grid(sheet: Sheet, lay: Lay, area: Rectangle) -> None:
    left, top, right, bottom = area
    has_values = lay.scene.values is not None
    said = (
        ("Where to look next", "~/value_map, ~/map") if has_values else ("Occupancy grid", "~/map")
    )
    end = draw_head(sheet, left, top, *said)
    if lay.scene.grid is None:
        sheet.text(left, top + 30.0, "none was published: no floor was seen yet", SMALL)
        return
    remark = draw_grid(sheet, lay, lay.scene.grid, area=(left, top + HEADED_PX, right, bottom))
    if remark:
        sheet.text(left + 10.0, top + 40.0, remark, SMALL)
        return
    x = end + 26.0
    keys = [("white", "free"), ("#212121", "occupied"), ("#d1d1d1", "unknown")]
    for face, word in [*keys[:2], ("#f58519", "worth a look")] if has_values else keys:
        sheet.box(x, top + 3.0, 13.0, 13.0, face=face, edge="#9aa5b1")
        sheet.text(x + 19.0, top, word, SMALL)
        x += 19.0 + sheet.width_of(word, SMALL) + 18.0


def _with_palette(png: bytes) -> bytes:
    """The same picture with a palette: a third of the size."""
    with Image.open(io.BytesIO(png)) as image:
        reduced = image.convert("RGB").quantize(_COLOURS, kmeans=_ROUNDS, dither=Image.Dither.NONE)
    encoded = io.BytesIO()
    reduced.save(encoded, format="PNG", optimize=True)
    return encoded.getvalue()
