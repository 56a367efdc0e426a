from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.spatial.kernels.nesting import outside_better


@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 60))
def test_no_place_is_left_inside_a_better_one(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.uniform(0.0, 3.0, (n, 3)).astype(np.float32)
    half = rng.uniform(0.0, 1.0, (n, 3))
    low, high = points - half, points + half
    kept: list[int] = []
    for k, point in enumerate(points):
        if not any((low[i] <= point).all() and (point <= high[i]).all() for i in kept):
            kept.append(k)
    assert np.flatnonzero(outside_better(points, low, high)).tolist() == kept
