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
        classes: All that the recogniser can tell apart, if that is known: where it knows cacti, a
            plant is none.
    """

    def __init__(self, lexicon: Lexicon, classes: Sequence[str] = ()) -> None:
        self._lexicon = lexicon
        self._classes = tuple(sorted(classes, key=len, reverse=True))

    def compare(self, phrase: str, names: Sequence[str]) -> Naming:
        """Which names a phrase means: those that are it, or else are of its kind.

        Names of its kind count if they have all its attributes or if none has; only if there are
        none do names of a broader kind, as a detector of few classes gives them. What is of another
        class is meant by its own kind alone.
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
        return Naming(own & self._may_be(phrase, names), False, is_open)

    def _may_be(self, phrase: str, names: Sequence[str]) -> Mask:
        """Whether names are not of another class than the phrase."""
        asked = self._class_of(phrase)
        found = (self._class_of(name) for name in names)
        return _mask(asked is None or each is None or each == asked for each in found)

    def _class_of(self, phrase: str) -> str | None:
        """The class that a phrase ends with, or else that it is by other words."""
        plain = f" {phrase.casefold()}"
        for each in self._classes:
            if plain.endswith(f" {each.casefold()}"):
                return each
        said = self._lexicon.read(phrase)
        for each in self._classes:
            known = self._lexicon.read(each)
            if known.kinds & said.kinds and known.attributes <= said.attributes:
                return each
        return None

    def _is_kind(self, narrow: Reading, broad: Reading) -> bool:
        return any(self._lexicon.is_a(a, b) for a in narrow.kinds for b in broad.kinds)


def _covers(name: str, phrase: str) -> bool:
    """Whether a detector's class has things of this sort in it."""
    return name in COCO_80 and kind_of(phrase) == name


def _mask(values: Iterable[bool]) -> Mask:
    return np.fromiter(values, dtype=bool)
