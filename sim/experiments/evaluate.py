"""Evaluation: the outcomes of every design point under every arm and in every replication.

All points and arms of a replication share people, network and luck. They are computed in blocks
of lanes, several blocks a task, so that a replication's world is drawn once a task. A run
depends on scenario, arm, point, seed and replication alone: engine, workers and block size
change no bit. A run that fails is a hole with its error, and takes no other run with it.
"""

from __future__ import annotations

import itertools
import os
import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from sim.arrays import Floats
from sim.errors import BadInput, Problem
from sim.experiments.antithetic import problems_of_count
from sim.experiments.engines import Engine, run_tasks
from sim.outcomes import find_outcome, outcomes_of
from sim.scenario import Equal, Scenario, check_switches
from sim.simulation import MOST_LANES, simulate_lanes
from sim.world import Lane, Timetable, World, draw_world, lane_of

BLOCK = MOST_LANES
SECONDS_A_TASK = 1.0  # beside which drawing a world and handing over a task are small
NS_A_STAKEHOLDER_WEEK = 60  # of one lane; only sets the size of tasks
MOST_BLOCKS = 32  # a task
BATCHES_KEPT = 2  # lanes of that many batches: one being finished, one begun

# What makes people of a group and locality alike: no spread, and no noise
ALIKE = dict.fromkeys(
    ("prior_sd", "prior_trust_sd", "gain_sd", "judgement_sd", "threshold_sd", "private_noise"), 0.0
)

Progress = Callable[[int, int], None]
Point = Mapping[str, float]


@dataclass(frozen=True)
class Arm:
    """A plan, and the mechanisms taken out while it runs.

    Under ``mean_field`` nobody differs from others of the same group and locality but in attachment and
    suspicion of cuts, everybody hears everybody alike, and attends with the probability of coming.
    """

    plan: str
    off: tuple[str, ...] = ()
    mean_field: bool = False


@dataclass(frozen=True)
class Failure:
    """A run that failed: where, and with which error."""

    point: int
    arm: Arm
    replication: int
    error: str


@dataclass(frozen=True)
class Evaluation:
    """Outcomes by run.

    ``values`` is float64[points, arms, replications, outcomes], nan where a run failed.
    """

    arms: tuple[Arm, ...]
    outcomes: tuple[str, ...]
    replications: int
    values: Floats = field(repr=False)
    failures: tuple[Failure, ...] = ()

    def outcome(self, name: str, arm: Arm) -> Floats:
        """One outcome under one arm, float64[points, replications]."""
        found: Floats = self.values[:, self.arms.index(arm), :, self.outcomes.index(name)]
        return found


@dataclass(frozen=True, eq=False)
class _Batch:
    """Points that are run together; its lanes are built once in a process and used in all replications."""

    key: tuple[int, int]
    first: int
    points: tuple[Point, ...]


@dataclass(frozen=True)
class _Work:
    """What all tasks have in common."""

    scenario: Scenario
    arms: tuple[Arm, ...]
    outcomes: tuple[str, ...]
    seed: int
    equal: Equal
    block: int


@dataclass(frozen=True)
class _Built:
    """A batch's lanes, or why there is none; blocks of those that can run together, by position."""

    lanes: list[Lane | str]
    blocks: list[list[int]]
    timetables: dict[int, Timetable]


Task = tuple[_Batch, int]
_keys = itertools.count()
_built: OrderedDict[tuple[int, int], _Built] = OrderedDict()
_building = threading.Lock()


def evaluate(
    scenario: Scenario,
    points: Sequence[Point],
    arms: Sequence[Arm | str],
    replications: int,
    outcomes: Sequence[str],
    seed: int = 1,
    equal: Equal = "contacts",
    engine: Engine = "threads",
    workers: int | None = None,
    progress: Progress | None = None,
    block: int = BLOCK,
) -> Evaluation:
    """Run every design point under every arm, in the same replications.

    Parameters
    ----------
    points : for each design point, the parameters that differ from the scenario's
    arms : plans by name, or plans with mechanisms taken out
    outcomes : names of the outcomes to read
    progress : called with (done, total) runs after each task
    block : lanes computed together; changes no number

    Raises
    ------
    BadInput
        If an arm or an outcome does not exist, or a count is below 1. What is wrong with a single
        point is its failure.
    """
    chosen = tuple(Arm(arm) if isinstance(arm, str) else arm for arm in arms)
    _check(scenario, points, chosen, outcomes, replications, seed, block)
    work = _Work(scenario, chosen, tuple(outcomes), seed, equal, block)
    size = _points_a_batch(scenario, len(chosen), block)
    run_number = next(_keys) * 1_000_003 + os.getpid()  # workers outlive an evaluation: keys must not meet
    batches = [
        _Batch((run_number, first), first, tuple(dict(point) for point in points[first : first + size]))
        for first in range(0, len(points), size)
    ]
    tasks: list[Task] = [(batch, number) for batch in batches for number in range(replications)]
    values = np.full((len(points), len(chosen), replications, len(outcomes)), np.nan)
    failures: list[Failure] = []
    done, total = 0, len(points) * len(chosen) * replications
    for (batch, number), (found, failed) in run_tasks(partial(_run, work), tasks, engine, workers):
        values[batch.first : batch.first + len(batch.points), :, number] = found
        failures += failed
        done += len(batch.points) * len(chosen)
        if progress is not None:
            progress(done, total)
    failures.sort(key=lambda each: (each.point, chosen.index(each.arm), each.replication))
    return Evaluation(chosen, tuple(outcomes), replications, values, tuple(failures))


