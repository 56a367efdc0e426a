"""Parts of the small objects: origin in the middle of the base, -y the front, z up, metres."""

from __future__ import annotations

import numpy as np

from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part, Tube

Parts = tuple[Part, ...]


def mug(colour: str) -> Parts:
    """9.5 cm high, with a handle."""
    wall = ((0.0, 0.0), (0.036, 0.0), (0.041, 0.01), (0.041, 0.095), (0.036, 0.095))
    inside = ((0.036, 0.095), (0.035, 0.015), (0.0, 0.015))
    angles = np.linspace(-1.75, 1.75, 9)
    handle = tuple((0.036 + 0.034 * np.cos(a).item(), 0.0, 0.049 + 0.031 * np.sin(a).item())
                   for a in angles)  # fmt: skip
    return (
        Part(Lathe(wall), colour),
        Part(Lathe(inside), "white"),
        Part(Tube(handle, 0.0065), colour),
    )


def bottle() -> Parts:
    """A wine bottle, 30 cm high."""
    profile = ((0.0, 0.0), (0.038, 0.0), (0.038, 0.18), (0.03, 0.21), (0.015, 0.235), (0.014, 0.3))
    label = ((0.0385, 0.06), (0.0385, 0.13))
    cork = ((0.0145, 0.27), (0.0145, 0.301), (0.0, 0.301))
    return (
        Part(Lathe(profile), "green glass"),
        Part(Lathe(label), "paper"),
        Part(Lathe(cork), "brown"),
    )


def book(cover: str = "cover", *, thickness: float = 0.032) -> Parts:
    """A closed book lying flat, 16 x 23 cm."""
    return (
        Part(Box((0.152, 0.222, thickness - 0.006)), "paper", (0.002, 0.0, thickness / 2)),
        Part(Box((0.16, 0.23, 0.003)), "navy", (0.0, 0.0, 0.0015)),
        Part(Box((0.16, 0.23, 0.003)), "navy", (0.0, 0.0, thickness - 0.0025)),
        Part(Box((0.003, 0.23, thickness)), "navy", (-0.0785, 0.0, thickness / 2)),
        Part(Box((0.16, 0.23, 0.001)), cover, (0.0, 0.0, thickness - 0.0005)),
    )


def row_of_books(width: float, *, seed: int) -> Parts:
    """Upright books, side by side."""
    rng = np.random.default_rng(seed)
    colours = ("navy", "red", "teal", "mustard cloth", "plum", "olive", "cream", "charcoal")
    parts: list[Part] = []
    x, previous = -width / 2.0, -1
    while x < width / 2.0 - 0.03:
        thickness, height = float(rng.uniform(0.022, 0.05)), float(rng.uniform(0.2, 0.29))
        choice = int(rng.integers(0, len(colours) - 1))
        choice += choice >= previous >= 0
        colour, previous = colours[choice % len(colours)], choice
        middle = (x + thickness / 2, 0.0, height / 2)
        parts.append(Part(Box((thickness - 0.002, 0.19, height)), colour, middle))
        band = (x + thickness / 2, 0.0, height * 0.75)
        parts.append(Part(Box((thickness - 0.003, 0.1915, 0.02)), "sand", band))
        x += thickness
    return tuple(parts)


def laptop() -> Parts:
    """Open, 33 cm wide."""
    return (
        Part(Box((0.33, 0.23, 0.016)), "steel", (0.0, 0.0, 0.008)),
        Part(Box((0.31, 0.21, 0.001)), "keyboard", (0.0, 0.0, 0.0165)),
        Part(Box((0.33, 0.008, 0.22)), "steel", (0.0, 0.148, 0.117), (-18.0, 0.0, 0.0)),
        Part(Box((0.31, 0.002, 0.195)), "screen", (0.0, 0.1435, 0.117), (-18.0, 0.0, 0.0)),
    )


def bowl() -> Parts:
    """26 cm wide."""
    outside = ((0.0, 0.0), (0.05, 0.0), (0.06, 0.012), (0.105, 0.05), (0.13, 0.09), (0.126, 0.09))
    inside = ((0.126, 0.09), (0.1, 0.053), (0.055, 0.02), (0.0, 0.015))
    return (Part(Lathe(outside), "teal"), Part(Lathe(inside), "porcelain"))


def banana() -> Parts:
    """Lying on its side, 19 cm long."""
    arc = np.radians(np.linspace(-55, 55, 9))
    path = tuple((0.11 * np.sin(a).item(), 0.11 * (1 - np.cos(a).item()), 0.019) for a in arc)
    tips = (path[0], path[-1])
    return (
        Part(Tube(path, 0.019), "yellow"),
        *(Part(Ellipsoid((0.019, 0.019, 0.019)), "yellow", tip) for tip in tips),
        Part(Ellipsoid((0.008, 0.008, 0.008)), "brown", (-0.104, 0.058, 0.019)),
    )


