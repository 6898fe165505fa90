"""Our bootstrap is scipy's, to the last bit; so are quantiles of Student's t and Wilson's interval."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.arrays import Floats
from sim.experiments.bootstrap import CONFIDENCE, RESAMPLES, bootstrap_interval
from sim.experiments.statistics import TWO_SIDED, share_interval, stdtrit

SHAPES = {
    "bell": lambda chance, n: chance.normal(0.02, 0.01, n),
    "skewed": lambda chance, n: chance.exponential(3.0, n),
    "few values": lambda chance, n: chance.integers(0, 3, n).astype(float),
    "one stands out": lambda chance, n: np.eye(1, n)[0],
    "tiny": lambda chance, n: 1e-12 * chance.standard_normal(n),
}


def ratio(totals: Floats, sizes: Floats, axis: int = -1) -> Floats:
    return np.asarray(totals.sum(axis=axis) / sizes.sum(axis=axis))


def by_scipy(data: tuple[Floats, ...], statistic: Any, chance: np.random.Generator) -> tuple[float, float]:
    """The interval as it was asked for before: corrected, or of percentiles where that fails."""
    how: dict[str, Any] = {
        "n_resamples": RESAMPLES,
        "confidence_level": CONFIDENCE,
        "paired": len(data) > 1,
        "vectorized": True,
        "rng": chance,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = stats.bootstrap(data, statistic, method="BCa", batch=1000, **how).confidence_interval
    if not np.isfinite(found.low + found.high):
        found = stats.bootstrap(data, statistic, method="percentile", **how).confidence_interval
    return float(found.low), float(found.high)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("n", [2, 3, 7, 40, 200, 1003])
def test_an_interval_of_a_mean_is_that_of_scipy_to_the_bit(shape: str, n: int) -> None:
    values = SHAPES[shape](np.random.default_rng([n, 1]), n)
    if np.ptp(values) == 0:
        pytest.skip("nothing to resample")
    ours = bootstrap_interval((values,), np.mean, np.random.default_rng([n, 2]))
    assert ours == by_scipy((values,), np.mean, np.random.default_rng([n, 2]))
    assert ours[0] <= ours[1]


@pytest.mark.parametrize("n", [2, 5, 100])
def test_an_interval_of_pairs_that_lost_a_run_is_that_of_scipy_to_the_bit(n: int) -> None:
    chance = np.random.default_rng(n)
    data = (chance.normal(1.0, 0.5, n), chance.integers(1, 3, n).astype(float))
    ours = bootstrap_interval(data, ratio, np.random.default_rng(7))
    assert ours == by_scipy(data, ratio, np.random.default_rng(7))


def test_where_resamples_cannot_be_corrected_percentiles_take_their_place() -> None:
    """Of two values that one draw in two meets, or not: the correction is known not to exist there."""
    fell_back = 0
    for seed in range(20):
        values = np.array([0.0, 0.0, 0.0, 1.0]) if seed % 2 else np.array([0.0, 1e-300])
        chances = [np.random.default_rng(seed) for _ in range(3)]
        ours = bootstrap_interval((values,), np.mean, chances[0])
        assert ours == by_scipy((values,), np.mean, chances[1])
        chances[2].integers(0, values.size, (RESAMPLES, values.size))
        fell_back += chances[0].bit_generator.state != chances[2].bit_generator.state
    assert fell_back


def test_shares_and_quantiles_are_those_of_scipy_to_the_bit() -> None:
    for of in (1, 2, 12, 199, 200):
        for count in range(of + 1):
            found = stats.binomtest(count, of).proportion_ci(confidence_level=CONFIDENCE, method="wilson")
            assert share_interval(count, of) == (found.low, found.high)
    assert stats.norm.ppf(0.5 + CONFIDENCE / 2) == TWO_SIDED
    freedom = np.arange(1, 2000)
    assert (stdtrit(freedom, 0.975) == stats.t.ppf(0.975, freedom)).all()
