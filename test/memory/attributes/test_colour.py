"""Names of colours."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.attributes.colour import (
    COLOUR_TERMS,
    colour_terms_in,
    lab_of,
    memberships,
    palette,
)
from whereseen.memory.attributes.colour_evidence import ColourEvidence

Level = st.integers(0, 255)


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [
        ((255, 255, 255), (100.0, 0.0, 0.0)),
        ((0, 0, 0), (0.0, 0.0, 0.0)),
        ((255, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 0, 255), (32.30, 79.19, -107.86)),
        ((119, 119, 119), (50.03, 0.0, 0.0)),
    ],
)
def test_lab_of_what_tables_give(rgb: tuple[int, ...], lab: tuple[float, ...]) -> None:
    assert lab_of(rgb) == pytest.approx(lab, abs=0.05)


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ((200, 30, 30), "red"),
        ((235, 130, 35), "orange"),
        ((240, 205, 60), "yellow"),
        ((50, 140, 70), "green"),
        ((45, 95, 180), "blue"),
        ((35, 45, 90), "blue"),
        ((120, 65, 155), "purple"),
        ((235, 130, 150), "pink"),
        ((105, 70, 45), "brown"),
        ((250, 250, 248), "white"),
        ((130, 130, 132), "grey"),
        ((20, 20, 20), "black"),
    ],
)
def test_names(rgb: tuple[int, int, int], name: str) -> None:
    fits = memberships(lab_of([rgb]))[0]
    assert COLOUR_TERMS[int(fits.argmax())] == name
    assert fits.max() > 0.7


@given(st.lists(st.tuples(Level, Level, Level), min_size=1, max_size=20))
def test_the_table_names_as_the_examples_do(pixels: list[tuple[int, int, int]]) -> None:
    rgb = np.array(pixels, dtype=np.uint8)
    tables = palette()
    codes = tables.codes(rgb)
    middles = (rgb >> 3).astype(float) * 8.0 + 4.0
    fits = memberships(lab_of(middles))
    assert (fits.argmax(axis=1) == tables.term[codes]).all()
    assert np.allclose(fits.sum(axis=1), 1.0)


def test_words_for_colours() -> None:
    assert colour_terms_in(["the", "dark", "gray", "violet"]) == {"grey", "purple"}
    assert colour_terms_in(["mug"]) == frozenset()


def pixels(*parts: tuple[tuple[int, int, int], int]) -> np.ndarray:
    return np.concatenate([np.full((n, 3), rgb, dtype=np.uint8) for rgb, n in parts])


def test_a_thing_of_one_colour_in_light_and_shade() -> None:
    lit, dim = ((196, 38, 40), 60), ((110, 20, 22), 40)
    (red,) = ColourEvidence.of(pixels(lit, dim)).colours()
    assert (red.name, red.share) == ("red", 1.0)
    assert red.sureness > 0.7


def test_a_grey_thing_has_no_hue_of_its_shades() -> None:
    seen = ColourEvidence.of(pixels(((238, 238, 236), 60), ((150, 150, 152), 40)))
    assert [colour.name for colour in seen.colours()] == ["white"]


def test_stripes_have_two_colours() -> None:
    seen = ColourEvidence.of(pixels(((238, 236, 228), 50), ((44, 92, 178), 50)))
    colours = seen.colours()
    assert {colour.name for colour in colours} == {"white", "blue"}
    assert sum(colour.share for colour in colours) == pytest.approx(1.0, abs=0.01)
    assert seen.share_of(frozenset({"white"})) > 0.4
    assert seen.share_of(frozenset({"green"})) == 0.0


def test_few_pixels_are_not_sure() -> None:
    red = ((196, 38, 40), 4)
    few, many = ColourEvidence.of(pixels(red)), ColourEvidence.of(pixels(red, *[red] * 30))
    assert few.colours()[0].sureness < 0.3 < many.colours()[0].sureness


def test_what_is_painted_over_is_forgotten_in_the_end() -> None:
    seen = ColourEvidence()
    for rgb, times in (((196, 38, 40), 40), ((44, 92, 178), 80)):
        for _ in range(times):
            seen = seen.plus(ColourEvidence.of(pixels((rgb, 96))))
    assert [colour.name for colour in seen.colours()] == ["blue"]
    assert seen.pixels <= 2000.0 + 1e-6


def test_nothing_seen_has_no_colour() -> None:
    assert ColourEvidence().colours() == ()
