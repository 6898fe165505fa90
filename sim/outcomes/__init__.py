"""Outcomes: what is read off a run, one table with name, unit and which way is better.

Every outcome is a function of a finished run. Moments are the ends of the shortlist
week, of consultation, of the calendar's decision week, and of the horizon; a run that
stopped keeps its last state.

The rope is the smallest difference that matters (judgement): .02 support points, .01
trust, 4 weeks, 1 % of the budget.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.errors import bad_input, unknown_name
from sim.outcomes.outcome import ROPE_COST, ROPE_SHARE, ROPE_SUPPORT, ROPE_TRUST, ROPE_WEEKS, Better, Outcome
from sim.outcomes.programme import outcomes_of_programme
from sim.outcomes.views import outcomes_of_views
from sim.scenario import Scenario
from sim.simulation import MOMENTS, Run

__all__ = [
    "MOMENTS",
    "ROPE_COST",
    "ROPE_SHARE",
    "ROPE_SUPPORT",
    "ROPE_TRUST",
    "ROPE_WEEKS",
    "Better",
    "Outcome",
    "find_outcome",
    "outcomes_of",
    "read_outcomes",
]


def outcomes_of(scenario: Scenario) -> dict[str, Outcome]:
    """Every outcome of this scenario, by name, headline outcomes first."""
    found = [*outcomes_of_views(scenario), *outcomes_of_programme(scenario)]
    found.sort(key=lambda outcome: not outcome.headline)  # stable: keeps their order otherwise
    return {outcome.name: outcome for outcome in found}


def read_outcomes(run: Run, outcomes: Mapping[str, Outcome]) -> dict[str, float]:
    """The value of each outcome."""
    return {name: float(outcome.value(run)) for name, outcome in outcomes.items()}


def find_outcome(scenario: Scenario, name: str) -> Outcome:
    """The outcome of this name.

    Raises
    ------
    BadInput
        If there is none; names the nearest.
    """
    outcomes = outcomes_of(scenario)
    if name not in outcomes:
        raise bad_input(
            f"scenario {scenario.name}", "outcome", unknown_name(name, "an outcome", list(outcomes))
        )
    return outcomes[name]
