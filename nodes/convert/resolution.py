"""Images of different resolutions, brought to one."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from whereseen.nodes.convert.unusable import UnusableMessage

Pixel = TypeVar("Pixel", bound=np.generic)


def of_shape(image: npt.NDArray[Pixel], shape: tuple[int, int], *, what: str) -> npt.NDArray[Pixel]:
    """An image (h, w) at another resolution, by the nearest pixel: depth and classes never mix.

    Args:
        image: Covers the same view as the wanted one.
        shape: (H, W) to come to.
        what: Name of the image for the error, as "depth".

    Returns:
        (H, W); the image itself if it has that shape.

    Raises:
        UnusableMessage: "mismatched resolutions" if their aspect ratios differ.
    """
    (height, width), (rows, columns) = image.shape, shape
    if (height, width) == (rows, columns):
        return image
    if height * columns != width * rows:
        raise UnusableMessage(
            "mismatched resolutions",
            got=f"{what} of {width} x {height}, colour of {columns} x {rows}",
            remedy=f"Register the {what} image to the colour camera",
        )
    return image[np.ix_(_nearest(height, rows), _nearest(width, columns))]


def _nearest(length: int, wanted: int) -> npt.NDArray[np.intp]:
    """Pixel of `length` under the centre of each of `wanted`."""
    return (2 * np.arange(wanted, dtype=np.intp) + 1) * length // (2 * wanted)
