"""What a plan can get wrong in whom it is for, what it waits for and what it moves; and gates left out."""

from __future__ import annotations

from typing import Any

import pytest

from sim.errors import BadInput
from sim.scenario import rulebook_in_force, scenario_from, with_gates
from sim.scenario.plan import Activity, Audience, FromMilestone, Plan, Trigger
from sim.scenario.programme import Milestones

LATE = "late.yaml: plans.late.activities[2]"
GATES = (
    "strategic_sense_check",
    "clinical_senate",
    "local_clinical_support",
    "assurance_checkpoint",
    "health_and_wellbeing_board",
    "scrutiny",
    "programme_board",
    "statutory_boards",
)


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        ({}, " has neither; expected either groups or kinds"),
        ({"localities": ["northgate"]}, " has neither; expected either groups or kinds"),
        ({"groups": None, "kinds": None}, " has neither; expected either groups or kinds"),
        (
            {"groups": ["representatives"], "kinds": ["representatives"]},
            " has both; expected either groups or kinds",
        ),
        (
            {"kinds": ["representatives", "residents", "representatives"]},
            ".kinds[2] is 'representatives' a second time; expected different names",
        ),
        ({"kinds": []}, ".kinds has 0 entries; expected 1 or more"),
        (
            {"kinds": ["representative"]},
            ".kinds[0] is 'representative', which is not a kind of stakeholder; "
            "did you mean representatives?",
        ),
        (
            {"kinds": ["public"]},
            ".kinds[0] is 'public', which is not a kind of stakeholder; there are: residents, "
            "representatives, clinicians, stewards, politicians, assurers",
        ),
    ],
)
def test_an_audience_is_either_groups_or_different_kinds(data, activity, refused, audience, words):
    activity["audience"] = audience
    assert refused(data) == [f"{LATE}.audience{words}"]


def test_several_kinds_are_all_the_groups_of_these_kinds(data, scenario):
    data["plans"][1]["activities"][7]["audience"] = {"kinds": ["representatives", "residents"]}
    by_kind, by_group = scenario_from(data).plan("late"), scenario.plan("late")
    assert by_kind.activities[7].audience.groups is None
    assert by_kind.activities[:7] == by_group.activities[:7]


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        ({}, " waits for nothing; expected residents_support_below, campaign_above or failed_gate: true"),
        (
            {"failed_gate": False},
            " waits for nothing; expected residents_support_below, campaign_above or failed_gate: true",
        ),
        (
            {"residents_support_below": None, "campaign_above": None},
            " waits for nothing; expected residents_support_below, campaign_above or failed_gate: true",
        ),
        ({"residents_support_below": -1.1}, ".residents_support_below is -1.1; expected -1 to 1"),
        ({"residents_support_below": 1.1}, ".residents_support_below is 1.1; expected -1 to 1"),
        ({"campaign_above": -0.01}, ".campaign_above is -0.01; expected 0 to 1"),
        ({"campaign_above": 1.01}, ".campaign_above is 1.01; expected 0 to 1"),
        ({"campaign_above": "x"}, '.campaign_above is "x"; expected a number 0 to 1'),
        ({"failed_gate": 1}, ".failed_gate is 1; expected true or false"),
        ({"campaign_abov": 0.1}, ".campaign_abov is not a field; did you mean campaign_above?"),
        (
            True,
            " is true; expected a mapping with residents_support_below, campaign_above, failed_gate",
        ),
    ],
)
def test_a_trigger_waits_for_something_in_range(data, activity, refused, trigger, words):
    activity["trigger"] = trigger
    assert refused(data) == [f"{LATE}.trigger{words}"]


@pytest.mark.parametrize(
    "trigger",
    [
        {"residents_support_below": -1},
        {"residents_support_below": 1, "campaign_above": 0},
        {"campaign_above": 1, "failed_gate": True},
        {"failed_gate": True},
    ],
)
def test_a_trigger_at_the_ends_of_its_range_is_taken(data, activity, trigger):
    activity["trigger"] = trigger
    found = scenario_from(data).plan("late").activities[2].trigger
    assert found is not None
    assert found.model_dump(exclude_unset=True) == trigger


def test_an_activity_that_waits_has_a_duration_and_no_end(data, activity, refused):
    activity["trigger"] = {"campaign_above": 0.1}
    activity["end"] = 120
    assert refused(data) == [f"{LATE} has both; expected either duration_weeks or end"]
    del activity["duration_weeks"]
    assert refused(data) == [
        f"{LATE}.end is given, but the activity waits for its trigger; expected duration_weeks"
    ]


