"""How often each colour was seen on a thing."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from whereseen.memory.attributes.colour import COLOUR_TERMS, Colour, UInt8, palette
from whereseen.memory.frames import Float64

_SHADED_SHARE = 0.25  # of its pixels, the darkest: people name what is lit
_MOST_PIXELS = 2000.0  # from where on old ones count less and less: things are repainted, seldom
_ENOUGH_PIXELS = 12.0  # fewer are too few to be sure
_LEAST_SHARE = 0.2  # of a thing that a colour must have to be one of its colours
_MOST_COLOURS = 3
_SHADE_COSINE = 0.9  # of hues, from where on the darker colour is the other one in the shade
_SHADE_CHROMA = 8.0


def _no_terms() -> Float64:
    return np.zeros((len(COLOUR_TERMS), 5))


@dataclass(frozen=True, slots=True, eq=False)
class ColourEvidence:
    """Sums over pixels.

    Attributes:
        sums: (11, 5) float64: for each colour term how many pixels have it, their fits, and their
            CIELAB.
    """

    sums: Float64 = field(default_factory=_no_terms, repr=False)

    @classmethod
    def of(cls, rgb: UInt8) -> ColourEvidence:
        """Of pixels (N, 3) of one thing in one image."""
        tables = palette()
        codes = tables.codes(rgb)
        lightness = tables.lab[codes, 0]
        lit = codes[np.argsort(lightness, kind="stable")[int(_SHADED_SHARE * len(codes)) :]]
        sums = _no_terms()
        values = np.column_stack([np.ones(len(lit)), tables.fit[lit], tables.lab[lit]])
        np.add.at(sums, tables.term[lit], values)
        return cls(sums)

    @property
    def pixels(self) -> float:
        """How many there were, old ones counting less."""
        return float(self.sums[:, 0].sum())

    def plus(self, other: ColourEvidence) -> ColourEvidence:
        """Both together."""
        sums = self.sums + other.sums
        return ColourEvidence(sums * min(1.0, _MOST_PIXELS / max(float(sums[:, 0].sum()), 1.0)))

    def share_of(self, names: frozenset[str]) -> float:
        """Share of the pixels that have one of some colours."""
        chosen = [name in names for name in COLOUR_TERMS]
        return float(self.sums[chosen, 0].sum() / max(self.pixels, 1.0))

    def colours(self) -> tuple[Colour, ...]:
        """Its colours, the most seen first; shades of another one are left out."""
        pixels = self.pixels
        known = pixels / (pixels + _ENOUGH_PIXELS)
        found: list[Colour] = []
        for at in np.argsort(-self.sums[:, 0], kind="stable").tolist():
            count, fits, *lab = self.sums[at].tolist()
            if count < _LEAST_SHARE * pixels or not count or len(found) == _MOST_COLOURS:
                break
            lightness, a, b = (value / count for value in lab)
            colour = Colour(
                COLOUR_TERMS[at],
                share=round(count / pixels, 3),
                sureness=round(known * fits / count, 3),
                lab=(round(lightness, 1), round(a, 1), round(b, 1)),
            )
            if not any(_is_shade(colour, other) for other in found):
                found.append(colour)
        return tuple(found)


def _is_shade(colour: Colour, other: Colour) -> bool:
    """Whether a colour is another one in other light: of its hue, or as grey as that."""
    one, two = np.array(colour.lab[1:]), np.array(other.lab[1:])
    chroma, chroma_other = float(np.linalg.norm(one)), float(np.linalg.norm(two))
    if colour.name in ("black", "grey", "white") and other.name in ("black", "grey", "white"):
        return "grey" in (colour.name, other.name)
    if min(chroma, chroma_other) < _SHADE_CHROMA:
        return False
    return float(one @ two) > _SHADE_COSINE * chroma * chroma_other
