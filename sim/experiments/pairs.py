"""Pairs: all plans of one replication as lanes of one block, and what is kept of them."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sim.arrays import Floats
from sim.errors import BadInput
from sim.experiments.weekly import WEEKLY
from sim.outcomes import Outcome, outcomes_of, read_outcomes
from sim.scenario import Equal, Scenario
from sim.simulation import simulate_lanes
from sim.world import Lane, Timetable


@dataclass(frozen=True)
class Replication:
    """All plans of one replication: outcomes and weekly history by plan, or the error that ended it.

    ``explained`` is what each mechanism added to support, by plan, if an account was kept.
    """

    number: int
    outcomes: tuple[dict[str, float], ...] = ()
    weekly: tuple[dict[str, Floats], ...] = ()
    explained: tuple[Floats, ...] = ()
    error: str = ""


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
