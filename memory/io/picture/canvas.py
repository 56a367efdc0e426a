"""A sheet on which everything is placed in pixels, drawn by matplotlib without a window."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, Polygon, Rectangle
from PIL import Image

from whereseen.memory.frames import Float64

Colour = str
_DPI = 100.0
_MOST_TRIMMED = 0.25
_FAMILY = "DejaVu Sans"  # comes with matplotlib, so that every machine draws the same


@dataclass(frozen=True, slots=True)
class Ink:
    """How a text is set.

    Attributes:
        size_px: Height of the font.
        colour: Of the letters.
        bold: Whether it stands out.
    """

    size_px: float
    colour: Colour = "#1f2933"
    bold: bool = False

    @property
    def line_px(self) -> float:
        """Distance between lines."""
        return self.size_px * 1.32

    @property
    def font(self) -> FontProperties:
        """The same for matplotlib."""
        return FontProperties(
            family=_FAMILY,
            size=self.size_px * 72.0 / _DPI,
            weight="bold" if self.bold else "normal",
        )


class Sheet:
    """A picture of a fixed size; x grows to the right and y downwards, in pixels."""

    def __init__(self, width_px: int, height_px: int) -> None:
        self._figure = Figure(figsize=(width_px / _DPI, height_px / _DPI), dpi=_DPI)
        self._figure.set_facecolor("white")
        self._canvas = FigureCanvasAgg(self._figure)
        self._renderer: RendererAgg = self._canvas.get_renderer()  # type: ignore[no-untyped-call]
        self._axes: Axes = self._figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self._axes.set_axis_off()
        self._axes.set_xlim(0.0, width_px)
        self._axes.set_ylim(height_px, 0.0)

    def text(self, x: float, y: float, text: str, ink: Ink, *, align: str = "left") -> None:
        """Write one line; `y` is the top of the line, `align` left, center or right."""
        self._axes.text(
            x, y + ink.size_px, text, color=ink.colour, fontproperties=ink.font, ha=align,
            va="baseline", parse_math=False, zorder=6,
        )  # fmt: skip

    def width_of(self, text: str, ink: Ink) -> float:
        """Width of one line in pixels."""
        measure = self._renderer.get_text_width_height_descent
        with _boxes_for_unknown_letters():
            width, _, _ = measure(text, ink.font, ismath=False)  # type: ignore[no-untyped-call]
        return float(width)

    def wrapped(self, text: str, ink: Ink, *, width: float, lines: int) -> list[str]:
        """Break a text into at most so many lines; what does not fit ends in an ellipsis."""
        words, rows = text.split(), [""]
        for position, word in enumerate(words):
            longer = f"{rows[-1]} {word}".strip()
            if self.width_of(longer, ink) <= width:
                rows[-1] = longer
            elif len(rows) == lines:
                rest = " ".join([rows[-1], *words[position:]])
                rows[-1] = self.shortened(rest.strip(), ink, width=width)
                return rows
            elif rows[-1]:
                rows.append(self.shortened(word, ink, width=width))
            else:
                rows[-1] = self.shortened(word, ink, width=width)
        return [row for row in rows if row]

    def shortened(self, text: str, ink: Ink, *, width: float) -> str:
        """The text, or as much of its beginning as fits, with an ellipsis."""
        if self.width_of(text, ink) <= width:
            return text
        fits, too_long = 0, len(text)
        while too_long - fits > 1:
            middle = (fits + too_long) // 2
            if self.width_of(text[:middle].rstrip() + "…", ink) <= width:
                fits = middle
            else:
                too_long = middle
        return text[:fits].rstrip() + "…"

    def image(self, left: float, top: float, pixels: npt.ArrayLike) -> None:
        """Put an image (h, w, 3), one pixel to a pixel of the sheet; edges are rounded to it."""
        array = np.asarray(pixels)
        x, y = round(left), round(top)
        height, width = array.shape[:2]
        self._axes.imshow(
            array, extent=(x, x + width, y + height, y), interpolation="nearest", aspect="auto",
            zorder=1, vmin=0, vmax=1, origin="upper",
        )  # fmt: skip

    def box(
        self, left: float, top: float, width: float, height: float, *, edge: Colour = "none",
        face: Colour = "none", line_px: float = 1.0, opacity: float = 1.0, below: bool = False,
    ) -> None:  # fmt: skip
        """Draw a rectangle, above the images or below them."""
        self._axes.add_patch(
            Rectangle((left, top), width, height, edgecolor=edge, facecolor=face,
                      linewidth=line_px * 72.0 / _DPI, alpha=opacity, zorder=0 if below else 3)
        )  # fmt: skip

    def outline(
        self, corners: Float64, *, colour: Colour, dashed: bool = False, line_px: float = 2.0
    ) -> None:
        """Draw a closed polygon (N, 2), with a white rim that keeps it visible anywhere."""
        for ink, width in (("white", line_px + 2.4), (colour, line_px)):
            self._axes.add_patch(
                Polygon(
                    corners, closed=True, fill=False, edgecolor=ink, linewidth=width * 72 / _DPI,
                    linestyle=(0, (3.0, 1.6)) if dashed and ink == colour else "solid",
                    joinstyle="round", zorder=4,
                )
            )  # fmt: skip

    def line(
        self, points: Float64, *, colour: Colour, line_px: float = 1.5, rim_px: float = 2.0,
        opacity: float = 1.0,
    ) -> None:  # fmt: skip
        """Draw a polyline (N, 2) with a white rim."""
        inks: Sequence[tuple[str, float]] = (("white", line_px + rim_px), (colour, line_px))
        for ink, width in inks if rim_px else inks[1:]:
            self._axes.plot(
                points[:, 0], points[:, 1], color=ink, linewidth=width * 72 / _DPI, alpha=opacity,
                solid_capstyle="round", solid_joinstyle="round", zorder=3,
            )  # fmt: skip

    def disc(self, x: float, y: float, radius: float, *, face: Colour, rim_px: float = 2.0) -> None:
        """Draw a disc with a white rim."""
        self._axes.add_patch(
            Circle((x, y), radius, facecolor=face, edgecolor="white",
                   linewidth=rim_px * 72 / _DPI, zorder=5)
        )  # fmt: skip

    def badge(self, x: float, y: float, radius: float, *, text: str, colour: Colour) -> None:
        """Draw a numbered disc."""
        self.disc(x, y, radius, face=colour)
        ink = Ink(radius * 1.15, "white", bold=True)
        self.text(x, y - 0.64 * ink.size_px, text, ink, align="center")

    def cross(self, x: float, y: float, *, colour: Colour, arm_px: float = 7.0) -> None:
        """Draw an upright cross with a white rim."""
        level = np.array([[x - arm_px, y], [x + arm_px, y]])
        upright = np.array([[x, y - arm_px], [x, y + arm_px]])
        for ink, width in (("white", 5.0), (colour, 2.2)):
            for stroke in (level, upright):
                self.line(stroke, colour=ink, line_px=width, rim_px=0.0)

    def png(self) -> bytes:
        """The picture as PNG; the same picture gives the same bytes."""
        encoded = io.BytesIO()
        with _boxes_for_unknown_letters():
            self._figure.savefig(
                encoded, format="png", dpi=_DPI, facecolor="white", metadata={"Software": None}
            )
        return encoded.getvalue()


@contextmanager
def _boxes_for_unknown_letters() -> Iterator[None]:
    """The font has no Chinese, say: boxes stand for it, and nobody needs a warning for each."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from")
        yield


def fitted(image: npt.NDArray[np.uint8], *, width: float, height: float) -> npt.NDArray[np.uint8]:
    """Scale an image (h, w, 3) uint8 into a rectangle, keeping its proportions.

    An image that is a little too long is trimmed at both ends, so that it fills the rectangle.
    """
    h, w = image.shape[:2]
    trim_x = round(max(min(w - h * width / height, _MOST_TRIMMED * w), 0.0) / 2.0)
    trim_y = round(max(min(h - w * height / width, _MOST_TRIMMED * h), 0.0) / 2.0)
    image = image[trim_y : h - trim_y, trim_x : w - trim_x]
    h, w = image.shape[:2]
    scale = min(width / w, height / h)
    size = (max(round(w * scale), 1), max(round(h * scale), 1))
    return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.LANCZOS))
