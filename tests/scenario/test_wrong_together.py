"""Parts of a scenario that are each valid and do not fit together: references, shares, dates, seats."""

from __future__ import annotations

import pytest

from sim.scenario import load_scenario, scenario_from, shipped_scenarios

LATE = "late.yaml: plans.late.activities[2]"


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_every_shipped_scenario_loads(name):
    assert load_scenario(name).name == name
    assert load_scenario(shipped_scenarios()[name]) == load_scenario(name)


def test_without_a_path_emergency_care_is_loaded():
    assert load_scenario().name == "emergency_care"


def test_data_survives_the_check_unchanged(data, scenario):
    assert scenario_from(data) == scenario


@pytest.mark.parametrize(
    ("field", "name", "words"),
    [
        ("instrument", "listning_event", "not an instrument; did you mean listening_event?"),
        ("messenger", "nurs", "not a messenger; did you mean nurse?"),
    ],
)
def test_an_unknown_instrument_or_messenger_names_the_nearest(data, activity, refused, field, name, words):
    activity[field] = name
    assert refused(data) == [f"{LATE}.{field} is '{name}', which is {words}"]


def test_an_unknown_group_or_locality_of_an_audience_names_the_nearest(data, activity, refused):
    activity["audience"] = {"groups": ["representatives", "publc"], "localities": ["northgat"]}
    assert refused(data) == [
        f"{LATE}.audience.groups[1] is 'publc', which is not a group; did you mean public?",
        f"{LATE}.audience.localities[0] is 'northgat', which is not a locality; did you mean northgate?",
    ]


def test_an_unknown_locality_as_a_key_is_one_line(data, refused):
    shares = data["population"]["groups"][0]["localities"]
    shares["northgat"] = shares.pop("northgate")
    assert refused(data) == [
        "late.yaml: population.groups.clinicians.localities.northgat is not a locality; "
        "did you mean northgate?"
    ]


def test_a_name_like_no_other_lists_what_there_is(data, refused):
    data["proposal"]["preferred"] = "zzz"
    assert refused(data) == [
        "late.yaml: proposal.preferred is 'zzz', which is not an option; there are: "
        "one_department_at_northgate, one_department_at_southmere, two_sites_one_closed_at_night"
    ]


def test_a_preferred_option_must_be_on_the_shortlist(data, refused):
    data["proposal"]["preferred"] = "two_sites_one_closed_at_night"
    (line,) = refused(data)
    assert line.startswith(
        "late.yaml: proposal.preferred is 'two_sites_one_closed_at_night'; expected one on"
    )


@pytest.mark.parametrize(("share", "total"), [(0.49, "0.99"), (0.51, "1.01"), (0.4999, "0.9999")])
def test_shares_that_do_not_sum_to_1_are_refused(data, refused, share, total):
    data["population"]["groups"][0]["localities"]["northgate"] = share
    assert refused(data) == [
        f"late.yaml: population.groups.clinicians.localities adds up to {total}; "
        "expected shares that add up to 1"
    ]


def test_thirds_sum_to_1_as_well_as_written_decimals_can(data):
    data["population"]["groups"][1]["roles"] = {
        "finance": 0.3333333,
        "workforce": 0.3333333,
        "estates": 0.3333334,
    }
    scenario_from(data)


@pytest.mark.parametrize("shares", [{}, {"northgate": 0.0}])
def test_shares_of_nothing_are_refused(data, refused, shares):
    data["population"]["groups"][0]["localities"] = shares
    assert refused(data)[0].endswith("localities adds up to 0; expected shares that add up to 1")


def test_an_activity_must_end_after_it_starts(data, activity, refused):
    del activity["duration_weeks"]
    activity |= {"start": 40, "end": 40}
    assert refused(data) == [
        f"{LATE}.end is week 40; expected 41 or later, for the activity starts in week 40"
    ]
    activity["end"] = 30
    assert refused(data) == [
        f"{LATE}.end is week 30; expected 41 or later, for the activity starts in week 40"
    ]
    activity["end"] = 41
    assert scenario_from(data).plan("late").activities[2].end == 41


def test_an_activity_has_a_duration_or_an_end_and_not_both(data, activity, refused):
    activity["end"] = 120
    assert refused(data) == [f"{LATE} has both; expected either duration_weeks or end"]
    del activity["end"], activity["duration_weeks"]
    assert refused(data) == [f"{LATE} has neither; expected either duration_weeks or end"]


def test_an_activity_may_run_to_the_last_week_and_no_further(data, activity, refused):
    horizon = data["programme"]["horizon_weeks"]
    activity |= {"start": 100, "duration_weeks": horizon - 100}
    assert scenario_from(data).plan("late").activities[2].duration_weeks == horizon - 100
    activity["duration_weeks"] += 1
    assert refused(data) == [
        f"{LATE}.duration_weeks runs to week {horizon}; expected {horizon - 1} or earlier "
        f"(horizon_weeks is {horizon})"
    ]


