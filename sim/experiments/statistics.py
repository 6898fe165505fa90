"""Honest statistics of paired differences: a mean with its interval, and how often which plan is better."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from scipy import stats

from sim.arrays import Floats

CONFIDENCE = 0.95
RESAMPLES = 1999


@dataclass(frozen=True)
class PairedDifference:
    """First plan minus second plan over paired runs.

    ``low`` and ``high`` bound the mean with 95 % confidence (bias-corrected bootstrap); ``better``
    counts pairs in which the first plan is better, with a Wilson interval for its chance.
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


def mean_interval(values: Floats, seed: int, name: str) -> tuple[float, float]:
    """95 % interval of a mean: bias-corrected and accelerated bootstrap.

    The resamples depend on seed and name alone, so an outcome's interval does not depend on which
    other outcomes are asked for. Fewer than two values, or values all the same, have no spread to
    resample: then the interval is the whole line, or the value itself.
    """
    if values.size < 2:
        return -np.inf, np.inf
    if np.ptp(values) == 0:
        return float(values[0]), float(values[0])
    chance = np.random.default_rng([seed, zlib.crc32(name.encode())])
    found = stats.bootstrap(
        (values,),
        np.mean,
        n_resamples=RESAMPLES,
        confidence_level=CONFIDENCE,
        method="BCa",
        rng=chance,
        batch=1000,
    ).confidence_interval
    low, high = float(found.low), float(found.high)
    if not np.isfinite(low + high):  # too few distinct resamples to correct for bias
        found = stats.bootstrap(
            (values,),
            np.mean,
            n_resamples=RESAMPLES,
            confidence_level=CONFIDENCE,
            method="percentile",
            rng=chance,
        ).confidence_interval
        low, high = float(found.low), float(found.high)
    return low, high


def share_interval(count: int, of: int) -> tuple[float, float]:
    """95 % Wilson interval of a share; 0 to 1 if nothing was counted."""
    if of == 0:
        return 0.0, 1.0
    found = stats.binomtest(count, of).proportion_ci(confidence_level=CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)


def paired_difference(
    first: Floats, second: Floats, better: str, rope: float, seed: int, name: str
) -> PairedDifference:
    """Summarise first minus second, pair by pair.

    Parameters
    ----------
    better : "higher", "lower" or "neither"
        Which way is better; with "neither", more counts as better.
    rope : smallest difference that matters
    """
    difference = first - second
    difference = difference[np.isfinite(difference)]
    low, high = mean_interval(difference, seed, name)
    gain = -difference if better == "lower" else difference
    n_better, n_worse = int((gain > 0).sum()), int((gain < 0).sum())
    better_low, better_high = share_interval(n_better, difference.size)
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
    )
