"""Class vectors with the geometry of real CLIP embeddings, and the text-like queries for them.

Measured on CLIP ViT-B/32 text embeddings of the 1,203 LVIS names ("a {name}", unit length): mean
pairwise cosine .743 +- .051; .862 +- .037 along the common direction; two coordinates hold 81 % of
the common direction's energy; the variance around it falls as (rank + 10)^-1.2, which is 100
effective dimensions. The vectors here have those statistics: orthogonal ones would flatter every
compression, and vectors without outlier coordinates would flatter int8.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whereseen.memory.frames import Float32, Float64

_ALONG_COMMON = 0.8618
_ALONG_COMMON_SPREAD = 0.0375
_OUTLIER_COORDINATES = 2
_OUTLIER_ENERGY = 0.81
_SPECTRUM_SHIFT = 10.0
_SPECTRUM_POWER = 1.2


@dataclass(frozen=True, slots=True)
class ModalityGap:
    """How far text embeddings lie from image embeddings of the same thing.

    In CLIP the two modalities sit in two cones, so a matching text and image patch score about .3
    and an unrelated pair about .2, although texts score .74 among themselves.

    Attributes:
        cone_cosine: Cosine between the common directions of the two modalities.
        residual_cosine: Cosine between a class's individual parts in the two modalities.
    """

    cone_cosine: float = 0.29
    residual_cosine: float = 0.5


def class_vectors(count: int, dimension: int, *, seed: int) -> Float32:
    """Draw `count` unit vectors (count, dimension) float32 with CLIP's pairwise cosines."""
    rng = np.random.default_rng([seed, 11])
    basis = _basis(_common_direction(dimension, rng), rng)
    scale = np.sqrt((np.arange(dimension - 1) + _SPECTRUM_SHIFT) ** -_SPECTRUM_POWER)
    individual = unit_rows(rng.standard_normal((count, dimension - 1)) * scale) @ basis[:, 1:].T
    along = np.clip(rng.normal(_ALONG_COMMON, _ALONG_COMMON_SPREAD, count), 0.5, 0.99)[:, None]
    vectors = along * basis[:, 0] + np.sqrt(1.0 - along**2) * individual
    return unit_rows(vectors).astype(np.float32)


def text_like_queries(vectors: Float32, gap: ModalityGap, *, seed: int) -> Float32:
    """Text embeddings for image-side class vectors, across the modality gap.

    Args:
        vectors: (N, D) float32 unit class vectors as image patches show them.
        gap: How far text lies from images.
        seed: Seed of the directions that only text has.

    Returns:
        (N, D) float32 unit vectors. They score about .3 with a view of their own class (the
        view's own noise included) and about .2 with others.
    """
    rng = np.random.default_rng([seed, 12])
    common = unit_rows(vectors.astype(np.float64).mean(axis=0, keepdims=True))[0]
    along = vectors @ common
    individual = unit_rows(vectors - along[:, None] * common)
    text_common = _turned(common[None, :], gap.cone_cosine, common, rng)[0]
    text_individual = _turned(individual, gap.residual_cosine, common, rng)
    text = along[:, None] * text_common
    text += np.sqrt(np.maximum(1.0 - along**2, 0.0))[:, None] * text_individual
    return unit_rows(text).astype(np.float32)


def unit_rows(rows: Float64 | Float32) -> Float64:
    """Scale rows (N, D) to unit length, float64; zero rows stay zero."""
    wide = np.asarray(rows, dtype=np.float64)
    norms = np.linalg.norm(wide, axis=1, keepdims=True)
    return np.asarray(wide / np.maximum(norms, 1e-12))


def _common_direction(dimension: int, rng: np.random.Generator) -> Float64:
    direction = rng.standard_normal(dimension)
    direction *= np.sqrt((1.0 - _OUTLIER_ENERGY) / (direction @ direction))
    outliers = rng.choice(dimension, _OUTLIER_COORDINATES, replace=False)
    direction[outliers] = np.sqrt(_OUTLIER_ENERGY / _OUTLIER_COORDINATES)
    return direction / np.linalg.norm(direction)


def _basis(first: Float64, rng: np.random.Generator) -> Float64:
    columns = rng.standard_normal((first.size, first.size))
    columns[:, 0] = first
    q, r = np.linalg.qr(columns)
    return np.asarray(q * np.sign(np.diag(r)))


def _turned(rows: Float64, cosine: float, common: Float64, rng: np.random.Generator) -> Float64:
    """Rows at a cosine to the given unit rows, turned towards random directions off `common`."""
    aside = rng.standard_normal(rows.shape)
    aside -= (aside @ common)[:, None] * common
    aside -= np.sum(aside * rows, axis=1, keepdims=True) * rows
    return np.asarray(cosine * rows + np.sqrt(1.0 - cosine**2) * unit_rows(aside))
