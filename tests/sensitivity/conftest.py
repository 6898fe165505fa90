"""A small scenario: fewer people, fewer weeks, otherwise the shipped one."""

from __future__ import annotations

from typing import Any

import pytest

from sim.scenario import Scenario, scenario_from, shipped_scenarios
from sim.scenario.files import read_yaml

MEMBERS = {
    "clinicians": 40,
    "finance": 16,
    "public": 60,
    "representatives": 8,
    "politicians": 30,
    "assurance": 24,
}


def small_data() -> dict[str, Any]:
    """Plain data: about 180 stakeholders, 104 weeks."""
    data: dict[str, Any] = read_yaml(shipped_scenarios()["emergency_care"])
    for group in data["population"]["groups"]:
        group["members"] = MEMBERS[group["name"]]
    data["programme"]["horizon_weeks"] = 104
    data["plans"] = ["early", "late", "spread", "none"]  # which end before that
    for seated in (*data["programme"]["bodies"], *data.get("structures", ())):
        for seat in seated["seats"]:
            seat["count"] = 1
    return data


@pytest.fixture(scope="session")
def small() -> Scenario:
    return scenario_from(small_data(), "small.yaml")
