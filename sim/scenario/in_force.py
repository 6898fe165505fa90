"""The rulebook in force: a scenario's own, checked against who votes in the scenario."""

from __future__ import annotations

from functools import cache

from sim.errors import BadInput, Problem
from sim.scenario.places import key_of
from sim.scenario.rulebook import Rulebook
from sim.scenario.rulebook_checks import check_rulebook, gates_left_out
from sim.scenario.rulebook_files import load_rulebook
from sim.scenario.scenario import Scenario


@cache
def rulebook_of(name: str, without_gates: tuple[str, ...] = ()) -> Rulebook:
    """A rulebook, read once; some of its gates may be left out."""
    if not without_gates:
        return load_rulebook(name)
    whole = rulebook_of(name)
    return whole.model_copy(update={"gates": tuple(g for g in whole.gates if g.name not in without_gates)})


def rulebook_in_force(scenario: Scenario) -> Rulebook:
    """The rulebook a scenario's programme has to follow, without the gates that are not held.

    Raises
    ------
    BadInput
        If there is none of that name, if it does not have a gate that is to be left out, or if it calls
        upon bodies or weeks that the scenario does not have.
    """
    left_out = [
        Problem(key_of(finding.place, {}), finding.expected)
        for finding in gates_left_out(scenario.without_gates, rulebook_of(scenario.rulebook))
    ]
    if left_out:
        raise BadInput(f"scenario {scenario.name}", left_out)
    rulebook = rulebook_of(scenario.rulebook, scenario.without_gates)
    if problems := check_rulebook(rulebook, scenario):
        way_out = Problem("gates", "are on; name another rulebook, or do without gates (gates: false)")
        raise BadInput(f"rulebook {rulebook.name}, in scenario {scenario.name}", [*problems, way_out])
    return rulebook


def with_gates(scenario: Scenario, on: bool | None = None, rulebook: str | None = None) -> Scenario:
    """The scenario with gates on or off, or under another rulebook; as it is, for None.

    Raises
    ------
    BadInput
        If gates are on and the rulebook does not fit.
    """
    update = {"gates": scenario.gates if on is None else on, "rulebook": rulebook or scenario.rulebook}
    changed = scenario.model_copy(update=update)
    if changed.gates:
        rulebook_in_force(changed)
    return changed
