"""Prior predictive: does the model favour a plan before anything is known?

Points are spread over all declared ranges (a Latin hypercube), each run with both plans on the
same people and luck. The share of points at which a plan is better by more than the rope says
what the model as such leans to; the same with one mechanism taken out says which it hangs on.

Two null models beside it. *No change*, where everybody keeps the prior view: both plans end with the
same support, trust and campaigns, and the difference is 0 at every point by construction. *Mean field*,
run at all points: people of a group and locality are alike but for attachment, suspicion of cuts and
what a register says, hear everybody alike, and attend with the probability of coming; what it shows
needs no network, no spread of views and no luck in who comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.arrays import Floats
from sim.errors import bad_input
from sim.experiments.antithetic import pairs_among
from sim.experiments.blocks import Arm
from sim.experiments.designs import Cut, Design, Range, factors_of, fitted_to_budget, latin_hypercube
from sim.experiments.engines import Engine, Note
from sim.experiments.evaluate import Progress
from sim.experiments.prior_statistics import (
    chance_correlation,
    mean_change_interval,
    paired_share_interval,
    rank_correlations,
)
from sim.experiments.seed_noise import SeedNoise, seed_noise
from sim.experiments.sensitivity import points_of, refuse_holes
from sim.experiments.statistics import share_interval
from sim.experiments.sweep.evaluation import evaluate_kept
from sim.outcomes import Outcome, find_outcome, outcomes_of
from sim.random_streams import DrawKind
from sim.scenario import Equal, Scenario, check_switches, load_scenario, with_draws, with_gates

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LEAST_POINTS = 10  # below that intervals of shares say nothing
FULL, NO_CHANGE, MEAN_FIELD = "full model", "no change", "mean field"
# Outcomes of which nothing is left if everybody keeps the prior view
ABOUT_VIEWS = (
    "support_",
    "trust_",
    "in_favour_",
    "polarisation_",
    "peak_campaign",
    "agreed_need",
    "mean_trust",
)
SAME, UNCLEAR, CLEAR = "none: the same at every point", "none seen", "clear"


@dataclass(frozen=True)
class PriorPredictive:
    """Which plan is better over the prior.

    ``differences[model][outcome]`` is float64[points, replications], first plan minus the other.
    ``table`` has a row an outcome and model (the full one, without each mechanism in ``off``, mean
    field, no change); ``correlations`` a row an outcome and parameter, the strongest first.
    """

    scenario: Scenario
    contrast: tuple[str, str]
    outcomes: tuple[Outcome, ...] = field(repr=False)
    points: int
    replications: int
    seed: int
    equal: Equal
    off: tuple[str, ...]
    design: Design = field(repr=False)
    cuts: tuple[Cut, ...]
    differences: dict[str, dict[str, Floats]] = field(repr=False)
    noise: dict[str, SeedNoise] = field(repr=False)
    table: pd.DataFrame = field(repr=False)
    correlations: pd.DataFrame = field(repr=False)
    chance_correlation: float

    @property
    def runs(self) -> int:
        return 2 * self.points * self.replications * len(self.differences)

    @property
    def antithetic_pairs(self) -> int:
        """Antithetic pairs of replications; 0 if draws are independent."""
        return pairs_among(self.scenario, range(self.replications))

    def plot(self) -> Figure:
        """Shares of the prior in which either plan is better, by outcome."""
        from sim.charts.sensitivity import prior_chart  # charts are slow to load and not always wanted
        from sim.experiments.sensitivity_folder import prior_chart_data

        return prior_chart(prior_chart_data(self))


def prior_predictive(
    scenario: Scenario | str | Path | None = None,
    points: int = 500,
    replications: int = 4,
    contrast: tuple[str, str] = ("early", "late"),
    seed: int = 1,
    off: Iterable[str] = (),
    gates: bool | None = None,
    draws: DrawKind | None = None,
    outcomes: Sequence[str] | None = None,
    parameters: Sequence[str] | None = None,
    ranges: Mapping[str, Range] | None = None,
    equal: Equal = "contacts",
    engine: Engine = "threads",
    workers: int | None = None,
    progress: Progress | None = None,
    scheduler: str | None = None,
    folder: Path | None = None,
    command: str = "",
    note: Note = lambda words: None,
) -> PriorPredictive:
    """Compare two plans at points spread over the prior.

    Parameters
    ----------
    points : int >= 10
    replications : int >= 1
        A point's difference is the mean over so many pairs; an even number with antithetic draws.
    off : names of switches
        Mechanisms to take out, one at a time, each at all points again.
    gates : bool, optional
        Whether gates hold programmes up, instead of what the scenario says.
    draws : "independent" or "antithetic", optional
        Instead of what the scenario says.
    outcomes : names, optional
        Without them: support of residents, of losing localities and of clinicians, and trust of
        residents, at the decision and at the horizon, and the peak campaign.
    parameters, ranges : what is varied, and over which ranges (narrower than the declared)
    scheduler : address of a Dask scheduler, with the engine ``dask``
    folder : keep every block of runs there as it is done; the same call goes on where it was stopped
    command, note : what the folder's manifest says made it; called with lines about what happens

    Raises
    ------
    BadInput
        If a name does not exist or a range is too wide.
    RuntimeError
        If a run failed or has no value.
    """
    scenario = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    scenario = with_draws(with_gates(scenario, gates), draws)
    if points < LEAST_POINTS:
        raise bad_input("prior", "points", f"is {points}; expected {LEAST_POINTS} or more")
    if len(contrast) != 2 or contrast[0] == contrast[1]:
        raise bad_input("prior", "contrast", f"is {', '.join(contrast)}; expected two plans")
    switches = tuple(dict.fromkeys(off))
    check_switches(switches, f"scenario {scenario.name}")
    declared = tuple(find_outcome(scenario, name) for name in outcomes or prior_outcomes(scenario))
    names = [outcome.name for outcome in declared]
    for plan in contrast:
        scenario.plan(plan)
    factors, cuts = fitted_to_budget(scenario, contrast, factors_of(parameters, ranges), equal)
    design = latin_hypercube(factors, points, seed)
    models: dict[str, tuple[tuple[str, ...], bool]] = {FULL: ((), False), MEAN_FIELD: ((), True)}
    models |= {without(switch): ((switch,), False) for switch in switches}
    arms = [Arm(plan, *how) for how in models.values() for plan in contrast]
    found = evaluate_kept(
        scenario,
        points_of(design),
        arms,
        replications,
        names,
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
    differences = {
        model: {
            name: found.outcome(name, Arm(contrast[0], *how)) - found.outcome(name, Arm(contrast[1], *how))
            for name in names
        }
        for model, how in models.items()
    }
    return PriorPredictive(
        scenario=scenario,
        contrast=(contrast[0], contrast[1]),
        outcomes=declared,
        points=points,
        replications=replications,
        seed=seed,
        equal=equal,
        off=switches,
        design=design,
        cuts=cuts,
        differences=differences,
        noise={name: seed_noise(differences[FULL][name], scenario.draws) for name in names},
        table=prior_table(declared, differences),
        correlations=rank_correlations(
            design, {name: differences[FULL][name].mean(axis=1) for name in names}
        ),
        chance_correlation=chance_correlation(points, len(factors)),
    )


def without(switch: str) -> str:
    """The name of the model with one mechanism taken out."""
    return f"without {switch}"


def prior_outcomes(scenario: Scenario) -> list[str]:
    """What is looked at unless something else is asked for, as far as the scenario has it."""
    groups = scenario.population.groups
    residents = next(group.name for group in groups if group.stands_for_residents)
    who = [f"support_{residents}"]
    who += ["support_losing"] if scenario.proposal.losing_localities() else []
    who += [f"support_{group.name}" for group in groups if group.kind == "professional"][:1]
    who += [f"trust_{residents}"]
    names = [f"{each}_{moment}" for each in who for moment in ("decision", "horizon")]
    return [name for name in [*names, "peak_campaign"] if name in outcomes_of(scenario)]


def prior_table(outcomes: Sequence[Outcome], differences: Mapping[str, Mapping[str, Floats]]) -> pd.DataFrame:
    """Shares by outcome and model, and how they change against the full model."""
    rows = []
    for outcome in outcomes:
        full = differences[FULL][outcome.name].mean(axis=1)
        for model in differences:
            means = differences[model][outcome.name].mean(axis=1)
            change = {"effect": ""} if model == FULL else _change(outcome, full, means)
            rows.append(_row(outcome, model, means) | change)
        if outcome.name.startswith(ABOUT_VIEWS):
            rows.append(_row(outcome, NO_CHANGE, np.zeros_like(full)) | {"effect": ""})
    columns = [*_row(outcomes[0], FULL, np.zeros(1)), *_change(outcomes[0], np.zeros(2), np.zeros(2))]
    return pd.DataFrame(rows, columns=columns)


def _sides(outcome: Outcome, means: Floats) -> tuple[Floats, Floats]:
    """Where the first plan is better by more than the rope, and where the other is."""
    gain = -means if outcome.better == "lower" else means
    return (gain > outcome.rope).astype(np.float64), (gain < -outcome.rope).astype(np.float64)


def _row(outcome: Outcome, model: str, means: Floats) -> dict[str, object]:
    first, other = _sides(outcome, means)
    row: dict[str, object] = {
        "outcome": outcome.name,
        "label": outcome.label,
        "unit": outcome.unit,
        "better_is": outcome.better,
        "rope": outcome.rope,
        "model": model,
        "points": means.size,
    }
    for side, where in (("first_better", first), ("other_better", other), ("neither", 1 - first - other)):
        low, high = share_interval(int(where.sum()), where.size)
        row |= {side: float(where.mean()), f"{side}_low": low, f"{side}_high": high}
        if model == NO_CHANGE:  # known, not counted
            row |= {f"{side}_low": row[side], f"{side}_high": row[side]}
    return row | {"difference": float(means.mean()), "median": float(np.median(means))}


def _change(outcome: Outcome, full: Floats, means: Floats) -> dict[str, object]:
    """Paired change of both shares and of the mean difference against the full model."""
    changes: dict[str, object] = {}
    clear = False
    for side, before, after in zip(
        ("first_better", "other_better"), _sides(outcome, full), _sides(outcome, means), strict=True
    ):
        low, high = paired_share_interval(before, after)
        share = float((after - before).mean())
        changes |= {f"{side}_change": share, f"{side}_change_low": low, f"{side}_change_high": high}
        clear = clear or not low <= 0 <= high
    low, high = mean_change_interval(means - full)
    changes |= {"difference_change": float((means - full).mean())}
    changes |= {"difference_change_low": low, "difference_change_high": high}
    clear = clear or not low <= 0 <= high
    same = bool(np.all(means == full))
    return changes | {"effect": SAME if same else CLEAR if clear else UNCLEAR}
