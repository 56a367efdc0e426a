"""What the memory asks of an encoder, and what it gets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.frames import Float32
from whereseen.memory.observation import Observation

LONGEST_QUERY_CHARACTERS = 1000


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic map from a score to the probability that the place answers the question.

    Attributes:
        midpoint: The score at which the odds are even.
        slope: Growth of the log-odds per unit of score, positive.
    """

    midpoint: float
    slope: float

    def probability(self, score: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Probability for scores of any shape, elementwise."""
        log_odds = self.slope * (np.asarray(score, dtype=np.float64) - self.midpoint)
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -50.0, 50.0))))


@dataclass(frozen=True, slots=True)
class EncoderSpec:
    """What makes two encoders interchangeable; stored with each map and checked on opening.

    Attributes:
        model_id: Family, model and weights, as `detector:yolox_nano+minilm`.
        dimension: Length D of its vectors.
        text: Calibration of text queries.
        image: Calibration of image queries.
    """

    model_id: str
    dimension: int
    text: Calibration
    image: Calibration

    def to_json(self) -> str:
        """Serialise to a JSON object."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> EncoderSpec:
        """Read what `to_json` wrote."""
        fields = json.loads(text)
        return cls(
            model_id=str(fields["model_id"]),
            dimension=int(fields["dimension"]),
            text=Calibration(**fields["text"]),
            image=Calibration(**fields["image"]),
        )


@dataclass(frozen=True, slots=True)
class FeatureImage:
    """Features of one image: a table of rows and, for each grid cell, which row it shows.

    Dense encoders give one row per patch; detectors and simulators one row per thing.

    Attributes:
        features: (K, D) float32 rows of unit norm.
        confidence: (K,) float32 in [0, 1]: how surely the row is what its pixels show.
        index: (h, w) int32 row of each grid cell, -1 where nothing was recognised. Pixel (v, u)
            of an (H, W) image lies in cell (v * h // H, u * w // W).
    """

    features: Float32
    confidence: Float32
    index: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Query:
    """A question as a vector.

    Attributes:
        text: The question as asked, or a description of the image.
        vector: (D,) float32; a cell's score is its dot product with the cell's unit feature.
        calibration: Turns scores into probabilities.
    """

    text: str
    vector: Float32
    calibration: Calibration


class TextEncoder(Protocol):
    """Sentences to unit vectors."""

    @property
    def model_id(self) -> str:
        """Name of the model and its weights."""
        ...

    @property
    def dimension(self) -> int:
        """Length D of the vectors."""
        ...

    def encode_texts(self, texts: Sequence[str]) -> Float32:
        """Encode N texts; returns (N, D) float32 of unit norm."""
        ...


class Encoder(Protocol):
    """Images to features, and questions into the same space."""

    @property
    def spec(self) -> EncoderSpec:
        """Identity and calibration."""
        ...

    def encode(self, observation: Observation) -> FeatureImage:
        """Features of one frame."""
        ...

    def query_text(self, text: str) -> Query:
        """A text question; raises InvalidQuery if it is empty or too long."""
        ...

    def query_image(self, rgb: npt.NDArray[np.uint8]) -> Query:
        """A question by example, from a crop (H, W, 3) uint8."""
        ...


@runtime_checkable
class Preparing(Protocol):
    """An encoder that can do beforehand what its first question would wait for."""

    def prepare(self) -> None:
        """Do it, once."""
        ...


@runtime_checkable
class Verifier(Protocol):
    """A second look at a candidate place, in the image that shows it."""

    def verify(self, crop: npt.NDArray[np.uint8], query: Query) -> float | None:
        """Score of the crop (H, W, 3) for the query, or None where it cannot tell."""
        ...


@runtime_checkable
class Vocabulary(Protocol):
    """An encoder that gives names to what it recognises."""

    def names_seen(self) -> tuple[str, ...]:
        """Names of all that was recognised so far, sorted."""
        ...

    def know(self, names: Iterable[str]) -> None:
        """Take names for recognised, as of a memory that goes on."""
        ...

    def example_of(self, name: str) -> Query:
        """The question for things that are recognised as `name`."""
        ...


@runtime_checkable
class Unlearning(Protocol):
    """A vocabulary that can forget names, as those of things that are to be erased."""

    def unlearn(self, names: Iterable[str]) -> None:
        """Let names not have been recognised, until they are again."""
        ...


def checked_text(text: str) -> str:
    """Return the question without surrounding blanks.

    Raises:
        InvalidQuery: if it is empty or longer than 1,000 characters.
    """
    if not isinstance(text, str):
        raise InvalidQuery("the question is no text", got=repr(text)[:50], remedy="Ask in words")
    stripped = text.strip()
    if not stripped.isprintable() and not _is_encodable(stripped):
        raise InvalidQuery("the question is not valid text", remedy="Write it in UTF-8")
    if not stripped:
        raise InvalidQuery("the question is empty", remedy='Ask for something, as "a red mug"')
    if len(stripped) > LONGEST_QUERY_CHARACTERS:
        raise InvalidQuery(
            "the question is too long",
            got=f"{len(stripped)} characters",
            remedy=f"Use at most {LONGEST_QUERY_CHARACTERS}",
        )
    return stripped


def checked_image(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return the image of a question.

    Raises:
        InvalidQuery: if it is no uint8 array of shape (H, W, 3), or empty.
    """
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or not rgb.size:
        raise InvalidQuery(
            "an image must be uint8 of shape (H, W, 3)",
            got=f"{rgb.dtype} {rgb.shape}",
            remedy="Drop the alpha channel and scale to 0..255",
        )
    return rgb


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
