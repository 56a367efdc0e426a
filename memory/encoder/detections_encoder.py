"""Given detections as features: what another program recognised, a text encoder puts into words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from whereseen.memory.encoder.by_name import ByName
from whereseen.memory.encoder.painting import painted
from whereseen.memory.encoder.protocol import EncoderSpec, FeatureImage, Query
from whereseen.memory.errors import InvalidObservation, InvalidQuery
from whereseen.memory.observation import Observation

_STRIDE_PX = 4


class DetectionsEncoder(ByName):
    """Features from `Observation.detections`: one row for each, confidence its score."""

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
