"""How wood, cloth, tiles and paint are drawn: images (h, w, 3) uint8, row 0 at the top."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter

from whereseen.memory.frames import Float64

Picture = npt.NDArray[np.uint8]
Colour = tuple[int, int, int]
Rng = np.random.Generator


def plain(rng: Rng, colour: Colour, *, grain: float = 0.0, side: int = 16) -> Picture:
    """Paint, or speckled stone where there is grain."""
    noise = rng.normal(0.0, grain, (side, side, 1)) if grain else np.zeros((side, side, 1))
    return _bytes(np.asarray(colour) + noise)


def wood(rng: Rng, colour: Colour, *, width: int = 96, height: int = 48) -> Picture:
    """Wood with its streaks along u."""
    streaks = rng.normal(0.0, 1.0, (height, width // 12 + 1))
    streaks = np.repeat(streaks, 12, axis=1)[:, :width]
    grain = _smooth(rng.normal(0.0, 1.0, (height, 1)) * 7.0 + streaks * 5.0, 1.2)
    return _bytes(np.asarray(colour) + grain[..., None] * (1.0, 0.85, 0.7))


def cloth(rng: Rng, colour: Colour, *, side: int = 64) -> Picture:
    """Cloth, mottled."""
    noise = rng.normal(0.0, 5.0, (side, side)) + _smooth(rng.normal(0.0, 40.0, (side, side)), 5.0)
    return _bytes(np.asarray(colour) + noise[..., None])


def planks(rng: Rng, colour: Colour) -> Picture:
    """A parquet floor of about 14 cm wide planks; 1 cm of a 5.6 x 4.4 m room is 2 pixels."""
    height, width, rows = 880, 1120, 32
    image = np.empty((height, width, 3))
    edges = np.linspace(0, height, rows + 1).astype(int)
    for top, bottom in pairwise(edges):
        left = -int(rng.integers(0, 240))
        while left < width:
            right = left + int(rng.integers(200, 320))
            board = wood(rng, colour, width=right - left, height=bottom - top).astype(float)
            board += rng.normal(0.0, 7.0)
            board[:1], board[:, -1:] = board[:1] - 28.0, board[:, -1:] - 28.0
            a, b = max(left, 0), max(min(right, width), 0)
            image[top:bottom, a:b] = board[:, a - left : b - left]
            left = right
    return _bytes(image)


def rug(rng: Rng, ground: Colour, line: Colour) -> Picture:
    """A carpet with a border and rows of diamonds."""
    image = Image.new("RGB", (420, 300), ground)
    draw = ImageDraw.Draw(image)
    for inset, colour in ((8, line), (16, ground), (24, line), (28, ground)):
        draw.rectangle((inset, inset, 419 - inset, 299 - inset), fill=colour)
    for row, y in enumerate(range(66, 260, 42)):
        for x in range(66 + (row % 2) * 24, 366, 48):
            draw.polygon([(x, y - 14), (x + 14, y), (x, y + 14), (x - 14, y)], outline=line)
            draw.polygon([(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)], fill=line)
    return _bytes(np.asarray(image) + rng.normal(0.0, 5.0, (300, 420, 1)))


def wall(_rng: Rng, colour: Colour) -> Picture:
    """Paint that darkens towards the floor, as in a room lit from above."""
    fade = np.linspace(6.0, -18.0, 64)[:, None, None]
    return _bytes(np.broadcast_to(np.asarray(colour) + fade, (64, 8, 3)))


def doors(_rng: Rng, colour: Colour, *, count: int) -> Picture:
    """Cabinet fronts side by side: a frame and a handle each."""
    image = Image.new("RGB", (48 * count, 64), colour)
    draw = ImageDraw.Draw(image)
    dark = tuple(int(value * 0.72) for value in colour)
    for left in range(0, 48 * count, 48):
        draw.rectangle((left, 0, left + 47, 63), outline=dark)
        draw.rectangle((left + 5, 5, left + 42, 58), outline=tuple(int(v * 0.9) for v in colour))
        draw.rectangle((left + 16, 9, left + 31, 10), fill=(90, 90, 92))
    return np.asarray(image)


def stripes(rng: Rng, colours: tuple[Colour, ...], *, count: int = 8) -> Picture:
    """Cloth with stripes along v."""
    side = 64
    index = (np.arange(side) * count // side) % len(colours)
    image = np.broadcast_to(np.asarray(colours, dtype=np.float64)[index], (side, side, 3))
    return _bytes(image + rng.normal(0.0, 4.0, (side, side, 1)))


def floor_tiles(rng: Rng, colour: Colour, *, across: int = 12) -> Picture:
    """Square tiles in a grid, with joints."""
    tile = 24
    image = np.repeat(np.repeat(rng.normal(0.0, 4.0, (across, across)), tile, 0), tile, 1)
    image = np.asarray(colour) + image[..., None]
    image[::tile], image[:, ::tile] = image[::tile] - 30.0, image[:, ::tile] - 30.0
    return _bytes(image)


def framed_door(_rng: Rng, colour: Colour) -> Picture:
    """A front with a sunk field."""
    image = Image.new("RGB", (48, 64), colour)
    draw = ImageDraw.Draw(image)
    dark, darker = (tuple(round(v * share) for v in colour) for share in (0.93, 0.78))
    draw.rectangle((7, 7, 40, 56), fill=dark, outline=darker)
    return np.asarray(image)


def _bytes(image: npt.ArrayLike) -> Picture:
    return np.clip(np.asarray(image, dtype=np.float64), 0.0, 255.0).astype(np.uint8)


def _smooth(values: Float64, sigma: float) -> Float64:
    return np.asarray(gaussian_filter(values, sigma, mode="wrap"), dtype=np.float64)