def apple() -> Parts:
    """8 cm wide."""
    return (
        Part(Ellipsoid((0.04, 0.04, 0.037)), "apple red", (0.0, 0.0, 0.037)),
        Part(Tube(((0.0, 0.0, 0.065), (0.004, 0.0, 0.085)), 0.003), "brown"),
    )


def teddy() -> Parts:
    """A sitting teddy bear, 33 cm high."""
    face = (
        Part(Ellipsoid((0.042, 0.03, 0.032)), "light fur", (0.0, -0.075, 0.225)),
        Part(Ellipsoid((0.013, 0.01, 0.009)), "black", (0.0, -0.103, 0.238)),
        *(Part(Ellipsoid((0.009,) * 3), "black", (x, -0.075, 0.268)) for x in (-0.032, 0.032)),
    )
    ears = (
        *(Part(Ellipsoid((0.034, 0.018, 0.034)), "fur", (x, 0.0, 0.31)) for x in (-0.066, 0.066)),
        *(
            Part(Ellipsoid((0.02, 0.01, 0.02)), "light fur", (x, -0.014, 0.31))
            for x in (-0.066, 0.066)
        ),
    )
    limbs = (
        *(
            Part(Ellipsoid((0.035, 0.038, 0.075)), "fur", (x, -0.035, 0.14), (30.0, -x * 250, 0.0))
            for x in (-0.1, 0.1)
        ),
        *(
            Part(Ellipsoid((0.042, 0.088, 0.042)), "fur", (x, -0.105, 0.043), (0.0, 0.0, x * 250))
            for x in (-0.07, 0.07)
        ),
        *(
            Part(Ellipsoid((0.03, 0.014, 0.032)), "light fur", (x, -0.182, 0.045))
            for x in (-0.093, 0.093)
        ),
    )
    return (
        Part(Ellipsoid((0.09, 0.078, 0.105)), "fur", (0.0, 0.0, 0.105)),
        Part(Ellipsoid((0.055, 0.02, 0.07)), "light fur", (0.0, -0.066, 0.11)),
        Part(Ellipsoid((0.08, 0.074, 0.072)), "fur", (0.0, -0.008, 0.25)),
        *face,
        *ears,
        *limbs,
    )


def cereal_box() -> Parts:
    """19 x 30 cm, 6 cm deep."""
    return (
        Part(Box((0.19, 0.058, 0.3)), "orange", (0.0, 0.0, 0.15)),
        Part(Box((0.188, 0.06, 0.298)), "cereal", (0.0, 0.0, 0.15)),
    )


def remote_control() -> Parts:
    """17 cm long."""
    return (
        Part(Box((0.048, 0.17, 0.017)), "black", (0.0, 0.0, 0.0085)),
        Part(Box((0.046, 0.168, 0.001)), "buttons", (0.0, 0.0, 0.0175)),
    )


def desk_lamp() -> Parts:
    """A lamp with an arm, 45 cm high."""
    arm = ((0.0, 0.0, 0.02), (0.0, 0.07, 0.24), (0.0, -0.06, 0.42))
    shade = Lathe(((0.075, -0.09), (0.03, 0.0), (0.0, 0.01)))
    bulb = Part(Ellipsoid((0.035,) * 3), "glow", (0.0, -0.105, 0.365))
    return (
        Part(Lathe(((0.0, 0.0), (0.085, 0.0), (0.085, 0.018), (0.0, 0.024))), "yellow"),
        Part(Tube(arm, 0.01), "dark steel"),
        Part(shade, "yellow", (0.0, -0.08, 0.42), (-25.0, 0.0, 0.0)),
        bulb,
    )


def football() -> Parts:
    """22 cm wide."""
    return (Part(Ellipsoid((0.11, 0.11, 0.11)), "football", (0.0, 0.0, 0.11)),)


def cushion() -> Parts:
    """A cushion leaning backwards, 42 cm wide."""
    return (
        Part(Ellipsoid((0.21, 0.075, 0.2), 0.55), "mustard cloth", (0.0, 0.0, 0.195),
             (-20.0, 0.0, 0.0)),
    )  # fmt: skip


