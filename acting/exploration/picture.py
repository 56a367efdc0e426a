"""A value map as a picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from whereseen.acting.exploration.value_map import ValueMap
from whereseen.acting.navigation.costmap import Point2
from whereseen.acting.skills.call import Pose2
from whereseen.memory.frames import Float32
from whereseen.memory.io.occupancy import OCCUPIED, UNKNOWN

_COLD, _WARM = np.array([38.0, 50.0, 92.0]), np.array([255.0, 214.0, 92.0])
_THING = np.array([20, 20, 24], dtype=np.uint8)
_ROBOT, _GOAL = (220, 60, 50), (40, 170, 90)


def value_picture(
    values: ValueMap,
    *,
    layer: Float32 | None = None,
    robot: Pose2 | None = None,
    views: Sequence[Pose2] = (),
    way: Sequence[Point2] = (),
    scale: int = 4,
) -> npt.NDArray[np.uint8]:
    """The map from above, y up: things black, from blue for no value to yellow for most.

    Args:
        values: The map.
        layer: (H, W) to show instead of its value, as its term of time.
        robot: Where it is: red.
        views: Where it looks from: green.
        way: Corners of its way there.
        scale: Pixels for each cell.

    Returns:
        (h, w, 3) uint8.
    """
    from PIL import Image, ImageDraw

    shown = values.value if layer is None else layer
    share = np.clip(shown / max(float(np.percentile(shown, 99.5)), 1e-6), 0.0, 1.0)[..., None]
    pixels = (_COLD + share * (_WARM - _COLD)).astype(np.uint8)
    pixels[values.costmap.states == UNKNOWN] //= 2
    pixels[values.costmap.states == OCCUPIED] //= 3
    image = Image.fromarray(pixels[::-1]).resize(
        (pixels.shape[1] * scale, pixels.shape[0] * scale), Image.Resampling.NEAREST
    )
    draw = ImageDraw.Draw(image)

    def at(x: float, y: float) -> tuple[float, float]:
        left, low = values.costmap.origin_m
        cell_m = values.costmap.cell_m
        return (x - left) / cell_m * scale, image.height - (y - low) / cell_m * scale

    if len(way) > 1:
        draw.line([at(*each) for each in way], fill=(255, 255, 255), width=2)
    for pose, colour in [*((each, _GOAL) for each in views), *([(robot, _ROBOT)] if robot else [])]:
        x, y = at(pose[0], pose[1])
        draw.ellipse([x - 6, y - 6, x + 6, y + 6], fill=colour)
        tip = (x + 16 * np.cos(pose[2]), y - 16 * np.sin(pose[2]))
        draw.line([(x, y), tip], fill=colour, width=3)
    return np.asarray(image)
