"""What a user declares: population, proposal, programme, plans, behaviour, rulebooks, and their files."""

from sim.scenario.budget import Equal, PlannedActivity, planned_activities
from sim.scenario.catalogue import catalogue
from sim.scenario.files import load_scenario, scenario_from, scenario_schema, shipped_scenarios
from sim.scenario.in_force import rulebook_in_force, with_gates
from sim.scenario.plan import Activity, Plan
from sim.scenario.plan_library import plan_library
from sim.scenario.population import RegisteredStakeholder
from sim.scenario.register_files import register_text
from sim.scenario.rulebook import Rulebook
from sim.scenario.rulebook_checks import check_rulebook
from sim.scenario.rulebook_files import load_rulebook, rulebook_from, shipped_rulebooks
from sim.scenario.scenario import PEER_RULES, PeerRule, Scenario, known_peer_rule, with_draws
from sim.scenario.switches import SWITCHES, Switch, check_switches

__all__ = [
    "PEER_RULES",
    "SWITCHES",
    "Activity",
    "Equal",
    "PeerRule",
    "Plan",
    "PlannedActivity",
    "RegisteredStakeholder",
    "Rulebook",
    "Scenario",
    "Switch",
    "catalogue",
    "check_rulebook",
    "check_switches",
    "known_peer_rule",
    "load_rulebook",
    "load_scenario",
    "plan_library",
    "planned_activities",
    "register_text",
    "rulebook_from",
    "rulebook_in_force",
    "scenario_from",
    "scenario_schema",
    "shipped_rulebooks",
    "shipped_scenarios",
    "with_draws",
    "with_gates",
]
