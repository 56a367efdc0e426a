"""The column of panels beside a map: a number, an image, and what is to be said about it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.io.picture.canvas import Colour, Ink, Sheet, fitted
from whereseen.memory.io.picture.labels import Rectangle

_TALLEST_PX, _HEADING_PX = 190.0, 124.0
# Text shrinks, down to a share of its size, in panels lower than this.
_ROOMY_PX, _SMALLEST = 84.0, 0.75
_PAD_PX = 10.0
_INK, _QUIET, _PALE = "#1f2933", "#5b6773", "#eef1f4"


@dataclass(frozen=True, slots=True)
class Row:
    """One panel.

    Attributes:
        number: In the badge; a row without one is a heading, without an image.
        colour: Of the badge and the verdict.
        title: First lines, bold.
        verdict: Next line, in the colour; none if empty.
        facts: Short clauses, as many to a line as fit.
        remark: Last lines, quiet, as far as there is room.
        crop: (h, w, 3) uint8, or None.
        faded: Whether the image shows something that is not the answer.
    """

    number: int | None
    colour: Colour
    title: str
    verdict: str = ""
    facts: tuple[str, ...] = ()
    remark: str = ""
    crop: npt.NDArray[np.uint8] | None = None
    faded: bool = False


def draw_rows(sheet: Sheet, rows: list[Row], *, area: Rectangle) -> None:
    """Stack rows in a rectangle (left, top, right, bottom); none is over 190 pixels high."""
    left, top, right, bottom = area
    headings = sum(row.number is None for row in rows)
    share = (bottom - top - headings * _HEADING_PX) / max(len(rows) - headings, 1)
    y = top
    for row in rows:
        height = _HEADING_PX if row.number is None else min(share, _TALLEST_PX)
        if y > top:
            sheet.box(left, y, right - left, 1.0, face="#dde2e7")
        _draw_row(sheet, row, box=(left, y + _PAD_PX, right, y + height - _PAD_PX))
        y += height


def _draw_row(sheet: Sheet, row: Row, *, box: Rectangle) -> None:
    left, top, right, bottom = box
    if row.number is not None:
        side = min(bottom - top, 0.36 * (right - left))
        _draw_crop(sheet, row, left=left, top=top, side=side)
        sheet.badge(left + 3.0, top + 4.0, 13.0, text=str(row.number), colour=row.colour)
        left += side + 18.0
    y = top - 3.0
    for line, ink in _lines(sheet, row, width=right - left, height=bottom - y):
        sheet.text(left, y, line, ink)
        y += ink.line_px


def _draw_crop(sheet: Sheet, row: Row, *, left: float, top: float, side: float) -> None:
    sheet.box(left, top, side, side, face=_PALE, below=True)
    if row.crop is None or not row.crop.size:
        ink = Ink(12.0, "#9aa5b1")
        sheet.text(left + side / 2.0, top + side / 2.0 - 9.0, "no image", ink, align="center")
        return
    image = fitted(row.crop, width=side, height=side)
    if row.faded:
        grey = image.mean(axis=2, keepdims=True)
        image = np.asarray(255.0 - 0.55 * (255.0 - 0.7 * grey - 0.3 * image), dtype=np.uint8)
    height, width = image.shape[:2]
    sheet.image(left + (side - width) / 2.0, top + (side - height) / 2.0, image)


def _lines(sheet: Sheet, row: Row, *, width: float, height: float) -> list[tuple[str, Ink]]:
    """What fits, the important first: the title, the verdict, the facts and then the remark."""
    size = min(max(height / _ROOMY_PX, _SMALLEST), 1.0)
    title, verdict = Ink(17.0 * size, _INK, bold=True), Ink(15.0 * size, row.colour, bold=True)
    fact, remark = Ink(14.0 * size, _INK), Ink(12.5 * size, _QUIET)
    rest = [(sheet.shortened(row.verdict, verdict, width=width), verdict)] if row.verdict else []
    rest += [(text, fact) for text in _joined(sheet, row.facts, fact, width=width)]
    room_for_title = height - sum(ink.line_px for _, ink in rest)
    title_lines = 2 if room_for_title >= 2.0 * title.line_px else 1
    lines = [(t, title) for t in sheet.wrapped(row.title, title, width=width, lines=title_lines)]
    lines += rest
    left_over = int((height - sum(ink.line_px for _, ink in lines)) // remark.line_px)
    if left_over > 0:
        wrapped = sheet.wrapped(row.remark, remark, width=width, lines=min(left_over, 4))
        lines += [(text, remark) for text in wrapped]
    ends = np.cumsum([ink.line_px for _, ink in lines])
    return [
        line for line, end in zip(lines, ends, strict=True) if end <= height or line is lines[0]
    ]


def _joined(sheet: Sheet, facts: tuple[str, ...], ink: Ink, *, width: float) -> list[str]:
    rows: list[str] = []
    for fact in facts:
        longer = f"{rows[-1]} · {fact}" if rows else fact
        if rows and sheet.width_of(longer, ink) <= width:
            rows[-1] = longer
        else:
            rows.append(sheet.shortened(fact, ink, width=width))
    return rows
