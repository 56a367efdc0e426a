"""The two pictures: many questions with their best places, or one with its candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Answer, Metres3, Place
from whereseen.memory.errors import InvalidConfig
from whereseen.memory.io.picture.canvas import Ink, Sheet
from whereseen.memory.io.picture.map_view import FOUND, REFUSED, MapView, Mark, draw_map
from whereseen.memory.io.picture.panels import Row, draw_rows
from whereseen.memory.io.picture.words import against_truth, age, distance, percent
from whereseen.memory.io.whole_file import require_suffix, write_whole

MOST_ANSWERS, MOST_PLACES = 8, 5
_EDGE_PX, _GAP_PX, _AXIS_PX, _FOOT_PX = 26.0, 30.0, 22.0, 72.0


@dataclass(frozen=True, slots=True)
class AnswerPanel:
    """A question, its answer, and the evidence.

    Attributes:
        question: As people would put it.
        answer: What the memory replied.
        crops: (h, w, 3) uint8 images that show the places, in the order of the places.
        truth_m: Where the right answers are: empty if there is none, None if that is not known.
        note: A remark in place of the answer's own reason.
    """

    question: str
    answer: Answer
    crops: tuple[npt.NDArray[np.uint8], ...] = ()
    truth_m: tuple[Metres3, ...] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PictureConfig:
    """How a picture is laid out.

    Attributes:
        width_px: Width of the PNG.
        height_px: Height of the PNG.
        panels_share: Share of the width that the column of panels takes.
        ceiling_m: What is higher than this above the floor is not drawn.
    """

    width_px: int = 1800
    height_px: int = 1080
    panels_share: float = 0.31
    ceiling_m: float = 1.8

    def __post_init__(self) -> None:
        if self.width_px < 900 or self.height_px < 600:
            raise InvalidConfig(
                "a picture needs at least 900 x 600 pixels",
                got=f"{self.width_px} x {self.height_px}",
            )
        if not 0.2 <= self.panels_share <= 0.6:
            raise InvalidConfig("panels_share must be 0.2 to 0.6", got=f"{self.panels_share}")


def draw_answers(
    path: Path,
    view: MapView,
    panels: Sequence[AnswerPanel],
    *,
    config: PictureConfig | None = None,
) -> None:
    """Draw a map with the best place of each answer, and a panel for each beside it.

    Args:
        path: PNG to write; its folder must exist.
        view: The map.
        panels: One to eight answers, numbered in this order.
        config: Size and proportions.

    Raises:
        InvalidConfig: if there are no panels or more than eight, or `path` is not a .png.
        MapFileError: if the picture cannot be written; what lay there stays as it was.
    """
    if not 1 <= len(panels) <= MOST_ANSWERS:
        raise InvalidConfig(f"a picture shows one to {MOST_ANSWERS} answers", got=f"{len(panels)}")
    marks = [
        Mark(panel.answer.places[0], number, panel.answer.found)
        for number, panel in enumerate(panels, start=1)
        if panel.answer.places
    ]
    rows = [_answer_row(n, panel, now_ns=view.now_ns) for n, panel in enumerate(panels, start=1)]
    truth = [point for panel in panels for point in panel.truth_m or ()]
    _draw(path, view, marks, rows, truth=truth, config=config or PictureConfig())


def draw_places(
    path: Path, view: MapView, panel: AnswerPanel, *, config: PictureConfig | None = None
) -> None:
    """Draw a map with the up to five best places of one answer, and each with its evidence.

    Args:
        path: PNG to write; its folder must exist.
        view: The map; the question is the heading if it has none.
        panel: The answer.
        config: Size and proportions.

    Raises:
        InvalidConfig: if `path` is not a .png.
        MapFileError: if the picture cannot be written; what lay there stays as it was.
    """
    places = panel.answer.places[:MOST_PLACES]
    marks = [Mark(place, n, panel.answer.found) for n, place in enumerate(places, start=1)]
    rows = [
        _place_row(n, place, panel, now_ns=view.now_ns) for n, place in enumerate(places, start=1)
    ]
    heading = Row(
        number=None, colour=_colour(panel.answer), title=panel.question,
        verdict="found" if panel.answer.found else "not found",
        facts=(), remark=panel.note or panel.answer.reason, crop=None, faded=False,
    )  # fmt: skip
    truth = list(panel.truth_m or ())
    _draw(path, view, marks, [heading, *rows], truth=truth, config=config or PictureConfig())


def _colour(answer: Answer) -> str:
    return FOUND if answer.found else REFUSED


def _answer_row(number: int, panel: AnswerPanel, *, now_ns: int | None) -> Row:
    answer = panel.answer
    best = answer.places[0] if answer.places else None
    facts: list[str] = []
    if best is not None and now_ns is not None and answer.found:
        facts.append(age(now_ns - best.last_seen_ns))
    position = best.position_m if best is not None else None
    facts += against_truth(answer.found, position, panel.truth_m)
    return Row(
        number=number,
        colour=_colour(answer),
        title=panel.question,
        verdict=_verdict(answer),
        facts=tuple(facts),
        remark=panel.note or answer.reason,
        crop=panel.crops[0] if panel.crops else None,
        faded=not answer.found,
    )


def _verdict(answer: Answer) -> str:
    word = "found" if answer.found else "not found"
    if not answer.places:
        return word
    chance = percent(answer.places[0].probability)
    return f"{word}, {chance}" if answer.found else f"{word}: best candidate {chance}"


def _place_row(number: int, place: Place, panel: AnswerPanel, *, now_ns: int | None) -> Row:
    x, y, z = place.position_m
    facts = [f"at ({x:.2f}, {y:.2f}, {z:.2f}) m"]
    if now_ns is not None:
        facts.append(age(now_ns - place.last_seen_ns))
    if panel.truth_m:
        gap = min(float(np.linalg.norm(np.subtract(place.position_m, t))) for t in panel.truth_m)
        facts.append(f"{distance(gap)} from the truth")
    return Row(
        number=number,
        colour=_colour(panel.answer),
        title=percent(place.probability),
        verdict="",
        facts=tuple(facts),
        remark="",
        crop=panel.crops[number - 1] if number <= len(panel.crops) else None,
        faded=not panel.answer.found,
    )


def _draw(
    path: Path,
    view: MapView,
    marks: list[Mark],
    rows: list[Row],
    *,
    truth: list[Metres3],
    config: PictureConfig,
) -> None:
    require_suffix(path, (".png",), what="the picture")
    sheet = Sheet(config.width_px, config.height_px)
    top = _EDGE_PX
    if view.title:
        ink = Ink(25.0, bold=True)
        width = config.width_px - 2.0 * _EDGE_PX
        sheet.text(_EDGE_PX, top - 4.0, sheet.shortened(view.title, ink, width=width), ink)
        top += 46.0
    right, bottom = config.width_px - _EDGE_PX, config.height_px - _EDGE_PX
    column = right - config.width_px * config.panels_share
    draw_map(
        sheet, view, marks, truth=truth, ceiling_m=config.ceiling_m,
        area=(_EDGE_PX + _AXIS_PX, top, column - _GAP_PX, config.height_px - _FOOT_PX),
    )  # fmt: skip
    draw_rows(sheet, rows, area=(column, top, right, bottom))
    write_whole({path: sheet.png()}, what="the picture")
