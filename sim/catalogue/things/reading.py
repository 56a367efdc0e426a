"""What people read, write on and play at a table."""

from __future__ import annotations

import numpy as np

from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.catalogue.things.making import OPEN, Parts, rigid, same
from whereseen.sim.modelling.shapes import Box, Lathe, Part, Tube


def book(cover: str = "cover", *, thickness: float = 0.032, back: str = "navy") -> Parts:
    """A closed book lying flat, 16 x 23 cm."""
    return (
        Part(Box((0.152, 0.222, thickness - 0.006)), "paper", (0.002, 0.0, thickness / 2)),
        Part(Box((0.16, 0.23, 0.003)), back, (0.0, 0.0, 0.0015)),
        Part(Box((0.16, 0.23, 0.003)), back, (0.0, 0.0, thickness - 0.0025)),
        Part(Box((0.003, 0.23, thickness)), back, (-0.0785, 0.0, thickness / 2)),
        Part(Box((0.16, 0.23, 0.001)), cover, (0.0, 0.0, thickness - 0.0005)),
    )


def _coloured_book(colour: str) -> Parts:
    return book(f"{colour} cover", thickness=0.036, back=colour)


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


def _books() -> Parts:
    return row_of_books(0.35, seed=5)


def magazine() -> Parts:
    """Lying flat, 21 x 28 cm."""
    return (
        Part(Box((0.21, 0.28, 0.006)), "paper", (0.0, 0.0, 0.003)),
        Part(Box((0.21, 0.28, 0.001)), "landscape", (0.0, 0.0, 0.0065)),
    )


def _newspaper() -> Parts:
    return (
        Part(Box((0.28, 0.38, 0.012)), "paper", (0.0, 0.0, 0.006)),
        Part(Box((0.28, 0.38, 0.001)), "news", (0.0, 0.0, 0.0125)),
    )


def _notebook(colour: str) -> Parts:
    rings = tuple(
        Part(Box((0.012, 0.006, 0.014)), "steel", (-0.07, y, 0.007))
        for y in np.linspace(-0.085, 0.085, 9).tolist()
    )
    return (
        Part(Box((0.142, 0.2, 0.01)), "paper", (0.001, 0.0, 0.006)),
        Part(Box((0.145, 0.205, 0.002)), colour, (0.0, 0.0, 0.001)),
        Part(Box((0.145, 0.205, 0.002)), colour, (0.0, 0.0, 0.012)),
        *rings,
    )


def _ring_binder(colour: str) -> Parts:
    """Standing, its back to the front."""
    return (
        Part(Box((0.075, 0.003, 0.315)), colour, (0.0, -0.142, 0.1575)),
        *(Part(Box((0.003, 0.285, 0.315)), colour, (x, 0.0, 0.1575)) for x in (-0.036, 0.036)),
        Part(Box((0.06, 0.25, 0.29)), "paper", (0.0, -0.01, 0.15)),
        Part(Box((0.055, 0.001, 0.11)), "paper", (0.0, -0.1440, 0.2)),
        Part(
            Lathe(((0.012, 0.0), (0.012, 0.002), (0.0, 0.002)), sides=10),
            "steel",
            (0.0, -0.143, 0.06),
            (90.0, 0.0, 0.0),
        ),
    )


def _pencil_cup() -> Parts:
    pencils = tuple(
        Part(Tube(((0.0, 0.0, 0.02), (x, y, 0.17)), 0.004, sides=5), colour)
        for x, y, colour in (
            (0.03, 0.01, "yellow"),
            (-0.02, 0.025, "red"),
            (-0.015, -0.028, "blue"),
            (0.02, -0.02, "green"),
        )
    )
    cup = ((0.0, 0.0), (0.04, 0.0), (0.04, 0.1), (0.036, 0.1))
    return (
        Part(Lathe(cup, sides=14), "dark steel"),
        Part(Lathe(((0.036, 0.1), (0.035, 0.01), (0.0, 0.01)), sides=14), "black"),
        *pencils,
    )


def _scissors() -> Parts:
    rings = tuple(
        Part(
            Tube(
                tuple(
                    (-0.07 + 0.024 * np.cos(a).item(), y + 0.02 * np.sin(a).item(), 0.006)
                    for a in np.linspace(0.0, 2 * np.pi, 9)
                ),
                0.005,
                sides=5,
            ),
            "orange",
        )
        for y in (-0.027, 0.027)
    )
    blades = tuple(
        Part(
            Box((0.15, 0.014, 0.003)),
            "steel",
            (0.025, 0.0, 0.004 + 0.003 * (s > 0)),
            (0.0, 0.0, s * 9.0),
        )
        for s in (-1.0, 1.0)
    )
    return (*rings, *blades)


