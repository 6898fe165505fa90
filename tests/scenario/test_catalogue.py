"""The catalogue: every instrument that programmes are known to use, each with what it rests on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.scenario import catalogue, load_scenario, planned_activities
from sim.scenario.plan import Activity, Audience, Plan

SOURCES = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
LISTED = set(re.findall(r"^\| (S\d+) \| ", SOURCES, re.MULTILINE))
# Engagement instruments that programmes have used (S5, S8, S54, S188, S194 and others), by what they are
# called here. Campaigns against a proposal are no instrument: they are what the model lets happen.
KNOWN = {
    "Stakeholder Reference Group": "reference_group",
    "Patient and Carer Panel": "patient_panel",
    "options workshops": "options_workshop",
    "citizens' jury": "citizens_jury",
    "large deliberative event": "deliberative_event",
    "engagement hearing": "engagement_hearing",
    "public meetings": "public_meeting",
    "listening events": "listening_event",
    "pop-ups and outreach": "outreach",
    "sessions with seldom-heard groups": "seldom_heard_session",
    "council briefings": "council_briefing",
    "consultation document and questionnaire": "consultation_questionnaire",
    "household door-drop": "door_drop",
    "telephone or face-to-face sample survey": "sample_survey",
    "staff engagement": "staff_session",
    "GP ballot": "gp_ballot",
    "website and video": "information_campaign",
    "local media": "local_media",
    "meetings with an MP": "mp_meeting",
    "briefing led by clinicians": "clinical_briefing",
    "launch of the Case for Change": "case_for_change_launch",
    "clinical design workshops": "clinical_workshop",
    "finance and estates sessions": "working_session",
    "briefing by the programme": "management_briefing",
    "dialogue with assurers": "assurance_dialogue",
    "you said, we did": "you_said_we_did",
}
INSTRUMENTS = catalogue().instruments
EVERYTHING = {**INSTRUMENTS, **catalogue().messengers}


@pytest.mark.parametrize("called", KNOWN)
def test_every_instrument_that_programmes_use_is_there(called):
    assert KNOWN[called] in INSTRUMENTS


def test_no_instrument_is_there_that_programmes_are_not_known_to_use():
    assert sorted(INSTRUMENTS) == sorted(KNOWN.values())


@pytest.mark.parametrize("name", EVERYTHING)
def test_everything_has_a_grade_and_says_what_it_rests_on(name):
    entry = EVERYTHING[name]
    assert entry.source.strip()
    cited = set(re.findall(r"S\d+", entry.source))
    assert cited <= LISTED
    assert cited or entry.grade == "J"


def test_both_sourced_and_judged_entries_are_among_them():
    """So that the test above looks at something."""
    assert {entry.grade for entry in EVERYTHING.values()} == {"S", "D", "J"}


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_instrument_can_be_used_and_reaches_as_many_people_a_week_as_it_says(name):
    scenario = load_scenario()
    activity = Activity(instrument=name, audience=Audience(kinds=("residents",)), start=2, duration_weeks=3)
    plan = Plan(name="one", activities=(activity,), equal_budget=False)
    able = scenario.model_copy(
        update={"programme": scenario.programme.model_copy(update={"contacts_a_week": 1e7})}
    )
    (planned,) = planned_activities(able, plan, able.parameters())
    instrument = INSTRUMENTS[name]
    assert planned.people_per_week == pytest.approx(instrument.people_per_week, rel=1e-12)
    assert planned.credibility == catalogue().messengers[instrument.messenger].credibility
    assert (planned.gbp_per_contact, planned.fixed_gbp) == (instrument.gbp_per_contact, instrument.fixed_gbp)
    assert planned.mode == instrument.mode


def test_only_feedback_shows_what_input_changed():
    assert [name for name, instrument in INSTRUMENTS.items() if instrument.feedback] == ["you_said_we_did"]