def kettle() -> Parts:
    """An electric kettle, 25 cm high."""
    body = ((0.0, 0.0), (0.085, 0.0), (0.085, 0.02), (0.08, 0.03), (0.06, 0.2), (0.05, 0.21))
    lid = ((0.05, 0.21), (0.015, 0.225), (0.015, 0.24), (0.0, 0.245))
    handle = ((0.055, 0.0, 0.2), (0.12, 0.0, 0.21), (0.13, 0.0, 0.13), (0.08, 0.0, 0.06))
    spout = ((-0.06, 0.0, 0.15), (-0.1, 0.0, 0.2))
    return (
        Part(Lathe(body), "steel"),
        Part(Lathe(lid), "black"),
        Part(Tube(handle, 0.013), "black"),
        Part(Tube(spout, 0.018), "steel"),
    )


def duck() -> Parts:
    """A rubber duck, 11 cm high."""
    return (
        Part(Ellipsoid((0.06, 0.05, 0.036)), "yellow", (0.0, 0.0, 0.036)),
        Part(Ellipsoid((0.03, 0.03, 0.03)), "yellow", (-0.032, 0.0, 0.085)),
        Part(Ellipsoid((0.018, 0.018, 0.007)), "orange", (-0.064, 0.0, 0.082)),
        Part(Ellipsoid((0.02, 0.012, 0.014)), "yellow", (0.056, 0.0, 0.054)),
        *(Part(Ellipsoid((0.005,) * 3), "black", (-0.055, y, 0.094)) for y in (-0.016, 0.016)),
    )


def alarm_clock() -> Parts:
    """12 cm wide."""
    return (
        Part(Lathe(((0.0, -0.025), (0.06, -0.025), (0.06, 0.025), (0.0, 0.025))), "red",
             (0.0, 0.0, 0.065), (90.0, 0.0, 0.0)),
        Part(Box((0.078, 0.002, 0.078)), "clock face", (0.0, -0.0255, 0.065)),
        *(Part(Ellipsoid((0.022, 0.02, 0.016)), "steel", (x, 0.0, 0.125)) for x in (-0.04, 0.04)),
        *(Part(Tube(((x, 0.0, 0.03), (x * 1.4, 0.0, 0.002)), 0.005), "steel")
          for x in (-0.035, 0.035)),
    )  # fmt: skip


def vase() -> Parts:
    """A vase with tulips, 42 cm high."""
    profile = ((0.0, 0.0), (0.04, 0.0), (0.065, 0.07), (0.06, 0.13), (0.03, 0.18), (0.038, 0.2))
    stems, blooms = [], []
    for index, yaw in enumerate(np.radians(np.arange(0, 360, 60))):
        x, y = 0.07 * np.cos(yaw).item(), 0.07 * np.sin(yaw).item()
        top = (x, y, 0.34 + 0.02 * (index % 3))
        stems.append(Part(Tube(((0.0, 0.0, 0.17), top), 0.004), "leaf"))
        blooms.append(Part(Ellipsoid((0.024, 0.024, 0.034)), "pink", top))
    return (Part(Lathe(profile), "porcelain"), *stems, *blooms)


def backpack() -> Parts:
    """45 cm high, standing."""
    return (
        Part(Ellipsoid((0.16, 0.1, 0.225), 0.4), "canvas", (0.0, 0.0, 0.225)),
        Part(Ellipsoid((0.125, 0.045, 0.11), 0.4), "lavender", (0.0, -0.095, 0.135)),
        Part(Tube(((-0.05, 0.0, 0.43), (0.0, 0.0, 0.475), (0.05, 0.0, 0.43)), 0.01), "black"),
    )


def shoes() -> Parts:
    """A pair, 28 cm long."""
    pair: list[Part] = []
    for x in (-0.07, 0.07):
        pair += [
            Part(Ellipsoid((0.045, 0.14, 0.012), 0.5), "white", (x, 0.0, 0.012)),
            Part(Ellipsoid((0.042, 0.09, 0.042)), "blue", (x, -0.04, 0.042)),
            Part(Ellipsoid((0.042, 0.06, 0.05), 0.6), "blue", (x, 0.07, 0.06)),
        ]
    return tuple(pair)


def waste_bin() -> Parts:
    """30 cm high, open."""
    wall = ((0.0, 0.0), (0.1, 0.0), (0.135, 0.3), (0.128, 0.3))
    return (
        Part(Lathe(wall), "charcoal"),
        Part(Lathe(((0.128, 0.3), (0.095, 0.01), (0.0, 0.01))), "black"),
    )


def magazine() -> Parts:
    """Lying flat, 21 x 28 cm."""
    return (
        Part(Box((0.21, 0.28, 0.006)), "paper", (0.0, 0.0, 0.003)),
        Part(Box((0.21, 0.28, 0.001)), "landscape", (0.0, 0.0, 0.0065)),
    )
