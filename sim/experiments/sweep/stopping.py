"""Stopping: replications are added until the paired difference is known well enough at every design point.

It is looked at after the fewest replications, then after half as many again, and so on to the most. All
points get the same replications, so that the design stays balanced and on the same luck. To stop when an
interval happens to be narrow favours samples whose spread happens to be small: intervals hold the truth a
little less often than they say. What is done against it: enough replications before the first look, few
looks, and one decision for all points, which only the widest interval takes. How much is left is measured
in ``benchmarks/stopping.py``.

Source: Chow & Robbins (1965), Annals of Mathematical Statistics 36(2), intervals of a fixed width; for
outcomes that are yes or no Agresti & Min (2005), Statistics in Medicine 24(5), whose interval has a
width although no pair has differed yet. Ours differs in that it looks seldom, not after every draw.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pyarrow import dataset
from scipy import stats

from sim.arrays import Floats
from sim.errors import BadInput, Problem
from sim.experiments.bootstrap import CONFIDENCE
from sim.random_streams import DrawKind

LEAST, MOST = 20, 500
GROWTH = 1.5  # from one look to the next
FEWEST = 10  # to look at all: below that a spread is hardly known


@dataclass(frozen=True)
class Until:
    """Add replications until the 95 % interval of an outcome's paired difference, first plan minus each
    other, is at most so wide at every design point."""

    width: float
    outcome: str
    least: int = LEAST
    most: int = MOST

    def check(self, arms: int, draws: DrawKind = "independent") -> None:
        """Refuse what cannot be.

        Raises
        ------
        BadInput
            With everything wrong.
        """
        problems = []
        if not 0 < self.width < math.inf:
            problems.append(Problem("--until-width", f"is {self.width:g}; expected above 0"))
        if self.least < FEWEST:
            what = f"is {self.least}; expected {FEWEST} or more before a first look at intervals"
            problems.append(Problem("--replications", what))
        if self.most < self.least:
            what = f"is {self.most}; expected at least the {self.least} of --replications"
            problems.append(Problem("--most", what))
        if arms < 2:
            problems.append(Problem("--plans", "names one plan; a paired difference needs two"))
        if draws != "independent":
            what = f"is {draws}; expected independent, as widths count every replication as one observation"
            problems.append(Problem("draws", what))
        if problems:
            raise BadInput("sweep", problems)

    def is_reached(self, found: Floats) -> bool:
        """Whether intervals are narrow enough; points at which every run failed cannot be waited for."""
        return not bool((found > self.width).any())

    @property
    def looks(self) -> list[int]:
        """Numbers of replications at which it is decided whether to go on."""
        found = [self.least]
        while found[-1] < self.most:
            found.append(min(self.most, math.ceil(GROWTH * found[-1])))
        return found


def widths(first: Floats, other: Floats) -> Floats:
    """Width of the 95 % interval of the mean paired difference at each point.

    Parameters
    ----------
    first, other : float64[points, replications], nan where there is no value

    Returns
    -------
    float64[points], infinite where one pair has values, nan where none has
    """
    difference = first - other
    pairs = np.isfinite(difference).sum(axis=1)
    found = np.where(pairs == 0, np.nan, np.inf)
    enough = pairs >= 2
    n = pairs[enough]
    if (
        np.isin(first[np.isfinite(first)], (0.0, 1.0)).all()
        and np.isin(other[np.isfinite(other)], (0.0, 1.0)).all()
    ):
        found[enough] = _of_shares(difference[enough], n)
    else:
        spread = np.nanstd(difference[enough], axis=1, ddof=1)
        found[enough] = 2 * stats.t.ppf(0.5 + CONFIDENCE / 2, n - 1) * spread / np.sqrt(n)
    return found


def _of_shares(difference: Floats, pairs: Floats) -> Floats:
    gained, lost = np.nansum(difference > 0, axis=1) + 0.5, np.nansum(difference < 0, axis=1) + 0.5
    n = pairs + 2.0
    error = np.sqrt(gained + lost - (gained - lost) ** 2 / n) / n
    return np.asarray(2 * stats.norm.ppf(0.5 + CONFIDENCE / 2) * error, dtype=np.float64)


def widths_of_parts(
    parts: Sequence[Path], outcome: str, arms: Sequence[str], points: int, replications: int
) -> Floats:
    """``widest`` of parts of runs."""
    columns = ["point", "arm", "replication", outcome]
    table = dataset.dataset([str(part) for part in parts]).to_table(columns=columns)
    values = np.full((len(arms), points, replications), np.nan)
    number = {arm: at for at, arm in enumerate(arms)}
    arm = np.array([number[name] for name in table["arm"].to_pylist()])
    values[arm, table["point"].to_numpy(), table["replication"].to_numpy()] = table[outcome].to_numpy()
    return widest(values)


def widest(values: Floats) -> Floats:
    """The widest of the intervals at each point, of the first arm minus each other; values by arm, point and
    replication."""
    return np.asarray(np.fmax.reduce([widths(values[0], other) for other in values[1:]]), dtype=np.float64)
