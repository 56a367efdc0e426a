"""Simulator labels as features: what every pixel shows is known, only language is left to match."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from whereseen.memory.encoder.by_name import ByName
from whereseen.memory.encoder.grid import cell_centres
from whereseen.memory.encoder.protocol import EncoderSpec, FeatureImage, Query
from whereseen.memory.errors import InvalidObservation, InvalidQuery
from whereseen.memory.observation import LabelImage, Observation

_STRIDE_PX = 2


class LabelsEncoder(ByName):
    """Features from `Observation.labels`: one row for each visible name, confidence 1."""

    @property
    def spec(self) -> EncoderSpec:
        """Identity and calibration."""
        return self._space.spec("labels")

    def encode(self, observation: Observation) -> FeatureImage:
        """Features of one frame, on a grid of every second pixel.

        Raises:
            InvalidObservation: if the frame carries no labels.
        """
        if observation.labels is None:
            raise InvalidObservation(
                "the frame carries no labels",
                remedy="Use frames of a simulator, or another encoder: detector:PATH",
            )
        names, index = _visible(observation.labels)
        self._seen.add(names)
        return FeatureImage(
            features=self._space.vectors(names),
            confidence=np.ones(len(names), dtype=np.float32),
            index=index,
        )

    def query_image(self, rgb: npt.NDArray[np.uint8]) -> Query:
        """Refuse: labels come with simulated frames, an image alone has none.

        Raises:
            InvalidQuery: always.
        """
        raise InvalidQuery(
            "the labels encoder cannot recognise what an image shows",
            got=f"an image of {rgb.shape[:2]}",
            remedy="Ask in words, or use another encoder: detector:PATH",
        )


def _visible(labels: LabelImage) -> tuple[list[str], npt.NDArray[np.int32]]:
    """Names seen on the grid, sorted, and the row of each cell, -1 where the class is unknown."""
    rows, columns = (cell_centres(length, _STRIDE_PX) for length in labels.ids.shape)
    ids = labels.ids[np.ix_(rows, columns)]
    known = (ids >= 0) & (ids < len(labels.names))
    ids = np.where(known, ids, len(labels.names))
    present = {labels.names[i].strip() for i in np.unique(ids[known])} - {""}
    names = sorted(present)
    row_of_name = {name: row for row, name in enumerate(names)}
    row_of_id = [row_of_name.get(name.strip(), -1) for name in labels.names]
    return names, np.array([*row_of_id, -1], dtype=np.int32)[ids]
