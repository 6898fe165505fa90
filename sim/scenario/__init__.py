"""What a user declares: population, proposal, programme, plans, behaviour, and the files they live in."""

from sim.scenario.budget import Equal, PlannedActivity, planned_activities
from sim.scenario.catalogue import catalogue
from sim.scenario.files import load_scenario, scenario_from, shipped_scenarios
from sim.scenario.plan import Activity, Plan
from sim.scenario.scenario import PEER_RULES, PeerRule, Scenario, known_peer_rule
from sim.scenario.switches import SWITCHES, Switch, check_switches

__all__ = [
    "PEER_RULES",
    "SWITCHES",
    "Activity",
    "Equal",
    "PeerRule",
    "Plan",
    "PlannedActivity",
    "Scenario",
    "Switch",
    "catalogue",
    "check_switches",
    "known_peer_rule",
    "load_scenario",
    "planned_activities",
    "scenario_from",
    "shipped_scenarios",
]
