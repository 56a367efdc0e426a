"""Given detections as features: what another program recognised, a text encoder puts into words."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from whereseen.memory.encoder.label_space import LabelSpace
from whereseen.memory.encoder.names_seen import NamesSeen
from whereseen.memory.encoder.painting import painted
from whereseen.memory.encoder.protocol import EncoderSpec, FeatureImage, Query
from whereseen.memory.errors import InvalidObservation, InvalidQuery
from whereseen.memory.observation import Observation

_STRIDE_PX = 4


class DetectionsEncoder:
    """Features from `Observation.detections`: one row for each, confidence its score."""

    def __init__(self, space: LabelSpace) -> None:
        self._space = space
        self._seen = NamesSeen()

    @property
    def spec(self) -> EncoderSpec:
        """Identity and calibration."""
        return self._space.spec("detections")

    def encode(self, observation: Observation) -> FeatureImage:
        """Features of one frame, on a grid of every fourth pixel.

        Raises:
            InvalidObservation: if no program looked at the frame; that it found nothing is fine.
        """
        if observation.detections is None:
            raise InvalidObservation(
                "the frame carries no detections",
                remedy="Pass what a detector found, or use another encoder: detector:PATH",
            )
        found = observation.detections
        self._seen.add(detection.label for detection in found)
        return FeatureImage(
            features=self._space.vectors([detection.label for detection in found]),
            confidence=np.array([detection.score for detection in found], dtype=np.float32),
            index=painted(found, observation, stride_px=_STRIDE_PX),
        )

    def names_seen(self) -> tuple[str, ...]:
        """Names of what was recognised so far, sorted, of a thousand at most."""
        return self._seen.sorted()

    def know(self, names: Iterable[str]) -> None:
        """Take names for recognised, as of a memory that goes on."""
        self._seen.add(names)

    def unlearn(self, names: Iterable[str]) -> None:
        """Let names not have been recognised, until they are again."""
        self._seen.drop(names)

    def example_of(self, name: str) -> Query:
        """The question for things that are recognised as `name`."""
        return self._space.example(name)

    def prepare(self) -> None:
        """Do now what the first question would wait for; see `LabelSpace`."""
        self._space.prepare()

    def query_text(self, text: str) -> Query:
        """A text question; raises InvalidQuery if it is empty or too long."""
        return self._space.question(text, self._seen.sorted())

    def query_image(self, rgb: npt.NDArray[np.uint8]) -> Query:
        """Refuse: another program recognises things in frames, and it is not at hand.

        Raises:
            InvalidQuery: always.
        """
        raise InvalidQuery(
            "the detections encoder cannot recognise what an image shows",
            got=f"an image of {rgb.shape[:2]}",
            remedy="Ask in words, or use another encoder: detector:PATH",
        )
