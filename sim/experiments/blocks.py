"""Blocks: design points, arms and replications that are computed together.

All points and arms of a replication share people, network and luck. They are computed in blocks
of lanes; lanes are built once in a process and serve every replication. A run depends on
scenario, arm, point, seed and replication alone: engine, workers and how a design is cut into
blocks change no bit. A run that fails is a hole with its error, and takes no other run with it.
"""

from __future__ import annotations

import threading
import traceback
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.arrays import Floats
from sim.errors import BadInput
from sim.outcomes import Outcome, outcomes_of
from sim.scenario import Equal, Scenario
from sim.simulation import MOST_LANES, Run, simulate_lanes
from sim.world import Lane, Timetable, World, draw_world, lane_of

BATCHES_KEPT = 2  # lanes of that many batches: one being finished, one begun
SHIFT, OFF = "shift.", "off."  # of a plan, in weeks; a switch, 1 for off

# What makes people of a group and locality alike: no spread, and no noise
ALIKE = dict.fromkeys(
    ("prior_sd", "prior_trust_sd", "gain_sd", "judgement_sd", "threshold_sd", "private_noise"), 0.0
)

Point = Mapping[str, float]


@dataclass(frozen=True)
class Arm:
    """A plan, and the mechanisms taken out while it runs.

    Under ``mean_field`` nobody differs from others of the same group and locality but in attachment,
    suspicion of cuts and what a register says; everybody hears everybody alike, and attends with the
    probability of coming.
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
class Work:
    """What all blocks of an experiment have in common.

    ``weekly`` names histories to keep beside outcomes, of every run.
    """

    scenario: Scenario
    arms: tuple[Arm, ...]
    outcomes: tuple[str, ...]
    seed: int
    equal: Equal = "contacts"
    lanes: int = MOST_LANES
    weekly: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """Points that are computed together, in which replications.

    A point says which behaviour parameters differ from the scenario's; ``shift.PLAN`` moves a plan by so
    many weeks, ``off.SWITCH`` takes a mechanism out where it is 1. ``batch`` is the same for blocks of
    the same points, and for no others in the life of a process.
    """

    batch: str
    first: int
    points: tuple[Point, ...]
    replications: tuple[int, ...]


@dataclass(frozen=True)
class Computed:
    """A block's outcomes, float64[points, arms, replications, outcomes], nan where a run failed; what
    failed; and weekly histories by name, float64[points, arms, replications, weeks, ...]."""

    values: Floats
    failures: tuple[Failure, ...] = ()
    weekly: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True)
class _Built:
    """A batch's lanes, or why there is none; blocks of those that can run together, by position."""

    lanes: list[Lane | str]
    together: list[list[int]]
    timetables: dict[int, Timetable]


_built: OrderedDict[str, _Built] = OrderedDict()
_building = threading.Lock()


