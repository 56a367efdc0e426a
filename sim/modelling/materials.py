"""Images of wood, cloth and paint, drawn from a seed: what the furniture is covered with."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter
from scipy.ndimage import gaussian_filter

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64

Picture = npt.NDArray[np.uint8]
Colour = tuple[int, int, int]
_Rng = np.random.Generator


def paint(name: str) -> Picture:
    """Draw a material: (h, w, 3) uint8, row 0 at the top, the same every time.

    Raises:
        InvalidConfig: if there is no material of that name.
    """
    if name not in MATERIALS:
        raise InvalidConfig("no such material", got=repr(name))
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    return MATERIALS[name](rng)


def _plain(rng: _Rng, colour: Colour, *, grain: float = 0.0, side: int = 16) -> Picture:
    noise = rng.normal(0.0, grain, (side, side, 1)) if grain else np.zeros((side, side, 1))
    return _bytes(np.asarray(colour) + noise)


def _wood(rng: _Rng, colour: Colour, *, width: int = 96, height: int = 48) -> Picture:
    """Streaks along u."""
    streaks = rng.normal(0.0, 1.0, (height, width // 12 + 1))
    streaks = np.repeat(streaks, 12, axis=1)[:, :width]
    grain = _smooth(rng.normal(0.0, 1.0, (height, 1)) * 7.0 + streaks * 5.0, 1.2)
    return _bytes(np.asarray(colour) + grain[..., None] * (1.0, 0.85, 0.7))


def _cloth(rng: _Rng, colour: Colour, *, side: int = 64) -> Picture:
    noise = rng.normal(0.0, 5.0, (side, side)) + _smooth(rng.normal(0.0, 40.0, (side, side)), 5.0)
    return _bytes(np.asarray(colour) + noise[..., None])


def _planks(rng: _Rng, colour: Colour) -> Picture:
    """A parquet floor of about 14 cm wide planks; 1 cm of a 5.6 x 4.4 m room is 2 pixels."""
    height, width, rows = 880, 1120, 32
    image = np.empty((height, width, 3))
    edges = np.linspace(0, height, rows + 1).astype(int)
    for top, bottom in pairwise(edges):
        left = -int(rng.integers(0, 240))
        while left < width:
            right = left + int(rng.integers(200, 320))
            board = _wood(rng, colour, width=right - left, height=bottom - top).astype(float)
            board += rng.normal(0.0, 7.0)
            board[:1], board[:, -1:] = board[:1] - 28.0, board[:, -1:] - 28.0
            a, b = max(left, 0), min(right, width)
            image[top:bottom, a:b] = board[:, a - left : b - left]
            left = right
    return _bytes(image)


def _rug(rng: _Rng, ground: Colour, line: Colour) -> Picture:
    image = Image.new("RGB", (420, 300), ground)
    draw = ImageDraw.Draw(image)
    for inset, colour in ((8, line), (16, ground), (24, line), (28, ground)):
        draw.rectangle((inset, inset, 419 - inset, 299 - inset), fill=colour)
    for row, y in enumerate(range(66, 260, 42)):
        for x in range(66 + (row % 2) * 24, 366, 48):
            draw.polygon([(x, y - 14), (x + 14, y), (x, y + 14), (x - 14, y)], outline=line)
            draw.polygon([(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)], fill=line)
    return _bytes(np.asarray(image) + rng.normal(0.0, 5.0, (300, 420, 1)))


def _wall(_rng: _Rng, colour: Colour) -> Picture:
    """Paint that darkens towards the floor, as in a room lit from above."""
    fade = np.linspace(6.0, -18.0, 64)[:, None, None]
    return _bytes(np.broadcast_to(np.asarray(colour) + fade, (64, 8, 3)))


def _tiles(rng: _Rng, colour: Colour) -> Picture:
    image = np.asarray(colour) + np.zeros((80, 320, 1))
    for row in range(4):
        for column in range(17):
            left = column * 20 - (row % 2) * 10
            image[row * 20 : row * 20 + 20, max(left, 0) : max(left + 20, 0)] += rng.normal(0, 5)
    image[::20] -= 26.0
    for row in range(4):
        image[row * 20 : row * 20 + 20, (row % 2) * 10 :: 20] -= 26.0
    return _bytes(image)


def _doors(_rng: _Rng, colour: Colour, *, count: int) -> Picture:
    """Cabinet fronts side by side: a frame and a handle each."""
    image = Image.new("RGB", (48 * count, 64), colour)
    draw = ImageDraw.Draw(image)
    dark = tuple(int(value * 0.72) for value in colour)
    for left in range(0, 48 * count, 48):
        draw.rectangle((left, 0, left + 47, 63), outline=dark)
        draw.rectangle((left + 5, 5, left + 42, 58), outline=tuple(int(v * 0.9) for v in colour))
        draw.rectangle((left + 16, 9, left + 31, 10), fill=(90, 90, 92))
    return np.asarray(image)


def _landscape(rng: _Rng) -> Picture:
    image = Image.new("RGB", (160, 110), (242, 214, 168))
    draw = ImageDraw.Draw(image)
    draw.ellipse((100, 16, 126, 42), fill=(233, 120, 70))
    for base, colour in ((62, (136, 168, 176)), (80, (74, 122, 124)), (96, (38, 78, 84))):
        ridge = base + np.cumsum(rng.normal(0.0, 2.2, 33))
        points = [(5.0 * i, float(y)) for i, y in enumerate(ridge)]
        draw.polygon([(0, 110), *points, (160, 110)], fill=colour)
    return np.asarray(image.filter(ImageFilter.GaussianBlur(0.8)))


def _sky(_rng: _Rng) -> Picture:
    rows = np.linspace(0.0, 1.0, 64)[:, None, None]
    image = (1 - rows) * (178, 212, 240) + rows * (238, 244, 248)
    image = np.broadcast_to(image, (64, 64, 3)).copy()
    image[50:] = np.asarray((150, 178, 140))
    return _bytes(image)


def _screen(_rng: _Rng) -> Picture:
    image = Image.new("RGB", (64, 40), (38, 66, 110))
    draw = ImageDraw.Draw(image)
    draw.rectangle((6, 5, 44, 33), fill=(236, 240, 244))
    for row in range(9, 31, 4):
        draw.line((10, row, 28 + (row * 7) % 13, row), fill=(110, 130, 160))
    return np.asarray(image)


def _keyboard(_rng: _Rng) -> Picture:
    image = Image.new("RGB", (64, 44), (168, 172, 178))
    draw = ImageDraw.Draw(image)
    for y in range(4, 26, 5):
        for x in range(5, 58, 5):
            draw.rectangle((x, y, x + 3, y + 3), fill=(44, 46, 50))
    draw.rectangle((22, 30, 42, 41), fill=(150, 154, 160))
    return np.asarray(image)


def _cereal(_rng: _Rng) -> Picture:
    image = Image.new("RGB", (48, 72), (240, 140, 24))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 47, 16), fill=(200, 36, 40))
    draw.rectangle((7, 5, 40, 11), fill=(252, 236, 200))
    draw.ellipse((8, 36, 40, 62), fill=(250, 248, 240))
    draw.ellipse((12, 39, 36, 53), fill=(206, 148, 60))
    return np.asarray(image)


def _cover(_rng: _Rng) -> Picture:
    image = Image.new("RGB", (40, 56), (30, 72, 120))
    draw = ImageDraw.Draw(image)
    draw.rectangle((5, 9, 34, 22), fill=(244, 236, 214))
    draw.ellipse((12, 29, 28, 45), fill=(232, 178, 60))
    return np.asarray(image)


def _buttons(_rng: _Rng) -> Picture:
    image = Image.new("RGB", (24, 72), (34, 34, 38))
    draw = ImageDraw.Draw(image)
    draw.ellipse((9, 4, 14, 9), fill=(214, 60, 50))
    for y in range(18, 64, 8):
        for x in (4, 10, 16):
            draw.rectangle((x, y, x + 3, y + 4), fill=(150, 150, 156))
    return np.asarray(image)


def _football(_rng: _Rng) -> Picture:
    image = Image.new("RGB", (96, 64), (244, 244, 240))
    draw = ImageDraw.Draw(image)
    for row, y in enumerate((8, 24, 40, 56)):
        for x in range(8 + (row % 2) * 12, 96, 24):
            draw.regular_polygon((x, y, 5), 5, fill=(28, 28, 32))
    return np.asarray(image)


def _clock(_rng: _Rng) -> Picture:
    image = Image.new("RGB", (64, 64), (250, 248, 240))
    draw = ImageDraw.Draw(image)
    for angle in np.radians(np.arange(0, 360, 30)):
        c, s = np.cos(angle), np.sin(angle)
        draw.line((32 + 23 * c, 32 + 23 * s, 32 + 28 * c, 32 + 28 * s), fill=(40, 40, 44), width=2)
    draw.line((32, 32, 20, 22), fill=(40, 40, 44), width=3)
    draw.line((32, 32, 46, 16), fill=(40, 40, 44), width=2)
    return np.asarray(image)


def _bytes(image: npt.ArrayLike) -> Picture:
    return np.clip(np.asarray(image, dtype=np.float64), 0.0, 255.0).astype(np.uint8)


def _smooth(values: Float64, sigma: float) -> Float64:
    return np.asarray(gaussian_filter(values, sigma, mode="wrap"), dtype=np.float64)


_PAINTS: dict[str, Colour] = {
    "white": (240, 239, 235),
    "cream": (236, 224, 200),
    "black": (36, 36, 40),
    "charcoal": (66, 68, 74),
    "steel": (176, 180, 184),
    "dark steel": (112, 116, 122),
    "red": (196, 38, 40),
    "blue": (44, 92, 178),
    "green glass": (38, 122, 66),
    "yellow": (240, 198, 50),
    "orange": (236, 130, 40),
    "terracotta": (184, 96, 62),
    "soil": (70, 50, 38),
    "leaf": (62, 128, 58),
    "dark leaf": (42, 98, 50),
    "fur": (168, 116, 66),
    "light fur": (222, 184, 132),
    "pink": (232, 128, 150),
    "teal": (40, 128, 128),
    "paper": (246, 240, 224),
    "navy": (34, 48, 88),
    "plum": (118, 58, 98),
    "olive": (126, 128, 62),
    "sand": (206, 182, 142),
    "ceiling": (246, 245, 242),
    "glow": (255, 236, 190),
    "lavender": (164, 138, 196),
    "brown": (104, 68, 44),
    "apple red": (198, 50, 46),
    "porcelain": (224, 234, 240),
}
MATERIALS: dict[str, Callable[[_Rng], Picture]] = {
    **{name: partial(_plain, colour=colour) for name, colour in _PAINTS.items()},
    "oak": partial(_wood, colour=(190, 144, 94)),
    "walnut": partial(_wood, colour=(118, 80, 54)),
    "beech": partial(_wood, colour=(218, 184, 140)),
    "parquet": partial(_planks, colour=(186, 150, 110)),
    "grey cloth": partial(_cloth, colour=(104, 122, 140)),
    "grey seam": partial(_cloth, colour=(90, 106, 124)),
    "mustard cloth": partial(_cloth, colour=(214, 162, 54)),
    "rust cloth": partial(_cloth, colour=(176, 92, 66)),
    "green cloth": partial(_cloth, colour=(84, 124, 104)),
    "canvas": partial(_cloth, colour=(88, 66, 112)),
    "straw": partial(_cloth, colour=(196, 162, 112)),
    "rug": partial(_rug, ground=(206, 200, 186), line=(122, 56, 52)),
    "wall": partial(_wall, colour=(226, 220, 206)),
    "accent wall": partial(_wall, colour=(176, 194, 190)),
    "stone": partial(_plain, colour=(88, 88, 92), grain=6.0, side=64),
    "tiles": partial(_tiles, colour=(226, 232, 230)),
    "counter doors": partial(_doors, colour=(86, 118, 128), count=4),
    "cupboard doors": partial(_doors, colour=(232, 230, 222), count=4),
    "drawers": partial(_doors, colour=(206, 170, 124), count=1),
    "door panel": partial(_doors, colour=(228, 226, 218), count=1),
    "landscape": _landscape,
    "sky": _sky,
    "screen": _screen,
    "keyboard": _keyboard,
    "cereal": _cereal,
    "cover": _cover,
    "buttons": _buttons,
    "football": _football,
    "clock face": _clock,
}
