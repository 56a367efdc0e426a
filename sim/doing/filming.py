"""What the robot does, as seen by its own eyes and over its shoulder."""

from __future__ import annotations

import math
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from whereseen.acting.planning.thoughts import Thought, ThoughtKind
from whereseen.memory.frames import Float64, look_at
from whereseen.memory.io.whole_file import require_suffix, write_whole
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.protocol import Camera

_EVERY_S = 1.0  # of simulated time, between frames
_MOST_FRAMES = 900
_SHOWN_MS = 120  # each frame of a film
_OVER = Camera(400, 300, 75.0)
_EYES = Camera(400, 300, 62.0)
_BEHIND_M, _ABOVE_M, _AHEAD_M = 0.9, 1.75, 0.9
_LINE_PX, _MARGIN_PX, _COLUMNS, _MOST_CELLS = 22, 6, 2, 12
_PAPER, _INK, _PALE = (250, 248, 244), (43, 45, 51), (120, 124, 132)
_UNTOLD = (ThoughtKind.PLANS, ThoughtKind.MOVES)


class Film:
    """Frames of what a robot does, each with what it thinks then.

    Attributes:
        frames: Of the film.
    """

    def __init__(self) -> None:
        self.frames: list[Image.Image] = []
        self._cells: list[Image.Image] = []
        self._text = ""
        self._is_new = False
        self._due_s = 0.0

    def begin(self) -> None:
        """Begin anew."""
        self.frames.clear()
        self._cells.clear()

    def think(self, thought: Thought) -> None:
        """What is written below the frames from now on."""
        if thought.kind not in _UNTOLD:
            self._text = f"{thought.kind.value}: {thought.text}"
            self._is_new = thought.kind is ThoughtKind.DOES or self._is_new

    def watch(self, sim: Simulator, dt_s: float) -> None:
        """Take a frame, if it is time for one."""
        self._due_s -= dt_s
        if self._due_s > 0.0 or len(self.frames) >= _MOST_FRAMES:
            return
        self._due_s = _EVERY_S
        frame = self._frame(sim)
        self.frames.append(frame)
        if self._is_new:
            self._cells.append(frame)
            self._is_new = False

    def write_film(self, file: Path) -> None:
        """Write an animated GIF.

        Raises:
            InvalidConfig: if `file` does not end in .gif.
            MapFileError: if it cannot be written.
        """
        require_suffix(file, (".gif",), what="the film")
        first, *rest = self.frames or [_blank("nothing happened")]
        drawn = BytesIO()
        first.save(drawn, "GIF", save_all=True, append_images=rest, duration=_SHOWN_MS, loop=0)
        write_whole({file: drawn.getvalue()}, what="the film")

    def write_picture(self, file: Path) -> None:
        """Write one PNG of the moments after each skill began, in rows.

        Raises:
            InvalidConfig: if `file` does not end in .png.
            MapFileError: if it cannot be written.
        """
        require_suffix(file, (".png",), what="the picture")
        cells = _some([*self._cells, *self.frames[-1:]] or [_blank("nothing happened")])
        width, height = cells[0].size
        rows = math.ceil(len(cells) / _COLUMNS)
        columns = min(len(cells), _COLUMNS)
        sheet = Image.new("RGB", (columns * width, rows * height), _PAPER)
        for at, cell in enumerate(cells):
            sheet.paste(cell, ((at % _COLUMNS) * width, (at // _COLUMNS) * height))
        drawn = BytesIO()
        sheet.save(drawn, "PNG")
        write_whole({file: drawn.getvalue()}, what="the picture")

    def _frame(self, sim: Simulator) -> Image.Image:
        over = sim.look(_over_shoulder(sim), _OVER).rgb
        eyes = sim.look(camera=_EYES).rgb
        both = Image.fromarray(np.concatenate([over, eyes], axis=1))
        frame = Image.new("RGB", (both.width, both.height + 2 * _LINE_PX), _PAPER)
        frame.paste(both, (0, 0))
        pen, font = ImageDraw.Draw(frame), ImageFont.load_default(14)
        at_px = (_MARGIN_PX, both.height + 2)
        pen.text(at_px, _cut(self._text, pen, font, both.width), _INK, font)
        clock = f"{sim.world.stamp_ns / 1e9:.0f} s"
        pen.text((_MARGIN_PX, both.height + _LINE_PX), clock, _PALE, font)
        return frame


def _over_shoulder(sim: Simulator) -> Float64:
    """(4, 4) pose of a camera behind and above the robot, that looks at what it is about."""
    x, y, yaw = sim.world.drive.at
    ahead = np.array([math.cos(yaw), math.sin(yaw), 0.0])
    base = np.array([x, y, 0.0])
    eye = base - _BEHIND_M * ahead + [0.0, 0.0, _ABOVE_M]
    room = sim.world.home.scene.room_at((float(eye[0]), float(eye[1])))
    own = sim.world.home.scene.room_at((x, y))
    if room is None or room != own:
        eye = base - 0.2 * ahead + [0.0, 0.0, _ABOVE_M]  # not through a wall
    target = base + _AHEAD_M * ahead + [0.0, 0.0, 0.6]
    return look_at(eye.tolist(), target.tolist())


def _some(cells: Sequence[Image.Image]) -> list[Image.Image]:
    """At most so many, evenly chosen, with the first and the last."""
    if len(cells) <= _MOST_CELLS:
        return list(cells)
    at = np.linspace(0, len(cells) - 1, _MOST_CELLS)
    return [cells[round(each)] for each in at.tolist()]


_Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def _cut(text: str, pen: ImageDraw.ImageDraw, font: _Font, width: int) -> str:
    """A line that fits."""
    while text and pen.textlength(text, font) > width - 2 * _MARGIN_PX:
        text = text[:-2].rstrip("… ") + "…"
    return text


def _blank(text: str) -> Image.Image:
    image = Image.new("RGB", (_OVER.width_px, 2 * _LINE_PX), _PAPER)
    ImageDraw.Draw(image).text((_MARGIN_PX, _MARGIN_PX), text, _INK)
    return image
