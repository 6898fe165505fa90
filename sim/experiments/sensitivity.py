"""Sensitivity: which behaviour parameters an outcome, or the difference between two plans, hangs on.

Morris screening: along a trajectory one parameter after the other takes a step of two thirds of
its range. The change of the outcome, divided by the step, is an elementary effect: the outcome's
unit per whole range. ``mu`` is their mean, ``mu_star`` the mean of their sizes, ``sigma`` their
spread (curvature and interplay with other parameters).

Source: Morris (1991), Technometrics 33(2); Campolongo, Cariboni & Saltelli (2007) for mu_star; the
indices and their bootstrap interval are SALib's. Ours differ in that the outcome is a mean over
replications, whose noise pushes mu_star up: what noise alone would give stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.arrays import Floats
from sim.errors import bad_input, unknown_name
from sim.experiments.antithetic import independent_means, pairs_among
from sim.experiments.blocks import Arm
from sim.experiments.designs import (
    LEVELS,
    Cut,
    Design,
    Range,
    factors_of,
    fitted_to_budget,
    morris_trajectories,
    salib_seed,
)
from sim.experiments.engines import Engine, Note
from sim.experiments.evaluate import Evaluation, Progress
from sim.experiments.seed_noise import HIGH, LEAST_TO_JUDGE, SeedNoise, noise_of_means, seed_noise
from sim.experiments.sweep.evaluation import evaluate_kept
from sim.knobs import NAMES, knob
from sim.outcomes import Outcome, find_outcome
from sim.random_streams import DrawKind
from sim.scenario import Equal, Scenario, check_switches, load_scenario, with_draws, with_gates

if TYPE_CHECKING:
    from matplotlib.figure import Figure

METHODS = ("morris",)
CONFIDENCE = 0.95
RESAMPLES = 1000
ROUNDING = 1e-12  # differences of equal numbers that arithmetic left unequal
SHOWN_HOLES = 10


@dataclass(frozen=True)
class SensitivityResult:
    """What an outcome hangs on.

    ``values`` : float64[points, replications], the outcome, or the first plan's minus the other's.
    ``table`` has a row a parameter, the most important first; it is empty if the outcome is the
    same at all points (``constant``).
    """

    scenario: Scenario
    method: str
    outcome: Outcome
    plans: tuple[str, ...]
    trajectories: int
    replications: int
    seed: int
    equal: Equal
    off: tuple[str, ...]
    design: Design = field(repr=False)
    cuts: tuple[Cut, ...]
    values: Floats = field(repr=False)
    noise: SeedNoise
    table: pd.DataFrame = field(repr=False)

    @property
    def runs(self) -> int:
        return self.values.size * len(self.plans)

    @property
    def antithetic_pairs(self) -> int:
        """Antithetic pairs of replications; 0 if draws are independent."""
        return pairs_among(self.scenario, range(self.replications))

    @property
    def constant(self) -> bool:
        """Whether the outcome is the same at all design points."""
        return is_constant(self.values.mean(axis=1))

    @property
    def estimand(self) -> str:
        """What was analysed, in words."""
        if len(self.plans) == 1:
            return f"{self.outcome.label}, plan {self.plans[0]}"
        return f"{self.outcome.label}: {self.plans[0]} minus {self.plans[1]}"

    def plot(self) -> Figure:
        """The most important parameters, with intervals and with what noise alone would give."""
        from sim.charts.sensitivity import morris_chart  # charts are slow to load and not always wanted
        from sim.experiments.sensitivity_folder import morris_chart_data

        return morris_chart(morris_chart_data(self))


def sensitivity(
    scenario: Scenario | str | Path | None = None,
    method: str = "morris",
    outcome: str = "support_public_decision",
    contrast: tuple[str, str] | None = ("early", "late"),
    plan: str = "early",
    trajectories: int = 40,
    replications: int = 20,
    seed: int = 1,
    parameters: Sequence[str] | None = None,
    ranges: Mapping[str, Range] | None = None,
    equal: Equal = "contacts",
    off: Iterable[str] = (),
    gates: bool | None = None,
    draws: DrawKind | None = None,
    engine: Engine = "threads",
    workers: int | None = None,
    progress: Progress | None = None,
    scheduler: str | None = None,
    folder: Path | None = None,
    command: str = "",
    note: Note = lambda words: None,
) -> SensitivityResult:
    """Screen behaviour parameters for what an outcome hangs on.

    Parameters
    ----------
    scenario : Scenario, or file or name of one; without it, the built-in one
    outcome : name of the outcome
    contrast : two plans, or None
        Analyse the first plan's outcome minus the second's; None: that of ``plan`` alone.
    trajectories : int >= 2
        Elementary effects of every parameter; with k parameters, k + 1 points each.
    replications : int >= 1
        Runs of every point and plan, the same people and luck at all points. Two or more are
        needed to know the noise; four with antithetic draws, always an even number.
    parameters, ranges : what is varied, and over which ranges (narrower than the declared)
    off : names of switches
        Mechanisms taken out of all runs.
    gates : bool, optional
        Whether gates hold programmes up, instead of what the scenario says.
    draws : "independent" or "antithetic", optional
        Instead of what the scenario says.
    scheduler : address of a Dask scheduler, with the engine ``dask``
    folder : keep every block of runs there as it is done; the same call goes on where it was stopped
    command, note : what the folder's manifest says made it; called with lines about what happens

    Raises
    ------
    BadInput
        If a name does not exist or a range is too wide.
    RuntimeError
        If a run failed or has no value: an index of a design with holes would be wrong.
    """
    scenario = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    scenario = with_draws(with_gates(scenario, gates), draws)
    if method not in METHODS:
        raise bad_input("sensitivity", "method", unknown_name(method, "a method", METHODS))
    declared, plans = find_outcome(scenario, outcome), contrast or (plan,)
    switched_off = tuple(sorted(check_switches(off, f"scenario {scenario.name}")))
    for name in plans:
        scenario.plan(name)
    if len(set(plans)) < len(plans):
        raise bad_input("sensitivity", "contrast", f"names '{plans[0]}' twice; expected two plans")
    factors, cuts = fitted_to_budget(scenario, plans, factors_of(parameters, ranges), equal)
    design = morris_trajectories(factors, trajectories, seed)
    arms = [Arm(name, switched_off) for name in plans]
    found = evaluate_kept(
        scenario,
        points_of(design),
        arms,
        replications,
        [outcome],
        seed,
        equal,
        engine,
        workers,
        progress,
        scheduler,
        folder,
        command,
        note,
    )
    refuse_holes(found)
    values = found.outcome(outcome, arms[0])
    if len(arms) > 1:
        values = values - found.outcome(outcome, arms[1])
    return SensitivityResult(
        scenario=scenario,
        method=method,
        outcome=declared,
        plans=tuple(plans),
        trajectories=trajectories,
        replications=replications,
        seed=seed,
        equal=equal,
        off=switched_off,
        design=design,
        cuts=cuts,
        values=values,
        noise=seed_noise(values, scenario.draws),
        table=morris_table(design, values, seed, scenario.draws),
    )


def points_of(design: Design) -> list[dict[str, float]]:
    """Design points as mappings of parameter to value."""
    return [dict(zip(design.names, row, strict=True)) for row in design.values.tolist()]


def refuse_holes(found: Evaluation) -> None:
    """Refuse runs that failed or gave no value, and say which.

    Raises
    ------
    RuntimeError
        If there is any.
    """
    holes = np.argwhere(np.isnan(found.values).any(axis=3))
    if not len(holes):
        return
    by_point: dict[int, list[str]] = {}
    for point, arm, number in holes:
        plan = found.arms[arm].plan
        by_point.setdefault(int(point), []).append(f"{plan} {number}")
    shown = [
        f"point {at} (replication {', '.join(where)})" for at, where in list(by_point.items())[:SHOWN_HOLES]
    ]
    more = f" and {len(by_point) - SHOWN_HOLES} more points" if len(by_point) > SHOWN_HOLES else ""
    why = found.failures[0].error if found.failures else "no run failed, but the outcome has no value there"
    raise RuntimeError(
        f"{len(by_point)} of {len(found.values)} design points have holes, and indices of a design with "
        f"holes would be wrong: {'; '.join(shown)}{more}. The first: {why}"
    )


def is_constant(means: Floats) -> bool:
    """Whether numbers are the same but for rounding."""
    return bool(np.ptp(means) <= ROUNDING * max(1.0, float(np.abs(means).max())))


def elementary_effects(design: Design, values: Floats) -> Floats:
    """Elementary effects in every replication: float64[replications, factors, trajectories]."""
    n = len(design.factors)
    points = design.unit.reshape(-1, n + 1, n)
    outcome = values.reshape(len(points), n + 1, -1)
    steps = np.diff(points, axis=1)
    moved = np.abs(steps).argmax(axis=2)  # [trajectories, n]: which factor takes the step
    size = np.take_along_axis(steps, moved[:, :, None], axis=2)
    effects = np.empty((outcome.shape[2], n, len(points)))
    for at, factors in enumerate(moved):
        effects[:, factors, at] = (np.diff(outcome[at], axis=0) / size[at]).T
    return effects


def morris_table(design: Design, values: Floats, seed: int, draws: DrawKind = "independent") -> pd.DataFrame:
    """Indices of every factor, the most important first; no rows if there is nothing to explain.

    Parameters
    ----------
    design : from ``morris_trajectories``
    values : float64[points, replications], no holes
    """
    from SALib.analyze import morris  # slow to load, and most commands never need it

    means, n = np.ascontiguousarray(values.mean(axis=1)), len(design.factors)
    columns = ["rank", "parameter", "mu", "mu_star", "mu_star_low", "mu_star_high", "sigma", "noise"]
    columns += ["noise_high", "noise_share", "above_noise", "low", "high", "unit", "meaning"]
    if is_constant(means):
        return pd.DataFrame(columns=columns)
    problem = {"num_vars": n, "names": design.names, "bounds": [[0.0, 1.0]] * n}
    found = morris.analyze(
        problem,
        design.unit,
        means,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        num_levels=LEVELS,
        seed=salib_seed(seed, "morris analysis"),
    )
    mu, mu_star, spread, sigma = (
        np.asarray(found[name], dtype=np.float64) for name in ("mu", "mu_star", "mu_star_conf", "sigma")
    )
    effects = independent_means(elementary_effects(design, values), draws)
    alone = np.abs(noise_of_means(effects, seed)).mean(axis=2)  # [splits, factors]
    unknown = np.full(n, np.nan)
    noise = alone.mean(axis=0) if len(alone) else unknown
    noise_high = np.percentile(alone, HIGH, axis=0) if len(effects) >= LEAST_TO_JUDGE else unknown
    share = np.divide(noise, mu_star, out=np.zeros(n), where=mu_star > 0)
    order = np.argsort(-mu_star, kind="stable")
    table = pd.DataFrame(
        {
            "parameter": design.names,
            "mu": mu,
            "mu_star": mu_star,
            "mu_star_low": np.maximum(0.0, mu_star - spread),
            "mu_star_high": mu_star + spread,
            "sigma": sigma,
            "noise": noise,
            "noise_high": noise_high,
            "noise_share": np.where(np.isnan(noise), np.nan, share),
            "above_noise": mu_star > noise_high,
            "low": [factor.low for factor in design.factors],
            "high": [factor.high for factor in design.factors],
            "unit": [knob(name).unit if name in NAMES else "-" for name in design.names],
            "meaning": [knob(name).meaning if name in NAMES else "" for name in design.names],
        }
    ).iloc[order]
    table.insert(0, "rank", np.arange(1, n + 1))
    return table.reset_index(drop=True)[columns]
