"""Plans in calendar weeks, and the same budget for each."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import BadInput
from sim.knobs import KNOBS
from sim.scenario import Scenario, planned_activities, scenario_from
from sim.scenario.budget import contacts_a_head, people_in, planned_contacts
from sim.scenario.plan import FromMilestone, Plan
from sim.scenario.population import allocate
from sim.scenario.programme import MILESTONES, TESTS, Milestone, Milestones, Test

COMPARED = ("early", "late", "spread")


@pytest.mark.parametrize("knob", KNOBS, ids=lambda knob: knob.name)
def test_the_default_of_every_parameter_lies_in_its_range(knob):
    assert knob.low <= knob.default <= knob.high
    assert knob.low < knob.high
    assert not knob.log or knob.low > 0


def test_parameters_have_names_and_symbols_of_their_own():
    assert len({knob.name for knob in KNOBS}) == len({knob.symbol for knob in KNOBS}) == len(KNOBS) > 50


@pytest.mark.parametrize(
    "knob", [knob for knob in KNOBS if knob.grade in ("S", "D")], ids=lambda knob: knob.name
)
def test_a_parameter_graded_as_sourced_cites_its_source(knob):
    assert knob.source


def test_milestones_and_tests_are_listed_as_declared():
    assert get_args(Milestone) == MILESTONES == tuple(Milestones.model_fields)
    assert get_args(Test) == TESTS


def test_a_json_schema_of_scenarios_can_be_generated():
    schema = Scenario.model_json_schema()
    assert set(schema["required"]) == {"name", "population", "proposal", "programme", "plans"}
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["Locality"]["properties"]["attachment"]["maximum"] == 1


SHARES = st.dictionaries(
    st.text(min_size=1, max_size=3), st.floats(0, 1, allow_subnormal=False), min_size=1, max_size=40
)


@settings(deadline=None)
@given(members=st.integers(0, 5_000_000), shares=SHARES.filter(lambda shares: sum(shares.values()) > 1e-6))
def test_allocated_members_add_up_and_stay_within_one_of_their_share(members: int, shares: dict[str, float]):
    allocated = allocate(members, shares)
    assert sum(allocated.values()) == members
    assert allocated.keys() == shares.keys()
    total = sum(shares.values())
    for name, share in shares.items():
        assert abs(allocated[name] - members * share / total) < 1 + 1e-6


def test_the_largest_remainder_is_served_first():
    assert allocate(10, {"a": 0.44, "b": 0.33, "c": 0.23}) == {"a": 5, "b": 3, "c": 2}


def plan_of(*starts: Any, announcement: Any = None) -> Plan:
    activities = [
        {"instrument": "outreach", "audience": {"groups": ["public"]}, "start": start, "duration_weeks": 10}
        for start in starts
    ]
    return Plan.model_validate_json(
        json.dumps({"name": "p", "activities": activities, "announcement": announcement})
    )


@settings(deadline=None)
@given(weeks=st.integers(-8, 60))
def test_shifting_a_plan_moves_every_activity_and_the_announcement_by_as_much(weeks: int):
    plan = plan_of(8, {"milestone": "preferred", "weeks": -3}, announcement=9)
    milestones = Milestones()
    shifted = plan.shift(weeks)
    for before, after in zip(plan.activities, shifted.activities, strict=True):
        start, stop = before.weeks(milestones)
        assert after.weeks(milestones) == (start + weeks, stop + weeks)
    assert shifted.announcement == 9 + weeks
    assert plan.shift(0) == plan


def test_an_activity_with_an_end_keeps_its_length_when_shifted(scenario):
    milestones = scenario.programme.milestones
    before, after = scenario.plan("spread"), scenario.plan("spread").shift(3)
    assert any(isinstance(activity.end, FromMilestone) for activity in before.activities)
    for one, other in zip(before.activities, after.activities, strict=True):
        start, stop = one.weeks(milestones)
        assert other.weeks(milestones) == (start + 3, stop + 3)


def test_a_plan_may_be_shifted_to_week_0_and_no_further():
    assert plan_of(8).shift(-8).activities[0].start == 0
    with pytest.raises(ValueError, match="would start before week 0"):
        plan_of(8).shift(-9)


def test_a_shift_does_not_change_the_plan_it_was_made_from(scenario):
    plan = scenario.plan("early")
    first = plan.activities[0].start
    plan.shift(10)
    assert plan.activities[0].start == first


def test_compared_plans_have_the_same_planned_contacts_group_by_group(scenario):
    parameters = scenario.parameters()
    for group in scenario.population.groups:
        budget = contacts_a_head(group, parameters) * people_in(scenario, group, None)
        assert budget > 0
        for name in COMPARED:
            activities = planned_activities(scenario, scenario.plan(name), parameters, "contacts")
            assert planned_contacts(scenario, activities, group.name) == pytest.approx(budget, rel=1e-12)


def test_under_equal_cost_compared_plans_cost_the_engagement_budget(scenario):
    parameters = scenario.parameters()
    horizon = scenario.programme.horizon_weeks
    for name in COMPARED:
        activities = planned_activities(scenario, scenario.plan(name), parameters, "cost")
        cost = sum(
            each.fixed_gbp
            + each.people_per_week * each.gbp_per_contact * (min(each.stop, horizon) - each.start)
            for each in activities
        )
        assert cost == pytest.approx(scenario.programme.engagement_budget_gbp, rel=1e-12)


def test_intensity_as_written_scales_nothing(scenario):
    plan = scenario.plan("early")
    doubled = plan.model_copy(
        update={"activities": tuple(a.model_copy(update={"intensity": 2.0}) for a in plan.activities)}
    )
    once = planned_activities(scenario, plan, scenario.parameters(), "intensity")
    twice = planned_activities(scenario, doubled, scenario.parameters(), "intensity")
    assert [each.people_per_week * 2 for each in once] == pytest.approx(
        [each.people_per_week for each in twice]
    )
    assert once[0].people_per_week == pytest.approx(155)  # what the catalogue says of a listening event


def test_how_intense_activities_are_written_cannot_change_a_group_s_budget(scenario):
    plan = scenario.plan("early")
    doubled = plan.model_copy(
        update={"activities": tuple(a.model_copy(update={"intensity": 2.0}) for a in plan.activities)}
    )
    one = planned_activities(scenario, plan, scenario.parameters())
    other = planned_activities(scenario, doubled, scenario.parameters())
    assert [each.people_per_week for each in one] == pytest.approx([each.people_per_week for each in other])


def test_a_budget_that_needs_a_probability_above_1_is_refused_with_words(data, activity, refused):
    activity["duration_weeks"] = 1
    data["behaviour"] = {"other_contacts": 4.0}
    lines = refused(data)
    assert lines == [
        "late.yaml: plans.late.activities[2] would have to reach representatives with probability "
        f"{lines[0].split('probability ')[1].split()[0]} a week to hold the budget; lengthen the activity, "
        "add another, or lower the contacts a head"
    ]
    assert 1 < float(lines[0].split("probability ")[1].split()[0]) < 5


def test_a_probability_of_exactly_1_can_be_held(data, scenario):
    activity = data["plans"][1]["activities"][2]
    data["plans"][1]["activities"] = [
        dict(activity, audience={"groups": [group.name]}, start=0, duration_weeks=4)
        for group in scenario.population.groups
        if not group.stands_for_residents
    ] + [dict(data["plans"][1]["activities"][0])]
    data["behaviour"] = {"other_contacts": 4.0, "clinician_contacts": 4.0}
    data["plans"] = [data["plans"][1]]
    loaded = scenario_from(data)
    planned = planned_activities(loaded, loaded.plan("late"), loaded.parameters())
    assert max(chance for each in planned for chance in each.reach.values()) == pytest.approx(1)


def test_more_people_in_a_week_than_the_programme_can_meet_are_refused_with_words(data, refused):
    data["programme"]["contacts_a_week"], data["structures"] = 600, []
    lines = refused(data)
    assert len(lines) == 2  # early and late; spread meets fewer a week
    for line, plan, week in zip(lines, ("early", "late"), (4, 64), strict=True):
        assert line.startswith(f"late.yaml: plans.{plan} would meet ")
        assert line.endswith(
            f"people in week {week}; the programme can meet 600 a week (programme.contacts_a_week)"
        )


def test_a_compared_plan_must_reach_every_group_that_has_a_budget(data, activity, refused):
    activity["audience"] = {"groups": ["public"]}
    data["plans"][1]["activities"][7]["audience"] = {"groups": ["public"]}
    assert refused(data) == [
        "late.yaml: plans.late has no activity for group representatives, to which the budget gives "
        "40 contacts; add one, or set equal_budget: false"
    ]


def test_a_budget_that_cannot_pay_for_any_contact_is_refused(data):
    data["programme"]["engagement_budget_gbp"] = 1000
    poor = scenario_from(data)
    with pytest.raises(BadInput, match="the engagement budget cannot pay for any contact"):
        planned_activities(poor, poor.plan("early"), poor.parameters(), "cost")


def test_a_plan_without_an_equal_budget_is_not_scaled(scenario):
    assert planned_activities(scenario, scenario.plan("none"), scenario.parameters()) == ()


def framed(scenario: Scenario, frame: str | None, own: list[str | None]) -> Scenario:
    """The scenario with a frame of the proposal, and one of each of the first activities of plan early."""
    data = scenario.model_dump(mode="json")
    if frame is not None:
        data["proposal"]["frame"] = frame
    for activity, frame_given in zip(data["plans"][0]["activities"], own, strict=False):
        activity["frame"] = frame_given
    return scenario_from(data)


@pytest.mark.parametrize(("frame", "money"), [(None, False), ("care", False), ("money", True)])
def test_an_activity_has_the_proposal_s_frame_unless_it_has_one_of_its_own(scenario, frame, money):
    found = framed(scenario, frame, ["care", "money", None])
    planned = planned_activities(found, found.plan("early"), found.parameters())
    assert [each.money_frame for each in planned] == [False, True, *[money] * (len(planned) - 2)]
    same = framed(scenario, None, ["care", "money", *[frame] * (len(planned) - 2)])
    assert planned == planned_activities(same, same.plan("early"), same.parameters())


def test_a_proposal_has_one_of_two_frames(data, refused):
    data["proposal"]["frame"] = "mony"
    assert refused(data) == ["late.yaml: proposal.frame is 'mony', which is not a frame; did you mean money?"]
