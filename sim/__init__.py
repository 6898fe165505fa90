"""How support for a health-service reconfiguration rises and falls, and what engaging early or late changes.

>>> import sim
>>> scenario = sim.load_scenario()  # the built-in one
>>> run = sim.simulate(scenario, plan="early", seed=1)  # doctest: +SKIP
>>> result = sim.compare(scenario, plans=("early", "late"), pairs=200, seed=1)  # doctest: +SKIP

Names are loaded when they are first used, so that ``import sim`` and ``sim --help`` are quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.errors import BadInput
    from sim.experiments import Comparison, compare
    from sim.experiments.explain import Explanation, TwoLives, explain, two_lives
    from sim.experiments.prior_predictive import PriorPredictive, prior_predictive
    from sim.experiments.sensitivity import SensitivityResult, sensitivity
    from sim.mesa_model import ProgrammeModel
    from sim.outcomes import find_outcome, outcomes_of, read_outcomes
    from sim.report import write_report
    from sim.scenario import PEER_RULES, SWITCHES, Scenario, load_scenario, scenario_from, shipped_scenarios
    from sim.simulation import Run, simulate, simulate_lanes
    from sim.world import Lane, lane_of

_WHERE = {
    "BadInput": "sim.errors",
    "Comparison": "sim.experiments",
    "compare": "sim.experiments",
    "Explanation": "sim.experiments.explain",
    "PriorPredictive": "sim.experiments.prior_predictive",
    "SensitivityResult": "sim.experiments.sensitivity",
    "TwoLives": "sim.experiments.explain",
    "explain": "sim.experiments.explain",
    "prior_predictive": "sim.experiments.prior_predictive",
    "sensitivity": "sim.experiments.sensitivity",
    "two_lives": "sim.experiments.explain",
    "ProgrammeModel": "sim.mesa_model",
    "SWITCHES": "sim.scenario",
    "PEER_RULES": "sim.scenario",
    "Results": "sim.experiments.sweep",
    "load_results": "sim.experiments.sweep",
    "sweep": "sim.experiments.sweep",
    "find_outcome": "sim.outcomes",
    "outcomes_of": "sim.outcomes",
    "read_outcomes": "sim.outcomes",
    "write_report": "sim.report",
    "Scenario": "sim.scenario",
    "load_scenario": "sim.scenario",
    "scenario_from": "sim.scenario",
    "shipped_scenarios": "sim.scenario",
    "Run": "sim.simulation",
    "simulate": "sim.simulation",
    "simulate_lanes": "sim.simulation",
    "Lane": "sim.world",
    "lane_of": "sim.world",
}

__all__ = [
    "PEER_RULES",
    "SWITCHES",
    "BadInput",
    "Comparison",
    "Explanation",
    "Lane",
    "PriorPredictive",
    "ProgrammeModel",
    "Run",
    "Scenario",
    "SensitivityResult",
    "TwoLives",
    "compare",
    "explain",
    "find_outcome",
    "lane_of",
    "load_scenario",
    "outcomes_of",
    "prior_predictive",
    "read_outcomes",
    "scenario_from",
    "sensitivity",
    "shipped_scenarios",
    "simulate",
    "simulate_lanes",
    "two_lives",
    "write_report",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'sim' has no attribute '{name}'")
    return getattr(importlib.import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
