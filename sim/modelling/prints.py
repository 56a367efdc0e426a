"""Pictures that are printed or shown on things: screens, labels, covers, a landscape."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from whereseen.sim.modelling.painting import Colour, Picture, Rng


def landscape(rng: Rng) -> Picture:
    """Hills in the evening, as on a picture."""
    image = Image.new("RGB", (160, 110), (242, 214, 168))
    draw = ImageDraw.Draw(image)
    draw.ellipse((100, 16, 126, 42), fill=(233, 120, 70))
    for base, colour in ((62, (136, 168, 176)), (80, (74, 122, 124)), (96, (38, 78, 84))):
        ridge = base + np.cumsum(rng.normal(0.0, 2.2, 33))
        points = [(5.0 * i, float(y)) for i, y in enumerate(ridge)]
        draw.polygon([(0, 110), *points, (160, 110)], fill=colour)
    return np.asarray(image.filter(ImageFilter.GaussianBlur(0.8)))


def sky(_rng: Rng) -> Picture:
    """What is seen through a window."""
    rows = np.linspace(0.0, 1.0, 64)[:, None, None]
    image = (1 - rows) * (178, 212, 240) + rows * (238, 244, 248)
    image = np.broadcast_to(image, (64, 64, 3)).copy()
    image[50:] = np.asarray((150, 178, 140))
    return np.clip(image, 0.0, 255.0).astype(np.uint8)


def screen(_rng: Rng) -> Picture:
    """The screen of a laptop."""
    image = Image.new("RGB", (64, 40), (38, 66, 110))
    draw = ImageDraw.Draw(image)
    draw.rectangle((6, 5, 44, 33), fill=(236, 240, 244))
    for row in range(9, 31, 4):
        draw.line((10, row, 28 + (row * 7) % 13, row), fill=(110, 130, 160))
    return np.asarray(image)


def keyboard(_rng: Rng) -> Picture:
    """A keyboard with a pad below it."""
    image = Image.new("RGB", (64, 44), (168, 172, 178))
    draw = ImageDraw.Draw(image)
    for y in range(4, 26, 5):
        for x in range(5, 58, 5):
            draw.rectangle((x, y, x + 3, y + 3), fill=(44, 46, 50))
    draw.rectangle((22, 30, 42, 41), fill=(150, 154, 160))
    return np.asarray(image)


def cereal(_rng: Rng) -> Picture:
    """The front of a box of cereal."""
    image = Image.new("RGB", (48, 72), (240, 140, 24))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 47, 16), fill=(200, 36, 40))
    draw.rectangle((7, 5, 40, 11), fill=(252, 236, 200))
    draw.ellipse((8, 36, 40, 62), fill=(250, 248, 240))
    draw.ellipse((12, 39, 36, 53), fill=(206, 148, 60))
    return np.asarray(image)


def cover(_rng: Rng, colour: Colour = (30, 72, 120)) -> Picture:
    """The cover of a book."""
    image = Image.new("RGB", (40, 56), colour)
    draw = ImageDraw.Draw(image)
    draw.rectangle((5, 9, 34, 22), fill=(244, 236, 214))
    draw.ellipse((12, 29, 28, 45), fill=(232, 178, 60))
    return np.asarray(image)


def buttons(_rng: Rng) -> Picture:
    """The buttons of a remote control."""
    image = Image.new("RGB", (24, 72), (34, 34, 38))
    draw = ImageDraw.Draw(image)
    draw.ellipse((9, 4, 14, 9), fill=(214, 60, 50))
    for y in range(18, 64, 8):
        for x in (4, 10, 16):
            draw.rectangle((x, y, x + 3, y + 4), fill=(150, 150, 156))
    return np.asarray(image)


def football(_rng: Rng) -> Picture:
    """Black patches on white."""
    image = Image.new("RGB", (96, 64), (244, 244, 240))
    draw = ImageDraw.Draw(image)
    for row, y in enumerate((8, 24, 40, 56)):
        for x in range(8 + (row % 2) * 12, 96, 24):
            draw.regular_polygon((x, y, 5), 5, fill=(28, 28, 32))
    return np.asarray(image)


def clock(_rng: Rng) -> Picture:
    """A clock face at a quarter past ten."""
    image = Image.new("RGB", (64, 64), (250, 248, 240))
    draw = ImageDraw.Draw(image)
    for angle in np.radians(np.arange(0, 360, 30)):
        c, s = np.cos(angle), np.sin(angle)
        draw.line((32 + 23 * c, 32 + 23 * s, 32 + 28 * c, 32 + 28 * s), fill=(40, 40, 44), width=2)
    draw.line((32, 32, 20, 22), fill=(40, 40, 44), width=3)
    draw.line((32, 32, 46, 16), fill=(40, 40, 44), width=2)
    return np.asarray(image)


def hob(_rng: Rng) -> Picture:
    """Four rings on black glass."""
    image = Image.new("RGB", (72, 60), (34, 34, 38))
    draw = ImageDraw.Draw(image)
    for x, y, r in ((19, 16, 9), (19, 43, 12), (53, 16, 12), (53, 43, 9)):
        draw.ellipse((x - r, y - r, x + r, y + r), outline=(150, 60, 50), width=2)
        draw.ellipse((x - r + 4, y - r + 4, x + r - 4, y + r - 4), outline=(96, 96, 100))
    return np.asarray(image)


def television(rng: Rng) -> Picture:
    """A dark screen with a faint reflection."""
    x, y = np.meshgrid(np.linspace(0.0, 1.0, 64), np.linspace(0.0, 1.0, 36))
    glow = 22.0 * np.exp(-((x - 0.3 - 0.3 * y) ** 2) / 0.02)
    image = np.asarray((22.0, 24.0, 30.0)) + glow[..., None] + rng.normal(0.0, 1.0, (36, 64, 1))
    return np.clip(image, 0.0, 255.0).astype(np.uint8)


def phone(_rng: Rng) -> Picture:
    """Rows of coloured signs on a dark screen."""
    image = Image.new("RGB", (32, 64), (24, 30, 52))
    draw = ImageDraw.Draw(image)
    colours = ((90, 170, 240), (240, 120, 90), (120, 210, 130), (240, 210, 90))
    for row in range(5):
        for column in range(3):
            x, y = 4 + 9 * column, 6 + 10 * row
            draw.rectangle((x, y, x + 5, y + 5), fill=colours[(row * 2 + column) % 4])
    return np.asarray(image)


def news(rng: Rng) -> Picture:
    """A page of print with a headline and a photograph."""
    image = Image.new("RGB", (60, 84), (232, 228, 216))
    draw = ImageDraw.Draw(image)
    draw.rectangle((5, 5, 54, 12), fill=(50, 50, 54))
    draw.rectangle((5, 18, 32, 40), fill=(128, 134, 140))
    for left, top in ((36, 18), (5, 44), (36, 44)):
        for y in range(top, 80 if top > 40 else 40, 3):
            draw.line((left, y, left + 12 + int(rng.integers(0, 8)), y), fill=(120, 120, 120))
    return np.asarray(image)


def label(_rng: Rng, ground: Colour, spot: Colour, *, band: Colour = (250, 246, 236)) -> Picture:
    """What is round a jar, a can or a carton: a band for the name and a round picture."""
    image = Image.new("RGB", (96, 48), ground)
    draw = ImageDraw.Draw(image)
    for left in (0, 48):
        draw.rectangle((left + 5, 6, left + 42, 17), fill=band)
        draw.rectangle((left + 10, 10, left + 37, 13), fill=tuple(v // 3 for v in ground))
        draw.ellipse((left + 14, 22, left + 33, 41), fill=spot)
    return np.asarray(image)


def cube(_rng: Rng) -> Picture:
    """Three by three coloured squares."""
    colours = ((200, 40, 40), (40, 90, 190), (240, 200, 40), (40, 150, 70), (236, 130, 40))
    image = Image.new("RGB", (48, 48), (20, 20, 22))
    draw = ImageDraw.Draw(image)
    for index in range(9):
        x, y = 16 * (index % 3), 16 * (index // 3)
        draw.rectangle((x + 2, y + 2, x + 13, y + 13), fill=colours[(index * 3 + index // 4) % 5])
    return np.asarray(image)


def game(_rng: Rng, ground: Colour) -> Picture:
    """The lid of a board game: a title and a path of fields."""
    image = Image.new("RGB", (64, 64), ground)
    draw = ImageDraw.Draw(image)
    draw.rectangle((6, 6, 57, 18), fill=(250, 240, 210))
    colours = ((214, 60, 50), (250, 210, 60), (60, 140, 210), (80, 170, 90))
    for index, angle in enumerate(np.linspace(0.0, 2.0 * np.pi, 12, endpoint=False)):
        x, y = 32.0 + 18.0 * np.cos(angle), 41.0 + 16.0 * np.sin(angle)
        draw.ellipse((x - 4, y - 4, x + 4, y + 4), fill=colours[index % 4])
    return np.asarray(image)


def drum(_rng: Rng) -> Picture:
    """Steel with holes, as inside a washing machine."""
    image = Image.new("RGB", (60, 60), (150, 154, 160))
    draw = ImageDraw.Draw(image)
    for y in range(4, 60, 10):
        for x in range(4 + (y // 10 % 2) * 5, 60, 10):
            draw.ellipse((x - 1, y - 1, x + 1, y + 1), fill=(96, 100, 106))
    return np.asarray(image)


def clothes(rng: Rng) -> Picture:
    """Clothes on hangers, side by side."""
    image = np.zeros((48, 96, 3))
    tones = ((52, 70, 110), (150, 60, 60), (210, 200, 184), (70, 96, 78), (60, 60, 66))
    for index, left in enumerate(range(0, 96, 8)):
        tone = np.asarray(tones[int(rng.integers(0, 5)) if index else 0], dtype=np.float64)
        fold = 10.0 * np.sin(np.linspace(0.0, np.pi, 8))[None, :, None]
        image[:, left : left + 8] = tone + fold
    return np.clip(image, 0.0, 255.0).astype(np.uint8)