def _check(
    scenario: Scenario,
    points: Sequence[Point],
    arms: Sequence[Arm],
    outcomes: Sequence[str],
    replications: int,
    seed: int,
    block: int,
) -> None:
    problems = [
        Problem(key, f"is {count}; expected {least} or more")
        for key, count, least in (
            ("points", len(points), 1),
            ("arms", len(arms), 1),
            ("outcomes", len(outcomes), 1),
            ("replications", replications, 1),
            ("block", block, 1),
            ("seed", seed, 0),
        )
        if count < least
    ]
    problems += problems_of_count(scenario, "replications", replications)
    problems += [Problem("arms", f"has {arm} twice") for arm in set(arms) if arms.count(arm) > 1]
    checks: list[Callable[[], object]] = [partial(scenario.plan, arm.plan) for arm in arms]
    checks += [partial(check_switches, arm.off, "arms") for arm in arms]
    checks += [partial(find_outcome, scenario, name) for name in outcomes]
    for check in checks:
        try:
            check()
        except BadInput as refused:
            problems += [problem for problem in refused.problems if problem not in problems]
    if problems:
        raise BadInput(f"scenario {scenario.name}", problems)


def _points_a_batch(scenario: Scenario, n_arms: int, block: int) -> int:
    """As many points as make a task long enough, in whole blocks."""
    weeks = scenario.horizon_weeks * scenario.population.n
    seconds_a_block = block * weeks * NS_A_STAKEHOLDER_WEEK / 1e9
    blocks = min(MOST_BLOCKS, max(1, round(SECONDS_A_TASK / seconds_a_block)))
    return max(1, blocks * block // n_arms)


def _built_of(work: _Work, batch: _Batch) -> _Built:
    """Lanes of a batch, arms of a point side by side; kept for the next replication."""
    with _building:
        if batch.key not in _built:
            _built[batch.key] = _build(work, batch)
            while len(_built) > BATCHES_KEPT:
                _built.popitem(last=False)
        return _built[batch.key]


def _build(work: _Work, batch: _Batch) -> _Built:
    lanes = [_lane(work, point, arm) for point in batch.points for arm in work.arms]
    blocks = []
    for mean_field in (False, True):
        good = [
            at
            for at, lane in enumerate(lanes)
            if isinstance(lane, Lane) and work.arms[at % len(work.arms)].mean_field == mean_field
        ]
        blocks += [good[first : first + work.block] for first in range(0, len(good), work.block)]
    return _Built(lanes, blocks, {})


def _lane(work: _Work, point: Point, arm: Arm) -> Lane | str:
    try:
        lane = lane_of(work.scenario, work.scenario.plan(arm.plan), point, work.equal, off=arm.off)
    except Exception as failure:
        return _in_words(failure)
    return replace(lane, parameters={**lane.parameters, **ALIKE}) if arm.mean_field else lane


def _run(work: _Work, task: Task) -> tuple[Floats, list[Failure]]:
    """All runs of a batch in one replication: float64[points, arms, outcomes], and what failed."""
    batch, number = task
    built = _built_of(work, batch)
    found = np.full((len(built.lanes), len(work.outcomes)), np.nan)
    errors: dict[int, str] = {at: lane for at, lane in enumerate(built.lanes) if isinstance(lane, str)}
    try:
        world = draw_world(work.scenario, work.seed, number)
    except Exception as failure:
        errors.update({at: _in_words(failure) for block in built.blocks for at in block})
    else:
        for block in built.blocks:
            _run_block(work, world, built, block, found, errors)
    n_arms = len(work.arms)
    failures = [
        Failure(batch.first + at // n_arms, work.arms[at % n_arms], number, error)
        for at, error in errors.items()
    ]
    return found.reshape(len(batch.points), n_arms, len(work.outcomes)), failures


def _run_block(
    work: _Work, world: World, built: _Built, block: list[int], found: Floats, errors: dict[int, str]
) -> None:
    """Run a block; if it fails, its lanes one by one, so that a bad one takes no other with it."""
    try:
        found[block] = _outcomes(work, world, built, block)
    except Exception as failure:
        if len(block) == 1:
            errors[block[0]] = _in_words(failure)
            return
        for at in block:
            _run_block(work, world, built, [at], found, errors)


def _outcomes(work: _Work, world: World, built: _Built, block: list[int]) -> Floats:
    lanes = [lane for at in block if isinstance(lane := built.lanes[at], Lane)]
    whole = block in built.blocks
    timetable = built.timetables.get(block[0]) if whole else None
    if whole and timetable is None and len(lanes) <= MOST_LANES:
        timetable = built.timetables[block[0]] = Timetable(work.scenario, lanes)
    mean_field = work.arms[block[0] % len(work.arms)].mean_field
    read = outcomes_of(work.scenario)
    runs = simulate_lanes(
        work.scenario,
        lanes,
        work.seed,
        world.replication,
        work.equal,
        attendance="expected" if mean_field else "drawn",
        world=world,
        peer_rule="mean_field" if mean_field else None,
        timetable=timetable,
    )
    return np.array([[read[name].value(run) for name in work.outcomes] for run in runs], dtype=np.float64)


def _in_words(failure: Exception) -> str:
    if isinstance(failure, BadInput):
        return str(failure)
    where: Any = traceback.extract_tb(failure.__traceback__)[-1]
    return f"{type(failure).__name__}: {failure} ({where.name}, line {where.lineno})"
