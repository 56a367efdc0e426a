"""One thing that was recognised in an image."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import InvalidObservation

_MOST_ATTRIBUTES = 32
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Detection:
    """One thing in an image.

    Attributes:
        box_px: (x0, y0, x1, y1) in pixels of the image.
        label: Name of its class.
        score: Confidence of the detector in [0, 1].
        mask: (y1 - y0, x1 - x0) bool, which pixels of the box show it, whose corners are whole
            numbers then; None where only the box is known.
        attributes: What it is like or in which state, as (("open", "yes"),).
    """

    box_px: tuple[float, float, float, float]
    label: str
    score: float
    mask: npt.NDArray[np.bool_] | None = field(default=None, repr=False, compare=False)
    attributes: tuple[tuple[str, str], ...] = ()

    @classmethod
    def checked(
        cls,
        box_px: tuple[float, float, float, float],
        label: str,
        score: float,
        *,
        mask: npt.NDArray[np.bool_] | None = None,
        attributes: Mapping[str, str] | None = None,
    ) -> Detection:
        """Validate what another program recognised; its box may reach beyond the image.

        Raises:
            InvalidObservation: naming the field, what was got and the remedy.
        """
        x0, y0, x1, y1 = (float(side) for side in box_px)
        if not all(map(math.isfinite, (x0, y0, x1, y1))) or x0 >= x1 or y0 >= y1:
            remedy = "Use x0 < x1 and y0 < y1, in pixels"
            raise InvalidObservation("a detection has no box", got=repr(box_px), remedy=remedy)
        if not 0.0 <= score <= 1.0:
            raise InvalidObservation(
                "the score of a detection is out of range", got=repr(score), remedy="Use 0 to 1"
            )
        if not label.strip():
            raise InvalidObservation("a detection has no label", remedy="Name its class")
        if mask is not None and mask.shape != (y1 - y0, x1 - x0):
            raise InvalidObservation(
                "the mask of a detection is not of its box's size",
                got=f"mask {mask.shape}, box {(y1 - y0, x1 - x0)}",
                remedy="Cut it out along a box of whole pixels",
            )
        told = tuple(sorted((str(k), str(v)) for k, v in (attributes or {}).items()))
        if len(told) > _MOST_ATTRIBUTES or any(len(k) + len(v) > _LONGEST for k, v in told):
            raise InvalidObservation(
                "the attributes of a detection are too many or too long",
                got=f"{len(told)} attributes",
                remedy=f"Use at most {_MOST_ATTRIBUTES} of at most {_LONGEST} characters",
            )
        return cls((x0, y0, x1, y1), label.strip(), float(score), mask, told)

    @property
    def area_px(self) -> float:
        """Area of the box in square pixels."""
        x0, y0, x1, y1 = self.box_px
        return (x1 - x0) * (y1 - y0)

    def covers(self, point_px: tuple[float, float], *, slack_px: float = 0.0) -> bool:
        """Tell whether the box, widened by `slack_px`, contains a point (x, y)."""
        (x0, y0, x1, y1), (x, y) = self.box_px, point_px
        across = x0 - slack_px <= x <= x1 + slack_px
        return across and y0 - slack_px <= y <= y1 + slack_px
