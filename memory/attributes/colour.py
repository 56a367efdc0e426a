"""The eleven basic colour terms of English (Berlin and Kay, 1969), from pixels, in CIELAB."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float32, Float64

UInt8 = npt.NDArray[np.uint8]

# Some colours that people call so, in sRGB; written down from general knowledge and with a look at
# the simulator's paints, so that these are no independent test of it.
_EXAMPLES: dict[str, tuple[tuple[int, int, int], ...]] = {
    "black": ((12, 12, 12), (34, 34, 36), (50, 50, 54)),
    "grey": ((85, 87, 90), (110, 112, 115), (140, 142, 145), (170, 172, 174)),
    "white": ((255, 255, 255), (240, 239, 235), (222, 222, 220), (238, 228, 206)),
    "red": ((200, 25, 30), (225, 55, 50), (150, 22, 28), (180, 45, 48), (110, 15, 20)),
    "orange": ((240, 130, 30), (250, 155, 70), (225, 105, 25), (240, 165, 90)),
    "yellow": ((245, 210, 50), (252, 232, 110), (220, 190, 45), (235, 195, 70), (180, 155, 40)),
    "green": ((40, 140, 60), (95, 165, 85), (25, 85, 45), (150, 208, 130), (120, 130, 65),
              (80, 125, 100), (30, 130, 105), (150, 206, 180), (150, 170, 140), (70, 90, 50)),
    "blue": ((40, 90, 185), (30, 50, 100), (125, 182, 228), (85, 122, 155), (25, 115, 150),
             (60, 130, 210), (110, 140, 190), (55, 70, 110)),
    "purple": ((115, 60, 150), (162, 135, 197), (112, 55, 96), (80, 40, 110), (140, 90, 160)),
    "pink": ((235, 130, 155), (245, 180, 195), (225, 80, 140), (225, 150, 165), (235, 200, 200)),
    "brown": ((105, 68, 44), (150, 100, 62), (188, 145, 98), (75, 50, 38), (205, 170, 125),
              (180, 98, 65), (140, 75, 50), (165, 140, 110)),
}  # fmt: skip
COLOUR_TERMS = tuple(_EXAMPLES)
_OTHER_SPELLINGS = {"gray": "grey", "violet": "purple", "beige": "brown", "navy": "blue",
                    "teal": "green", "golden": "yellow", "silver": "grey", "cream": "white",
                    "maroon": "red", "turquoise": "blue", "tan": "brown"}  # fmt: skip
_SPREAD = 9.0  # of CIELAB, by which what one person calls green is another's blue
_BITS = 5  # of each channel: names do not change within eight levels
_TO_XYZ = np.array(
    ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750),
     (0.0193339, 0.1191920, 0.9503041))
)  # fmt: skip
_D65 = np.array((0.95047, 1.0, 1.08883))


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of a thing.

    Attributes:
        name: One of `COLOUR_TERMS`.
        share: Of what was seen of the thing that has it, over 0 to 1.
        sureness: How well its pixels fit examples of the colour, and how many there were, over 0 to
            1. No probability: no people were asked.
        lab: CIELAB (D65): lightness 0 to 100, green to red, blue to yellow.
    """

    name: str
    share: float
    sureness: float
    lab: tuple[float, float, float]


def lab_of(rgb: npt.ArrayLike) -> Float64:
    """CIELAB (..., 3) of sRGB (..., 3) from 0 to 255, for daylight (D65), as IEC 61966-2-1."""
    coded = np.asarray(rgb, dtype=np.float64) / 255.0
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _TO_XYZ.T / _D65
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), axis=-1)


def memberships(lab: Float64) -> Float64:
    """How well each colour term (N, 11) fits CIELAB colours (N, 3); rows sum to one.

    A term fits as well as the nearest of its examples.
    """
    nearest = np.stack(
        [
            np.linalg.norm(lab[:, None] - lab_of(examples)[None], axis=2).min(axis=1)
            for examples in _EXAMPLES.values()
        ],
        axis=1,
    )
    least = nearest.min(axis=1, keepdims=True)
    weights = np.exp(-(nearest**2 - least**2) / (2.0 * _SPREAD**2))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def colour_terms_in(words: Iterable[str]) -> frozenset[str]:
    """Colour terms among words, by other names too."""
    named = (_OTHER_SPELLINGS.get(word, word) for word in words)
    return frozenset(word for word in named if word in _EXAMPLES)


@dataclass(frozen=True, slots=True)
class Palette:
    """Names of all colours, looked up.

    Attributes:
        term: (32768,) uint8 the best term of each colour of 15 bits.
        fit: (32768,) float32 how well it fits.
        lab: (32768, 3) float32.
    """

    term: UInt8
    fit: Float32
    lab: Float32

    @staticmethod
    def codes(rgb: UInt8) -> npt.NDArray[np.int32]:
        """Rows (N,) of the tables for colours (N, 3)."""
        high = rgb.astype(np.int32) >> (8 - _BITS)
        return np.asarray((high[:, 0] << 2 * _BITS) | (high[:, 1] << _BITS) | high[:, 2])


@lru_cache(maxsize=1)
def palette() -> Palette:
    """The tables; making them takes some tenths of a second."""
    levels = (np.arange(1 << _BITS) + 0.5) * (1 << (8 - _BITS))
    grid = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1).reshape(-1, 3)
    lab = lab_of(grid)
    fits = memberships(lab)
    return Palette(
        term=fits.argmax(axis=1).astype(np.uint8),
        fit=fits.max(axis=1).astype(np.float32),
        lab=lab.astype(np.float32),
    )
