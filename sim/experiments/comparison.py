"""A comparison: paired runs of several plans, their differences, and tables of both.

Differences are first plan minus each other plan, pair by pair.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.arrays import Floats, Integers
from sim.experiments.antithetic import pairing_of, pairs_among
from sim.experiments.statistics import PairedDifference, paired_difference
from sim.experiments.weekly import dataset_of
from sim.outcomes import Outcome
from sim.scenario import Equal, Scenario
from sim.scenario.programme import Milestones

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Replication:
    """All plans of one replication: outcomes and weekly history by plan, or the error that ended it.

    ``explained`` is what each mechanism added to support, by plan, if an account was kept.
    """

    number: int
    outcomes: tuple[dict[str, float], ...] = ()
    weekly: tuple[dict[str, Floats], ...] = ()
    explained: tuple[Floats, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Comparison:
    """Paired runs of several plans.

    ``values[plan][outcome]`` is float64[pairs]; ``weekly[plan][series]`` is [pairs, weeks] or
    [pairs, weeks, k]. ``explained[plan]`` is float64[explained pairs, weeks, n_mechanisms, n_groups],
    or nothing is in it. Failed replications are in ``failures`` and count in no pair.
    """

    scenario: Scenario
    plans: tuple[str, ...]
    pairs: int
    seed: int
    equal: Equal
    outcomes: dict[str, Outcome] = field(repr=False)
    replications: tuple[int, ...] = field(repr=False)
    values: dict[str, dict[str, Floats]] = field(repr=False)
    weekly: dict[str, dict[str, Floats]] = field(repr=False)
    explained: dict[str, Floats] = field(default_factory=dict, repr=False)
    behaviour: dict[str, float] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    failures: tuple[Replication, ...] = ()

    @property
    def contrasts(self) -> list[tuple[str, str]]:
        """The pairs of plans compared: the first against each other."""
        return [(self.plans[0], other) for other in self.plans[1:]]

    @property
    def milestones(self) -> Milestones:
        return self.scenario.programme.milestones

    @property
    def pairing(self) -> Integers | None:
        """Which antithetic pair each replication belongs to; None if draws are independent."""
        return pairing_of(self.scenario, self.replications)

    @property
    def antithetic_pairs(self) -> int:
        """Antithetic pairs of replications; 0 if draws are independent."""
        return pairs_among(self.scenario, self.replications)

    def differences(self, outcome: str, contrast: tuple[str, str] | None = None) -> Floats:
        """First plan minus the other, float64[pairs]."""
        first, other = contrast or self.contrasts[0]
        return self.values[first][outcome] - self.values[other][outcome]

    def difference(self, outcome: str, contrast: tuple[str, str] | None = None) -> PairedDifference:
        """The summary of one outcome's paired difference."""
        first, other = contrast or self.contrasts[0]
        if (first, other, outcome) not in self._found:
            declared = self.outcomes[outcome]
            self._found[first, other, outcome] = paired_difference(
                self.values[first][outcome],
                self.values[other][outcome],
                declared.better,
                declared.rope,
                self.seed,
                f"{first} {other} {outcome}",
                self.pairing,
            )
        return self._found[first, other, outcome]

    @cached_property
    def _found(self) -> dict[tuple[str, str, str], PairedDifference]:
        """Differences summarised so far: resampling takes its time."""
        return {}

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row an outcome and contrast: means of both plans, paired difference, interval, counts."""
        rows = []
        for contrast in self.contrasts:
            for name, outcome in self.outcomes.items():
                found = self.difference(name, contrast)
                rows.append(
                    {
                        "outcome": name,
                        "label": outcome.label,
                        "unit": outcome.unit,
                        "better_is": outcome.better,
                        "headline": outcome.headline,
                        "plan": contrast[0],
                        "against": contrast[1],
                        "plan_mean": float(np.mean(self.values[contrast[0]][name])),
                        "against_mean": float(np.mean(self.values[contrast[1]][name])),
                        "difference": found.mean,
                        "low": found.low,
                        "high": found.high,
                        "pairs": found.pairs,
                        "antithetic_pairs": found.antithetic_pairs,
                        "better": found.better,
                        "worse": found.worse,
                        "same": found.same,
                        "better_share_low": found.better_low,
                        "better_share_high": found.better_high,
                        "rope": outcome.rope,
                        "share_above_rope": found.above_rope,
                        "share_below_rope": found.below_rope,
                    }
                )
        return pd.DataFrame(rows)

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A row a run, failed ones included."""
        rows: list[dict[str, Any]] = []
        for plan in self.plans:
            for at, number in enumerate(self.replications):
                row = {"plan": plan, "seed": self.seed, "replication": number, "status": "done", "error": ""}
                rows.append(row | {name: float(self.values[plan][name][at]) for name in self.outcomes})
            rows += [
                {
                    "plan": plan,
                    "seed": self.seed,
                    "replication": each.number,
                    "status": "failed",
                    "error": each.error,
                }
                for each in self.failures
            ]
        return pd.DataFrame(rows)

    @cached_property
    def dataset(self) -> xr.Dataset:
        """Weekly history by plan, replication, week, and group or locality."""
        return dataset_of(self.scenario, self.weekly, self.replications, self.seed)

    def plot(self) -> Figure:
        """The main chart: support by group under both plans."""
        from sim.charts import support_by_group  # charts are slow to load and not always wanted
        from sim.experiments.chart_data import chart_data_of

        return support_by_group(chart_data_of(self))
