"""Names of things, and questions about them, in the space of a text encoder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from whereseen.memory.encoder.lexicon import Lexicon, household_lexicon
from whereseen.memory.encoder.naming import Namer
from whereseen.memory.encoder.protocol import (
    Calibration,
    EncoderSpec,
    Query,
    TextEncoder,
    checked_text,
)
from whereseen.memory.encoder.question import noun_phrase_of, subject_of
from whereseen.memory.encoder.vocabulary import COCO_80, phrases_of, vocabulary_id
from whereseen.memory.frames import Float32

# Both from `python scripts/calibrate_text.py`.
TEXT_CALIBRATION = Calibration(midpoint=0.564, slope=19.6)
LABEL_CALIBRATION = Calibration(midpoint=0.798, slope=50.1)
# How much less like the question than the best name a right answer may be. Of the questions of
# text_pairs.json that are asked where there is no answer, 2 % find one, without this rule 10 %.
_MARGIN = 0.1
_AHEAD = 0.05  # of the best other name, from where on a score is as likely right as wrong
_RIDGE = 0.1  # what a vector may differ from its name's by, as a share of its energy
_NEAREST = 200  # names of other things that are told from what is meant
_NOUNS: dict[tuple[str, tuple[str, ...]], Float32] = {}  # by model, of all spaces of a process
_LEAST_SHARE = 0.4  # of a cell that what is asked for must fill to be as likely there as not


class LabelSpace:
    """A label is the mean of what people call it; a question is what it asks for.

    The mean over name, synonyms and definition ranks the right label first for 97 % of the
    questions of `test/memory/encoder/text_pairs.json`; the name alone does for 85 %.

    Args:
        texts: Puts texts into vectors.
        lexicon: What words mean; the one that comes with the library if None.
        classes: All that the recogniser can tell apart, if that is known.
    """

    def __init__(
        self, texts: TextEncoder, lexicon: Lexicon | None = None, classes: Sequence[str] = ()
    ) -> None:
        self._texts = texts
        self._lexicon = household_lexicon() if lexicon is None else lexicon
        self._namer = Namer(self._lexicon, classes)
        self._seen: tuple[tuple[str, ...], Float32] | None = None

    def telling_apart(self, classes: Sequence[str]) -> LabelSpace:
        """The same for a recogniser that knows these classes and no others."""
        return LabelSpace(self._texts, self._lexicon, classes)

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
        groups = [self._phrase_groups(name.strip()) for name in names]
        # Together once, since the text encoder is several times faster in batches.
        self._texts.encode_texts([phrase for group in groups for part in group for phrase in part])
        rows = [self._mean(group) for group in groups]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dimension)

    def _among(self, asked: str, vector: Float32, seen: tuple[str, ...]) -> Query:
        """The question where names are known, by its vector where none is."""
        here = self._names(seen)
        phrase = noun_phrase_of(asked) or self._described(asked)
        naming = None if phrase is None else self._namer.compare(phrase, seen)
        if naming is None or not naming.is_meant.any():
            scores, noun = here @ vector, self._best_noun(vector, seen)
            least = max(scores.max(), noun) - _MARGIN
            is_answer = (scores >= least) & (True if naming is None else naming.is_open)
            if is_answer.any():
                return _query(asked, vector, _bar(scores, is_answer))
            return _query(asked, vector, max(least, scores.max() + _AHEAD))
        if naming.is_exact:
            return _contrast(asked, here[naming.is_meant], here[~naming.is_meant])
        return _query(asked, vector, _bar(here @ vector, naming.is_meant))

    def _names(self, seen: tuple[str, ...]) -> Float32:
        if self._seen is None or self._seen[0] != seen:
            self._seen = seen, self.vectors(seen)
        return self._seen[1]

    def _best_noun(self, vector: Float32, seen: tuple[str, ...]) -> float:
        """Score of the best among what else there is in homes."""
        # Of a "terracotta cactus" the noun says less than its name, and a glass is no better answer
        # to "something to drink from" than a mug that is here.
        kinds = [kind for name in seen for kind in self._lexicon.read(name).kinds]
        related = self._lexicon.related(kinds)
        others = [entry.name not in related for entry in self._lexicon]
        return float((self._nouns[others] @ vector).max(initial=0.0))

    def _described(self, asked: str) -> str | None:
        """The subject, if the lexicon has all of it, as "something to eat"."""
        subject = subject_of(asked)
        reading = self._lexicon.read(subject)
        return subject if reading.kinds and not reading.attributes else None

    def prepare(self) -> None:
        """Put all nouns into vectors now: four seconds, once a process.

        Otherwise the first question waits for that which says nothing that is known.
        """
        self._nouns  # noqa: B018

    @cached_property
    def _nouns(self) -> Float32:
        names = tuple(entry.name for entry in self._lexicon)
        key = self._texts.model_id, names
        if key not in _NOUNS:
            _NOUNS[key] = self._texts.encode_texts(names)
        return _NOUNS[key]

    def _phrase_groups(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Groups of phrases of equal weight that stand for a name."""
        if name.lower() in COCO_80:
            return (phrases_of(name.lower()),)
        kinds = self._lexicon.read(name).kinds
        if not kinds:
            return ((name,),)
        phrases = self._lexicon[min(kinds)].phrases
        # Half for its own name, or a red and a blue mug would be one.
        return (phrases,) if name.lower() == phrases[0] else ((name,), phrases)

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
        vector = self._texts.encode_texts([subject_of(asked)])[0]
        return self._among(asked, vector, seen) if seen else _query(asked, vector, 0.0)

    def example(self, name: str) -> Query:
        """The question for things like one that was recognised as `name`."""
        return Query(
            text=f"image of {name}", vector=self.vectors([name])[0], calibration=LABEL_CALIBRATION
        )


def _query(asked: str, vector: Float32, least: float) -> Query:
    midpoint = max(TEXT_CALIBRATION.midpoint, float(least))
    return Query(asked, vector, Calibration(midpoint, TEXT_CALIBRATION.slope))


def _contrast(asked: str, meant: Float32, others: Float32) -> Query:
    """The question that tells names (M, D) that are meant from others (N, D).

    A cell's feature mixes those of what it shows. The filter that passes what is meant with gain
    one and as little of the others as it can (constrained energy minimisation: Harsanyi and Chang,
    IEEE TGRS 1994) makes the score about the share of the cell that is meant.
    """
    target = _unit(meant.sum(axis=0))
    others = others[np.argsort(-(others @ target), kind="stable")[:_NEAREST]]
    energy = others @ others.T + _RIDGE * np.eye(len(others), dtype=np.float32)
    passing = target - others.T @ np.linalg.solve(energy, others @ target)
    passing /= (meant @ passing).min()
    other = (others @ passing).max(initial=0.0)
    gain = float(np.linalg.norm(passing))
    midpoint = max(min(other + _AHEAD, (1.0 + other) / 2.0), _LEAST_SHARE)
    calibration = Calibration(float(midpoint) / gain, TEXT_CALIBRATION.slope * gain)
    return Query(asked, passing / np.float32(gain), calibration)


def _bar(scores: Float32, is_answer: npt.NDArray[np.bool_]) -> float:
    """Cells show a little of what is around them too: no higher than need be."""
    other = scores[~is_answer].max(initial=0.0)
    return float(min(other + _AHEAD, (scores[is_answer].min() + other) / 2.0))


def _unit(vector: Float32) -> Float32:
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
