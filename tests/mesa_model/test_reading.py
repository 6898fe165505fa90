"""The readable model as somebody reads it: Mesa's means, named attributes, one week a step."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import mesa
import numpy as np
import pytest

import sim
from sim.mesa_model import Assurer, Clinician, FinanceLead, Politician, ProgrammeModel, Resident
from sim.outcomes import outcomes_of, read_outcomes
from sim.scenario import Scenario
from sim.simulation import simulate
from sim.world import drawn_register

SOURCES = sorted(Path(sim.mesa_model.__file__).parent.glob("*.py"))
WEEKLY = ("stakeholder", "kinds", "person", "peers", "surroundings", "programme", "occasions")


@pytest.fixture
def model(few: Scenario) -> ProgrammeModel:
    return ProgrammeModel(few, plan="early", seed=1)


def test_every_kind_of_stakeholder_is_a_type_of_agent(model: ProgrammeModel):
    counts = {kind.__name__: len(agents) for kind, agents in model.agents_by_type.items()}
    assert counts == {"Clinician": 10, "FinanceLead": 5, "Resident": 32, "Politician": 8, "Assurer": 5}
    assert {Clinician, FinanceLead, Resident, Politician, Assurer} == set(model.agents_by_type)


def test_a_step_is_one_week(model: ProgrammeModel):
    model.step()
    model.step()
    assert model.week == 2
    assert len(model.datacollector.get_model_vars_dataframe()) == 2


def test_a_run_goes_on_to_the_horizon(model: ProgrammeModel, few: Scenario):
    model.run()
    assert not model.running
    assert len(model.datacollector.get_model_vars_dataframe()) == few.horizon_weeks


def test_what_is_collected_is_what_the_compiled_run_remembers(model: ProgrammeModel, few: Scenario):
    model.run()
    weeks, run = model.datacollector.get_model_vars_dataframe(), simulate(few, "early", 1)
    assert weeks["attention"].tolist() == run.history["attention"].tolist()
    public = [group.name for group in few.population.groups].index("public")
    assert weeks["group_support_public"].tolist() == run.history["group_support"][:, public].tolist()
    assert weeks["campaign_against_south"].tolist() == run.history["campaign_against"][:, 1].tolist()


def test_the_history_has_every_quantity_of_a_compiled_run(model: ProgrammeModel, few: Scenario):
    model.run()
    assert set(model.as_run().history) == set(simulate(few, "early", 1).history)


def test_outcomes_are_read_off_the_readable_model_as_off_a_run(model: ProgrammeModel, few: Scenario):
    model.run()
    outcomes = outcomes_of(few)
    compiled = simulate(few, "early", 1)
    assert read_outcomes(model.as_run(), outcomes) == read_outcomes(compiled, outcomes)


def test_an_unfinished_model_is_no_run(model: ProgrammeModel):
    model.step()
    with pytest.raises(ValueError, match="stands before week 1; run it to its end first"):
        model.as_run()


def test_everybody_stands_on_a_cell_of_its_own_and_hears_its_neighbours(model: ProgrammeModel):
    for person in model.agents:
        assert person.cell.agents == [person]
        heard = {id(said) for layer in person.layers for said in layer.peers}
        near = {id(cell.agents[0].says) for cell in person.cell.connections.values()}
        assert heard == near


def test_ties_are_those_of_the_compiled_model(model: ProgrammeModel):
    starts, neighbours = model.world.network
    for row, person in enumerate(model.people):
        tied = set(neighbours[starts[row, 0] : starts[row, -1]].tolist())
        assert tied == set(model.network.G.neighbors(row))
        assert person.row == row


def test_verbs_of_agent_sets_work_on_named_attributes(model: ProgrammeModel):
    model.run()
    residents = model.agents_by_type[Resident]
    opposed = residents.select(lambda person: person.support < 0)
    assert 0 < len(opposed) < len(residents)
    assert residents.agg("support", np.mean) == pytest.approx(np.mean(residents.get("support")))
    assert {"trust", "awareness", "certainty", "fatigue", "expectation", "voice"} <= set(
        dir(next(iter(opposed)))
    )


def test_a_registered_person_is_an_agent_with_a_name(few: Scenario):
    register = drawn_register(few, bodies=["board"])
    population = few.population.model_copy(update={"register": register})
    model = ProgrammeModel(few.model_copy(update={"population": population}))
    named = model.agents.select(lambda person: person.name is not None)
    assert sorted(named.get("name")) == sorted(person.name for person in register)


def test_another_generator_of_mesa_changes_nothing(few: Scenario, model: ProgrammeModel):
    other = ProgrammeModel(few, plan="early", seed=1)
    other.rng.random(1000)
    other.random.random()
    for _ in range(10):
        model.step()
        other.step()
    assert model.agents.get("support") == other.agents.get("support")


def test_a_model_that_nobody_needs_any_more_is_let_go(few: Scenario):
    model = ProgrammeModel(few)
    model.step()
    watched = weakref.ref(model)
    del model
    gc.collect()
    assert watched() is None


def test_the_model_is_a_model_of_mesa(model: ProgrammeModel):
    assert isinstance(model, mesa.Model)
    assert sim.ProgrammeModel is ProgrammeModel


@pytest.mark.parametrize(
    "file", [each for each in SOURCES if each.stem in WEEKLY], ids=lambda file: file.stem
)
def test_the_week_of_agents_is_written_without_arrays_and_without_rules(file: Path):
    text = file.read_text(encoding="utf-8")
    assert "numpy" not in text
    imports = [line for line in text.splitlines() if line.startswith("from sim.rules")]
    names = [name for line in imports for name in line.split(" import ")[1].split(" as ")[0].split(", ")]
    assert all(name.isupper() for name in names), f"only constants of rules may be used, not {names}"
    assert "take_tally" not in text
    assert "advance_week" not in text
