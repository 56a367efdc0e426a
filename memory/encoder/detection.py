"""One thing that was recognised in an image."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Detection:
    """One thing in an image.

    Attributes:
        box_px: (x0, y0, x1, y1) in pixels of the image.
        label: Name of its class.
        score: Confidence of the detector in [0, 1].
    """

    box_px: tuple[float, float, float, float]
    label: str
    score: float

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
