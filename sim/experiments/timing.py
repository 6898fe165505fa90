"""Timing: one plan started in many different weeks, against a target and against another plan.

Every start shares people and luck with every other. A start is safe if the outcome's mean clears the
target, interval and all; the latest safe start is the latest tested week such that it and every earlier
tested one are safe. Where the plan stops (or begins) to be better than the other one is a zero of the
mean paired difference, interpolated between tested weeks and found by Brent's method; its interval
comes from resampling pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.interpolate import PchipInterpolator
from scipy.optimize import brentq

from sim.arrays import Floats, Integers
from sim.errors import BadInput, bad_input
from sim.experiments.antithetic import independent_means, pairing_of, pairs_among, refuse_odd
from sim.experiments.engines import Engine, run_tasks
from sim.experiments.evaluate import Progress
from sim.experiments.statistics import mean_interval, share_interval, share_interval_of_pairs
from sim.outcomes import Outcome, find_outcome
from sim.scenario import Equal, Scenario
from sim.scenario.programme import MILESTONES, Milestone
from sim.simulation import simulate_lanes
from sim.world import Lane, lane_of

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
    milestone; what could not be started then, and why, is in ``left_out``.
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

    @property
    def pairs(self) -> int:
        return int(self.values.shape[1])

    @property
    def pairing(self) -> Integers | None:
        """Which antithetic pair each replication belongs to; None if draws are independent."""
        return pairing_of(self.scenario, range(self.pairs))

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


def timing(
    scenario: Scenario,
    plan: str = "early",
    against: str = "late",
    first: int = -48,
    last: int = 40,
    step: int = 4,
    milestone: Milestone = "preferred",
    outcome: str | None = None,
    target: float | None = None,
    pairs: int = 100,
    seed: int = 1,
    equal: Equal = "contacts",
    engine: Engine = "threads",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Timing:
    """Start a plan in different weeks, on the same people and the same luck.

    Parameters
    ----------
    first, last, step : weeks from the milestone
        Starts before the case for change, or from which the plan would run beyond the horizon, are left out.
    against : a plan as it is, for the paired difference
    outcome : name; if left out whether it goes ahead, or without gates support of losing localities
    target : of the outcome's mean, optional
    pairs : int >= 2
        Paired runs of each start; an even number with antithetic draws.

    Raises
    ------
    BadInput
        If plan, outcome or milestone do not exist, or no start is possible.
    """
    if milestone not in MILESTONES:
        raise bad_input("timing", "milestone", f"is '{milestone}'; there are: {', '.join(MILESTONES)}")
    if step < 1 or last < first or pairs < 2:
        raise bad_input(
            "timing", "", "needs a step of 1 or more, a last start after the first, 2 or more pairs"
        )
    refuse_odd(scenario, "timing", "pairs", pairs)
    usual = "goes_ahead" if scenario.gates else "support_losing_decision"
    declared, chosen, other = (
        find_outcome(scenario, outcome or usual),
        scenario.plan(plan),
        scenario.plan(against),
    )
    if not chosen.activities:
        raise bad_input("timing", "plan", f"{plan} has no activities; there is nothing to start")
    lanes: list[Lane] = [lane_of(scenario, other, None, equal)]
    starts, left_out = [], []
    milestones, horizon = scenario.programme.milestones, scenario.programme.horizon_weeks
    for start in range(first, last + 1, step):
        try:
            moved = chosen.starting(start, milestone, milestones)
            stop = max(activity.weeks(milestones)[1] for activity in moved.activities)
            if stop > horizon:
                raise ValueError(f"it would run to week {stop - 1}, beyond the horizon of {horizon} weeks")
            lanes.append(lane_of(scenario, moved, None, equal))
        except (ValueError, BadInput) as refused:
            left_out.append((start, str(refused)))
            continue
        starts.append(start)
    if not starts:
        raise bad_input("timing", "", f"no start is possible; the first: {left_out[0][1]}")
    values = np.empty((pairs, len(lanes)))
    read = partial(_read, scenario, lanes, declared, seed, equal)
    for done, (number, found) in enumerate(run_tasks(read, range(pairs), engine, workers), start=1):
        values[number] = found
        if progress is not None:
            progress(done, pairs)
    return Timing(
        scenario,
        plan,
        against,
        milestone,
        declared,
        tuple(starts),
        np.ascontiguousarray(values[:, 1:].T),
        values[:, 0].copy(),
        seed,
        target,
        tuple(left_out),
    )


def _read(
    scenario: Scenario, lanes: Sequence[Lane], outcome: Outcome, seed: int, equal: Equal, number: int
) -> list[float]:
    runs = simulate_lanes(scenario, lanes, seed, number, equal)
    return [float(outcome.value(run)) for run in runs]


def in_words(found: Timing) -> list[str]:
    """What a leader would say of it, in a few sentences."""
    from sim.charts.words import in_antithetic_pairs  # charts are slow to load and not always wanted

    milestone, outcome = found.milestone.replace("_", " "), found.outcome
    mirrored = in_antithetic_pairs(pairs_among(found.scenario, range(found.pairs)))
    lines = []
    if found.target is not None:
        latest = found.latest_safe_start
        clears = f"“{outcome.label}” clears {found.target:g} {outcome.unit}"
        if latest is None:
            lines.append(f"No tested start is safe: at the first, it cannot be said that {clears}")
        elif latest == found.starts[-1]:
            lines.append(f"Every tested start is safe, to {weeks_from(latest, milestone)}: {clears}")
        else:
            lines.append(f"Latest safe start: {weeks_from(latest, milestone)}; up to there {clears}")
        lines[-1] += f" (95 % interval of the mean; {found.pairs} paired runs{mirrored}, seed {found.seed})."
    if not found.flips:
        mean = float((found.values - found.against_values).mean())
        better = mean < 0 if outcome.better == "lower" else mean > 0
        is_better = "is better" if better else "is not better"
        lines.append(f"Plan {found.plan} {is_better} than plan {found.against} at every tested start.")
    for flip in found.flips:
        sure = "" if flip.found > 0.975 else f"; {flip.found:.0%} of resamples have such a week"
        lines.append(
            f"Started later than {weeks_from(round(flip.start), milestone)}, plan {found.plan} is {flip.to} "
            f"than plan {found.against} (95 %: {flip.low:+.0f} to {flip.high:+.0f} weeks from it{sure})."
        )
    return lines


def weeks_from(weeks: int, milestone: str) -> str:
    """So many weeks before or after a milestone, in words."""
    if weeks == 0:
        return f"the week of the {milestone}"
    return f"{abs(weeks)} weeks {'before' if weeks < 0 else 'after'} the {milestone}"
