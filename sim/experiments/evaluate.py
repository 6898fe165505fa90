"""Evaluation: the outcomes of every design point under every arm and in every replication, in memory.

A run that fails is a hole with its error, and takes no other run with it; see ``sim.experiments.blocks``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from uuid import uuid4

import numpy as np

from sim.arrays import Floats
from sim.errors import BadInput, Problem
from sim.experiments.antithetic import problems_of_count
from sim.experiments.blocks import Arm, Block, Failure, Point, Work, compute_block
from sim.experiments.engines import Engine, Note, run_tasks
from sim.outcomes import find_outcome
from sim.scenario import Equal, Scenario, check_switches
from sim.simulation import MOST_LANES

BLOCK = MOST_LANES
SECONDS_A_TASK = 1.0  # beside which drawing a world and handing over a task are small
NS_A_STAKEHOLDER_WEEK = 60  # of one lane; only sets the size of tasks
MOST_BLOCKS = 32  # a task

Progress = Callable[[int, int], None]


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
    scheduler: str | None = None,
    note: Note = lambda words: None,
) -> Evaluation:
    """Run every design point under every arm, in the same replications.

    Parameters
    ----------
    points : for each design point, the parameters that differ from the scenario's
    arms : plans by name, or plans with mechanisms taken out
    outcomes : names of the outcomes to read
    progress : called with (done, total) runs after each task
    block : lanes computed together; changes no number
    scheduler : address of a Dask scheduler, with the engine ``dask``
    note : called with lines about what happens to workers

    Raises
    ------
    BadInput
        If an arm or an outcome does not exist, or a count is below 1. What is wrong with a single
        point is its failure.
    """
    chosen = tuple(Arm(arm) if isinstance(arm, str) else arm for arm in arms)
    _check(scenario, points, chosen, outcomes, replications, seed, block)
    work = Work(scenario, chosen, tuple(outcomes), seed, equal, block)
    size = points_together(scenario, len(chosen), block)
    run_number = uuid4().hex  # workers outlive an evaluation, and serve many: batches must not meet
    tasks = [
        Block(f"{run_number}.{first}", first, tuple(map(dict, points[first : first + size])), (number,))
        for first in range(0, len(points), size)
        for number in range(replications)
    ]
    values = np.full((len(points), len(chosen), replications, len(outcomes)), np.nan)
    failures: list[Failure] = []
    done, total = 0, len(points) * len(chosen) * replications
    for task, found in run_tasks(partial(compute_block, work), tasks, engine, workers, scheduler, note):
        values[task.first : task.first + len(task.points), :, task.replications] = found.values
        failures += found.failures
        done += len(task.points) * len(chosen)
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


def points_together(scenario: Scenario, n_arms: int, block: int, seconds: float | None = None) -> int:
    """As many points as make a task so many seconds long, in whole blocks of lanes."""
    weeks = scenario.horizon_weeks * scenario.population.n
    seconds_a_block = block * weeks * NS_A_STAKEHOLDER_WEEK / 1e9
    wanted = SECONDS_A_TASK if seconds is None else seconds
    blocks = min(MOST_BLOCKS, max(1, round(wanted / seconds_a_block)))
    return max(1, blocks * block // n_arms)
