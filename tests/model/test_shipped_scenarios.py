"""Shipped scenarios are worlds in which plans matter: some programmes fail, and every structure counts."""

from __future__ import annotations

import pytest

from sim.errors import BadInput
from sim.outcomes import outcomes_of, read_outcomes
from sim.scenario import Scenario, load_scenario, shipped_scenarios
from sim.scenario.in_force import rulebook_in_force
from sim.simulation import Run, simulate, simulate_lanes
from sim.world import lane_of

REPLICATIONS = 3


@pytest.fixture(scope="module", params=sorted(shipped_scenarios()))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def scenario(name: str) -> Scenario:
    return load_scenario(name)


@pytest.fixture(scope="module")
def runs(scenario: Scenario) -> list[Run]:
    """A few programmes under every plan."""
    lanes = [lane_of(scenario, plan) for plan in scenario.plans]
    return [run for number in range(REPLICATIONS) for run in simulate_lanes(scenario, lanes, 1, number)]


def without(scenario: Scenario, structure: str) -> Scenario:
    others = tuple(each for each in scenario.structures if each.name != structure)
    return scenario.model_copy(update={"structures": others})


def early(scenario: Scenario) -> dict[str, float] | str:
    """What becomes of an early programme, or why it is refused: more than the programme can meet."""
    try:
        return read_outcomes(simulate(scenario, "early", seed=1), outcomes_of(scenario))
    except BadInput as refused:
        return str(refused)


def test_a_scenario_is_named_like_its_file(name: str, scenario: Scenario) -> None:
    assert scenario.name == name


def test_some_programmes_are_approved_and_some_are_stopped_at_a_gate(runs: list[Run]) -> None:
    outcomes = {run.ending.outcome for run in runs if run.ending is not None}
    assert "stopped at a gate" in outcomes
    assert outcomes & {"approved as proposed", "approved modified", "approved but unfunded"}


def test_every_gate_that_can_stop_a_programme_is_passed_by_some(scenario: Scenario, runs: list[Run]) -> None:
    guarding = {gate.name for gate in rulebook_in_force(scenario).gates if gate.if_failed == "rework"}
    passed = {review.gate for run in runs for review in run.reviews if review.verdict == "passes"}
    assert guarding - passed == set()


def test_every_standing_structure_changes_what_becomes_of_an_early_programme(scenario: Scenario) -> None:
    whole = early(scenario)
    assert not isinstance(whole, str)
    for structure in scenario.structures:
        assert early(without(scenario, structure.name)) != whole, structure.name
