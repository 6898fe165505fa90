"""One small comparison with everything in it that a user can write."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from sim.experiments import Comparison, compare
from sim.scenario import Scenario, scenario_from, shipped_scenarios
from sim.scenario.files import read_yaml
from sim.scenario.plan_library import with_named_plans

SCRIPT = "<script>alert('$x^2$ & more')</script>"


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    named = with_named_plans(read_yaml(shipped_scenarios()["emergency_care"])).data
    data: dict[str, Any] = copy.deepcopy(named)
    data["label"] = f"Northvale {SCRIPT}"
    data["description"] = f"Two hospitals {SCRIPT}"
    next(plan for plan in data["plans"] if plan["name"] == "late")["label"] = f"Late {SCRIPT}"
    data["population"]["groups"][0]["label"] = f"Clinicians {SCRIPT}"
    data["population"]["groups"][2]["members"] = 120  # fewer residents, quicker runs
    return scenario_from(data, "report.yaml")


@pytest.fixture(scope="session")
def comparison(scenario: Scenario) -> Comparison:
    return compare(scenario, plans=("early", "late"), pairs=4, seed=0, explain_pairs=3)