def compute_block(work: Work, block: Block) -> Computed:
    """Run every point of a block under every arm, in each of its replications."""
    built = _built_of(work, block)
    values = np.full((len(built.lanes), len(block.replications), len(work.outcomes)), np.nan)
    weekly: dict[str, Floats] = {}
    failures: list[Failure] = []
    n_arms = len(work.arms)
    for at, number in enumerate(block.replications):
        errors: dict[int, str] = {i: lane for i, lane in enumerate(built.lanes) if isinstance(lane, str)}
        try:
            world = draw_world(work.scenario, work.seed, number)
        except Exception as failure:
            errors.update({lane: in_words(failure) for lanes in built.together for lane in lanes})
        else:
            for lanes in built.together:
                _run(work, world, built, lanes, values[:, at], errors, weekly, (at, len(block.replications)))
        failures += [
            Failure(block.first + lane // n_arms, work.arms[lane % n_arms], number, error)
            for lane, error in errors.items()
        ]
    shape = (len(block.points), n_arms)
    return Computed(
        values.reshape(*shape, *values.shape[1:]),
        tuple(failures),
        {name: kept.reshape(*shape, *kept.shape[1:]) for name, kept in weekly.items()},
    )


def _built_of(work: Work, block: Block) -> _Built:
    """Lanes of a batch, arms of a point side by side; kept for the next replication."""
    with _building:
        if block.batch not in _built:
            _built[block.batch] = _build(work, block)
            while len(_built) > BATCHES_KEPT:
                _built.popitem(last=False)
        return _built[block.batch]


def _build(work: Work, block: Block) -> _Built:
    lanes = [_lane(work, point, arm) for point in block.points for arm in work.arms]
    together = []
    for mean_field in (False, True):
        good = [
            at
            for at, lane in enumerate(lanes)
            if isinstance(lane, Lane) and work.arms[at % len(work.arms)].mean_field == mean_field
        ]
        together += [good[first : first + work.lanes] for first in range(0, len(good), work.lanes)]
    return _Built(lanes, together, {})


def _lane(work: Work, point: Point, arm: Arm) -> Lane | str:
    try:
        behaviour = {name: value for name, value in point.items() if not name.startswith((SHIFT, OFF))}
        off = {name.removeprefix(OFF) for name, value in point.items() if name.startswith(OFF) and value}
        plan = work.scenario.plan(arm.plan)
        weeks = point.get(SHIFT + arm.plan, 0)
        plan = plan.shift(int(weeks)) if weeks else plan
        lane = lane_of(work.scenario, plan, behaviour, work.equal, off=sorted({*arm.off, *off}))
    except Exception as failure:
        return in_words(failure)
    return replace(lane, parameters={**lane.parameters, **ALIKE}) if arm.mean_field else lane


def _run(
    work: Work,
    world: World,
    built: _Built,
    lanes: list[int],
    values: Floats,
    errors: dict[int, str],
    weekly: dict[str, Floats],
    which: tuple[int, int],
) -> None:
    """Run lanes together; if that fails, one by one, so that a bad one takes no other with it."""
    try:
        runs = _runs(work, world, built, lanes)
    except Exception as failure:
        if len(lanes) == 1:
            errors[lanes[0]] = in_words(failure)
            return
        for at in lanes:
            _run(work, world, built, [at], values, errors, weekly, which)
        return
    read = outcomes_of(work.scenario)
    for at, run in zip(lanes, runs, strict=True):
        try:
            values[at] = [read[name].value(run) for name in work.outcomes]
            _check_finite(run, {name: read[name] for name in work.outcomes}, values[at])
        except Exception as failure:
            values[at] = np.nan
            errors[at] = in_words(failure)
            continue
        _keep_weekly(work, run, weekly, (len(built.lanes), which[1]), (at, which[0]))


def _check_finite(run: Run, outcomes: Mapping[str, Outcome], values: Floats) -> None:
    """Refuse a run whose numbers are none; an outcome that a run need not have may be missing."""
    if not np.isfinite(run.history["group_support"]).all():
        raise FloatingPointError("support is not a finite number")
    for (name, outcome), value in zip(outcomes.items(), values, strict=True):
        if not np.isfinite(value) and not (np.isnan(value) and outcome.can_be_missing):
            raise FloatingPointError(f"outcome {name} is {value}")


def _keep_weekly(
    work: Work, run: Run, weekly: dict[str, Floats], shape: tuple[int, int], at: tuple[int, int]
) -> None:
    for name in work.weekly:
        history = run.history[name]
        if name not in weekly:
            weekly[name] = np.full((*shape, *history.shape), np.nan)
        weekly[name][at] = history


def _runs(work: Work, world: World, built: _Built, lanes: list[int]) -> list[Run]:
    chosen = [lane for at in lanes if isinstance(lane := built.lanes[at], Lane)]
    whole = lanes in built.together
    timetable = built.timetables.get(lanes[0]) if whole else None
    if whole and timetable is None and len(chosen) <= MOST_LANES:
        timetable = built.timetables[lanes[0]] = Timetable(work.scenario, chosen)
    mean_field = work.arms[lanes[0] % len(work.arms)].mean_field
    return simulate_lanes(
        work.scenario,
        chosen,
        work.seed,
        world.replication,
        work.equal,
        attendance="expected" if mean_field else "drawn",
        world=world,
        peer_rule="mean_field" if mean_field else None,
        timetable=timetable,
    )


def in_words(failure: Exception) -> str:
    """A failed run's error in one line, with where it happened.

    Raises
    ------
    MemoryError
        If that is what it is: the machine failed, not the run.
    """
    if isinstance(failure, MemoryError):
        raise failure
    if isinstance(failure, BadInput):
        return str(failure)
    where: Any = traceback.extract_tb(failure.__traceback__)[-1]
    return f"{type(failure).__name__}: {failure} ({where.name}, line {where.lineno})"
