"""Names of things, and questions about them, in the space of a text encoder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from whereseen.memory.encoder.nouns import HOUSEHOLD_NOUNS, is_a
from whereseen.memory.encoder.protocol import (
    Calibration,
    EncoderSpec,
    Query,
    TextEncoder,
    checked_text,
)
from whereseen.memory.encoder.question import subject_of
from whereseen.memory.encoder.vocabulary import COCO_80, kind_of, phrases_of, vocabulary_id
from whereseen.memory.frames import Float32

# Both from `python scripts/calibrate_text.py`.
TEXT_CALIBRATION = Calibration(midpoint=0.564, slope=19.6)
LABEL_CALIBRATION = Calibration(midpoint=0.798, slope=50.1)
# How much less like the question than the best name a right answer may be. Of the questions of
# text_pairs.json that are asked where there is no answer, 2 % find one, without this rule 10 %.
_MARGIN = 0.1
_AHEAD = 0.05  # of the best other name, from where on a score is as likely right as wrong


class LabelSpace:
    """A label is the mean of what people call it; a question is what it asks for.

    The mean over name, synonyms and definition ranks the right label first for 97 % of the
    questions of `test/memory/encoder/text_pairs.json`; the name alone does for 85 %.
    """

    def __init__(self, texts: TextEncoder) -> None:
        self._texts = texts
        self._seen: tuple[tuple[str, ...], tuple[Float32, Float32]] | None = None

    @property
    def dimension(self) -> int:
        """Length D of the vectors."""
        return self._texts.dimension

    def spec(self, family: str) -> EncoderSpec:
        """Identity of an encoder that tells things apart as `family` does."""
        return EncoderSpec(
            model_id=f"{family}+{self._texts.model_id}+{vocabulary_id()}",
            dimension=self.dimension,
            text=TEXT_CALIBRATION,
            image=LABEL_CALIBRATION,
        )

    def vectors(self, names: Sequence[str]) -> Float32:
        """Unit vectors (N, D) float32 of N names."""
        groups = [_phrase_groups(name.strip()) for name in names]
        # Together once, since the text encoder is several times faster in batches.
        self._texts.encode_texts([phrase for group in groups for part in group for phrase in part])
        rows = [self._mean(group) for group in groups]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dimension)

    def _bar(self, vector: Float32, subject: str, seen: tuple[str, ...]) -> float:
        """The least score of an answer, as far as names tell."""
        if not seen:
            return 0.0
        here, elsewhere = (names @ vector for names in self._names(seen))
        least = max(here.max(), elsewhere.max(initial=0.0)) - _MARGIN
        is_answer = here >= least
        named = np.array([name.casefold() == subject for name in seen])
        if named.any():  # a blue mug is not what is asked for by the name of a red one
            is_answer = named
        if not is_answer.any():
            return float(least)
        # Cells show a little of what is around them too: no higher than need be.
        other = here[~is_answer].max(initial=0.0)
        return float(min(other + _AHEAD, (here[is_answer].min() + other) / 2.0))

    def _names(self, seen: tuple[str, ...]) -> tuple[Float32, Float32]:
        """Vectors of what was recognised, and of what else there is in homes."""
        if self._seen is None or self._seen[0] != seen:
            nouns, vectors = self._nouns
            # Of a "terracotta cactus" the noun says less than its name.
            others = [not any(is_a(name, noun) for name in seen) for noun in nouns]
            self._seen = seen, (self.vectors(seen), vectors[others])
        return self._seen[1]

    @cached_property
    def _nouns(self) -> tuple[tuple[str, ...], Float32]:
        nouns = tuple(noun for noun in HOUSEHOLD_NOUNS if kind_of(noun) is None)
        return (*COCO_80, *nouns), self.vectors([*COCO_80, *nouns])

    def _mean(self, group: Sequence[Sequence[str]]) -> Float32:
        means = [_unit(self._texts.encode_texts(phrases).sum(axis=0)) for phrases in group]
        return _unit(np.sum(means, axis=0))

    def question(self, text: str, seen: tuple[str, ...] = ()) -> Query:
        """A text question.

        Where names are known, the one that it says, or those that are nearly as like it as any,
        are its answers, and the odds are even just above the best score of the others.

        Args:
            text: The question.
            seen: All names that were recognised so far; none if they are not known.

        Raises:
            InvalidQuery: if it is empty or too long.
        """
        asked = checked_text(text)
        subject = subject_of(asked)
        vector = self._texts.encode_texts([subject])[0]
        midpoint = max(TEXT_CALIBRATION.midpoint, self._bar(vector, subject.casefold(), seen))
        calibration = Calibration(midpoint, TEXT_CALIBRATION.slope)
        return Query(text=asked, vector=vector, calibration=calibration)

    def example(self, name: str) -> Query:
        """The question for things like one that was recognised as `name`."""
        return Query(
            text=f"image of {name}", vector=self.vectors([name])[0], calibration=LABEL_CALIBRATION
        )


def _phrase_groups(name: str) -> tuple[tuple[str, ...], ...]:
    """Groups of phrases of equal weight that stand for a name."""
    kind = kind_of(name)
    if kind is None:
        return ((name,),)
    if name.lower() == kind:
        return (phrases_of(kind),)
    # Half for its own name, or a red and a blue mug would be one.
    return ((name,), phrases_of(kind))


def _unit(vector: Float32) -> Float32:
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
