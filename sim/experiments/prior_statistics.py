"""Statistics over points of the prior: paired changes of shares and means, and rank correlations."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from sim.arrays import Floats
from sim.experiments.bootstrap import CONFIDENCE
from sim.experiments.designs import Design
from sim.experiments.sensitivity import is_constant

TWO_SIDED = float(stats.norm.ppf(0.5 + CONFIDENCE / 2))


def paired_share_interval(before: Floats, after: Floats) -> tuple[float, float]:
    """95 % interval of the change of a share seen at the same points twice.

    Source: Agresti & Min (2005), Statistics in Medicine 24(5): Wald with half a point added to each
    of the four cells. If no point changes sides, the change is exactly 0.
    """
    gained, lost = float((after > before).sum()), float((after < before).sum())
    if gained + lost == 0:
        return 0.0, 0.0
    n, gained, lost = before.size + 2.0, gained + 0.5, lost + 0.5
    middle = (gained - lost) / n
    error = TWO_SIDED * float(np.sqrt(gained + lost - (gained - lost) ** 2 / n)) / n
    return middle - error, middle + error


def mean_change_interval(change: Floats) -> tuple[float, float]:
    """95 % interval of a mean over points (Student's t)."""
    if np.ptp(change) == 0:
        return float(change[0]), float(change[0])
    error = float(stats.t.ppf(0.5 + CONFIDENCE / 2, change.size - 1) * stats.sem(change))
    return float(change.mean()) - error, float(change.mean()) + error


def rank_correlations(design: Design, means: Mapping[str, Floats]) -> pd.DataFrame:
    """Spearman's rank correlation of every outcome's difference with every parameter.

    Intervals by Fisher's transformation with the variance of Bonett & Wright (2000), Psychometrika
    65(1). An outcome whose difference is the same at all points has none, and no row.
    """
    ranks = stats.rankdata(design.unit, axis=0)
    rows = []
    for name, values in means.items():
        if is_constant(values):
            continue
        of_outcome = stats.rankdata(values)
        found = [float(np.corrcoef(ranks[:, at], of_outcome)[0, 1]) for at in range(ranks.shape[1])]
        order = np.argsort(-np.abs(found), kind="stable")
        for rank, at in enumerate(order, start=1):
            rho = found[at]
            error = TWO_SIDED * float(np.sqrt((1 + rho**2 / 2) / (values.size - 3)))
            middle = float(np.arctanh(np.clip(rho, -1 + 1e-15, 1 - 1e-15)))
            rows.append(
                {
                    "outcome": name,
                    "rank": rank,
                    "parameter": design.names[at],
                    "rho": rho,
                    "low": float(np.tanh(middle - error)),
                    "high": float(np.tanh(middle + error)),
                }
            )
    return pd.DataFrame(rows, columns=["outcome", "rank", "parameter", "rho", "low", "high"])


def chance_correlation(points: int, parameters: int) -> float:
    """The strongest of so many correlations exceeds this by chance alone in 1 of 20 designs (Bonferroni)."""
    tail = (1 - CONFIDENCE) / (2 * parameters)
    return float(np.tanh(stats.norm.isf(tail) / np.sqrt(points - 3)))
