"""What a sweep found, over all its design points: means, paired differences, and where which plan is better.

A point's difference is the mean over its pairs. How well so many replications pin the mean over all
points down is told by replications (antithetic ones two by two): they share no luck with each other,
while points share all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from sim.arrays import Floats, Integers
from sim.experiments.antithetic import pairing_of
from sim.experiments.bootstrap import CONFIDENCE
from sim.experiments.designs import Design, Factor
from sim.experiments.prior_statistics import rank_correlations
from sim.experiments.sweep.results import Results
from sim.outcomes import Outcome, find_outcome

LEAST_POINTS = 10  # below that a rank correlation says nothing


@dataclass(frozen=True)
class OutcomeSummary:
    """One outcome under two arms, over all design points that have pairs.

    ``low`` and ``high`` bound the mean difference over these points (95 %, Student's t over
    replications); shares are of points at which an arm is better by more than the rope.
    """

    outcome: Outcome
    first_mean: float
    other_mean: float
    difference: float
    low: float
    high: float
    points: int
    pairs: int
    first_better: float
    other_better: float

    @property
    def neither(self) -> float:
        return 1.0 - self.first_better - self.other_better


def contrasts_of(results: Results) -> list[tuple[str, str]]:
    """The first arm against each of the others."""
    arms = results.manifest["arms"]
    return [(arms[0], other) for other in arms[1:]]


def summaries(results: Results, contrast: tuple[str, str]) -> Iterator[OutcomeSummary]:
    """Every outcome that was kept, as far as there are pairs that have it."""
    for name in results.manifest["outcomes"]:
        first, other = (results.dataset[name].sel(arm=arm).to_numpy() for arm in contrast)
        paired = np.isfinite(first) & np.isfinite(other)
        if paired.any():
            units = pairing_of(results.scenario, range(first.shape[1]))
            yield _summary(find_outcome(results.scenario, name), first, other, paired, units)


def _summary(
    outcome: Outcome, first: Floats, other: Floats, paired: np.ndarray, units: Integers | None
) -> OutcomeSummary:
    difference = np.where(paired, first - other, np.nan)
    there = paired.any(axis=1)
    by_point = np.nanmean(difference[there], axis=1)
    gain = -by_point if outcome.better == "lower" else by_point
    known = np.asarray(paired.any(axis=0))
    low, high = _interval(_observations(np.nanmean(difference[:, known], axis=0), units, known))
    return OutcomeSummary(
        outcome=outcome,
        first_mean=float(first[paired].mean()),
        other_mean=float(other[paired].mean()),
        difference=float(by_point.mean()),
        low=low,
        high=high,
        points=int(there.sum()),
        pairs=int(paired.sum()),
        first_better=float((gain > outcome.rope).mean()),
        other_better=float((gain < -outcome.rope).mean()),
    )


def _observations(by_replication: Floats, units: Integers | None, known: np.ndarray) -> Floats:
    """One number an independent observation: a replication, or what there is of an antithetic pair."""
    if units is None:
        return by_replication
    _, unit = np.unique(units[known], return_inverse=True)
    means: Floats = np.bincount(unit, weights=by_replication) / np.bincount(unit)
    return means


def _interval(by_replication: Floats) -> tuple[float, float]:
    if by_replication.size < 2:
        return -np.inf, np.inf
    error = float(stats.t.ppf(0.5 + CONFIDENCE / 2, by_replication.size - 1) * stats.sem(by_replication))
    return float(by_replication.mean()) - error, float(by_replication.mean()) + error


def hangs_on(results: Results, contrast: tuple[str, str], outcome: str) -> pd.DataFrame:
    """Rank correlations of an outcome's paired difference with every numeric column of the design that
    varies, the strongest first; no rows if there are too few points."""
    first, other = (results.dataset[outcome].sel(arm=arm).to_numpy() for arm in contrast)
    paired = np.isfinite(first - other)
    there = paired.any(axis=1)
    table = results.design.loc[there]
    numeric: list[Any] = [
        name
        for name in table.columns
        if pd.api.types.is_numeric_dtype(table[name]) and table[name].nunique() > 1
    ]
    if len(table) < LEAST_POINTS or not numeric:
        return pd.DataFrame(columns=["outcome", "rank", "parameter", "rho", "low", "high"])
    values = table[numeric].to_numpy(dtype=np.float64)
    factors = tuple(Factor(name, float(table[name].min()), float(table[name].max())) for name in numeric)
    means = np.nanmean(np.where(paired, first - other, np.nan)[there], axis=1)
    return rank_correlations(Design("sweep", factors, values, 0), {outcome: means})
