"""Gates of a rulebook that a scenario leaves out; and what advice against a programme does later on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.experiments.endings import endings
from sim.experiments.timeline_data import timeline_data_of
from sim.gates import Review, has_advised_against
from sim.scenario import Scenario, load_rulebook, rulebook_in_force, scenario_from
from sim.scenario.files import read_yaml
from sim.scenario.rulebook_files import rulebook_file
from sim.simulation import Run, gates_not_reached, simulate, story_lines
from tests.model.lanes import with_proposal

GATES = [gate.name for gate in load_rulebook("england_2024").gates]
SEED, PLAN = 1, "late"


def without(scenario: Scenario, *gates: str) -> Scenario:
    """The scenario with gates left out, as its file would say it."""
    return scenario_from({**scenario.model_dump(mode="json"), "without_gates": list(gates)})


@pytest.fixture(scope="module")
def usual(gated: Scenario) -> Run:
    return simulate(gated, PLAN, SEED)


def test_in_the_usual_run_gates_are_passed_and_failed(usual: Run) -> None:
    """So that the tests below look at something."""
    firsts = [next(each for each in usual.reviews if each.gate == gate).then for gate in GATES]
    assert {"goes on", "rework", "recorded", "objection"} <= set(firsts)


@pytest.mark.parametrize("gate", GATES)
def test_without_a_gate_nothing_changes_until_it_would_have_stood_in_the_way(
    gated: Scenario, usual: Run, gate: str
) -> None:
    free = simulate(without(gated, gate), PLAN, SEED)
    assert gate not in {review.gate for review in free.reviews}
    held = next(review for review in usual.reviews if review.gate == gate)
    n_before = usual.reviews.index(held)
    assert free.reviews[:n_before] == usual.reviews[:n_before]
    until = held.week if held.then == "rework" else None
    if gate == GATES[-1]:  # what follows the last gate follows the last that is held
        until = free.reviews[-1].week
    for name, ours in free.history.items():
        assert ours[:until].tobytes() == usual.history[name][:until].tobytes(), name
    if held.then == "rework":
        assert free.reached.decision <= usual.reached.decision
        assert any((ours != usual.history[name]).any() for name, ours in free.history.items())


@pytest.mark.parametrize("gate", [GATES[0], "scrutiny", GATES[-1]])
def test_a_gate_that_is_not_held_is_told_nowhere(gated: Scenario, gate: str) -> None:
    title = next(each.title for each in rulebook_in_force(gated).gates if each.name == gate)
    free = without(gated, gate)
    for plan in (PLAN, "none"):  # the second is stopped before most gates
        run, beside = simulate(free, plan, 3), simulate(gated, plan, 3)
        assert title not in gates_not_reached(run)
        assert not any(event.what.startswith(title) for event in run.events)
        told = [review.title for review in beside.reviews]
        assert title in [*told, *gates_not_reached(beside)]
        assert len(timeline_data_of(run).gates) == len(GATES) - 1
        assert "\n".join(story_lines(run))
    counted = endings(free, ("none",), 2, seed=3, engine="serial").gates
    assert list(counted["gate"]) == [name for name in GATES if name != gate]


def test_several_gates_may_be_left_out_and_the_others_are_held_in_their_order(gated: Scenario) -> None:
    left = ("clinical_senate", "assurance_checkpoint", "local_clinical_support")
    run = simulate(without(gated, *left), PLAN, SEED)
    held = list(dict.fromkeys(review.gate for review in run.reviews))
    assert held == [gate for gate in GATES if gate not in left]


def test_gates_left_out_survive_the_data_of_the_scenario(gated: Scenario) -> None:
    free = without(gated, "scrutiny")
    assert free.without_gates == ("scrutiny",)
    assert scenario_from(json.loads(free.model_dump_json())) == free


def review(gate: str, in_favour: bool, then: Any = "recorded", week: int = 60) -> Review:
    verdict = "in favour" if in_favour else "against"
    return Review(gate, gate, "advice", week, 0, 0, verdict, gate=gate, then=then)  # type: ignore[arg-type]


def test_advice_against_is_that_of_the_last_time_a_gate_was_held() -> None:
    against, in_favour = review("board", False), review("board", True, week=80)
    assert has_advised_against([against])
    assert not has_advised_against([in_favour])
    assert not has_advised_against([against, in_favour])
    assert has_advised_against([in_favour, review("board", False, week=90)])
    assert has_advised_against([against, review("another", True)])
    assert not has_advised_against([])
    assert not has_advised_against(
        [review("scrutiny", False, "objection"), review("senate", False, "rework")]
    )


@pytest.fixture(scope="module")
def heeded(gated: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """A rulebook under which a decision is called in if, and only if, a body has advised against."""
    rules = read_yaml(rulebook_file("england_2024"))
    rules["after_decision"]["intervention"]["chance"] = {"base": 0, "plus": {"advice_against": 1}}
    file: Path = tmp_path_factory.mktemp("rules") / "heeded.yaml"
    file.write_text(yaml.safe_dump(rules), encoding="utf-8")
    return scenario_from({**gated.model_dump(mode="json"), "rulebook": str(file)})


BOARD = "health_and_wellbeing_board"


@pytest.mark.parametrize(("fit_to_needs", "in_favour"), [(0.65, True), (0.3, False)])
def test_a_decision_is_called_in_if_a_body_has_advised_against(
    heeded: Scenario, fit_to_needs: float, in_favour: bool
) -> None:
    """The board asks whether the proposal fits the needs of the population, and has no veto."""
    options = heeded.proposal.options
    unfit = tuple(each.model_copy(update={"fit_to_needs": fit_to_needs}) for each in options)
    scenario = with_proposal(heeded, options=unfit)
    runs = [simulate(scenario, "early", 5, number) for number in range(3)]
    decided = [run for run in runs if run.aftermath is not None]
    assert decided
    for run in decided:
        assert [each.in_favour for each in run.reviews if each.gate == BOARD] == [in_favour]
        assert run.aftermath is not None
        assert run.aftermath.intervened.happened is not in_favour
    for number in range(3):  # a body that is not asked cannot have advised against
        run = simulate(without(scenario, BOARD), "early", 5, number)
        assert run.aftermath is None or not run.aftermath.intervened.happened
