"""Compare plans on the same people and the same luck: the main job.

Every replication runs all plans as lanes of one block, so that a pair differs by nothing
but the plan.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import BadInput, Problem, bad_input
from sim.experiments.antithetic import problems_of_count
from sim.experiments.comparison import Comparison, Replication
from sim.experiments.engines import Engine, Note, run_tasks
from sim.experiments.weekly import WEEKLY
from sim.outcomes import Outcome, outcomes_of, read_outcomes
from sim.random_streams import DrawKind
from sim.scenario import Equal, PeerRule, Scenario, known_peer_rule, load_scenario, with_draws, with_gates
from sim.simulation import simulate_lanes
from sim.world import Lane, Timetable, lane_of

Progress = Callable[[int, int], None]


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


@dataclass(frozen=True)
class Pairs:
    """What replications have in common; called with the number of one."""

    scenario: Scenario
    lanes: tuple[Lane, ...]
    seed: int
    equal: Equal
    explain_pairs: int

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        return outcomes_of(self.scenario)

    @cached_property
    def timetable(self) -> Timetable:
        return Timetable(self.scenario, self.lanes)

    def __reduce__(self) -> tuple[Any, ...]:
        """Without what is made anew where it is needed."""
        return type(self), (self.scenario, self.lanes, self.seed, self.equal, self.explain_pairs)

    def __call__(self, number: int) -> Replication:
        try:
            runs = simulate_lanes(
                self.scenario,
                self.lanes,
                self.seed,
                number,
                self.equal,
                explain=number < self.explain_pairs,
                timetable=self.timetable,
            )
            return Replication(
                number,
                tuple(read_outcomes(run, self.outcomes) for run in runs),
                tuple({series: run.history[series] for series in WEEKLY} for run in runs),
                tuple(run.explained for run in runs if run.explained is not None),
            )
        except BadInput:
            raise
        except Exception as failure:  # a failed run is a row, not the end of the others
            where = traceback.extract_tb(failure.__traceback__)[-1]
            return Replication(
                number, error=f"{type(failure).__name__}: {failure} ({where.name}, line {where.lineno})"
            )
