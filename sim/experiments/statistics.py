"""Honest statistics of paired differences: a mean with its interval, and how often which plan is better.

Where replications are antithetic pairs, the pair is the observation. An interval of a mean resamples
pairs. A share keeps counting replications; its interval is Wilson's for as many independent ones as
would know it as well, judged by how much pairs differ. That number is kept between one a pair and two
a replication, as few pairs say little about it, and lowered for their degrees of freedom. If all
replications are alike, nothing is known of how those of a pair agree, and each pair counts once.

Source: effective sample size and its degrees of freedom, Korn & Graubard (1998), Survey Methodology
24(2); with Wilson's interval, Franco, Little, Louis & Slud (2019), Journal of Survey Statistics and
Methodology 7(3). The bounds are ours.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from sim.arrays import Floats, Integers

CONFIDENCE = 0.95
RESAMPLES = 1999
TWO_SIDED = float(stats.norm.ppf(0.5 + CONFIDENCE / 2))
MOST_GAIN = 2  # replications that one of an antithetic pair may count for in a share


@dataclass(frozen=True)
class PairedDifference:
    """First plan minus second plan over paired runs.

    ``low`` and ``high`` bound the mean with 95 % confidence (bias-corrected bootstrap); ``better``
    counts pairs in which the first plan is better, with a Wilson interval for its chance. They stand in
    so many ``antithetic_pairs`` of replications, 0 if draws are independent.
    """

    mean: float
    low: float
    high: float
    pairs: int
    better: int
    worse: int
    same: int
    better_low: float
    better_high: float
    above_rope: float
    below_rope: float
    antithetic_pairs: int = 0


def mean_interval(
    values: Floats, seed: int, name: str, pairing: Integers | None = None
) -> tuple[float, float]:
    """95 % interval of a mean: bias-corrected and accelerated bootstrap.

    The resamples depend on seed and name alone, so an outcome's interval does not depend on which
    other outcomes are asked for. Fewer than two values, or values all the same, have no spread to
    resample: then the interval is the whole line, or the value itself. With a ``pairing`` (int64, the
    antithetic pair of each value) pairs take the place of values; a pair may have lost one of its two.
    """
    chance = np.random.default_rng([seed, zlib.crc32(name.encode())])
    if pairing is None:
        return _bootstrapped((values,), np.mean, values, chance)
    totals, sizes = _by_pair(values, pairing)
    return _bootstrapped((totals, sizes), _ratio, totals / sizes, chance)


def _by_pair(values: Floats, pairing: Integers) -> tuple[Floats, Floats]:
    """Sum and number of the values of every pair."""
    _, at = np.unique(pairing, return_inverse=True)
    totals = np.asarray(np.bincount(at, weights=values), dtype=np.float64)
    return totals, np.bincount(at).astype(np.float64)


def _ratio(totals: Floats, sizes: Floats, axis: int = -1) -> Floats:
    return np.asarray(totals.sum(axis=axis) / sizes.sum(axis=axis))


def _bootstrapped(
    data: tuple[Floats, ...], statistic: Callable[..., Any], means: Floats, chance: np.random.Generator
) -> tuple[float, float]:
    """Interval of a statistic over observations whose means are given."""
    if means.size < 2:
        return -np.inf, np.inf
    if np.ptp(means) == 0:
        return float(means[0]), float(means[0])
    how: dict[str, Any] = {
        "n_resamples": RESAMPLES,
        "confidence_level": CONFIDENCE,
        "paired": len(data) > 1,
        "vectorized": True,
        "rng": chance,
    }
    # as many resamples at a time as fit the caches; how many changes no bit
    found = stats.bootstrap(data, statistic, method="BCa", batch=250, **how).confidence_interval
    if not np.isfinite(found.low + found.high):  # too few distinct resamples to correct for bias
        found = stats.bootstrap(data, statistic, method="percentile", **how).confidence_interval
    return float(found.low), float(found.high)


def share_interval(count: int, of: int) -> tuple[float, float]:
    """95 % Wilson interval of a share; 0 to 1 if nothing was counted."""
    if of == 0:
        return 0.0, 1.0
    found = stats.binomtest(count, of).proportion_ci(confidence_level=CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)


def share_interval_of_pairs(counted: Floats, pairing: Integers) -> tuple[float, float]:
    """95 % interval of a share of replications that come in antithetic pairs.

    Parameters
    ----------
    counted : float64[replications], 1 for those counted, else 0
    pairing : int64[replications]
        The antithetic pair of each.
    """
    n = counted.size
    if n == 0:
        return 0.0, 1.0
    share = float(counted.mean())
    totals, sizes = _by_pair(counted, pairing)
    if sizes.size < 2 or share in (0.0, 1.0):
        return _wilson(share, sizes.size)
    freedom = sizes.size - 1
    variance = float(((totals - share * sizes) ** 2).sum()) / n**2 * sizes.size / freedom
    worth = np.clip(share * (1 - share) / n / max(variance, np.finfo(float).tiny), 0.5, MOST_GAIN)
    unsure = TWO_SIDED / float(stats.t.ppf(0.5 + CONFIDENCE / 2, freedom))
    return _wilson(share, n * float(worth) * unsure**2)


def _wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's interval for a number of observations that need not be whole."""
    z = TWO_SIDED
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z * float(np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))) / (1 + z**2 / n)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def paired_difference(
    first: Floats,
    second: Floats,
    better: str,
    rope: float,
    seed: int,
    name: str,
    pairing: Integers | None = None,
) -> PairedDifference:
    """Summarise first minus second, pair by pair.

    Parameters
    ----------
    better : "higher", "lower" or "neither"
        Which way is better; with "neither", more counts as better.
    rope : smallest difference that matters
    pairing : int64, optional
        The antithetic pair of each replication, where draws are antithetic.
    """
    difference = first - second
    known = np.isfinite(difference)
    difference = difference[known]
    pairing = None if pairing is None else pairing[known]
    low, high = mean_interval(difference, seed, name, pairing)
    gain = -difference if better == "lower" else difference
    n_better, n_worse = int((gain > 0).sum()), int((gain < 0).sum())
    better_low, better_high = (
        share_interval(n_better, difference.size)
        if pairing is None
        else share_interval_of_pairs((gain > 0).astype(np.float64), pairing)
    )
    return PairedDifference(
        mean=float(difference.mean()) if difference.size else float("nan"),
        low=low,
        high=high,
        pairs=int(difference.size),
        better=n_better,
        worse=n_worse,
        same=int(difference.size) - n_better - n_worse,
        better_low=better_low,
        better_high=better_high,
        above_rope=float((difference > rope).mean()) if difference.size else float("nan"),
        below_rope=float((difference < -rope).mean()) if difference.size else float("nan"),
        antithetic_pairs=0 if pairing is None else int(np.unique(pairing).size),
    )
