"""Which of the names that were recognised are meant by a noun phrase."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.encoder.lexicon import Lexicon, Reading
from whereseen.memory.encoder.vocabulary import COCO_80, kind_of

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Naming:
    """What a noun phrase says of names (N,).

    Attributes:
        is_meant: Whether a name is meant (N,) bool.
        is_exact: Whether those names say all that the phrase does; else they may or may not be
            what is meant: mugs of unknown colour, or a cup where a mug is asked for.
        is_open: Whether a name may be meant for all that the lexicon knows (N,) bool.
    """

    is_meant: Mask
    is_exact: bool
    is_open: Mask


class Namer:
    """Compares noun phrases with names.

    Args:
        lexicon: What words mean.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def compare(self, phrase: str, names: Sequence[str]) -> Naming:
        """Which names a phrase means: those that are it, or else are of its kind.

        Names of its kind count if they have all its attributes or if none has; only if there are
        none do names of a broader kind, as a detector of few classes gives them.
        """
        asked = self._lexicon.read(phrase)
        readings = [self._lexicon.read(name) for name in names]
        is_open = np.array([not (asked.kinds and each.kinds) for each in readings], dtype=bool)
        same = _mask(name.casefold() == phrase.casefold() for name in names)
        if same.any():
            return Naming(same, True, is_open)
        own = _mask(self._is_kind(each, asked) for each in readings)
        exact = own & _mask(asked.attributes <= each.attributes for each in readings)
        if exact.any():
            return Naming(exact, True, is_open)
        if not own.any():
            own = _mask(
                self._is_kind(asked, each) or _covers(name, phrase)
                for name, each in zip(names, readings, strict=True)
            )
        return Naming(own, False, is_open)

    def _is_kind(self, narrow: Reading, broad: Reading) -> bool:
        return any(self._lexicon.is_a(a, b) for a in narrow.kinds for b in broad.kinds)


def _covers(name: str, phrase: str) -> bool:
    """Whether a detector's class has things of this sort in it."""
    return name in COCO_80 and kind_of(phrase) == name


def _mask(values: Iterable[bool]) -> Mask:
    return np.fromiter(values, dtype=bool)
