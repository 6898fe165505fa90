"""Timing: one plan started in many different weeks, against a target and against another plan.

Every start shares people and luck with every other. What is said of the runs is in ``timing_result``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import numpy as np

from sim.errors import BadInput, Problem, bad_input, unknown_name
from sim.experiments.antithetic import problems_of_count
from sim.experiments.blocks import in_words
from sim.experiments.engines import Engine, Note, run_tasks
from sim.experiments.evaluate import Progress
from sim.experiments.timing_result import Timing
from sim.outcomes import Outcome, find_outcome
from sim.scenario import Equal, Scenario
from sim.scenario.programme import MILESTONES, Milestone
from sim.simulation import simulate_lanes
from sim.world import Lane, lane_of

RANGES = {  # of what a target can be, by unit
    "support points": (-1.0, 1.0),
    "trust (0 to 1)": (0.0, 1.0),
    "share of runs": (0.0, 1.0),
    "share": (0.0, 1.0),
}


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
    scheduler: str | None = None,
    note: Note = lambda words: None,
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
    equal : what every start and the other plan have in common
    scheduler : address of a Dask scheduler, with the engine ``dask``
    note : called with lines about what happens to workers

    Raises
    ------
    BadInput
        If plan, outcome or milestone do not exist, or no start is possible.
    RuntimeError
        If all replications failed, or all but one; single failures are rows.
    """
    usual = "goes_ahead" if scenario.gates else "support_losing_decision"
    declared = find_outcome(scenario, outcome or usual)
    chosen, other = scenario.plan(plan), scenario.plan(against)
    _check(scenario, declared, milestone, first, last, step, target, pairs, seed)
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
    found: dict[int, Sequence[float] | str] = {}
    read = partial(_read, scenario, lanes, declared, seed, equal)
    for number, each in run_tasks(read, range(pairs), engine, workers, scheduler, note):
        found[number] = each
        if progress is not None:
            progress(len(found), pairs)
    failures = tuple((number, found[number]) for number in sorted(found) if isinstance(found[number], str))
    lost = {number for number, _ in failures}
    if scenario.draws == "antithetic":  # a pair is one observation: neither of it counts
        lost |= {number ^ 1 for number in lost}
    counted = [number for number in range(pairs) if number not in lost]
    if len(counted) < 2:
        raise RuntimeError(f"{len(failures)} of {pairs} replications failed; the first: {failures[0][1]}")
    values = np.array([found[number] for number in counted], dtype=np.float64)
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
        equal,
        tuple(counted),
        failures,  # type: ignore[arg-type]  # words each
    )


def _check(
    scenario: Scenario,
    outcome: Outcome,
    milestone: str,
    first: int,
    last: int,
    step: int,
    target: float | None,
    pairs: int,
    seed: int,
) -> None:
    problems = []
    if milestone not in MILESTONES:
        problems.append(Problem("milestone", unknown_name(milestone, "a milestone", MILESTONES)))
    if last < first:
        problems.append(
            Problem("--from", f"is {first}, after --to {last}; expected a first start before the last")
        )
    for key, count, least in (("step", step, 1), ("pairs", pairs, 2), ("seed", seed, 0)):
        if count < least:
            problems.append(Problem(f"--{key}", f"is {count}; expected {least} or more"))
    problems += problems_of_count(scenario, "--pairs", pairs)
    low, high = RANGES.get(outcome.unit, (-math.inf, math.inf))
    if target is not None and not (math.isfinite(target) and low <= target <= high):
        expected = f"{low:g} to {high:g}, as {outcome.name}" if math.isfinite(low) else "a number"
        problems.append(Problem("--target", f"is {target:g}; expected {expected}"))
    if problems:
        raise BadInput("timing", problems)


def _read(
    scenario: Scenario, lanes: Sequence[Lane], outcome: Outcome, seed: int, equal: Equal, number: int
) -> list[float] | str:
    """The outcome in every lane of a replication, or what went wrong in it."""
    try:
        values = [float(outcome.value(run)) for run in simulate_lanes(scenario, lanes, seed, number, equal)]
    except BadInput:
        raise
    except Exception as failure:  # a failed run is a row, not the end of the others
        return in_words(failure)
    if not all(map(math.isfinite, values)):
        return f"{outcome.name} is not a finite number"
    return values
