"""Seed noise: how much of a result is the luck of the seed, and what luck alone would look like.

All design points share their replications, so luck that moves every point alike cancels in
differences between points. What is left is estimated by splitting the replications into two
halves: the real effect is the same in both, so half their difference is noise alone, of the same
spread as the noise of the mean over all replications.

Where replications are antithetic pairs, the mean of a pair takes the place of a replication: in the
standard error and in the splits. Shares of the variance of a single run are taken from the first and
from the second of all pairs, each by themselves independent, and averaged.

Source: split halves as a randomisation distribution; the shares of variance are the two-way
analysis of variance without repeats (points by replications), Searle, Casella & McCulloch (1992).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from sim.arrays import Floats
from sim.experiments.antithetic import independent_means
from sim.random_streams import DrawKind

MOST_SPLITS = 500
HIGH = 95  # percentile
LEAST_TO_JUDGE = 8  # replications or antithetic pairs: 35 splits; with fewer a 95th percentile means little


@dataclass(frozen=True)
class SeedNoise:
    """Noise of an outcome over design points.

    ``standard_error`` is that of a design point's mean over its replications. The shares are of
    the variance of a single run over points and seeds: due to the point, to luck that moves every
    point alike, and to luck that moves points differently. All are nan with one replication or one
    antithetic pair.
    """

    replications: int
    standard_error: float
    share_of_points: float
    share_of_common_luck: float
    share_of_own_luck: float

    @property
    def share_of_seed(self) -> float:
        """Share of a single run's variance that is luck."""
        return self.share_of_common_luck + self.share_of_own_luck


def seed_noise(values: Floats, draws: DrawKind = "independent") -> SeedNoise:
    """Seed noise of float64[points, replications]."""
    points, replications = values.shape
    means = independent_means(values, draws, axis=1)
    if means.shape[1] < 2 or points < 2:
        return SeedNoise(replications, *[float("nan")] * 4)
    standard_error = float(np.sqrt(means.var(axis=1, ddof=1).mean() / means.shape[1]))
    sides = [values] if draws == "independent" else [values[:, ::2], values[:, 1::2]]
    of_points, common, own = np.mean([_variances(side) for side in sides], axis=0).tolist()
    total = of_points + common + own
    if total == 0:
        return SeedNoise(replications, standard_error, *[float("nan")] * 3)
    return SeedNoise(replications, standard_error, of_points / total, common / total, own / total)


def _variances(values: Floats) -> tuple[float, float, float]:
    """Variance due to points, to luck that points share, and to luck of their own."""
    points, replications = values.shape
    by_point, by_seed = values.mean(axis=1), values.mean(axis=0)
    rest = values - by_point[:, None] - by_seed[None, :] + values.mean()
    own = float((rest**2).sum() / ((points - 1) * (replications - 1)))
    # mean squares hold noise too: it is taken off, and what would fall below nothing is nothing
    of_points = max(0.0, float(by_point.var(ddof=1)) - own / replications)
    common = max(0.0, float(by_seed.var(ddof=1)) - own / points)
    return of_points, common, own


def noise_of_means(effects: Floats, seed: int) -> Floats:
    """What the mean over replications would be from noise alone, over and over.

    Parameters
    ----------
    effects : float64[replications, ...]
        The same effects in every replication, which are independent: of antithetic pairs, the means.
    seed : int >= 0
        Of the choice of splits, if there are too many to take all.

    Returns
    -------
    float64[splits, ...]
        A row a split. With fewer than two replications there is no split, and no row.
    """
    replications = len(effects)
    half = replications // 2
    if half == 0:
        return np.empty((0, *effects.shape[1:]))
    if comb(replications, half) <= MOST_SPLITS:
        halves = np.array(list(combinations(range(replications), half)))
    else:
        chance = np.random.default_rng([seed, replications])
        halves = np.array([chance.permutation(replications)[:half] for _ in range(MOST_SPLITS)])
    weight = np.full((len(halves), replications), -1.0 / (replications - half))
    np.put_along_axis(weight, halves, 1.0 / half, axis=1)
    # the difference of the halves' means has variance 1/half + 1/(rest), the mean over all has 1/all
    weight *= np.sqrt(half * (replications - half)) / replications
    return np.asarray(np.tensordot(weight, effects, axes=1), dtype=np.float64)
