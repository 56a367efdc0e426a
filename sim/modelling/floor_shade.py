"""Soft shadows, painted on the floor: to render them takes three times as long per frame."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter
from scipy.spatial import ConvexHull

from whereseen.memory.frames import Float64, apply
from whereseen.sim.modelling.materials import Picture
from whereseen.sim.modelling.shapes import Part, mesh_of

_BLUR_M = 0.07
_DARKEST = 0.42
_REACH_M = 0.45
_PIXELS_PER_METRE = 60.0
_SMOOTHLY = Image.Resampling.BICUBIC


def shaded(
    image: Picture,
    standing: list[tuple[tuple[Part, ...], Float64]],
    *,
    box_m: tuple[Float64, Float64],
) -> Picture:
    """Darken the image of a level surface where furniture stands on it or close above it.

    Args:
        image: (h, w, 3) uint8; its right is +x of the map, its top +y.
        standing: Parts, with their poses (4, 4) in the map frame.
        box_m: Lower and upper corner (3,) of the surface in the map frame.
    """
    low, high = box_m
    middle_m = (low + high)[:2] / 2.0
    width, height = (round(side * _PIXELS_PER_METRE) for side in (high - low)[:2].tolist())
    outlines = [
        _outline(apply(T_map_thing, mesh_of(part).vertices_m))
        for parts, T_map_thing in standing
        for part in parts
    ]
    light = Image.new("F", (width, height), 1.0)
    draw = ImageDraw.Draw(light)
    for above_m, outline in sorted(outlines, key=lambda item: -item[0]):  # the darkest last
        pixels = (outline - middle_m) * (1.0, -1.0) * _PIXELS_PER_METRE + (width / 2, height / 2)
        shade = 1.0 - _DARKEST * float(np.exp(-above_m / _REACH_M))
        draw.polygon([tuple(corner) for corner in pixels.tolist()], fill=shade)
    blurred = gaussian_filter(np.asarray(light), _BLUR_M * _PIXELS_PER_METRE)
    wide = Image.fromarray(blurred).resize((image.shape[1], image.shape[0]), _SMOOTHLY)
    return np.asarray(image * np.asarray(wide)[..., None], dtype=np.uint8)


def _outline(vertices_m: Float64) -> tuple[float, Float64]:
    """How high above the floor a solid begins, and its outline (N, 2) seen from above."""
    corners = ConvexHull(vertices_m[:, :2]).vertices
    return max(float(vertices_m[:, 2].min()), 0.0), vertices_m[corners, :2]
