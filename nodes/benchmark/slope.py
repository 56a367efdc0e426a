"""How fast something grows, with an interval that samples close in time do not make too narrow."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from whereseen.sim.benchmark.intervals import Estimate

_BLOCKS = 20
_T95 = 2.101  # Student's t for the 18 degrees of freedom that 20 blocks leave a line


def slope(times: npt.ArrayLike, values: npt.ArrayLike) -> Estimate:
    """Slope of the line through samples (N,) over time (N,), with its 95 % interval.

    Samples are averaged in twenty blocks first: within one they depend on each other.

    Raises:
        ValueError: if there are fewer than twenty samples.
    """
    x, y = np.asarray(times, np.float64), np.asarray(values, np.float64)
    if x.size < _BLOCKS:
        raise ValueError(f"a slope needs {_BLOCKS} samples, not {x.size}")
    x, y = (np.array([part.mean() for part in np.array_split(a, _BLOCKS)]) for a in (x, y))
    x = x - x.mean()
    spread = float((x**2).sum())
    rise = float((x * y).sum()) / spread
    residuals = y - y.mean() - rise * x
    error = float(np.sqrt((residuals**2).sum() / (_BLOCKS - 2) / spread))
    return Estimate(rise, rise - _T95 * error, rise + _T95 * error, int(np.size(times)))
