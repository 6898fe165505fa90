"""What a user declares: population, proposal, programme, plans, behaviour, and the files they live in."""

from sim.scenario.budget import Equal, PlannedActivity, planned_activities
from sim.scenario.catalogue import catalogue
from sim.scenario.files import load_scenario, scenario_from, shipped_scenarios
from sim.scenario.plan import Activity, Plan
from sim.scenario.scenario import Scenario

__all__ = [
    "Activity",
    "Equal",
    "Plan",
    "PlannedActivity",
    "Scenario",
    "catalogue",
    "load_scenario",
    "planned_activities",
    "scenario_from",
    "shipped_scenarios",
]
