"""Random numbers by seed, purpose and time: none depends on what else was drawn."""

from __future__ import annotations

import zlib

import numpy as np


def stream(seed: int, purpose: str, *key: int) -> np.random.Generator:
    """A generator for one purpose.

    Args:
        seed: Of everything.
        purpose: Tells apart what must not depend on each other.
        key: As a stamp in nanoseconds or the id of an instance; 0 or more each.
    """
    return np.random.default_rng([seed, zlib.crc32(purpose.encode()), *key])
