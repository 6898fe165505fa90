"""The readable model refuses what the compiled one refuses, in the same words."""

from __future__ import annotations

from typing import Any

import pytest

from sim.errors import BadInput
from sim.mesa_model import ProgrammeModel
from sim.scenario import Scenario
from sim.simulation import simulate

REFUSED: dict[str, dict[str, Any]] = {
    "a plan that does not exist": {"plan": "erly"},
    "a parameter out of its range": {"behaviour": {"peer_influence": 2}},
    "a parameter that does not exist": {"behaviour": {"peer_influense": 0.1}},
    "a switch that does not exist": {"off": ["peer"]},
    "a peer rule that does not exist": {"peer_rule": "bounded"},
    "a seed below zero": {"seed": -1},
    "a replication below zero": {"replication": -1},
    "attendance neither drawn nor expected": {"attendance": "guessed"},
    "gates that call upon bodies nobody sits in": {"gates": True},
}


@pytest.mark.parametrize("asked", REFUSED.values(), ids=REFUSED)
def test_what_the_compiled_model_refuses_is_refused_in_the_same_words(few: Scenario, asked: dict[str, Any]):
    with pytest.raises(BadInput) as compiled:
        simulate(few, **asked)
    with pytest.raises(BadInput) as readable:
        ProgrammeModel(few, **asked)
    assert str(readable.value) == str(compiled.value)


def test_a_body_with_more_seats_than_people_is_refused_in_the_same_words(few: Scenario):
    groups = tuple(
        group.model_copy(update={"members": 2}) if group.kind == "elected" else group
        for group in few.population.groups
    )
    crowded = few.model_copy(update={"population": few.population.model_copy(update={"groups": groups})})
    with pytest.raises(BadInput) as compiled:
        simulate(crowded)
    with pytest.raises(BadInput, match="scrutiny needs 4 members of politicians") as readable:
        ProgrammeModel(crowded)
    assert str(readable.value) == str(compiled.value)


def test_a_budget_that_pays_for_no_contact_is_refused_in_the_same_words(few: Scenario):
    programme = few.programme.model_copy(update={"engagement_budget_gbp": 1.0})
    poor = few.model_copy(update={"programme": programme})
    with pytest.raises(BadInput) as compiled:
        simulate(poor, equal="cost")
    with pytest.raises(BadInput, match="cannot pay for any contact") as readable:
        ProgrammeModel(poor, equal="cost")
    assert str(readable.value) == str(compiled.value)
