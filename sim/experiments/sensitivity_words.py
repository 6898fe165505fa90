"""What an outcome hangs on, in words: unit, interval and number of runs beside every number."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from sim.charts.words import counted, in_antithetic_pairs, signed
from sim.experiments.designs import Cut
from sim.experiments.prior_predictive import FULL, MEAN_FIELD, SAME, PriorPredictive, without
from sim.experiments.seed_noise import LEAST_TO_JUDGE
from sim.experiments.sensitivity import SensitivityResult

SHOWN, SHOWN_CORRELATIONS = 20, 5
FEW_TRAJECTORIES = 10  # below that a bootstrap has too few to choose from


def morris_headline(result: SensitivityResult) -> str:
    """The finding of a screening in one sentence."""
    if result.constant:
        value = float(result.values.mean())
        points = f"{len(result.design):,} design points"
        return f"{result.estimand}: {signed(value, 3)} at all {points}; nothing to explain"
    first = [str(name).replace("_", " ") for name in result.table["parameter"][:3]]
    return f"{result.estimand} hangs most on {', '.join(first)}"


def morris_in_words(result: SensitivityResult) -> Iterator[str]:
    """A screening as lines of text."""
    outcome, unit = result.outcome, result.outcome.unit
    yield f"{result.scenario.title}: {result.estimand} ({unit})"
    yield (
        f"Morris screening of {len(result.design.factors)} parameters: {result.trajectories} trajectories, "
        f"{len(result.design):,} design points x {replications_in_words(result)} x "
        f"{counted(len(result.plans), 'plan')} = {result.runs:,} runs, seed {result.seed}"
    )
    if result.off:
        yield f"Taken out of every run: {', '.join(result.off)}"
    yield from cuts_in_words(result.cuts)
    yield ""
    if result.constant:
        yield morris_headline(result) + "."
        return
    yield from _noise_in_words(result)
    yield ""
    if result.trajectories < FEW_TRAJECTORIES:
        yield f"Intervals from fewer than {FEW_TRAJECTORIES} trajectories are too narrow."
    yield f"Effect of a parameter's whole range, {unit} (95 % interval of the mean size over trajectories):"
    yield ""
    yield (
        f"  {'':>3}  {'parameter':<28}{'mean size':>10}  {'95 % interval':<17}"
        f"{'mean':>9}{'spread':>9}{'noise alone':>13}"
    )
    for row in result.table.head(SHOWN).to_dict("records"):
        yield _effect_row(row)
    rest = len(result.table) - SHOWN
    if rest > 0:
        most = float(result.table["mu_star"].iloc[SHOWN])
        yield f"  and {rest} more, none above {most:.4f} {unit}"
    still = int((result.table["mu_star"] == 0).sum())
    if still:
        yield f"  {counted(still, 'parameter')} moved nothing at all"
    large = int((result.table["mu_star_low"] > outcome.rope).sum())
    yield (
        f"{counted(large, 'parameter')} of {len(result.table)} surely move it by more than the rope "
        f"({outcome.rope:g}) on average: their whole interval lies above."
    )


def _effect_row(row: dict[Any, Any]) -> str:
    interval = f"{row['mu_star_low']:.4f} to {row['mu_star_high']:.4f}"
    noise = "unknown" if math.isnan(row["noise"]) else f"{row['noise']:.4f}"
    within = not math.isnan(row["noise_high"]) and not row["above_noise"]
    remark = "  moved nothing" if row["mu_star"] == 0 else "  within seed noise" if within else ""
    return (
        f"  {row['rank']:>3}  {row['parameter']:<28}{row['mu_star']:>10.4f}  {interval:<17}"
        f"{signed(row['mu'], 4):>9}{row['sigma']:>9.4f}{noise:>13}{remark}"
    )


def _noise_in_words(result: SensitivityResult) -> Iterator[str]:
    noise, unit = result.noise, result.outcome.unit
    observed = result.antithetic_pairs or result.replications
    if observed < 2:
        one = "antithetic pair of replications" if result.antithetic_pairs else "replication"
        yield f"Seed noise: unknown from one {one}; part of every effect below may be luck."
        return
    yield (
        f"Seed noise: a design point's mean is known to {noise.standard_error:.4f} {unit} "
        f"(standard error, {replications_in_words(result)})."
    )
    if not math.isnan(noise.share_of_seed):
        yield (
            f"Of the variance of a single {'pair' if len(result.plans) > 1 else 'run'}, parameters make "
            f"{100 * noise.share_of_points:.0f} % and the seed {100 * noise.share_of_seed:.0f} %."
        )
    yield "'Noise alone' is the mean size that effects would have if no parameter did anything."
    if observed < LEAST_TO_JUDGE:
        least = f"{LEAST_TO_JUDGE} {'antithetic pairs of ' if result.antithetic_pairs else ''}replications"
        yield f"Which effects are beyond noise takes at least {least} to judge."


def replications_in_words(result: SensitivityResult) -> str:
    """How many, and in how many antithetic pairs, if any."""
    pairs = in_antithetic_pairs(result.antithetic_pairs, of="")
    return counted(result.replications, "replication") + pairs


def cuts_in_words(cuts: tuple[Cut, ...]) -> Iterator[str]:
    """Ranges that were cut, and why."""
    for cut in cuts:
        yield f"Range cut to what the plans' calendars can hold: {cut}"


def prior_headline(result: PriorPredictive) -> str:
    """The finding about the first outcome in one sentence."""
    row = result.table.iloc[0]
    first, other = result.contrast
    return (
        f"{row['label']}: {first} is better in {100 * row['first_better']:.0f} % of the prior, "
        f"{other} in {100 * row['other_better']:.0f} %, neither in {100 * row['neither']:.0f} %"
    )


def prior_in_words(result: PriorPredictive) -> Iterator[str]:
    """A prior predictive as lines of text."""
    first, other = result.contrast
    parameters = counted(len(result.design.factors), "parameter")
    yield f"{result.scenario.title}: {first} minus {other} over the prior of {parameters}"
    yield (
        f"{result.points:,} points x {counted(result.replications, 'pair')} of runs"
        f"{in_antithetic_pairs(result.antithetic_pairs)} x "
        f"{counted(len(result.differences), 'model')} = {result.runs:,} runs, seed {result.seed}"
    )
    yield from cuts_in_words(result.cuts)
    yield "Better means by more than the rope. Null model 'no change' (everybody keeps the prior view):"
    yield "difference 0 at every point, neither better in 100 %, by construction. Null model 'mean field':"
    yield "people of a group and locality alike, everybody hears everybody, no luck in who comes."
    for outcome in result.outcomes:
        rows = result.table[result.table["outcome"] == outcome.name].set_index("model")
        yield ""
        yield f"{outcome.label} ({outcome.unit}; rope {outcome.rope:g}; {result.points:,} points)"
        full = rows.loc[FULL]
        for words, side in (
            (f"{first} better", "first_better"),
            (f"{other} better", "other_better"),
            ("neither", "neither"),
        ):
            low, high = 100 * full[f"{side}_low"], 100 * full[f"{side}_high"]
            yield f"  {words:<20}{100 * full[side]:>5.0f} %  (95 %: {low:.0f} to {high:.0f} %)"
        noise = result.noise[outcome.name].standard_error
        few = "antithetic pair of replications" if result.antithetic_pairs else "pair"
        known = f"unknown from one {few}" if math.isnan(noise) else f"{noise:.4f} {outcome.unit}"
        mean = signed(full["difference"], 3)
        yield f"  mean difference {mean}; standard error of a point's difference: {known}"
        yield f"  {_correlations_in_words(result, outcome.name)}"
        yield from _change_in_words(rows.loc[MEAN_FIELD], MEAN_FIELD, result)
        for switch in result.off:
            yield from _change_in_words(rows.loc[without(switch)], without(switch), result)


def _correlations_in_words(result: PriorPredictive, outcome: str) -> str:
    rows = result.correlations[result.correlations["outcome"] == outcome]
    if rows.empty:
        return "the difference is the same at all points; nothing to correlate"
    beyond = rows[rows["rho"].abs() > result.chance_correlation].head(SHOWN_CORRELATIONS)
    chance = f"|rho| above {result.chance_correlation:.2f}, which chance exceeds in 1 of 20 designs"
    if beyond.empty:
        return f"no parameter's rank correlation stands out ({chance})"
    named = "; ".join(
        f"{row['parameter']} {signed(row['rho'], 2)} "
        f"(95 %: {signed(row['low'], 2)} to {signed(row['high'], 2)})"
        for row in beyond.to_dict("records")
    )
    return f"hangs on (rank correlation; {chance}): {named}"


def _change_in_words(row: pd.Series, model: str, result: PriorPredictive) -> Iterator[str]:
    if row["effect"] == SAME:
        yield f"  {model}: no effect, the same at every point"
        return
    parts = []
    for plan, side in zip(result.contrast, ("first_better", "other_better"), strict=True):
        change, low, high = (100 * row[f"{side}_change{end}"] for end in ("", "_low", "_high"))
        if low <= 0 <= high:
            parts.append(f"{plan} better: no effect ({_points(change, low, high)})")
        else:
            parts.append(f"{plan} better: {_points(change, low, high)}, to {100 * row[side]:.0f} %")
    low, high = row["difference_change_low"], row["difference_change_high"]
    mean = f"{signed(row['difference_change'], 4)} (95 %: {signed(low, 4)} to {signed(high, 4)})"
    parts.append(f"mean difference: {'no effect ' if low <= 0 <= high else ''}{mean}")
    yield f"  {model}: {'; '.join(parts)}"


def _points(change: float, low: float, high: float) -> str:
    return f"{signed(change, 1)} percentage points, 95 %: {signed(low, 1)} to {signed(high, 1)}"