def _stapler() -> Parts:
    return (
        Part(Box((0.15, 0.036, 0.012)), "black", (0.0, 0.0, 0.006)),
        Part(Box((0.145, 0.03, 0.016)), "red", (0.0, 0.0, 0.04), (0.0, 6.0, 0.0)),
        Part(Box((0.02, 0.03, 0.03)), "steel", (-0.06, 0.0, 0.025)),
    )


def _calculator() -> Parts:
    return (
        Part(Box((0.085, 0.15, 0.014)), "charcoal", (0.0, 0.0, 0.007)),
        Part(Box((0.07, 0.032, 0.002)), "olive", (0.0, 0.048, 0.015)),
        *(
            Part(Box((0.014, 0.012, 0.003)), "white", (x, y, 0.0155))
            for x in (-0.027, -0.009, 0.009, 0.027)
            for y in (-0.055, -0.035, -0.015, 0.005)
        ),
    )


_DESK = {"desk": 2.0, "bookcase": 0.6, "hall table": 0.4}

KINDS = (
    ObjectKind(
        "book", "reading", "paper", ("red", "blue", "green", "yellow", "purple"),
        rigid(_coloured_book),
        {"bookcase": 1.5, "nightstand": 1.0, "coffee table": 0.8, "desk": 0.8, "sofa": 0.4,
         "bed": 0.4, "armchair": 0.4, "side table": 0.4},
        ("a novel to read at bedtime", "the bound volume with a ribbon in it"),
        ("read", "carry"), (OPEN,),
    ),
    ObjectKind(
        "row of books", "reading", "paper", ("",), same(_books), {"bookcase": 3.0, "desk": 0.2},
        ("my little library", "the collected works side by side"), ("read",), (),
    ),
    ObjectKind(
        "magazine", "reading", "paper", ("",), same(magazine),
        {"coffee table": 1.5, "sofa": 0.6, "armchair": 0.5, "tv stand": 0.4},
        ("glossy pages to leaf through", "the latest travel issue"), ("read", "carry"), (OPEN,),
    ),
    ObjectKind(
        "newspaper", "reading", "paper", ("",), same(_newspaper),
        {"coffee table": 1.2, "dining table": 1.0, "sofa": 0.4, "bench": 0.3},
        ("the headlines of today", "what the paperboy brings"), ("read", "carry"), (OPEN,),
    ),
    ObjectKind(
        "notebook", "stationery", "paper", ("black", "red", "mint"), rigid(_notebook),
        {**_DESK, "nightstand": 0.3, "dining table": 0.2},
        ("something to jot my thoughts in", "spiral pages for class"), ("write in", "carry"),
        (OPEN,),
    ),
    ObjectKind(
        "ring binder", "stationery", "cardboard", ("blue", "red", "green", "black"),
        rigid(_ring_binder), {"bookcase": 1.5, "desk": 0.8, "storage shelf": 0.4},
        ("where the tax papers are filed", "what keeps punched sheets together"),
        ("open", "carry"), (OPEN,),
    ),
    ObjectKind(
        "pencil cup", "stationery", "metal", ("",), same(_pencil_cup),
        {"desk": 2.0, "bookcase": 0.3},
        ("something to write with", "where the crayons stand"), ("take a pencil from",), (),
    ),
    ObjectKind(
        "pair of scissors", "stationery", "metal", ("",), same(_scissors),
        {"desk": 1.5, "kitchen counter": 0.8, "hall table": 0.4},
        ("something to cut wrapping paper with", "two blades with loops for the fingers"),
        ("cut with", "carry"), (),
    ),
    ObjectKind(
        "stapler", "stationery", "metal", ("",), same(_stapler), {"desk": 2.0, "bookcase": 0.2},
        ("what joins sheets with a bit of wire", "something to fasten pages together"),
        ("fasten with", "carry"), (),
    ),
    ObjectKind(
        "calculator", "electronics", "plastic", ("",), same(_calculator),
        {"desk": 2.0, "bookcase": 0.2},
        ("something to add up the bills with", "what does sums for me"), ("type on", "carry"), (),
    ),
)  # fmt: skip