def test_a_date_before_week_0_is_refused(data, activity, refused):
    activity["start"] = {"milestone": "case_for_change", "weeks": -1}
    data["plans"][0]["announcement"] = {"milestone": "case_for_change", "weeks": -2}
    assert refused(data) == [
        "late.yaml: plans.early.announcement is week -2; expected 0 or later",
        f"{LATE}.start is week -1; expected 0 or later",
    ]


def test_milestones_stand_in_order(data, refused):
    data["programme"]["milestones"] |= {"shortlist": 60, "preferred": 52}
    assert refused(data) == [
        "late.yaml: programme.milestones.preferred is week 52; expected 60 or later, the week of shortlist"
    ]


def test_the_decision_falls_before_the_horizon(data, refused):
    data["programme"]["milestones"] |= {"decision": 156, "implementation": 160}
    data["plans"] = data["plans"][:1]
    assert refused(data) == [
        "late.yaml: programme.milestones.decision is week 156; expected 155 or earlier (horizon_weeks is 156)"
    ]


def test_dates_counted_from_a_refused_milestone_are_not_refused_as_well(data, refused):
    data["programme"]["milestones"]["preferred"] = "soon"
    assert refused(data) == [
        'late.yaml: programme.milestones.preferred is "soon"; expected a week (whole number 0 to 1040)'
    ]


@pytest.mark.parametrize(
    ("section", "key"),
    [
        (("population", "localities"), "population.localities[1].name"),
        (("population", "groups"), "population.groups[1].name"),
        (("proposal", "options"), "proposal.options[1].name"),
        (("programme", "bodies"), "programme.bodies[1].name"),
        (("plans",), "plans[1].name"),
    ],
)
def test_names_must_differ(data, refused, section, key):
    here = data
    for part in section:
        here = here[part]
    name = here[0]["name"]
    here[1]["name"] = name
    assert f"late.yaml: {key} is '{name}' a second time; expected different names" in refused(data)


def test_a_body_needs_somebody_to_vote_and_seats_that_can_be_filled(data, refused):
    bodies = data["programme"]["bodies"]
    bodies[0]["seats"] = []
    bodies[1]["seats"][0]["count"] = 11
    bodies[5]["seats"][0]["group"] = "finanse"
    assert refused(data) == [
        "late.yaml: programme.bodies.nhs_england.seats is empty; expected somebody to vote",
        "late.yaml: programme.bodies.clinical_senate.seats[0].count is 11; expected at most 10, as many of "
        "assurance can sit there",
        "late.yaml: programme.bodies.commissioner_board.seats[0].group is 'finanse', which is not a group; "
        "did you mean finance?",
    ]


def test_seats_for_an_unknown_locality_are_not_also_called_too_many(data, refused):
    data["programme"]["bodies"][7]["seats"][1]["localities"] = ["southmer"]
    assert refused(data) == [
        "late.yaml: programme.bodies.southmere_trust_board.seats[1].localities[0] is 'southmer', which "
        "is not a locality; did you mean southmere?"
    ]


def test_somebody_must_be_able_to_decide(data, refused):
    for body in data["programme"]["bodies"]:
        body["decides"] = "advice"
    assert refused(data) == [
        "late.yaml: programme.bodies has no programme_board or statutory_board; "
        "expected at least one that can decide"
    ]


def test_an_option_says_what_it_brings_to_every_group_and_place(data, refused):
    option = data["proposal"]["options"][0]
    del option["gains"]["public"], option["localities"]["millbrook"], option["cases"]["estates"]
    where = "late.yaml: proposal.options.one_department_at_northgate"
    assert refused(data) == [
        f"{where}.gains lacks public; expected its mean gain, -1 to 1",
        f"{where}.localities lacks millbrook; expected what changes there, if only {{}}",
        f"{where}.cases lacks estates; expected a case, -1 to 1, for each role",
    ]


def test_what_is_for_one_kind_of_group_is_refused_for_others(data, refused):
    clinicians = data["population"]["groups"][0]
    clinicians |= {"roles": {"finance": 1.0}, "bodies": {"nhs_england": 1.0}, "holds_seats": True}
    assert refused(data) == [
        "late.yaml: population.groups.clinicians.roles is for stewards only; "
        "this group is of kind professional",
        "late.yaml: population.groups.clinicians.bodies is for assurers only; "
        "this group is of kind professional",
        "late.yaml: population.groups.clinicians.holds_seats is for residents only; "
        "this group is of kind professional",
    ]


def test_assurers_sit_in_bodies_that_have_tests(data, refused):
    del data["programme"]["bodies"][0]["tests"]
    assert refused(data) == [
        "late.yaml: programme.bodies.nhs_england.tests is missing; expected weights of tests, for assurers "
        "(assurance) sit in this body"
    ]
    del data["population"]["groups"][5]["bodies"]
    assert refused(data) == [
        "late.yaml: population.groups.assurance.bodies is missing; expected the bodies these assurers sit in"
    ]


def test_somebody_lives_in_every_place(data, refused):
    data["population"]["groups"][2]["members"] = 2
    (line,) = refused(data)
    assert line.startswith(
        "late.yaml: population.groups.public.members is 2; expected enough for somebody to live in"
    )
