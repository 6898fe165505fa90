"""Compare plans on the same people and the same luck: the main job.

Every replication runs all plans as lanes of one block, so that a pair differs by nothing
but the plan. Differences are first plan minus each other plan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import xarray as xr

from sim.arrays import Floats, Integers
from sim.errors import BadInput, Problem, bad_input
from sim.experiments.antithetic import pairing_of, pairs_among, problems_of_count
from sim.experiments.engines import Engine, Note, run_tasks
from sim.experiments.pairs import Pairs, Replication
from sim.experiments.statistics import PairedDifference, paired_difference
from sim.experiments.weekly import WEEKLY, dataset_of
from sim.outcomes import Outcome, outcomes_of
from sim.random_streams import DrawKind
from sim.scenario import Equal, PeerRule, Scenario, known_peer_rule, load_scenario, with_draws, with_gates
from sim.scenario.programme import Milestones
from sim.world import lane_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Progress = Callable[[int, int], None]


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


def compare(
    scenario: Scenario | str | Path | None = None,
    plans: Sequence[str] = ("early", "late"),
    pairs: int = 200,
    seed: int = 1,
    equal: Equal = "contacts",
    engine: Engine = "threads",
    workers: int | None = None,
    behaviour: dict[str, float] | None = None,
    off: Sequence[str] = (),
    peer_rule: PeerRule | None = None,
    explain_pairs: int = 0,
    gates: bool | None = None,
    draws: DrawKind | None = None,
    progress: Progress | None = None,
    scheduler: str | None = None,
    note: Note = lambda words: None,
) -> Comparison:
    """Run plans on the same replications and compare the first with each of the others.

    Parameters
    ----------
    scenario : Scenario, or file or name of one; without it, the built-in one
    plans : at least two names of plans in the scenario
    pairs : int >= 1
        Replications; each runs every plan once. An even number with antithetic draws.
    behaviour : mapping, optional
        Behaviour parameters that differ from the scenario's, in every plan.
    off : names of switches
        Mechanisms to take out, in every plan (``sim.SWITCHES``).
    peer_rule : name of a peer rule, optional
        Instead of the scenario's.
    gates : bool, optional
        Whether gates hold programmes up, instead of what the scenario says.
    draws : "independent" or "antithetic", optional
        Instead of what the scenario says.
    explain_pairs : int >= 0
        Of the first so many pairs, keep an account of what each mechanism added to support; such a
        pair takes about twice as long, and has the same bits.
    progress : called with (done, total) after each replication
    scheduler : address of a Dask scheduler, with the engine ``dask``
    note : called with lines about what happens to workers

    Raises
    ------
    BadInput
        If a plan does not exist, stands twice, or the budget cannot be held.
    RuntimeError
        If every replication failed; single failures are rows.
    """
    scenario = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    scenario = with_draws(scenario, draws)
    _check(scenario, plans, pairs, seed)
    scenario = with_gates(scenario, gates)
    if peer_rule is not None:
        scenario = scenario.model_copy(update={"peer_rule": known_peer_rule(peer_rule)})
    lanes = [lane_of(scenario, scenario.plan(name), behaviour, equal, off=off) for name in plans]
    done: dict[int, Replication] = {}
    work = Pairs(scenario, tuple(lanes), seed, equal, explain_pairs)
    for number, replication in run_tasks(work, range(pairs), engine, workers, scheduler, note):
        done[number] = replication
        if progress is not None:
            progress(len(done), pairs)
    in_order = [done[number] for number in sorted(done)]
    good = [each for each in in_order if not each.error]
    if not good:
        raise RuntimeError(f"all {pairs} replications failed; the first: {in_order[0].error}")
    outcomes = outcomes_of(scenario)
    return Comparison(
        scenario=scenario,
        plans=tuple(plans),
        pairs=pairs,
        seed=seed,
        equal=equal,
        outcomes=outcomes,
        replications=tuple(each.number for each in good),
        values={
            plan: {name: np.array([each.outcomes[at][name] for each in good]) for name in outcomes}
            for at, plan in enumerate(plans)
        },
        weekly={
            plan: {series: np.stack([each.weekly[at][series] for each in good]) for series in WEEKLY}
            for at, plan in enumerate(plans)
        },
        explained={
            plan: np.stack([each.explained[at] for each in good if each.explained])
            for at, plan in enumerate(plans)
            if any(each.explained for each in good)
        },
        behaviour=dict(behaviour or {}),
        off=tuple(off),
        failures=tuple(each for each in in_order if each.error),
    )


def _check(scenario: Scenario, plans: Sequence[str], pairs: int, seed: int) -> None:
    if len(plans) < 2:
        raise bad_input(
            "plans", "", f"names {len(plans)} plan; a comparison needs at least two, such as early,late"
        )
    problems = [
        Problem("plans", f"names '{name}' twice")
        for name in dict.fromkeys(plans)
        if list(plans).count(name) > 1
    ]
    if pairs < 1:
        problems.append(Problem("pairs", f"is {pairs}; expected 1 or more"))
    problems += problems_of_count(scenario, "pairs", pairs)
    if seed < 0:
        problems.append(Problem("seed", f"is {seed}; expected 0 or more"))
    for name in plans:
        try:
            scenario.plan(name)
        except BadInput as refused:
            problems += refused.problems
    if problems:
        raise BadInput(f"scenario {scenario.name}", problems)