def test_an_activity_that_waits_must_fit_into_the_programme_if_it_need_not_wait(data, activity, refused):
    activity |= {"trigger": {"failed_gate": True}, "start": 117, "duration_weeks": 40}
    assert refused(data) == [
        f"{LATE}.duration_weeks runs to week 156; expected 155 or earlier (horizon_weeks is 156)"
    ]
    activity["start"] = 116
    scenario_from(data)


WAITING = {"residents_support_below": 0.1, "failed_gate": True}


def waiting(start: Any) -> Plan:
    activity = Activity(
        instrument="outreach",
        audience=Audience(kinds=("residents",)),
        start=start,
        duration_weeks=7,
        trigger=Trigger.model_validate(WAITING),
    )
    return Plan(name="waiting", activities=(activity,))


@pytest.mark.parametrize("weeks", [-8, 0, 5])
def test_shifting_a_plan_moves_the_week_from_which_an_activity_waits_and_not_what_for(weeks):
    for start in (8, FromMilestone(milestone="preferred", weeks=-3)):
        before = waiting(start).activities[0]
        (after,) = waiting(start).shift(weeks).activities
        assert after.weeks(Milestones())[0] == before.weeks(Milestones())[0] + weeks
        assert after.model_copy(update={"start": before.start}) == before
        assert after.trigger == Trigger.model_validate(WAITING)


def test_an_activity_that_waits_is_not_shifted_before_week_0():
    with pytest.raises(ValueError, match="would start before week 0"):
        waiting(8).shift(-9)


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ({"milestone": "case_for_change", "weeks": -5}, "is week -5; expected 0 or later"),
        (100, "is week 100; expected 99 or earlier, for the structure stands until week 100"),
        (
            {"milestone": "implementation"},
            "is week 150; expected 99 or earlier, for the structure stands until week 100",
        ),
    ],
)
def test_a_moved_structure_starts_within_the_programme_and_before_it_ends(data, refused, start, words):
    data["plans"][1]["structures"] = {"clinical_group": {"start": start}}
    assert refused(data) == [f"late.yaml: plans.late.structures.clinical_group.start {words}"]


@pytest.mark.parametrize("start", [0, 99, {"milestone": "decision", "weeks": -1}])
def test_a_structure_may_be_moved_to_any_week_in_which_it_could_meet(data, start):
    data["plans"][1]["structures"] = {"clinical_group": {"start": start}}
    scenario_from(data)


def test_a_moved_structure_must_exist(data, refused):
    data["plans"][1]["structures"] = {"clinical_grup": {"start": 3}}
    assert refused(data) == [
        "late.yaml: plans.late.structures.clinical_grup is 'clinical_grup', which is not a structure; "
        "did you mean clinical_group?"
    ]


@pytest.mark.parametrize(
    ("without", "words"),
    [
        (["scrutny"], "[0] is 'scrutny', which is not a gate of the rulebook; did you mean scrutiny?"),
        (["zzz"], f"[0] is 'zzz', which is not a gate of the rulebook; there are: {', '.join(GATES)}"),
        (["scrutiny", "scrutiny"], "[1] is 'scrutiny' a second time; expected different names"),
        ([*GATES], " names every gate; expected at least one to be held, or gates: false"),
    ],
)
@pytest.mark.parametrize("gates", [True, False])
def test_gates_left_out_are_different_gates_of_the_rulebook_and_not_all(data, refused, without, words, gates):
    data |= {"without_gates": without, "gates": gates}
    assert refused(data) == [f"late.yaml: without_gates{words}"]


def test_one_gate_may_be_all_that_is_held(data):
    data["without_gates"] = [*GATES[:-1]]
    assert [gate.name for gate in rulebook_in_force(scenario_from(data)).gates] == [GATES[-1]]


def test_an_unknown_rulebook_is_told_and_not_the_gates_it_would_have(data, refused):
    data |= {"without_gates": ["scrutny"], "rulebook": "england_204"}
    assert refused(data) == [
        "late.yaml: rulebook is 'england_204', which is not a file or a shipped rulebook; "
        "did you mean england_2024?"
    ]


def test_a_gate_that_another_rulebook_does_not_have_cannot_be_left_out_of_it(scenario):
    left_out = scenario.model_copy(update={"without_gates": ("scrutny",)})
    with pytest.raises(BadInput, match=r"without_gates\[0\] is 'scrutny'.*did you mean scrutiny"):
        rulebook_in_force(left_out)
    with pytest.raises(BadInput, match=r"without_gates names every gate"):
        with_gates(scenario.model_copy(update={"without_gates": GATES}), True)
