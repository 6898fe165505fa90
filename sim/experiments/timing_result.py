"""The result of a timing: an outcome by the week in which a plan starts.

A start is safe if the outcome's mean clears the target, interval and all; the latest safe start is the
latest tested week such that it and every earlier tested one are safe. Where the plan stops (or begins)
to be better than the other one is a zero of the mean paired difference, interpolated between tested
weeks and found by Brent's method; its interval comes from resampling pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.interpolate import PchipInterpolator
from scipy.optimize import brentq

from sim.arrays import Floats, Integers
from sim.experiments.antithetic import independent_means, pairing_of
from sim.experiments.statistics import mean_interval, share_interval, share_interval_of_pairs
from sim.outcomes import Outcome
from sim.scenario import Equal, Scenario
from sim.scenario.programme import Milestone

RESAMPLES = 999
BAND = (10, 90)  # percentiles of single runs


@dataclass(frozen=True)
class Flip:
    """A start, in weeks from the milestone, at which better turns to worse or the other way.

    ``low`` and ``high`` hold it in 95 % of resamples that have one; ``found`` is the share that do.
    """

    start: float
    low: float
    high: float
    found: float
    to: str


@dataclass(frozen=True)
class Timing:
    """An outcome by the week in which a plan starts.

    ``values`` is float64[starts, pairs], ``against_values`` float64[pairs]. Starts are weeks from the
    milestone; what could not be started then, and why, is in ``left_out``. ``replications`` says which
    these pairs are (all from 0 on, if empty); one that failed is in ``failures`` and counts at no start.
    """

    scenario: Scenario
    plan: str
    against: str
    milestone: Milestone
    outcome: Outcome
    starts: tuple[int, ...]
    values: Floats = field(repr=False)
    against_values: Floats = field(repr=False)
    seed: int
    target: float | None = None
    left_out: tuple[tuple[int, str], ...] = ()
    equal: Equal = "contacts"
    replications: tuple[int, ...] = ()
    failures: tuple[tuple[int, str], ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """Replications that count, in order."""
        return self.replications or tuple(range(self.pairs))

    @property
    def pairs(self) -> int:
        return int(self.values.shape[1])

    @property
    def pairing(self) -> Integers | None:
        """Which antithetic pair each replication belongs to; None if draws are independent."""
        return pairing_of(self.scenario, self.numbers)

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a start: mean with 95 % interval, band of single runs, paired difference, whether safe."""
        rows = []
        for at, start in enumerate(self.starts):
            values, difference = self.values[at], self.values[at] - self.against_values
            low, high = _interval(values, self.seed, f"timing {start}", self.pairing)
            less, more = mean_interval(difference, self.seed, f"timing difference {start}", self.pairing)
            tenth, ninetieth = np.percentile(values, BAND)
            rows.append(
                {
                    "start": start,
                    "week": self.scenario.programme.milestones.week(self.milestone) + start,
                    "mean": float(values.mean()),
                    "low": low,
                    "high": high,
                    "tenth": float(tenth),
                    "ninetieth": float(ninetieth),
                    "difference": float(difference.mean()),
                    "difference_low": less,
                    "difference_high": more,
                    "is_safe": self._is_safe(low, high),
                }
            )
        return pd.DataFrame(rows)

    def _is_safe(self, low: float, high: float) -> bool | None:
        if self.target is None:
            return None
        return high <= self.target if self.outcome.better == "lower" else low >= self.target

    @property
    def latest_safe_start(self) -> int | None:
        """The latest tested start such that it and every earlier one clear the target; None if the first
        does not, or there is no target."""
        latest = None
        for start, is_safe in zip(self.starts, self.table["is_safe"], strict=True):
            if not is_safe:
                break
            latest = start
        return latest

    @property
    def latest_better_start(self) -> int | None:
        """The latest tested start such that at it and every earlier one the plan is better than the other
        one, interval and all; None if it is not at the first."""
        latest, table = None, self.table
        better = (
            table["difference_high"] < 0 if self.outcome.better == "lower" else table["difference_low"] > 0
        )
        for start, is_better in zip(self.starts, better, strict=True):
            if not is_better:
                break
            latest = start
        return latest

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A row a replication: the outcome at each start and of the other plan, or what it failed with."""
        values = dict(zip(map(str, self.starts), self.values, strict=True))
        good = pd.DataFrame({"replication": self.numbers, **values, "against": self.against_values})
        bad = pd.DataFrame(self.failures, columns=["replication", "error"])
        whole = pd.concat([good, bad]) if len(bad) else good.assign(error="")
        return whole.fillna({"error": ""}).sort_values("replication", ignore_index=True)

    @cached_property
    def flips(self) -> tuple[Flip, ...]:
        """Where the plan's advantage over the other one changes sign, in order of starts."""
        gain = -1.0 if self.outcome.better == "lower" else 1.0
        difference = gain * (self.values - self.against_values)
        found = zeros(self.starts, difference.mean(axis=1))
        if not found:
            return ()
        chance = np.random.default_rng([self.seed, len(self.starts)])
        known = independent_means(difference, self.scenario.draws, axis=1)
        n = known.shape[1]
        resampled = [
            zeros(self.starts, known[:, chance.integers(0, n, n)].mean(axis=1)) for _ in range(RESAMPLES)
        ]
        return tuple(self._flip(start, falls, resampled) for start, falls in found)

    def _flip(self, start: float, falls: bool, resampled: Sequence[list[tuple[float, bool]]]) -> Flip:
        near = [
            min((other for other, way in each if way == falls), key=lambda other: abs(other - start))
            for each in resampled
            if any(way == falls for _, way in each)
        ]
        low, high = np.percentile(near, (2.5, 97.5)) if near else (-np.inf, np.inf)
        return Flip(start, float(low), float(high), len(near) / RESAMPLES, "worse" if falls else "better")


def _interval(values: Floats, seed: int, name: str, pairing: Integers | None) -> tuple[float, float]:
    """95 % interval of a mean; Wilson's where every run is a yes or a no."""
    if np.isin(values, (0.0, 1.0)).all():
        if pairing is None:
            return share_interval(int(values.sum()), values.size)
        return share_interval_of_pairs(values, pairing)
    return mean_interval(values, seed, name, pairing)


def zeros(starts: Sequence[int], mean: Floats) -> list[tuple[float, bool]]:
    """Zeros of a curve through points, and whether it falls there; a start at which both plans are the
    same touches zero, and counts only if the sign changes across it."""
    places = [at for at, value in enumerate(mean) if value != 0.0]
    if len(places) < 2:
        return []
    curve = PchipInterpolator(np.array(starts, dtype=float), mean)
    found = []
    for left, right in pairwise(places):
        if mean[left] * mean[right] > 0:
            continue
        if right - left > 1:  # exactly zero between: there
            where = float(starts[left + 1])
        else:
            where = float(brentq(curve, starts[left], starts[right]))
        found.append((where, bool(mean[right] < 0)))
    return found
