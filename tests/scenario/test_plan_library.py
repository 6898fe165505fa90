"""Plans of the library: named in a scenario instead of written out, and the same in every scenario."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from sim.gates import Ending
from sim.scenario import Scenario, load_scenario, plan_library, planned_activities, scenario_from
from sim.scenario import shipped_scenarios as shipped
from sim.scenario.budget import contacts_a_head, people_in, planned_contacts
from sim.scenario.files import read_yaml, scenario_schema
from sim.scenario.population import AUDIENCE_KINDS
from sim.simulation import simulate, simulate_lanes
from sim.world import lane_of
from tests.conftest import SCENARIOS

Refused = Callable[[Any], list[str]]
NAMES = (
    "none",
    "decide_announce_defend",
    "late",
    "early_inform",
    "early",
    "early_codesign",
    "spread",
    "clinicians_first",
    "promise_break",
)
LASTS = Ending("still running", 10**6)  # with gates off
HELD = [name for name in NAMES if name != "none"]  # to the common budget
SMALL = SCENARIOS / "few.yaml"
# few.yaml ends too soon for most plans of the library; this one lasts as long as a real programme
LASTING = {"horizon_weeks": 156, "horizon_with_gates_weeks": 260, "election_week": None, "milestones": {}}


@pytest.fixture
def small() -> dict[str, Any]:
    """Plain data of a scenario in which nobody is a representative, with time for every plan."""
    data = read_yaml(SMALL)
    data["programme"] |= LASTING
    data["plans"] = [*NAMES]
    return data


def with_library(scenario: Scenario) -> Scenario:
    """The scenario with every plan of the library, its own ones of the same name left out."""
    own = [plan.model_dump(mode="json") for plan in scenario.plans if plan.name not in NAMES]
    return scenario_from({**scenario.model_dump(mode="json"), "plans": [*NAMES, *own]})


def test_the_library_has_these_plans_and_each_is_called_what_it_is_named():
    assert tuple(plan_library()) == NAMES
    for name, plan in plan_library().items():
        assert plan.name == name
        assert plan.label
        assert plan.equal_budget is (name != "none")


def test_a_name_stands_for_the_whole_plan_and_mixes_with_plans_written_out(data, scenario):
    own = {**data["plans"][0], "name": "mine"}
    data["plans"] = ["late", own, "none"]
    mixed = scenario_from(data)
    assert mixed.plan_names == ("late", "mine", "none")
    assert mixed.plan("late") == plan_library()["late"]
    assert mixed.plan("mine").activities == scenario.plan("early").activities


def test_reading_data_leaves_the_names_in_it_as_they_were(data):
    data["plans"] = ["late", "none"]
    scenario_from(data)
    assert data["plans"] == ["late", "none"]


def test_a_scenario_with_named_plans_survives_its_own_data(gated):
    assert scenario_from(gated.model_dump(mode="json")) == gated


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("erly", "did you mean early?"),
        ("Late", "did you mean late?"),
        ("zzz", f"there are: {', '.join(NAMES)}"),
        ("", f"there are: {', '.join(NAMES)}"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(data, refused: Refused, name, words):
    data["plans"] = ["late", name]
    assert refused(data) == [f"late.yaml: plans[1] is '{name}', which is not a plan of the library; {words}"]


def test_every_unknown_name_is_told_beside_what_else_is_wrong(data, refused: Refused):
    data["plans"] = ["erly", data["plans"][1], "spred"]
    data["plans"][1]["activities"][2]["instrument"] = "reference_grp"
    assert refused(data) == [
        "late.yaml: plans[0] is 'erly', which is not a plan of the library; did you mean early?",
        "late.yaml: plans[2] is 'spred', which is not a plan of the library; did you mean spread?",
        "late.yaml: plans.late.activities[2].instrument is 'reference_grp', which is not an instrument; "
        "did you mean reference_group?",
    ]


@pytest.mark.parametrize("name", ["\x1b[31m", "x" * 5000, "a\nb"])
def test_a_strange_name_stays_on_one_short_printable_line(data, refused: Refused, name):
    data["plans"] = [name]
    (line,) = refused(data)
    assert line.isprintable()
    assert len(line) < 400


@pytest.mark.parametrize("at", [0, 1])
def test_a_plan_named_twice_or_written_out_beside_its_name_is_refused(data, refused: Refused, at):
    written = data["plans"][0]
    for twice in (["early", "early"], [written, "early"], ["early", written]):
        data["plans"] = [*twice, "none"] if at == 0 else ["none", *twice]
        assert refused(data) == [
            f"late.yaml: plans[{at + 1}].name is 'early' a second time; expected different names"
        ]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (5, "is 5; expected a mapping with name"),
        (None, "is empty; expected a mapping with name"),
        (True, "is true; expected a mapping with name"),
        (["early"], "is a list; expected a mapping with name"),
    ],
)
def test_an_entry_that_is_neither_a_name_nor_a_plan_is_refused(data, refused: Refused, entry, words):
    for plans in ([entry], ["early", entry], [data["plans"][0], entry]):
        data["plans"] = plans
        (line,) = refused(data)
        assert line == f"late.yaml: plans[{len(plans) - 1}] {words}"


@pytest.mark.parametrize("plans", ["early", {"early": {}}, 3, None])
def test_plans_that_are_no_list_are_refused(data, refused: Refused, plans):
    data["plans"] = plans
    (line,) = refused(data)
    assert line.startswith("late.yaml: plans is ")
    assert "expected a list of 1 to 60" in line


def test_no_plan_at_all_is_refused(data, refused: Refused):
    data["plans"] = []
    (line,) = refused(data)
    assert line.startswith("late.yaml: plans has 0 entries; expected 1 to 60")


def test_a_library_plan_that_a_scenario_cannot_hold_is_told_by_its_name(small, refused: Refused):
    small["programme"]["milestones"] = {"preferred": 52, "decision": 140, "implementation": 150}
    lines = refused(small)
    assert any(
        line.startswith("late.yaml: plans.decide_announce_defend.activities[0].duration_weeks ")
        for line in lines
    )


def test_the_schema_takes_shipped_files_as_they_are_written_and_no_unknown_name():
    schema = Draft202012Validator(scenario_schema())
    for file in shipped().values():
        assert schema.is_valid(read_yaml(file)), file
    data = read_yaml(shipped()["emergency_care"])
    assert "early" in data["plans"]
    for wrong in ("erly", 5, None, {"label": "no name"}):
        (error,) = schema.iter_errors({**data, "plans": ["early", wrong]})
        assert list(error.absolute_path) == ["plans", 1]
    assert not schema.is_valid({**data, "zzz": 1})


def test_what_is_for_a_kind_nobody_is_of_here_is_left_out_and_budget_and_contacts_hold(small):
    scenario = scenario_from(small)
    assert "representatives" not in {group.audience_kind for group in scenario.population.groups}
    parameters = scenario.parameters()
    for name in HELD:
        plan = scenario.plan(name)
        for_nobody = [each for each in plan.activities if each.audience.kinds == ("representatives",)]
        planned = planned_activities(scenario, plan, parameters)
        assert len(for_nobody) == 1
        assert len(planned) == len(plan.activities) - 1
        assert all(each.reach and each.people_per_week > 0 for each in planned)
        for group in scenario.population.groups:
            budget = contacts_a_head(group, parameters) * people_in(scenario, group, None)
            assert planned_contacts(scenario, planned, group.name) == pytest.approx(budget, rel=1e-12)


def test_capacity_counts_only_activities_for_somebody(small):
    scenario = scenario_from(small)
    planned = planned_activities(scenario, scenario.plan("early"), scenario.parameters())
    busiest = max(
        sum(each.people_per_week for each in planned if each.start <= week < each.stop) for week in range(156)
    )
    small["plans"] = ["early"]
    small["programme"]["contacts_a_week"] = busiest
    scenario_from(small)
    small["programme"]["contacts_a_week"] = busiest * 0.999
    with pytest.raises(ValueError, match=r"plans\.early would meet"):
        scenario_from(small)


def test_a_mistake_in_an_activity_is_told_at_its_place_though_one_before_it_is_for_nobody(small, refused):
    plan = plan_library()["early"].model_dump(mode="json", exclude_none=True)
    place = next(
        at for at, each in enumerate(plan["activities"]) if each["audience"]["kinds"] == ["clinicians"]
    )
    assert any(each["audience"]["kinds"] == ["representatives"] for each in plan["activities"][:place])
    plan["activities"][place] |= {"duration_weeks": 1}
    small |= {"plans": [plan], "behaviour": {**small["behaviour"], "clinician_contacts": 4}}
    assert [line.split(" would ")[0] for line in refused(small)] == [
        f"late.yaml: plans.early.activities[{place}]"
    ]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_library_plans_have_equal_planned_contacts_group_by_group_in_every_scenario(name):
    scenario = with_library(load_scenario(name))
    parameters = scenario.parameters()
    for plan in map(scenario.plan, HELD):
        planned = planned_activities(scenario, plan, parameters)
        for group in scenario.population.groups:
            budget = contacts_a_head(group, parameters) * people_in(scenario, group, None)
            contacts = planned_contacts(scenario, planned, group.name)
            assert contacts == pytest.approx(budget, rel=1e-12), (plan.name, group.name)
    assert planned_activities(scenario, scenario.plan("none"), parameters) == ()


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_library_plan_runs_in_every_scenario_and_no_two_do_the_same(name):
    scenario = with_library(load_scenario(name))
    lanes = [lane_of(scenario, scenario.plan(each)) for each in NAMES]
    runs = simulate_lanes(scenario, lanes, seed=3)
    for run in runs:
        assert np.abs(run.history["group_support"]).max() <= 1  # and a number
    nothing, *others = runs
    begun = {
        run.plan for run in others if min(each.start for each in run.activities) <= (run.ending or LASTS).week
    }
    assert begun >= {name for name in HELD if name != "decide_announce_defend"}
    met = {run.plan: run.history["contacts"][-1].sum() for run in runs}
    assert {name for name in HELD if met[name] > met[nothing.plan]} == begun
    assert len({run.history["group_support"].tobytes() for run in others if run.plan in begun}) == len(begun)


@pytest.mark.parametrize("name", ["early", "late", "spread", "none"])
def test_a_library_plan_is_the_one_written_out_to_the_bit(scenario, gated, name):
    named, written = simulate(gated, name, 2), simulate(scenario, name, 2)
    assert named.history["public_support"].size == 260
    for array, ours in named.history.items():
        assert ours.tobytes() == written.history[array].tobytes(), array
    assert [review.reason for review in named.reviews] == [review.reason for review in written.reviews]


def test_every_audience_of_the_library_is_a_kind_that_groups_can_be_of():
    kinds = {*AUDIENCE_KINDS.values(), "residents", "representatives"}
    for plan in plan_library().values():
        for activity in plan.activities:
            assert activity.audience.groups is None
            assert set(activity.audience.kinds or ()) <= kinds
        if plan.equal_budget:  # else some group would be left without contacts
            assert {kind for each in plan.activities for kind in each.audience.kinds or ()} == kinds
