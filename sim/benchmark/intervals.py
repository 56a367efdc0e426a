"""95 % intervals: Wilson for rates, percentile bootstrap for everything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_Z95 = 1.959964
_RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval.

    Attributes:
        value: The estimate.
        low: Lower end.
        high: Upper end.
        n: Number of samples behind it.
    """

    value: float
    low: float
    high: float
    n: int


def single(value: float) -> Estimate:
    """One measurement: no spread is known, so the interval is the value."""
    return Estimate(float(value), float(value), float(value), 1)


def wilson(successes: int, n: int) -> Estimate:
    """Share of successes among n trials with Wilson's score interval; [0, 1] without trials."""
    if n == 0:
        return Estimate(0.0, 0.0, 1.0, 0)
    return Estimate(successes / n, *_wilson(successes / n, n), n)


def _wilson(share: float, n: float) -> tuple[float, float]:
    z2 = _Z95**2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z95 / (1 + z2 / n) * np.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))


def clustered(successes: Sequence[float], trials: Sequence[float]) -> Estimate:
    """Share of successes with Wilson's interval, where trials come in groups, as in homes.

    Trials of a group are alike. So many count as would vary as much if all were independent: n
    over the design effect, which is taken to be 1 at least (Kish, "Survey Sampling", 1965; Dean &
    Pagano, "Evaluating confidence interval methods for binomial proportions in clustered
    surveys", 2015).

    Args:
        successes: By group.
        trials: By group.
    """
    hits, sizes = np.asarray(successes, np.float64), np.asarray(trials, np.float64)
    n, groups = float(sizes.sum()), len(sizes)
    if n == 0:
        return Estimate(0.0, 0.0, 1.0, 0)
    share, effect = float(hits.sum()) / n, 1.0
    if groups > 1 and 0.0 < share < 1.0:
        spread = groups / (groups - 1) * float(((hits - share * sizes) ** 2).sum()) / n**2
        effect = max(1.0, spread / (share * (1.0 - share) / n))
    return Estimate(share, *_wilson(share, n / effect), int(n))


def bootstrap(
    samples: Sequence[float] | npt.NDArray[np.float64],
    *,
    statistic: Callable[..., npt.ArrayLike] = np.mean,
    seed: int = 0,
) -> Estimate:
    """A statistic of samples (N,) with its percentile interval from 2,000 resamples.

    Args:
        samples: At least one value.
        statistic: Reduces along a given `axis`, as `np.mean` or `np.median`.
        seed: Seed of the resampling.

    Raises:
        ValueError: if there is no sample.
    """
    data = np.asarray(samples, dtype=np.float64)
    if data.size == 0:
        raise ValueError("an estimate needs at least one sample")
    rng = np.random.default_rng(seed)
    drawn = data[rng.integers(data.size, size=(_RESAMPLES, data.size))]
    low, high = np.percentile(np.asarray(statistic(drawn, axis=1)), [2.5, 97.5])
    return Estimate(float(np.asarray(statistic(data))), float(low), float(high), data.size)


def ratio(parts: Sequence[float], wholes: Sequence[float], *, seed: int = 0) -> Estimate:
    """Sum of parts over sum of wholes, resampled by groups, as homes; [0, 1] without any whole.

    Args:
        parts: By group.
        wholes: By group, at least one group.
        seed: Seed of the resampling.
    """
    n = int(np.sum(wholes))
    if n == 0:
        return Estimate(0.0, 0.0, 1.0, 0)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(len(wholes), size=(_RESAMPLES, len(wholes)))
    part, whole = (
        np.asarray(each, dtype=np.float64)[drawn].sum(axis=1) for each in (parts, wholes)
    )
    low, high = np.percentile(part[whole > 0] / whole[whole > 0], [2.5, 97.5])
    return Estimate(float(np.sum(parts)) / n, float(low), float(high), n)


def paired_difference(ours: Sequence[float], theirs: Sequence[float], *, seed: int = 0) -> Estimate:
    """Mean of ours minus theirs over the same seeds, with its bootstrap interval."""
    return bootstrap(np.asarray(ours, dtype=np.float64) - np.asarray(theirs), seed=seed)
