"""Bootstrap intervals of a mean, or of a ratio of sums, over independent observations.

The bias-corrected and accelerated interval (BCa). It has the bits of ``scipy.stats.bootstrap``, which the
tests hold it to; but of scipy only the special functions are needed, where loading its statistics would
take as long as all intervals of a comparison.

Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, sections 14.3 and 15.4, equation
15.36; quantiles interpolate between order statistics, Hyndman & Fan (1996), type 7.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from sim.arrays import Floats, Integers

CONFIDENCE = 0.95
RESAMPLES = 1999
BATCH = 250  # resamples held at a time: few enough for the caches; how many changes no bit
Statistic = Callable[..., Any]


def bootstrap_interval(
    data: tuple[Floats, ...], statistic: Statistic, chance: np.random.Generator
) -> tuple[float, float]:
    """95 % interval of a statistic; of percentiles where too few distinct resamples can be corrected.

    Parameters
    ----------
    data : float64[observations] each
        What is resampled together.
    statistic : called with resampled data and ``axis``
    """
    n, tail = data[0].size, (1 - CONFIDENCE) / 2
    batches = [min(BATCH, RESAMPLES - first) for first in range(0, RESAMPLES, BATCH)]
    resampled = np.concatenate([_of(data, statistic, chance.integers(0, n, (batch, n))) for batch in batches])
    low, high = _quantiles(resampled, _corrected(data, statistic, resampled, tail))
    if not np.isfinite(low + high):
        again = _of(data, statistic, chance.integers(0, n, (RESAMPLES, n)))
        low, high = _quantiles(again, np.array([tail, 1 - tail]))
    return low, high


def _of(data: tuple[Floats, ...], statistic: Statistic, chosen: Integers) -> Floats:
    """The statistic of every row of chosen observations."""
    return np.asarray(statistic(*(each.take(chosen) for each in data), axis=-1))


def _corrected(data: tuple[Floats, ...], statistic: Statistic, resampled: Floats, tail: float) -> Floats:
    """At which shares of the resampled statistics the interval ends."""
    found = statistic(*data, axis=-1)
    below = np.count_nonzero(resampled < found) + np.count_nonzero(resampled <= found)
    left_out = _left_out(data, statistic)
    n = float(left_out.size)
    influence = (n - 1) * (left_out.mean() - left_out)
    third, second = np.sum(influence**3) / n**3, np.sum(influence**2) / n**2
    with np.errstate(divide="ignore", invalid="ignore"):  # resamples all alike: percentiles take their place
        bias = ndtri(below / (2 * resampled.size))
        acceleration = 1 / 6 * third / second ** (3 / 2)
        reach = np.array([ndtri(tail), -ndtri(tail)]) + bias
        return np.asarray(ndtr(bias + reach / (1 - acceleration * reach)))


def _left_out(data: tuple[Floats, ...], statistic: Statistic) -> Floats:
    """The statistic without each observation in turn."""
    n, found = data[0].size, []
    for first in range(0, n, BATCH):
        kept = np.ones((min(BATCH, n - first), n), dtype=bool)
        np.fill_diagonal(kept[:, first:], False)
        everybody = np.broadcast_to(np.arange(n), kept.shape)
        found.append(_of(data, statistic, everybody[kept].reshape(len(kept), n - 1)))
    return np.concatenate(found)


def _quantiles(values: Floats, shares: Floats) -> tuple[float, float]:
    """Values below which two shares of all lie; nan for a share that is none."""
    if np.isnan(shares).any():
        return np.nan, np.nan
    in_order, n = np.sort(values), values.size
    place = shares * n + (1 - shares)
    lower = place // 1 - 1
    between = np.where(lower < 0, 0.0, place % 1)
    left, right = (in_order[np.clip(at, 0, n - 1).astype(np.int64)] for at in (lower, lower + 1))
    low, high = ((1 - between) * left + between * right).tolist()
    return low, high
